"""When a plan falls: weeks, gaps and overlaps of the clocks, holidays, absences, working hours."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import schedule
from bot.model import EVERY_DAY
from tests.factories import (
    AUCKLAND,
    LONDON,
    LOS_ANGELES,
    MONDAY,
    NEW_YORK,
    TUESDAY,
    hour,
    make_absence,
    make_member,
    make_schedule,
    utc,
)

DAY = timedelta(days=1)
dates = st.dates(date(2020, 1, 1), date(2035, 12, 31))
weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
zones = st.sampled_from(sorted(schedule.zones()))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 — given one


@pytest.mark.parametrize(
    ("day", "at", "zone", "moment"),
    [
        ("2026-03-29", "01:30", LONDON, "2026-03-29 01:00"),  # a gap: the first moment after it
        ("2026-10-25", "01:30", LONDON, "2026-10-25 00:30"),  # an overlap: the first of two
        ("2025-09-08", "00:00", "America/Santiago", "2025-09-08 03:00"),
        ("2025-09-07", "00:00", "America/Santiago", "2025-09-07 04:00"),  # midnight was jumped over
        ("2026-03-29", "00:00", "Asia/Beirut", "2026-03-28 22:00"),
        ("2026-03-29", "00:30", "Asia/Beirut", "2026-03-28 22:00"),
        ("2026-04-24", "00:00", "Africa/Cairo", "2026-04-23 22:00"),
        ("2026-04-24", "00:59", "Africa/Cairo", "2026-04-23 22:00"),
        ("2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03 15:30"),  # a gap of half an hour
        ("2026-10-04", "02:30", "Australia/Lord_Howe", "2026-10-03 15:30"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-04 14:45"),  # an overlap of half an hour
        ("2026-11-24", "09:30", "Asia/Kathmandu", "2026-11-24 03:45"),
    ],
)
def test_a_wall_time_becomes_one_moment(day: str, at: str, zone: str, moment: str) -> None:
    assert schedule.instant(date.fromisoformat(day), time.fromisoformat(at), zone) == utc(moment)


def test_a_gap_that_runs_into_midnight_still_belongs_to_its_day() -> None:
    """Scoresbysund jumps from 23:00 on Saturday to Sunday 00:00."""
    saturday = date(2025, 3, 29)
    assert schedule.instant(saturday, time(23, 30), "America/Scoresbysund") == utc("2025-03-30 01:00")
    member = make_member(zone="America/Scoresbysund")
    assert schedule.why_absent(make_schedule("23:30", EVERY_DAY), member, saturday, ()) == ""


def test_samoa_has_no_30_december_2011() -> None:
    apia, plan = "Pacific/Apia", make_schedule(days=EVERY_DAY, anchor=date(2011, 12, 1))
    asked = [utc("2011-12-28 00:00")]
    while len(asked) < 4:
        asked.append(schedule.next_instant(plan, apia, asked[-1]))
    assert [schedule.local_day(moment, apia).day for moment in asked[1:]] == [28, 29, 31]
    why = schedule.why_absent(plan, make_member(zone=apia), date(2011, 12, 30), ())
    assert (why, schedule.exists(date(2011, 12, 30), apia)) == ("no such day there", False)


@given(zones, moments, st.times(), weekdays, st.integers(1, 6))
def test_the_next_moment_lies_ahead_and_nothing_lies_between(
    zone: str, after: datetime, at: time, days: tuple[int, ...], every: int
) -> None:
    plan = make_schedule(at.strftime("%H:%M"), days, date(2020, 1, 1), every=every)
    moment = schedule.next_instant(plan, zone, after)
    assert moment > after
    assert schedule.next_instant(plan, zone, moment - timedelta(seconds=1)) == moment
    for skipped in (schedule.local_day(after, zone) + n * DAY for n in range((moment - after).days + 2)):
        if schedule.falls_on(plan, skipped):
            there = schedule.instant(skipped, plan.at, zone)
            assert there <= after or there >= moment


@given(weekdays, st.integers(1, 6), dates, st.integers(0, 400))
def test_every_n_weeks_counts_whole_weeks_from_that_of_the_anchor(
    days: tuple[int, ...], every: int, anchor: date, ahead: int
) -> None:
    plan = make_schedule(days=days, every=every, anchor=anchor)
    day = anchor + ahead * DAY
    monday = anchor - anchor.weekday() * DAY
    falls = day.weekday() in days and ((day - monday).days // 7) % every == 0
    assert schedule.falls_on(plan, day) == falls


@given(weekdays, st.integers(1, 6), dates, dates)
def test_the_next_day_is_the_first_that_falls(
    days: tuple[int, ...], every: int, anchor: date, start: date
) -> None:
    plan = make_schedule(days=days, every=every, anchor=anchor)
    day = schedule.next_day(plan, start)
    first = max(start, anchor)
    between = [first + n * DAY for n in range((day - first).days)]
    assert (day >= first, schedule.falls_on(plan, day)) == (True, True)
    assert not [each for each in between if schedule.falls_on(plan, each)]


def test_nothing_falls_before_the_anchor() -> None:
    plan = make_schedule(days=(0, 2, 4), anchor=date(2026, 11, 25), every=2)  # a Wednesday
    assert schedule.next_day(plan, date(2026, 11, 1)) == date(2026, 11, 25)
    assert not schedule.falls_on(plan, MONDAY)


def test_every_second_week_goes_on_over_new_year() -> None:
    """2026 has 53 ISO weeks, so counting by their numbers would break here."""
    plan = make_schedule(days=(0,), anchor=date(2026, 12, 14), every=2)
    found = [schedule.next_day(plan, date(2026, 12, 14))]
    while len(found) < 4:
        found.append(schedule.next_day(plan, found[-1] + DAY))
    assert found == [date(2026, 12, 14), date(2026, 12, 28), date(2027, 1, 11), date(2027, 1, 25)]


def test_everyone_is_asked_at_the_same_moment_where_the_plan_names_a_zone() -> None:
    plan = make_schedule(zone=LONDON)
    assert schedule.ask_at(plan, TUESDAY, make_member(zone=AUCKLAND)) == utc("24 09:30")
    assert schedule.ask_at(make_schedule(), TUESDAY, make_member(zone=AUCKLAND)) == utc("23 20:30")


def test_a_day_opens_for_the_first_of_its_members() -> None:
    people = [make_member("Ada"), make_member("Kiri", AUCKLAND), make_member("Lou", LOS_ANGELES)]
    assert schedule.opens_at(make_schedule(), TUESDAY, people) == utc("23 20:30")
    assert schedule.opens_at(make_schedule(), TUESDAY, people[::2]) == utc("24 09:30")
    assert schedule.opens_at(make_schedule(), TUESDAY, []) == utc("24 09:30")


@pytest.mark.parametrize(
    ("name", "day", "why"),
    [
        ("Ada", "2026-11-23", ""),
        ("Ada", "2026-11-24", "away"),
        ("Ada", "2026-11-26", "away"),
        ("Ada", "2026-11-27", "day off"),
        ("Ada", "2026-12-21", ""),
        ("Bea", "2026-11-24", ""),
        ("Bea", "2026-12-25", "Christmas Day"),
        ("Cal", "2026-11-24", "left"),
    ],
)
def test_why_somebody_is_not_asked(name: str, day: str, why: str) -> None:
    people = {
        "Ada": make_member("Ada", days=(0, 1, 2, 3)),
        "Bea": make_member("Bea"),
        "Cal": make_member("Cal", active=False),
    }
    away = [make_absence("Ada", TUESDAY, date(2026, 11, 26))]
    plan = make_schedule(holidays=True)
    assert schedule.why_absent(plan, people[name], date.fromisoformat(day), away) == why


def test_holidays_count_only_where_the_plan_leaves_them_out() -> None:
    assert schedule.why_absent(make_schedule(), make_member(), date(2026, 12, 25), ()) == ""


@pytest.mark.parametrize(
    ("zone", "region", "day", "name"),
    [
        (LONDON, None, "2026-12-25", "Christmas Day"),
        (LONDON, "GB-SCT", "2026-11-30", "Saint Andrew's Day"),
        (LONDON, "GB-ENG", "2026-11-30", ""),
        (NEW_YORK, None, "2026-11-26", "Thanksgiving Day"),
        (LONDON, "US", "2026-11-26", "Thanksgiving Day"),  # the region wins over the zone's country
        (AUCKLAND, None, "2026-02-06", "Waitangi Day"),
        ("UTC", None, "2026-12-25", ""),
        (LONDON, "ZZ", "2026-12-25", ""),
        (LONDON, "GB-XX", "2026-12-25", ""),
    ],
)
def test_holidays_are_those_of_the_region_or_of_the_zones_country(
    zone: str, region: str | None, day: str, name: str
) -> None:
    assert schedule.holiday(make_member(zone=zone, region=region), date.fromisoformat(day)) == name


@given(
    st.text(max_size=8)
    | st.sampled_from(["registry", "HolidaySum", "HolidayBase", "__dict__", "utils", "list"])
)
def test_any_text_is_a_known_region_or_not(region: str) -> None:
    if not schedule.known_region(region):
        named = schedule.holiday(make_member(region=region), date(2026, 12, 25))
        assert named == ("" if region else "Christmas Day")  # none given: the zone's country


def test_regions_are_known_by_country_and_part() -> None:
    regions = ("GB", "GB-SCT", "DE-BY", "ZZ", "GB-XX", "NYSE", "gb", "")
    assert [each for each in regions if schedule.known_region(each)] == ["GB", "GB-SCT", "DE-BY"]


def test_the_next_prompt_steps_over_absences_and_days_off() -> None:
    member = make_member(days=(0, 1, 3))
    away = [make_absence("Ada", date(2026, 11, 26))]
    assert schedule.next_ask(make_schedule(), member, away, TUESDAY) == (date(2026, 11, 30), utc("30 09:30"))


def test_there_is_no_next_prompt_for_who_is_never_asked() -> None:
    assert schedule.next_ask(make_schedule(days=(0, 1)), make_member(days=(4,)), (), TUESDAY) is None


@pytest.mark.parametrize(
    ("starts", "ends", "at", "inside"),
    [
        ("09:00", "17:00", "24 09:00", True),
        ("09:00", "17:00", "24 08:59", False),
        ("09:00", "17:00", "24 17:00", False),
        ("22:00", "06:00", "24 22:00", True),
        ("22:00", "06:00", "24 23:59", True),
        ("22:00", "06:00", "24 05:59", True),
        ("22:00", "06:00", "24 06:00", False),
        ("22:00", "06:00", "24 12:00", False),
    ],
)
def test_working_hours_may_cross_midnight(starts: str, ends: str, at: str, *, inside: bool) -> None:
    assert schedule.in_hours(make_member(starts=starts, ends=ends), utc(at)) == inside


@pytest.mark.parametrize(
    ("at", "inside"), [("27 23:00", True), ("28 05:00", True), ("28 23:00", False), ("30 05:00", False)]
)
def test_work_that_began_on_friday_night_ends_on_saturday(at: str, *, inside: bool) -> None:
    night = make_member(days=(0, 1, 2, 3, 4), starts="22:00", ends="06:00")
    assert schedule.in_hours(night, utc(at)) == inside


def test_a_day_off_has_no_working_hours() -> None:
    assert not schedule.in_hours(make_member(days=(0, 1, 2, 3, 4)), utc("28 12:00"))
    assert schedule.in_hours(make_member(), utc("28 12:00"))


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        (("18:00", "09:00"), "24 17:59", "24 17:59"),
        (("18:00", "09:00"), "24 18:00", "25 09:00"),
        (("18:00", "09:00"), "24 23:30", "25 09:00"),
        (("18:00", "09:00"), "24 00:00", "24 09:00"),
        (("18:00", "09:00"), "24 09:00", "24 09:00"),
        (("12:00", "13:00"), "24 12:30", "24 13:00"),
        (("12:00", "13:00"), "24 13:00", "24 13:00"),
        (("00:00", "10:00"), "24 09:30", "24 10:00"),
        (("09:00", "09:00"), "24 09:00", "24 09:00"),
    ],
)
def test_what_falls_in_quiet_hours_waits_for_their_end(quiet: tuple[str, str], at: str, until: str) -> None:
    member = replace(make_member(), quiet=(hour(quiet[0]), hour(quiet[1])))
    assert schedule.after_quiet(member, utc(at)) == utc(until)


def test_quiet_hours_are_read_in_the_members_own_zone_whatever_the_plans() -> None:
    kiri = replace(make_member(zone=AUCKLAND), quiet=(hour("20:00"), hour("08:00")))
    assert schedule.ask_at(make_schedule(zone=LONDON), TUESDAY, kiri) == utc(
        "24 19:00"
    )  # 08:00 on Wednesday there
    assert schedule.ask_at(make_schedule(), TUESDAY, kiri) == utc("23 20:30")


def test_the_next_prompt_is_told_with_quiet_hours_as_it_will_come() -> None:
    late = replace(make_member(), quiet=(hour("18:00"), hour("11:00")))
    assert schedule.next_ask(make_schedule(), late, (), MONDAY) == (TUESDAY, utc("24 11:00"))
    assert schedule.why_absent(make_schedule(), late, TUESDAY, ()) == ""


@given(
    st.sampled_from(
        [LONDON, NEW_YORK, AUCKLAND, "Australia/Lord_Howe", "Asia/Beirut", "Pacific/Apia", "Africa/Cairo"]
    ),
    st.datetimes(datetime(2010, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 — given one
    st.times(),
    st.times(),
)
def test_quiet_hours_end_whatever_the_clocks_do(
    zone: str, moment: datetime, starts: time, ends: time
) -> None:
    member = replace(make_member(zone=zone), quiet=(starts, ends))
    after = schedule.after_quiet(member, moment)
    assert not schedule.is_quiet(member, after)
    assert (after == moment) == (not schedule.is_quiet(member, moment))
    assert schedule.after_quiet(member, after) == after
    assert (
        moment <= after <= moment + timedelta(hours=49)
    )  # a night before a day that never was is a long one
    there = ZoneInfo(zone)
    steady = moment.astimezone(there).utcoffset() == after.astimezone(there).utcoffset()
    if after > moment and steady and after - moment < timedelta(days=1):
        assert after.astimezone(there).time() == ends, "the very end"
        assert schedule.is_quiet(member, after - timedelta(microseconds=1))


@example(utc("2026-10-24 23:00"), 60, time(0), time(1, fold=1))
@given(
    st.integers(0, 1440).map(lambda minutes: utc("2026-10-24 12:00") + timedelta(minutes=minutes)),
    st.integers(0, 180),
    st.times(),
    st.times(),
)
def test_who_falls_due_later_is_never_asked_earlier_over_a_clock_change(
    first: datetime, minutes: int, starts: time, ends: time
) -> None:
    member = replace(make_member(), quiet=(starts, ends))
    second = first + timedelta(minutes=minutes)
    assert schedule.after_quiet(member, first) <= schedule.after_quiet(member, second)
