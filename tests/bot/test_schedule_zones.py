"""Every IANA zone, three years: one prompt per local working day, against a table of offsets found by scanning.

The table is built from nothing but what clocks show at given moments, so it shares no reasoning with the schedule.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot import schedule
from bot.model import EVERY_DAY
from tests.factories import make_schedule

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
NASTY = ("00:00", "00:30", "01:30", "02:00", "02:30", "23:30", "23:59")
ZONES = sorted(available_timezones())


@dataclass(frozen=True)
class Offsets:
    """Since when, in naive UTC, clocks are ahead by how much."""

    since: tuple[datetime, ...]
    ahead: tuple[timedelta, ...]

    def first_showing(self, wall: datetime) -> datetime:
        """The first moment at which clocks show `wall`, or, where they never do, at which they have jumped over it."""
        for number, ahead in enumerate(self.ahead):
            moment = wall - ahead
            begins = self.since[number]
            ends = self.since[number + 1] if number + 1 < len(self.since) else datetime.max  # noqa: DTZ901 — naive
            if moment < begins:
                return begins  # later stretches begin later still: the clocks jumped over it here
            if moment < ends:
                return moment
        raise AssertionError(wall)

    def near(self, wall: datetime) -> "Offsets":
        """The stretches around a wall time: none lasts for less than two days."""
        number = bisect_right(self.since, wall)
        low = max(0, number - 2)
        return Offsets(self.since[low : number + 1], self.ahead[low : number + 1])


def _ahead(zone: ZoneInfo, moment: datetime) -> timedelta:
    shown = moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return shown - moment


@cache
def offsets(name: str, first: date = FIRST, last: date = LAST) -> Offsets:
    """Look at the clocks twice a day; where they moved in between, halve the time down to the second."""
    zone = ZoneInfo(name)
    at = datetime.combine(first, time(0)) - 3 * DAY
    end = datetime.combine(last, time(0)) + 3 * DAY
    since, ahead = [at], [_ahead(zone, at)]
    while at < end:
        following = at + DAY / 2
        now = _ahead(zone, following)
        if now != ahead[-1]:
            since.append(_change(zone, at, following))
            ahead.append(now)
        at = following
    return Offsets(tuple(since), tuple(ahead))


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _ahead(zone, before)
    while after - before > SECOND:
        middle = before + (after - before) // 2 // SECOND * SECOND
        before, after = (middle, after) if _ahead(zone, middle) == old else (before, middle)
    return after


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def prompts(zone: str, at: str, first: date, last: date, weekdays: tuple[int, ...]) -> list[datetime]:
    """What the schedule says, one prompt after the other, as the shell would ask for them."""
    plan = make_schedule(at, weekdays, first)
    moment = schedule.instant(first, time(0), zone) - SECOND
    end = schedule.instant(last, time.fromisoformat(at), zone)
    found = []
    while (moment := schedule.next_instant(plan, zone, moment)) <= end:
        found.append(moment.replace(tzinfo=None))
    return found


def expected(zone: str, at: str, first: date, last: date, weekdays: tuple[int, ...]) -> list[datetime]:
    """What the clocks say."""
    table, hour = offsets(zone), time.fromisoformat(at)
    walls = (datetime.combine(day, hour) for day in days(first, last) if day.weekday() in weekdays)
    return [table.near(wall).first_showing(wall) for wall in walls]


def test_every_zone_of_the_machine_is_tried() -> None:
    assert frozenset(ZONES) - schedule.zones() <= {"localtime", "Factory"}  # which name no place
    assert schedule.zones() <= frozenset(ZONES)
    assert len(ZONES) > 400


@pytest.mark.parametrize("part", range(4))
def test_half_past_nine_comes_once_on_every_working_day_in_every_zone(part: int) -> None:
    weekdays = (0, 1, 2, 3, 4)
    for zone in ZONES[part::4]:
        assert prompts(zone, "09:30", FIRST, LAST, weekdays) == expected(
            zone, "09:30", FIRST, LAST, weekdays
        ), zone


@pytest.mark.parametrize("at", NASTY)
def test_nasty_times_come_once_a_day_around_every_change_of_the_clocks(at: str) -> None:
    changes = 0
    for zone in ZONES:
        for since in offsets(zone).since[1:]:
            first, last = since.date() - 2 * DAY, since.date() + 2 * DAY
            found = prompts(zone, at, first, last, EVERY_DAY)
            assert found == expected(zone, at, first, last, EVERY_DAY), (zone, since)
            assert len({*found}) == len([*days(first, last)]), (zone, since)
            changes += 1
    assert changes > 600


def test_a_year_of_nasty_times_has_one_prompt_a_day_and_they_only_move_on() -> None:
    """Between the changes nothing is special, so one zone in six stands for the rest."""
    for number, zone in enumerate(ZONES[::6]):
        found = prompts(zone, NASTY[number % len(NASTY)], date(2026, 1, 1), date(2026, 12, 31), EVERY_DAY)
        assert len(found) == 365, zone
        assert all(earlier < later for earlier, later in pairwise(found)), zone
