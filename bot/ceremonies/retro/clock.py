"""How a retro goes from phase to phase, by the clock or by hand, and when."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import schedule
from bot.ceremonies.retro.grouping import themed
from bot.ceremonies.retro.memory import begun, looked_back, remembered
from bot.ceremonies.retro.state import Pace, Phase, Retro
from bot.ceremonies.retro.voting import counted
from bot.ceremonies.retro.writing import gathered
from bot.model import Book

ORDER: tuple[Phase, ...] = ("notes", "collect", "group", "vote", "discuss", "actions", "closed")
#: How long each phase goes on in a meeting; of those that go on for days, how many working days.
MEETING: Mapping[Phase, timedelta] = {
    "group": timedelta(minutes=10),
    "vote": timedelta(minutes=5),
    "discuss": timedelta(minutes=30),
    "actions": timedelta(minutes=10),
}
DAYS: Mapping[Phase, int] = {"group": 1, "vote": 1, "discuss": 2, "actions": 1}
#: One that nobody moves on for so long is closed with what it has; one that collects notes without an end goes on.
FORGOTTEN, UNENDED = timedelta(days=7), timedelta(days=14)
#: While another is under way, one that is planned waits for so long at a time.
WAITS = timedelta(hours=6)
#: A step of a meeting that ended so long ago, while Piton was away, begins anew: nobody could do anything in it.
LATE = timedelta(minutes=3)


def meets_at(day: date, after: int, at: time, zone: str) -> datetime:
    """When a retro that asks for notes on this day is held."""
    return schedule.instant(schedule.working_days_on(day, after), at, zone)


def due(phase: Phase, pace: Pace, at: datetime, zone: str) -> datetime:
    """When the clock does something to a phase that begins now."""
    if pace == "hand":
        return at + FORGOTTEN
    if pace == "meeting":
        return at + MEETING[phase]
    here = at.astimezone(ZoneInfo(zone))
    return schedule.instant(schedule.working_days_on(here.date(), DAYS[phase]), here.time(), zone)


def on(state: Retro, at: datetime, book: Book) -> Retro:
    """The next phase that has something to do."""
    phase = ORDER[ORDER.index(state.phase) + 1]
    state = _ENTER[phase](replace(state, phase=phase), at, book)
    if _idle(state):
        return on(state, at, book)
    if phase == "closed":
        return replace(state, due=None, closed_at=at)
    if phase == "collect":
        return replace(state, due=state.meets_at or at + UNENDED)
    return replace(state, due=due(phase, state.settings.pace, at, state.zone))


def _idle(state: Retro) -> bool:
    """Whether there is nothing to do in its phase: without notes nothing is grouped, voted on or talked about, and
    with one there is nothing to choose."""
    match state.phase:
        case "group" | "vote":
            return len(state.themes) < 2  # noqa: PLR2004 — of one there is no choice
        case "discuss" | "actions":
            return not state.themes
        case _:
            return False


def _gather(state: Retro, at: datetime, book: Book) -> Retro:
    del at, book
    return themed(gathered(state))


def _count(state: Retro, at: datetime, book: Book) -> Retro:
    del at
    return remembered(counted(state), book)


def _same(state: Retro, at: datetime, book: Book) -> Retro:
    del at, book
    return state


_ENTER: Mapping[Phase, Callable[[Retro, datetime, Book], Retro]] = {
    "collect": begun,
    "group": _gather,
    "vote": _same,
    "discuss": _count,
    "actions": _same,
    "closed": looked_back,
}


def ticked(state: Retro, at: datetime, book: Book) -> Retro:
    """What the clock does by this moment. After a long stop it does one thing at a time: people see each."""
    if state.due is None or at < state.due:
        return state
    if state.phase == "notes":
        return _called(state, at, book)
    if state.phase == "collect":
        return on(state, at, book)
    if state.settings.pace == "hand":
        return closed(state, at, book)
    if state.settings.pace == "meeting" and at - state.due > LATE:
        return replace(state, due=due(state.phase, "meeting", at, state.zone))
    return on(state, at, book)


def _called(state: Retro, at: datetime, book: Book) -> Retro:
    """A planned one asks for notes, once no other is under way; where its hour is past by then, on the next days."""
    if any(each.state.phase not in {"notes", "closed"} for each in book.retros):
        return replace(state, due=at + WAITS)
    if state.meets_at and state.meets_at <= at:
        today = schedule.local_day(at, state.zone)
        held = (
            meets_at(today, days, state.settings.meets, state.zone)
            for days in (state.settings.after, state.settings.after + 1)
        )
        state = replace(state, meets_at=next(each for each in held if each > at))
    return on(state, at, book)


def closed(state: Retro, at: datetime, book: Book) -> Retro:
    """It is over, wherever it was: what was counted stays, and an open vote is counted as it stands."""
    while state.phase != "closed":
        state = on(state, at, book)
    return state
