"""`/sprint status`: how the sprint stands, and how those before went."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.book import calibration, planning
from bot.cadence import working
from bot.ceremonies.sprint.burnup import burn_up
from bot.ledger import Ledger
from bot.model import BurnUp, SprintPast
from bot.rounds import show as shown
from bot.schedule import local_day
from bot.shell.sprinting import Running
from handlers.slack.blocks import Json, bullets, context, header, modal, paragraph, rich
from handlers.slack.desk import Command, Desk
from handlers.slack.draw import draw
from handlers.slack.picturing import add_picture
from handlers.slack.sprint import drawings
from handlers.slack.text import say

CALLBACK = "sprint.status"
_LATEST, _HINTS = 6, 6


async def show(desk: Desk, command: Command, find: Callable[[Ledger], Running]) -> None:
    """The modal."""
    now = desk.now()

    def look(ledger: Ledger) -> tuple[Running, tuple[SprintPast, ...]]:
        found = find(ledger)
        return found, ledger.sprints.past(found.team)

    found, past = await desk.store.read(look)
    opened = await desk.open_view(command.envelope, view(found, past))
    if burnt := picture(found, now):
        desk.aside(add_picture(desk, opened, burnt, lambda image: view(found, past, image)))


def picture(found: Running, at: datetime) -> BurnUp | None:
    """The burn-up of a sprint that runs, up to today; None before it does, and where nothing has points."""
    state = found.round.state
    days = tuple(working(state.span.first, state.span.last, state.days, state.off))
    return burn_up(state.span.number, days, state.marks, state.zone, local_day(at, state.zone))


def view(found: Running, past: Sequence[SprintPast], image: Json | None = None) -> Json:
    """The sprint as its card has it, and what the team's own figures say. `image`: the block of its picture."""
    notices = shown(found.round)
    notice = notices.get("card") or notices.get("plan")
    blocks = [each for each in draw(notice).blocks if each["type"] != "actions"] if notice else []
    if notice is None:
        state = found.round.state
        words = f"Sprint {state.span.number} is ahead: {drawings.days_of(state.span)}."
        blocks = [rich(paragraph(say(words)))]
    blocks += [image] if image else []
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
