"""The moments of a sprint, by the team's clock."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot import schedule, worktime
from bot.book.reach import Going
from bot.cadence import Span, close_day, lookaheads, planning_day, stage_in
from bot.ceremonies.sprint.state import Sprint
from bot.model import WEEKDAYS, Member

#: So long after it was closed the reasons of what rolled over may still be given.
PATIENCE = timedelta(days=14)
_DAY = timedelta(days=1)


def working_days(members: Sequence[Member]) -> tuple[int, ...]:
    """The weekdays on which somebody of the team works."""
    found = {day for each in members if each.active for day in (each.days or WEEKDAYS)}
    return tuple(sorted(found)) or WEEKDAYS


def days_off(members: Sequence[Member], span: Span) -> tuple[date, ...]:
    """The dates among these on which somebody would work and a holiday keeps all of them from it."""
    there = [each for each in members if each.active]
    every = (span.first + number * _DAY for number in range((span.last - span.first).days + 1))
    return tuple(
        day
        for day in every
        if any(worktime.falls_on(each, day) for each in there)
        and not any(worktime.works(each, day, ()) for each in there)
    )


def planning_at(state: Sprint) -> datetime:
    """When it is to be planned."""
    return _moment(state, planning_day(state.span, state.days, state.off), state.hours.at)


def lookaheads_at(state: Sprint) -> list[tuple[date, datetime]]:
    """When the team looks ahead."""
    found = lookaheads(state.span, state.days, state.off)
    return [(day, _moment(state, day, state.hours.at)) for day in found]


def going_of(state: Sprint) -> Going:
    """Its days, and how long the one after it is."""
    then = state.following or state.cadence
    return Going(state.span.first, state.span.last, then.weeks * 7)


def last_day(state: Sprint) -> date:
    """The day on which it closes."""
    return close_day(state.span, state.days, state.off)


def ending_at(state: Sprint) -> datetime:
    """When its last day begins to be spoken of."""
    return _moment(state, last_day(state), min(state.hours.at, state.hours.until))


def closes_at(state: Sprint) -> datetime:
    """When it closes by itself."""
    return _moment(state, last_day(state), state.hours.until)


def weeks_at(state: Sprint) -> list[datetime]:
    """When each of its weeks begins, where its stages have names."""
    if not state.cadence.stages:
        return []
    return [
        _moment(state, state.span.first + timedelta(weeks=each), state.hours.at)
        for each in range(state.span.weeks)
    ]


def stage_at(state: Sprint, at: datetime) -> str:
    """The name of its stage at this moment; empty outside it, and where stages have none."""
    week = state.span.week_of(schedule.local_day(at, state.zone))
    stage = stage_in(state.cadence.stages, week) if week else None
    return stage.name if stage else ""


def _moment(state: Sprint, day: date, at: time) -> datetime:
    return schedule.instant(day, at, state.zone)
