"""When does a plan next fall, in whose zone, around which holidays and absences. Pure: no clock is read here."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

import holidays
from holidays.registry import COUNTRIES

from bot.model import WEEKDAYS, Absence, Member, Schedule

#: How far ahead a member's next prompt is looked for; beyond it their round simply ends.
HORIZON = timedelta(days=120)
_DAY = timedelta(days=1)


@cache
def zones() -> frozenset[str]:
    """All IANA zone names that this machine knows, but for those that name no place: "localtime", "Factory"."""
    return frozenset(available_timezones()) - {"localtime", "Factory", "posixrules"}


def instant(day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, when clocks in `zone` show `at` on `day`.

    A time that the clocks jump over becomes the first moment after the jump; one shown twice, the first.
    """
    there = ZoneInfo(zone)
    wall = datetime.combine(day, at).replace(fold=0)
    moment = wall.replace(tzinfo=there).astimezone(UTC)
    if moment.astimezone(there).replace(tzinfo=None) == wall:
        return moment
    return _end_of_gap(wall, there)


def _end_of_gap(wall: datetime, there: ZoneInfo) -> datetime:
    """In a gap, fold=0 reads the offset before the jump, fold=1 the one after (PEP 495): bisect between."""
    before = wall.replace(tzinfo=there, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=there, fold=0).astimezone(UTC)
    offset = after.astimezone(there).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(there).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def exists(day: date, zone: str) -> bool:
    """Whether clocks in `zone` ever show this date: Samoa had no 30 December 2011."""
    return instant(day, time(0), zone).astimezone(ZoneInfo(zone)).date() == day


def _skipped(moment: datetime, day: date, zone: str) -> bool:
    """Whether `moment`, found for `day`, stands for a date that never was."""
    return local_day(moment, zone) != day and not exists(day, zone)


def local_day(moment: datetime, zone: str) -> date:
    """The date on the wall in `zone` at this moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def working_days_on(day: date, number: int) -> date:
    """The n-th day from Monday to Friday after this one; itself for none."""
    while number > 0:
        day += _DAY
        number -= day.weekday() in WEEKDAYS
    return day


def falls_on(schedule: Schedule, day: date) -> bool:
    """Whether the schedule has an occurrence on this local date."""
    return next_day(schedule, day) == day


def next_day(schedule: Schedule, start: date) -> date:
    """The first occurrence on or after `start`. Needs at least one weekday in the schedule."""
    anchor = schedule.anchor.toordinal()
    number = max(start.toordinal(), anchor)
    first_week = (anchor - 1) // 7  # day number 1 was a Monday
    while True:
        week, weekday = divmod(number - 1, 7)
        to_wait = (first_week - week) % schedule.every
        if not to_wait:
            for each in schedule.days:  # ascending, by Schedule's own promise
                if each >= weekday:
                    return date.fromordinal(number + each - weekday)
            to_wait = 1
        number += 7 * to_wait - weekday


def ask_at(schedule: Schedule, day: date, member: Member) -> datetime:
    """When this member is prompted for the occurrence `day`: at the schedule's time, or when their quiet hours end."""
    return after_quiet(member, _falls_at(schedule, day, member))


def _falls_at(schedule: Schedule, day: date, member: Member) -> datetime:
    return instant(day, schedule.at, schedule.zone or member.zone)


class Clocked(Protocol):
    """Somebody with clocks on their wall, and perhaps quiet hours."""

    @property
    def zone(self) -> str: ...

    @property
    def quiet(self) -> tuple[time, time] | None: ...


def is_quiet(member: Clocked, moment: datetime) -> bool:
    """Whether the member's clocks show their quiet hours then; these may cross midnight."""
    if member.quiet is None:
        return False
    starts, ends = member.quiet
    clock = moment.astimezone(ZoneInfo(member.zone)).time()
    return starts <= clock < ends if starts <= ends else clock >= starts or clock < ends


def after_quiet(member: Clocked, moment: datetime) -> datetime:
    """This moment or, in the member's quiet hours, the one at which they end."""
    while member.quiet and is_quiet(member, moment):  # again where clocks jump from one night into the next
        moment = _end_of_quiet(moment, member.quiet[1], ZoneInfo(member.zone))
    return moment


