"""`/sprint status`: how the sprint stands, and how those before went."""

from collections.abc import Callable, Sequence

from bot.book import calibration, planning
from bot.ledger import Ledger
from bot.model import SprintPast
from bot.rounds import show as shown
from bot.sprinting import Running
from handlers.slack.blocks import Json, bullets, context, header, modal, paragraph, rich
from handlers.slack.desk import Command, Desk
from handlers.slack.draw import draw
from handlers.slack.sprint import drawings
from handlers.slack.text import say

CALLBACK = "sprint.status"
_LATEST, _HINTS = 6, 6


async def show(desk: Desk, command: Command, find: Callable[[Ledger], Running]) -> None:
    """The modal."""

    def make(ledger: Ledger) -> Json:
        found = find(ledger)
        return view(found, ledger.sprints.past(found.team))

    await desk.open_view(command.envelope, await desk.store.read(make))


def view(found: Running, past: Sequence[SprintPast]) -> Json:
    """The sprint as its card has it, and what the team's own figures say."""
    notices = shown(found.round)
    notice = notices.get("card") or notices.get("plan")
    blocks = [each for each in draw(notice).blocks if each["type"] != "actions"] if notice else []
    if notice is None:
        state = found.round.state
        words = f"Sprint {state.span.number} is ahead: {drawings.days_of(state.span)}."
        blocks = [rich(paragraph(say(words)))]
    blocks += _before(past)
    return modal(CALLBACK, "Sprint", blocks, close="Close")


def _before(past: Sequence[SprintPast]) -> list[Json]:
    if not past:
        return [context("No sprint of this team is closed yet.")]
    lines = [
        say(f"Sprint {each.sprint.number}: {drawings.done_of(each.sprint.claims)} done")
        for each in past[: -_LATEST - 1 : -1]
    ]
    told = [header("Sprints before"), rich(bullets(lines))]
    known = calibration.records(planning.claims(past), len(past))
    said = [
        " ".join(filter(None, (calibration.sentence(each), calibration.rollovers_sentence(each))))
        for each in known
    ]
    if said:
        told += [
            rich(paragraph(say("How claims held", bold=True)), bullets([say(each) for each in said[:_HINTS]]))
        ]
    return told
