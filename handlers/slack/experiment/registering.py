"""Registering an experiment, and changing what was registered."""

import shlex
from dataclasses import replace

from bot import agenda
from bot.ceremonies.experiment import Metric, Setup, Worth
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import Epic, MemberId, RoundId
from bot.shell import backlog, experiments
from bot.shell.experiments import Held
from handlers.returns import number
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.experiment import setup_form, spelling
from handlers.slack.experiment.setup_form import Registered, SetupForm
from handlers.slack.meeting import require_named
from handlers.slack.text import channel, line, unmarked

ELSEWHERE = "Type `/experiment new` in the channel of your team: its card is posted there."


async def new(desk: Desk, command: Command) -> Reply | None:
    """`/experiment new …`: the form. To look at it founds no team."""
    envelope = command.envelope
    name, _ = await enter(desk, envelope, ELSEWHERE, "/experiment new")
    typed = unmarked(command.rest).strip()

    def make(ledger: Ledger) -> Json:
        setup = Setup(typed, "", "", Metric(""))
        return _form(ledger, envelope, SetupForm(envelope.channel, name, setup))

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def change(desk: Desk, command: Command) -> Reply | None:
    """`/experiment change churn-1`."""
    envelope = command.envelope

    def make(ledger: Ledger) -> Json:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        return _changing(ledger, envelope, experiments.called(ledger, teams, command.rest).round.id)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def press_change(desk: Desk, click: Click) -> Reply | None:
    """ "Change"."""
    view = await desk.store.read(lambda ledger: _changing(ledger, click.envelope, RoundId(click.value)))
    await desk.open_from(click, view)
    return None


def _changing(ledger: Ledger, envelope: Envelope, round_: RoundId) -> Json:
    held = experiments.to_move(ledger, envelope.workspace, round_, envelope.user)
    form = SetupForm(
        held.team.channel,
        held.team.name,
        held.state.setup,
        round=round_,
        key=held.state.key,
        owner=held.state.owner,
    )
    return _form(ledger, envelope, form)


def _form(ledger: Ledger, envelope: Envelope, form: SetupForm) -> Json:
    team = ledger.roster.team_in(envelope.workspace, form.channel)
    if team is None:
        return setup_form.view(form)
    setup, stories = form.setup, ledger.backlog.of_team(team)
    epics = tuple(each for each in ledger.epics.of_team(team) if not each.closed or _is_its(each, setup))
    if setup.story and all(
        each.id != setup.story for each in stories
    ):  # done, and what it is for all the same
        its = ledger.backlog.get(team, setup.story)
        stories = (its, *stories) if its else stories
    return setup_form.view(replace(form, epics=epics, stories=stories))


def _is_its(epic: Epic, setup: Setup) -> bool:
    return epic.name.casefold() == setup.epic.casefold()


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted experiment: its card comes to the channel, or shows what was changed."""
    made, envelope, now = setup_form.read(submission.view), submission.envelope, desk.now()
    new = await desk.store.read(lambda ledger: _new_owner(ledger, envelope, made))
    named = (*made.wish.setup.deciders, *new)
    present = await require_named(
        desk,
        envelope,
        made.channel,
        made.channel_name,
        named,
        setup_form.OWNER if new else setup_form.DECIDERS,
    )

    def do(ledger: Ledger) -> Held:
        try:
            return _saved(ledger, made, present)
        except BadInput as refused:
            field = setup_form.FIELDS.get(refused.field, setup_form.HYPOTHESIS)
            raise BadInput(refused.sentence, field) from None

    def _saved(ledger: Ledger, made: Registered, present: frozenset[MemberId] | None) -> Held:
        if made.round:
            return experiments.change(
                ledger, envelope.workspace, made.round, made.wish, envelope.user, now, present
            )
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        return experiments.register(ledger, team, made.wish, envelope.user, now, present)

    held = await desk.run(envelope, do)
    if made.round:
        return None
    return {"response_action": "update", "view": registered_reply(held).as_modal()}


def _new_owner(ledger: Ledger, envelope: Envelope, made: Registered) -> tuple[MemberId, ...]:
    """Whom it is handed to; whoever owns it now may be gone."""
    if made.round is None or made.wish.owner is None:
        return ()
    held = experiments.get(ledger, envelope.workspace, made.round)
    return (made.wish.owner,) if made.wish.owner != held.state.owner else ()


def registered_reply(held: Held) -> Reply:
    """Its key, and how results come in."""
    key, metric = held.state.key, held.state.setup.metric
    measured = shlex.quote(f"{line(metric.name)}={spelling.example(metric)}").replace("`", "'")
    return Reply(
        f"Registered as {key}. Its card stands in {channel(held.team.name)}.\n"
        f"Results come by `/experiment result {key}`, or from your jobs:"
        f" `piton report --experiment {key} --metric {measured} --fte-days 5`.{_money(held.state.setup.worth)}"
    )


def _money(worth: Worth | None) -> str:
    """What was understood of it, said back."""
    if worth is None:
        return ""
    cost = f", an FTE-day costs {number(worth.day_cost)}" if worth.day_cost is not None else ""
    unit = f"{number(worth.per_unit)} {line(worth.currency)}".rstrip()
    return f"\nA unit more is worth {unit} a year{cost}."
