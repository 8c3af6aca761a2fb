"""`/experiment list` and `/experiment show churn-1`: those that run and the last verdicts, and one of them whole."""

from bot import agenda
from bot.ceremonies.experiment.curve import advised, pictured
from bot.ceremonies.experiment.shown import Card
from bot.errors import NotFound
from bot.ledger import Ledger
from bot.model import MemberId, RoundId
from bot.rounds import show as slots_of
from bot.shell import experiments
from bot.shell.experiments import Held
from handlers.slack import blocks
from handlers.slack.blocks import Json, actions, bullets, button, context, header, paragraph, rich
from handlers.slack.desk import Click, Command, Desk, Envelope, Reply
from handlers.slack.experiment import words
from handlers.slack.experiment.drawings import (
    CHANGE,
    CORRECT,
    DECIDE,
    REOPEN,
    RESULT,
    closing,
    judged,
    results_of,
    shown,
)
from handlers.slack.picturing import add_picture
from handlers.slack.text import channel, clip, count, fitting, line, say, sentence, weight

NONE = "No experiment is registered here yet. `/experiment new` registers one."
SEEN = "experiment.seen"
#: So many verdicts are listed; and of one, so many results and judgements.
_ENDED, _RESULTS, _JUDGED = 10, 30, 10
_TEXT = 160
#: One message holds so much of those that run, and of the verdicts.
_ROOM, _ROOM_ENDED = 7_500, 3_500


async def show(desk: Desk, command: Command) -> Reply:
    """`/experiment list`, here or, in a direct message, in all one's teams."""
    envelope = command.envelope

    def find(ledger: Ledger) -> Reply:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        going = [each for team in teams for each in experiments.running(ledger, team)]
        last = (each for team in teams for each in experiments.recent(ledger, team, experiments.MOST))
        ended = sorted((each for each in last if each.state.ended), key=_ended_at, reverse=True)[:_ENDED]
        where = channel(teams[0].name) if len(teams) == 1 else "your teams"
        return _listed(going, ended, where)

    return await desk.store.read(find)


def _ended_at(held: Held) -> float:
    return held.state.ended.at.timestamp() if held.state.ended else 0.0


def _listed(going: list[Held], ended: list[Held], where: str) -> Reply:
    if not (going or ended):
        return Reply(NONE)
    going_on = count(len(going), "experiment") if going else "No experiment"
    title = f"{going_on} under way · {where}"
    drawn: list[Json] = [header(title)]
    said = [title]
    for heading, every, room in (("", going, _ROOM), ("Last verdicts", ended, _ROOM_ENDED)):
        rows = [_row(each, where) for each in every]
        shown_of = fitting((weight(first) + weight(rest) for first, rest in rows), room)
        more = len(rows) - shown_of
        rows = rows[:shown_of]
        if rows and heading:
            drawn.append(rich(paragraph(say(heading, bold=True))))
        if rows:
            drawn.append(rich(bullets([[*say(first, bold=True), *say(f"\n{rest}")] for first, rest in rows])))
        said += [f"{sentence(first)} {sentence(rest)}" for first, rest in rows]
        if more:
            drawn.append(context(f"… and {more} more"))
            said.append(f"… and {more} more.")
    drawn.append(context("/experiment show churn-1 shows one whole"))
    return Reply("\n".join(said), drawn)


def _row(held: Held, where: str) -> tuple[str, str]:
    state, setup = held.state, held.state.setup
    first = f"{state.key}: {clip(line(setup.hypothesis), _TEXT)}"
    team = [channel(held.team.name)] if channel(held.team.name) != where else []
    if state.ended:
        return first, " · ".join([closing(state.ended), clip(line(state.ended.decision), _TEXT), *team])
    if not state.results:
        return first, " · ".join(["no result yet", *team])
    last = words.measured(setup, state.results[-1])
    results = count(len(state.results), "result")
    return first, " · ".join(
        [last, words.target(setup.metric), results, words.advised(advised(state)), *team]
    )


