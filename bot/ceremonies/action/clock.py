"""When the owner of an action is reminded: midway, and on the morning of the day on which it is due; each once.

Where they are not at work on that day, on their next working morning: a reminder before the day would move the day.
After that nobody is reminded any more: the next retro asks.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot import schedule, worktime
from bot.ceremonies.action.state import Action, Matter, Told

_INSTANT = timedelta(microseconds=1)


def due_at(state: Action) -> datetime | None:
    """When they are told that it is due. None where they were, or are not at work for months after that day."""
    return None if state.reminded else _call_on(state, state.due)


def mid_at(state: Action) -> datetime | None:
    """When they are reminded midway: before the day on which it is due, or not at all."""
    if state.mid is None or not state.owner.reminders:
        return None
    moment = _call_on(state, state.mid)
    return moment if moment and schedule.local_day(moment, state.owner.zone) < state.due else None


def call_at(state: Action, at: datetime) -> datetime | None:
    """When they may be told something next, after this moment: as their working day begins or, in their quiet hours,
    when these end."""
    starts = (each for each, _ in worktime.windows(state.owner, at, state.away))
    return next((moment for each in starts if (moment := _aloud(state, each)) > at), None)


def may_tell(state: Action, at: datetime) -> bool:
    """Whether they are at work, and not in quiet hours that end while they are."""
    return worktime.at_work(state.owner, at, state.away) and _aloud(state, at) == at


def _aloud(state: Action, moment: datetime) -> datetime:
    later = schedule.after_quiet(state.owner, moment)
    return later if worktime.at_work(state.owner, later, state.away) else moment


def _call_on(state: Action, day: date) -> datetime | None:
    return call_at(state, schedule.instant(day, time(0), state.owner.zone) - _INSTANT)


def wake_at(state: Action, at: datetime) -> datetime | None:
    """When the clock acts next: what came due while its owner was not at work waits for their next morning."""
    if state.sources and not state.linked:
        return at
    moments = [due_at(state), mid_at(state), at if state.news else None]
    first = min((each for each in moments if each), default=None)
    return call_at(state, at) if first and first <= at else first


def ticked(state: Action, at: datetime) -> Action:
    """What the clock does by this moment: nothing to somebody who is not at work, and one thing at a time."""
    if not may_tell(state, at):
        return state
    due, mid = due_at(state), mid_at(state)
    now = None if mid and mid <= at else state.mid
    if due and due <= at:
        return told(replace(state, mid=None, reminded=True), "due", at)
    if state.news:
        return told(replace(state, mid=now), "yours", at)
    if mid and mid <= at and schedule.local_day(at, state.owner.zone) < state.due:
        return told(replace(state, mid=None), "mid", at)
    return replace(state, mid=now)


def told(state: Action, matter: Matter, at: datetime) -> Action:
    """Its owner is told of this."""
    new = Told(matter, state.owner.id, at, state.due)
    return replace(state, told=(*state.told, new), news=False)
