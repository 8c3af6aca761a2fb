"""Working time: how much of it passes, and when so much of it has passed. Pure: no clock is read here.

It passes inside a member's days and hours, around their public holidays and the days on which they are away; where
clocks change inside them, by what really passes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from bot import schedule
from bot.model import WEEKDAYS, Absence, Member

#: Whoever does not work for so long is not at work.
HORIZON = timedelta(days=120)
_DAY = timedelta(days=1)
_NONE = timedelta(0)


def works(member: Member, day: date, absences: Sequence[Absence]) -> bool:
    """Whether this is a working day of theirs. Public holidays count where they named their region themself: one
    guessed from a zone would lose days that many take no leave on."""
    if schedule.is_away(member, day, absences) or not member.active:
        return False
    if not falls_on(member, day):
        return False
    return not (member.region and schedule.holiday(member, day))


def falls_on(member: Member, day: date) -> bool:
    """Whether the day is among those on which they work, holidays and absences aside."""
    return day.weekday() in (WEEKDAYS if member.days is None else member.days)


def day_length(member: Member) -> timedelta:
    """How long they work on a day on which no clock changes."""
    return (_since_midnight(member, ends=True) - _since_midnight(member, ends=False)) % _DAY


def _since_midnight(member: Member, *, ends: bool) -> timedelta:
    at = member.ends if ends else member.starts
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def windows(
    member: Member, since: datetime, absences: Sequence[Absence] = ()
) -> Iterator[tuple[datetime, datetime]]:
    """The times from `since` on at which they are at work, in order, up to the horizon. Hours that cross midnight
    belong to the day on which they begin."""
    first = schedule.local_day(since, member.zone) - _DAY
    for number in range(HORIZON.days + 2):
        day = first + number * _DAY
        if not works(member, day, absences) or not schedule.exists(day, member.zone):
            continue
        last = day if member.starts <= member.ends else day + _DAY
        starts = max(schedule.instant(day, member.starts, member.zone), since)
        ends = schedule.instant(last, member.ends, member.zone)
        if starts < ends:
            yield starts, ends


def at_work(member: Member, at: datetime, absences: Sequence[Absence] = ()) -> bool:
    """Whether they are at work at this moment."""
    return next(windows(member, at, absences), (None, None))[0] == at


def morning(
    member: Member, after: datetime, absences: Sequence[Absence] = (), number: int = 1
) -> datetime | None:
    """When their working day begins for the n-th time after this moment; None where that is beyond the horizon."""
    mornings = (starts for starts, _ in windows(member, after, absences) if starts > after)
    return next((each for count, each in enumerate(mornings, start=1) if count == number), None)


def between(member: Member, start: datetime, end: datetime, absences: Sequence[Absence] = ()) -> timedelta:
    """The working time from `start` to `end`; none where that is earlier."""
    passed = _NONE
    for starts, ends in windows(member, start, absences):
        if starts >= end:
            break
        passed += min(ends, end) - starts
    return passed


def after(
    member: Member, start: datetime, work: timedelta, absences: Sequence[Absence] = ()
) -> datetime | None:
    """The first moment at which so much working time has passed since `start`; None where that is beyond the
    horizon. With no work at all it is `start`, or when they are next at work."""
    left = work
    for starts, ends in windows(member, start, absences):
        if left <= ends - starts:
            return starts + left
        left -= ends - starts
    return None