async def show_one(desk: Desk, command: Command) -> None:
    """`/experiment show churn-1`."""
    envelope = command.envelope

    def find(ledger: Ledger) -> tuple[Held, bool]:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        held = experiments.called(ledger, teams, command.rest)
        return held, experiments.may_move(ledger, held, envelope.user)

    await _open(desk, envelope, *await desk.store.read(find))


async def press(desk: Desk, click: Click) -> Reply | None:
    """ "Show all", on a card and in Home."""
    envelope = click.envelope

    def find(ledger: Ledger) -> tuple[Held, bool]:
        held = experiments.get(ledger, envelope.workspace, RoundId(click.value))
        return held, experiments.may_move(ledger, held, envelope.user)

    await _open(desk, envelope, *await desk.store.read(find))
    return None


async def _open(desk: Desk, envelope: Envelope, held: Held, moves: bool) -> None:
    """The words at once, the curve as soon as it is there."""
    opened = await desk.open_view(envelope, view(held, envelope.user, moves))
    _picture(desk, opened, envelope, held, moves)


async def renew(desk: Desk, above: Json, envelope: Envelope, round_: RoundId) -> None:
    """Let the modal below one that was submitted show it as it is now; where there is none below, nothing is done."""
    below = above.get("root_view_id")
    if not below or below == above.get("id"):
        return

    def find(ledger: Ledger) -> tuple[Held, bool]:
        held = experiments.get(ledger, envelope.workspace, round_)
        return held, experiments.may_move(ledger, held, envelope.user)

    held, moves = await desk.store.read(find)
    desk.show_in({"id": below}, view(held, envelope.user, moves))
    _picture(desk, {"id": below}, envelope, held, moves)


def _picture(desk: Desk, opened: Json, envelope: Envelope, held: Held, moves: bool) -> None:
    if curve := pictured(held.state):
        desk.aside(add_picture(desk, opened, curve, lambda image: view(held, envelope.user, moves, image)))


def view(held: Held, user: MemberId, moves: bool, image: Json | None = None) -> Json:
    """One of them whole: its card, what follows either way, all results, and what is theirs to do."""
    card = slots_of(held.round).get("card")
    if not isinstance(card, Card):
        raise NotFound
    state, setup = held.state, held.state.setup
    drawn = list(shown(card).blocks)
    drawn += [image] if image else []
    drawn += [rich(*parts)] if (parts := _registered(held)) else []
    if state.results:
        rows = results_of(state, _RESULTS)
        more = f", the last {_RESULTS} of {len(state.results)}" if len(state.results) > len(rows) else ""
        drawn += [header(f"Results{more}"), rich(bullets([say(each) for each in rows]))]
    if state.judged:
        said = [say(judged(each)) for each in reversed(state.judged[-_JUDGED:])]
        drawn += [header("Whether it goes on"), rich(bullets(said))]
    if setup.guardrails:
        drawn.append(context("Guardrails: " + "; ".join(map(words.guardrail, setup.guardrails))))
    buttons = list(_buttons(held, user, moves))
    drawn += [actions(*buttons)] if buttons else []
    return blocks.modal(SEEN, clip(state.key, blocks.VIEW_TITLE), drawn, close="Close")


def _registered(held: Held) -> list[Json]:
    """What was said to follow either way."""
    setup = held.state.setup
    told = (("If proved: ", setup.if_proved), ("If disproved: ", setup.if_disproved))
    return [
        paragraph(say(before, bold=True), say(clip(line(text), 900))) for before, text in told if line(text)
    ]


def _buttons(held: Held, user: MemberId, moves: bool) -> list[Json]:
    here = held.round.id
    if held.state.ended:
        return [button("Reopen", REOPEN, here)] if moves else []
    found = [button("Add a result", RESULT, here)]
    if moves:
        found += [button("Decide", DECIDE, here), button("Change", CHANGE, here)]
    if any(moves or each.by == user for each in held.state.results):
        found.append(button("Put a result right", CORRECT, here))
    return found
