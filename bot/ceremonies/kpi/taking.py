"""Readings come in, each in its place, and the budget is reckoned anew."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot import schedule
from bot.book import budget
from bot.book.budget import Counted, Used
from bot.ceremonies.kpi.setting import require_value
from bot.ceremonies.kpi.state import (
    MOST_DAYS,
    MOST_READINGS,
    MOST_TURNS,
    SOURCE_TEXT,
    Day,
    How,
    Kpi,
    Reading,
    Setup,
    Take,
    TakeOut,
    Turning,
)
from bot.errors import BadInput, NotFound, NotYours
from bot.model import Member
from bot.model.report import AHEAD

_DAY = timedelta(days=1)
_NEVER = datetime.max.replace(tzinfo=UTC)


def window(setup: Setup) -> timedelta:
    """For so long a reading counts."""
    return timedelta(days=setup.days)


def used(state: Kpi, at: datetime) -> Used:
    """What the readings of the window have used of its budget at this moment."""
    setup, since = state.setup, at - window(state.setup)
    values = [each.value for each in state.readings if each.at > since]
    older = [each.counted for each in state.days if _over(each.day, state.zone) > since]
    if setup.kind == "availability":
        return budget.by_time(values, setup.threshold, older)
    return budget.by_readings(values, setup.threshold, setup.better, setup.budget, older)


def _over(day: date, zone: str) -> datetime:
    """When the day is over: with it go its counts."""
    return schedule.instant(day + _DAY, time(0), zone)


def taken(state: Kpi, act: Take, by: Member | None, at: datetime) -> Kpi:
    """With a reading more. Raises BadInput on `value` and `at`."""
    value = require_value(state.setup, act.value, "value")
    moment = act.at or at
    if moment > at + AHEAD:
        raise BadInput("It was measured in the future.", "at")
    if moment <= at - window(state.setup):
        raise BadInput(
            f"It was measured more than {state.setup.days} days ago, which is all that counts.", "at"
        )
    new = Reading(
        state.numbered + 1,
        moment,
        value,
        _brief(act.source),
        by.id if by else None,
        by.name if by else "",
    )
    every = sorted((*state.readings, new), key=_order)
    last = max(filter(None, (state.last, new)), key=_order)
    days = _with(state, every[:-MOST_READINGS])
    return replace(state, readings=tuple(every[-MOST_READINGS:]), last=last, numbered=new.number, days=days)


def _with(state: Kpi, readings: Iterable[Reading]) -> tuple[Day, ...]:
    """The days, with readings that are only counted from now on."""
    days = {each.day: each for each in state.days}
    for each in readings:
        day = schedule.local_day(each.at, state.zone)
        days[day] = _counted(days.get(day) or Day(day, Counted(), each.value, each.value), each, state.setup)
    return tuple(days[day] for day in sorted(days))


def _counted(day: Day, reading: Reading, setup: Setup) -> Day:
    value, was = reading.value, day.counted
    missed = not budget.keeps(value, setup.threshold, setup.better)
    counted = Counted(was.count + 1, was.missed + missed, was.down + (1 - value if setup.ratio else 0))
    return Day(day.day, counted, min(day.low, value), max(day.high, value))


def _order(reading: Reading) -> tuple[datetime, int]:
    return reading.at, reading.number


def _brief(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= SOURCE_TEXT else said[: SOURCE_TEXT - 1].rstrip() + "…"


def taken_out(state: Kpi, act: TakeOut, by: Member) -> Kpi:
    """Without a reading that somebody typed: theirs, or any for who leads. Raises NotFound, NotYours."""
    found = next((each for each in state.readings if each.number == act.number), None)
    if found is None:
        raise NotFound("That reading is not kept any more.")
    if not (by.leads or found.by == by.id):
        raise NotYours("Only who gave that reading and the team's leads can take it out.")
    readings = tuple(each for each in state.readings if each != found)
    last = state.last
    if last and last.number == found.number:
        last = readings[-1] if readings else None
    return replace(state, readings=readings, last=last)


def judged(state: Kpi, at: datetime, *, asks: bool = False) -> Kpi:
    """As it stands at this moment: what no window can reach is gone, and a budget that turned is noted, once a day at
    most. `asks`: the team plans sprints, and will be asked about it."""
    state = _pruned(state, at)
    now = used(state, at)
    state = replace(state, used=now, spent=now.spent)
    if not unsaid(state) or _next_turn(state, at) > at:
        return state
    how: How = "spent" if now.spent else "kept" if now.share is not None else "unknown"
    new = Turning(len(state.turnings) + 1, how, at, now, asks and now.spent)
    return replace(state, turnings=(*state.turnings, new))


def _pruned(state: Kpi, at: datetime) -> Kpi:
    """Without what is older than the longest window. A shorter one takes nothing: it may be made longer again."""
    since = at - timedelta(days=MOST_DAYS)
    readings = tuple(each for each in state.readings if each.at > since)
    days = tuple(each for each in state.days if _over(each.day, state.zone) > since)
    if (len(readings), len(days)) == (len(state.readings), len(state.days)):
        return state
    return replace(state, readings=readings, days=days)


def unsaid(state: Kpi) -> bool:
    """Whether the last message says another thing than how it stands."""
    said = state.turnings[-1].how if state.turnings else "kept"
    if said == "unknown":
        return state.used.share is not None
    return state.spent != (said == "spent")


def _next_turn(state: Kpi, at: datetime) -> datetime:
    """From when on the channel may be told again: the day after, by the team's calendar."""
    if not state.turnings:
        return at
    if len(state.turnings) >= MOST_TURNS:
        return _NEVER
    return _over(schedule.local_day(state.turnings[-1].at, state.zone), state.zone)


def wakes_at(state: Kpi, at: datetime) -> datetime | None:
    """When the next reading leaves the window, or the channel may be told; else when all that is kept is too old."""
    counts = window(state.setup)
    moments = [each.at for each in state.readings] + [_over(each.day, state.zone) for each in state.days]
    leaving = [each + counts for each in moments if each + counts > at]
    if unsaid(state) and at < (told := _next_turn(state, at)) < _NEVER:
        leaving.append(told)
    if leaving or not moments:
        return min(leaving, default=None)
    return max(moments) + timedelta(days=MOST_DAYS)
