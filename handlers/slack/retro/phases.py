"""Grouping, voting, and agreeing on actions."""

from bot import agenda, rounds, schedule
from bot.book.grouping import Group, suggest
from bot.ceremonies.retro import Retro
from bot.errors import BadInput, NotFound, Refused, Settled
from bot.ledger import Ledger
from bot.model import Act, Round, RoundId
from bot.shell import retros
from bot.shell.retros import Held
from handlers.slack.blocks import modal, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Reply, Submission
from handlers.slack.lookahead.naming import require_named
from handlers.slack.meeting import meet
from handlers.slack.retro import action_form, group_form, vote_form
from handlers.slack.text import count

NO_VOTE = "No vote is open here just now."
#: An action is due in so many working days unless somebody says otherwise.
USUAL = 5


def groups_of(state: Retro) -> tuple[Group, ...]:
    """What shares words and is not together yet."""
    of = {note: each.number for each in state.themes for note in each.notes}
    found = suggest([(each.id, each.text) for each in state.notes])
    return tuple(each for each in found if len({of[key] for key in each.keys}) > 1)


async def group(desk: Desk, click: Click) -> Reply | None:
    """The form in which notes are grouped."""
    envelope = click.envelope

    def find(ledger: Ledger) -> Held:
        held = retros.get(ledger, envelope.workspace, RoundId(click.value))
        retros.require(held, "group", sentence="The notes are not being grouped just now.")
        return retros.require_mover(ledger, held, envelope.user)

    held = await desk.store.read(find)
    await desk.open_view(envelope, _grouping(held.round))
    return None


def _grouping(round_: Round[Retro], said: str = "") -> Json:
    return group_form.view(round_.id, round_.state, groups_of(round_.state), said)


async def save_group(desk: Desk, submission: Submission) -> Json:
    """What was chosen is put together or taken apart, and the form is there for more."""
    round_, act = group_form.read(submission.view)
    after = await _grouped(desk, submission.envelope, round_, act)
    return {"response_action": "update", "view": _grouping(after, _done(after.state))}


async def together(desk: Desk, click: Click) -> Reply | None:
    """A suggestion that was taken up."""
    round_, act = group_form.read_button(click.value)
    after = await _grouped(desk, click.envelope, round_, act)
    desk.show_in(click.view or {}, _grouping(after, _done(after.state)))
    return None


async def _grouped(desk: Desk, envelope: Envelope, round_: RoundId, act: Act) -> Round[Retro]:
    now = desk.now()

    def do(ledger: Ledger) -> Round[Retro]:
        return rounds.perform(ledger, envelope.workspace, round_, act, envelope.user, now)

    return await desk.run(envelope, do, about=round_)


def _done(state: Retro) -> str:
    return f"Done: {count(len(state.themes), 'theme')} now. Close this when it is enough."


async def press_vote(desk: Desk, click: Click) -> Reply | None:
    """The ballot."""
    envelope = click.envelope

    def make(ledger: Ledger) -> Json:
        held = retros.get(ledger, envelope.workspace, RoundId(click.value))
        return _ballot(held)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


def _ballot(held: Held) -> Json:
    retros.require(held, "vote", sentence="The vote is closed: the result is in the channel.")
    return vote_form.view(held.round.id, held.round.state)


async def vote(desk: Desk, command: Command) -> Reply | None:
    """`/retro vote`, or `/retro vote 2 2 5` with a theme for each dot."""
    envelope, typed, now = command.envelope, command.rest.replace(",", " ").split(), desk.now()
    if not all(each.removeprefix("#").isdecimal() and len(each) < 6 for each in typed):  # noqa: PLR2004 — no such theme
        raise BadInput("Name themes by their numbers, one for each dot, as in `/retro vote 2 2 5`.")

    def find(ledger: Ledger) -> Held:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        open_ = [
            each
            for team in teams
            for each in retros.of_team(ledger, team)
            if each.round.state.phase == "vote"
        ]
        if not open_:
            raise NotFound(NO_VOTE)
        if len(open_) > 1:
            raise Refused("Several votes are open. Type this in the channel that you mean.")
        return open_[0]

    held = await desk.store.read(find)
    if not typed:
        await desk.open_view(envelope, _ballot(held))
        return None
    dots = tuple(int(each.removeprefix("#")) for each in typed)
    await desk.run(
        envelope,
        lambda ledger: retros.vote(ledger, envelope.workspace, held.round.id, dots, envelope.user, now),
    )
    return Reply(_voted(len(dots)))


def _voted(dots: int) -> str:
    if not dots:
        return "You give no dots now. As long as the vote is open you can vote again."
    return f"{count(dots, 'dot')} given, and no name stands with them. Voting again takes their place."


async def save_vote(desk: Desk, submission: Submission) -> Json:
    """The submitted ballot."""
    envelope, now = submission.envelope, desk.now()
    round_, dots = vote_form.read(submission.view)
    await desk.run(
        envelope,
        lambda ledger: retros.vote(ledger, envelope.workspace, round_, dots, envelope.user, now),
        about=round_,
    )
    view = modal("said", "Your dots", [section(_voted(len(dots)))], close="Close")
    return {"response_action": "update", "view": view}


async def agree(desk: Desk, click: Click) -> Reply | None:
    """The form of an action."""
    envelope, now = click.envelope, desk.now()
    round_, _, theme = click.value.partition("/")

    def make(ledger: Ledger) -> Json:
        held = retros.get(ledger, envelope.workspace, RoundId(round_))
        state = held.round.state
        if state.phase not in {"discuss", "actions"}:
            raise Settled("This retro is over. Its digest stands in the channel.")
        due = schedule.working_days_on(schedule.local_day(now, state.zone), USUAL)
        return action_form.view(held.round.id, state, int(theme) if theme.isdecimal() else 0, due)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def save_agreed(desk: Desk, submission: Submission) -> Json | None:
    """The submitted action."""
    envelope, now = submission.envelope, desk.now()
    round_, act = action_form.read(submission.view)
    held = await desk.store.read(lambda ledger: retros.get(ledger, envelope.workspace, round_))
    _, *named = await meet(desk, envelope.workspace, [envelope.user, act.draft.owner])
    present = await require_named(desk, envelope, held.team, named)
    await desk.run(
        envelope,
        lambda ledger: retros.agree(ledger, envelope.workspace, round_, act, envelope.user, now, present),
        about=round_,
    )
    return None
