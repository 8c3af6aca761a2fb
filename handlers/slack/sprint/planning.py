"""Setting sprints up and planning them: `/sprint start`, `setup`, `plan`, and the form with its running sum."""

from collections.abc import Callable

from bot import schedule
from bot.ceremonies.sprint import Sprint
from bot.ceremonies.sprint.beginning import first_day
from bot.errors import NotFound, Refused
from bot.ledger import Ledger
from bot.model import Round, RoundId
from bot.shell import backlog, sprinting
from bot.shell.sprinting import Running
from handlers.slack.blocks import modal, paragraph, rich
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.meeting import meet
from handlers.slack.sprint import plan_form, setup_form
from handlers.slack.sprint.drawings import days_of
from handlers.slack.text import say

ELSEWHERE = "Type this in the channel of your team: its sprints are planned and shown there."


def here(ledger: Ledger, envelope: Envelope) -> Running:
    """The sprint of this channel's team. Raises NotFound where there is none, Refused where it is no channel."""
    if envelope.channel.startswith("D"):
        raise Refused(ELSEWHERE)
    return sprinting.current(ledger, ledger.roster.team_in(envelope.workspace, envelope.channel))


async def start(desk: Desk, command: Command) -> Reply | None:
    """`/sprint start`: the form that sets them up. To look founds no team."""
    envelope, now = command.envelope, desk.now()
    name, _ = await enter(desk, envelope, ELSEWHERE, "/sprint start")

    def make(ledger: Ledger) -> Json:
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        if team:
            _require_none(ledger, envelope)
        zone = team.zone if team else "UTC"
        return setup_form.view(envelope.channel, name, first_day(schedule.local_day(now, zone)))

    await desk.open_view(envelope, await desk.store.read(make))
    return None


def _require_none(ledger: Ledger, envelope: Envelope) -> None:
    try:
        found = here(ledger, envelope)
    except NotFound:
        return
    number = found.round.state.span.number
    raise Refused(
        f"This team has sprints: number {number} is under way or ahead. `/sprint setup` changes those that follow."
    )


async def setup(desk: Desk, command: Command) -> Reply | None:
    """`/sprint setup`: the sprints that follow."""
    envelope, now = command.envelope, desk.now()

    def make(ledger: Ledger) -> Json:
        found = here(ledger, envelope)
        sprinting.require_mover(ledger, found, envelope.user)
        team, state = found.team, found.round.state
        today = sprinting.today(found, now)
        return setup_form.view(team.channel, team.name, today, state.following or state.cadence, state.hours)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def save_setup(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form."""
    envelope, now = submission.envelope, desk.now()
    made = setup_form.read(submission.view, now.date())
    await meet(desk, envelope.workspace, [envelope.user])

    def do(ledger: Ledger) -> Round[Sprint]:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        act = sprinting.change if made.change else sprinting.start
        return act(ledger, team, made.wish, envelope.user, now)

    begun = await desk.run(envelope, do)
    return _saved(begun.state)


def _saved(state: Sprint) -> Json:
    """What comes of it, said back."""
    if state.following:
        span = state.following.sprint(state.following.number)
        words = f"From sprint {span.number} on, {days_of(span)}. This one goes on as it is."
    else:
        words = f"Sprint {state.span.number}: {days_of(state.span)}. The channel is asked to plan it on that first day."
    view = modal("said", "Sprints", [rich(paragraph(say(words)))], close="Close")
    return {"response_action": "update", "view": view}


async def plan(desk: Desk, command: Command) -> Reply | None:
    """`/sprint plan`: the sprint that is ahead, to be planned, or under way."""
    envelope = command.envelope
    await _open(desk, envelope, lambda ledger: here(ledger, envelope))
    return None


async def press_plan(desk: Desk, click: Click) -> Reply | None:
    """The button below the call to plan it, and that on its card."""
    envelope = click.envelope
    await _open(
        desk, envelope, lambda ledger: sprinting.get(ledger, envelope.workspace, RoundId(click.value))
    )
    return None


async def _open(desk: Desk, envelope: Envelope, find: Callable[[Ledger], Running]) -> None:
    def make(ledger: Ledger) -> Json:
        found = find(ledger)
        sprinting.require_mover(ledger, found, envelope.user)
        choosing = sprinting.choice(ledger, found)
        if not choosing.stories:
            raise Refused("The backlog is empty. `/story add` puts a story into it.")
        return plan_form.view(choosing)

    await desk.open_view(envelope, await desk.store.read(make))


async def pick(desk: Desk, click: Click) -> Reply | None:
    """Stories were chosen: the form shows their sum."""
    view, envelope = click.view or {}, click.envelope
    round_, chosen = plan_form.read_pick(view)

    def make(ledger: Ledger) -> Json:
        found = sprinting.get(ledger, envelope.workspace, round_)
        return plan_form.view(sprinting.choice(ledger, found, chosen))

    desk.show_in(view, await desk.store.read(make))
    return None


async def settle(desk: Desk, submission: Submission) -> Json | None:
    """The submitted plan: the sprint runs, and its card comes to the channel."""
    round_, act = plan_form.read(submission.view)
    await desk.perform(submission.envelope, round_, act)
    return None
