"""When the owner of a request is asked about it: on working mornings of theirs."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot import schedule, worktime
from bot.ceremonies.access.state import Access, Matter, Told

#: Who did not answer is asked again on every so many-th working morning.
SELDOM = 5
#: A request of which nobody knows when it is expected is asked about after so long.
UNKNOWN = timedelta(days=7)
_INSTANT = timedelta(microseconds=1)


def ask_at(state: Access) -> datetime | None:
    """When its owner is asked next: on the morning after it was placed where it is yet to be asked for, on the morning
    of the day on which it is expected, and again where they do not answer. None beyond the horizon."""
    due = _expected_at(state)
    if state.again:
        again = worktime.morning(state.owner, state.since, state.away, SELDOM)
        ahead = [each for each in (again, due) if each and each > state.since]
        return min(ahead) if ahead else None
    if state.asked_on is None:
        return worktime.morning(state.owner, state.since, state.away)
    return due


def _expected_at(state: Access) -> datetime | None:
    """The first of its owner's mornings on the day on which it is expected, or after it, that is yet to come."""
    day = state.expected or schedule.local_day(state.since, state.owner.zone) + UNKNOWN
    midnight = schedule.instant(day, time(0), state.owner.zone) - _INSTANT
    if state.again and midnight < state.since:
        return None  # they were told on that day or after it
    return worktime.morning(state.owner, max(state.since, midnight), state.away)


def wake_at(state: Access, at: datetime) -> datetime | None:
    """When the clock acts next: what came due while nobody was at work waits for the next morning."""
    if state.source and not state.linked:
        return at
    due = ask_at(state)
    return worktime.morning(state.owner, at, state.away) if due and due <= at else due


def ticked(state: Access, at: datetime) -> Access:
    """What the clock does by this moment: nothing to somebody who is not at work."""
    due = ask_at(state)
    if due is None or at < due or not worktime.at_work(state.owner, at, state.away):
        return state
    return replace(told(state, "ask" if state.asked_on is None else "there", at), since=at, again=True)


def told(state: Access, matter: Matter, at: datetime) -> Access:
    """Its owner is told of this."""
    new = Told(matter, state.owner.id, at, state.asked_on, state.expected)
    return replace(state, told=(*state.told, new))