def _end_of_quiet(moment: datetime, ends: time, there: ZoneInfo) -> datetime:
    wall = moment.astimezone(there)
    day = wall.date() + (_DAY if wall.time() >= ends else timedelta(0))
    end = instant(day, ends, there.key)
    if end > moment:
        return end
    return (
        datetime.combine(day, ends, there).replace(fold=1).astimezone(UTC)
    )  # clocks show it twice: then the second


def next_instant(schedule: Schedule, zone: str, after: datetime) -> datetime:
    """The first moment after `after` at which the schedule falls for people in `zone`."""
    where = schedule.zone or zone
    day = next_day(schedule, local_day(after, where) - _DAY)
    while (moment := instant(day, schedule.at, where)) <= after or _skipped(moment, day, where):
        day = next_day(schedule, day + _DAY)
    return moment


def opens_at(schedule: Schedule, day: date, members: Iterable[Member]) -> datetime:
    """When the first of the members is prompted for `day`, quiet hours aside; with nobody there, when UTC shows
    that time."""
    where = {schedule.zone or member.zone for member in members} or {"UTC"}
    return min(instant(day, schedule.at, zone) for zone in where)


def is_away(member: Member, day: date, absences: Sequence[Absence]) -> bool:
    """Whether the member has said that they are away on `day`."""
    return any(each.member == member.id and each.first <= day <= each.last for each in absences)


def why_absent(schedule: Schedule, member: Member, day: date, absences: Sequence[Absence]) -> str:
    """Why this member is not asked on `day`, in a word or two; empty when they are."""
    if is_away(member, day, absences):
        return "away"
    if not member.active:
        return "left"
    if member.days is not None and day.weekday() not in member.days:
        return "day off"
    zone = schedule.zone or member.zone
    if _skipped(_falls_at(schedule, day, member), day, zone):
        return "no such day there"
    return holiday(member, day) if schedule.holidays else ""


def next_ask(
    schedule: Schedule, member: Member, absences: Sequence[Absence], after: date
) -> tuple[date, datetime] | None:
    """The next occurrence after `after` on which this member is really asked, and when; None beyond HORIZON."""
    day = next_day(schedule, after + _DAY)
    while day <= after + HORIZON:
        if not why_absent(schedule, member, day, absences):
            return day, ask_at(schedule, day, member)
        day = next_day(schedule, day + _DAY)
    return None


def in_hours(member: Member, moment: datetime) -> bool:
    """Whether the member is at work then: by their own days and hours, which may cross midnight."""
    wall = moment.astimezone(ZoneInfo(member.zone))
    day, clock = wall.date(), wall.time()
    if member.starts <= member.ends:
        inside = member.starts <= clock < member.ends
    else:
        inside = clock >= member.starts or clock < member.ends
        day -= _DAY if clock < member.ends else timedelta(0)  # after midnight it is still yesterday's work
    return inside and (member.days is None or day.weekday() in member.days)


def holiday(member: Member, day: date) -> str:
    """The name of the public holiday that this member has on `day`, or an empty string."""
    region = member.region or country(member.zone)
    return _holidays(region, day.year).get(day, "") if region else ""


def known_region(region: str) -> bool:
    """Whether there is a calendar of public holidays for "GB", "GB-ENG" and the like."""
    try:
        _calendar(region, 2026)
    except (NotImplementedError, KeyError):
        return False
    return True


def region_of(typed: str) -> str | None:
    """The holiday region meant by "GB-ENG", "gb", "USA" or "Germany"; None where no calendar is known for it."""
    code = typed.strip().upper()
    if known_region(code):
        return code
    name = "_".join(typed.casefold().split())
    for country_name, (_, short, *longer) in COUNTRIES.items():
        if name == country_name or code in longer:
            return short
    return None


@lru_cache(maxsize=1024)
def _holidays(region: str, year: int) -> dict[date, str]:
    try:
        return dict(_calendar(region, year).items())
    except (NotImplementedError, KeyError):
        return {}


def _calendar(region: str, year: int) -> holidays.HolidayBase:
    code, _, part = region.partition("-")
    if not (len(code) == 2 and code.isascii() and code.isupper()):  # noqa: PLR2004 — an ISO code has two letters
        raise NotImplementedError(region)  # the library would look up anything, its own modules included
    return holidays.country_holidays(code, subdiv=part or None, years=year)


@cache
def _countries() -> dict[str, str]:
    """Zone → ISO country code, from the zone data itself (zone.tab lists one country a zone)."""
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def country(zone: str) -> str:
    """The ISO code of the country that a zone lies in, or an empty string (UTC lies in none)."""
    return _countries().get(zone, "")
