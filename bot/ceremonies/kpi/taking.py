"""Readings come in, each in its place, and the budget is reckoned anew."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.book import budget
from bot.book.budget import Used
from bot.ceremonies.kpi.setting import require_value
from bot.ceremonies.kpi.state import (
    MOST_READINGS,
    MOST_TURNS,
    SOURCE_TEXT,
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

#: Clocks differ: a reading may be measured so much later than now.
AHEAD = timedelta(minutes=10)


def window(setup: Setup) -> timedelta:
    """For so long a reading counts."""
    return timedelta(days=setup.days)


def used(state: Kpi) -> Used:
    """What the readings of the window have used of its budget."""
    setup, values = state.setup, [each.value for each in state.readings]
    if setup.kind == "availability":
        return budget.by_time(values, setup.threshold)
    return budget.by_readings(values, setup.threshold, setup.better, setup.budget)


def taken(state: Kpi, act: Take, by: Member | None, at: datetime) -> Kpi:
    """With a reading more. Raises BadInput on `value` and `at`."""
    value = require_value(state.setup, act.value, "value")
    moment = act.at or at
    if moment > at + AHEAD:
        raise BadInput("It was measured in the future.", "at")
    if moment <= at - window(state.setup):
        raise BadInput(
            f"It was measured more than {state.setup.days} days ago, which is all that is kept.", "at"
        )
    full = len(state.readings) >= MOST_READINGS
    if full and moment < state.readings[0].at:
        raise BadInput(f"{MOST_READINGS:,} newer readings are kept, which is all.", "at")
    new = Reading(
        state.numbered + 1,
        moment,
        value,
        _brief(act.source),
        by.id if by else None,
        by.name if by else "",
    )
    readings = tuple(sorted((*state.readings, new), key=_order))[-MOST_READINGS:]
    last = max(filter(None, (state.last, new)), key=_order)
    return replace(state, readings=readings, last=last, numbered=new.number)


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


def judged(state: Kpi, at: datetime) -> Kpi:
    """As it stands at this moment: what the window has passed is gone, and a budget that turned is noted."""
    since = at - window(state.setup)
    readings = tuple(each for each in state.readings if each.at > since)
    if len(readings) < len(state.readings):
        state = replace(state, readings=readings)
    now = used(state)
    if now.spent == state.spent:
        return state
    how: How = "spent" if now.spent else "kept" if now.share is not None else "unknown"
    new = Turning(len(state.turnings) + 1, how, at, now)
    turnings = (*state.turnings, new) if len(state.turnings) < MOST_TURNS else state.turnings
    return replace(state, spent=now.spent, turnings=turnings)


def wakes_at(state: Kpi) -> datetime | None:
    """When the next reading leaves the window."""
    return state.readings[0].at + window(state.setup) if state.readings else None
