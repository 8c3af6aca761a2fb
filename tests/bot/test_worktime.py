"""Working time passes inside people's hours, and what has passed and what is left are always the whole."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot import schedule
from bot.model import Absence, Member
from bot.worktime import after, between, day_length, windows, works
from tests.factories import LONDON, make_member, member_id, utc

ADA = make_member()
HOUR = timedelta(hours=1)


def test_three_hours_from_friday_at_four_end_on_monday_at_eleven() -> None:
    friday = datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert after(ADA, friday, 1.5 * HOUR) == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert after(ADA, friday, 3 * HOUR) == datetime(2026, 11, 23, 11, tzinfo=UTC)


def test_a_public_holiday_on_that_monday_makes_it_tuesday() -> None:
    """The first Monday in May, for whoever named their region."""
    friday = datetime(2026, 5, 1, 15, tzinfo=UTC)  # 16:00 in London
    assert after(make_member(region="GB-ENG"), friday, 3 * HOUR) == datetime(2026, 5, 5, 10, tzinfo=UTC)
    assert after(make_member(), friday, 3 * HOUR) == datetime(2026, 5, 4, 10, tzinfo=UTC)


def test_days_away_are_left_out() -> None:
    away = (Absence(ADA.id, date(2026, 11, 23), date(2026, 11, 24)),)
    friday = datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert after(ADA, friday, 3 * HOUR, away) == datetime(2026, 11, 25, 11, tzinfo=UTC)
    assert between(ADA, friday, datetime(2026, 11, 25, 11, tzinfo=UTC), away) == 3 * HOUR


def test_an_hour_is_an_hour_where_clocks_change_at_work() -> None:
    """London's clocks go from 01:00 to 02:00 on 29 March 2026, a Sunday."""
    night = make_member(days=(5, 6), starts="22:00", ends="06:00")
    saturday = datetime(2026, 3, 28, 22, tzinfo=UTC)
    [(starts, ends), *_] = windows(night, saturday)
    assert ends - starts == 7 * HOUR
    assert day_length(night) == 8 * HOUR


def test_outside_of_hours_it_begins_with_the_next_of_them() -> None:
    saturday = datetime(2026, 11, 21, 3, tzinfo=UTC)
    assert after(ADA, saturday, timedelta(0)) == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_who_is_never_at_work_gets_nothing_done() -> None:
    gone = make_member(active=False)
    assert after(gone, utc("23 12:00"), HOUR) is None
    assert between(gone, utc("23 12:00"), utc("27 12:00")) == timedelta(0)


ZONES = (
    LONDON,
    "Pacific/Auckland",
    "America/Los_Angeles",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Australia/Lord_Howe",
)
TIMES = st.times().map(lambda each: each.replace(second=0, microsecond=0))
MEMBERS = st.builds(
    Member,
    st.just(member_id("Ada")),
    st.just("Ada"),
    st.sampled_from(ZONES),
    st.none() | st.sets(st.integers(0, 6), min_size=1).map(lambda each: tuple(sorted(each))),
    TIMES,
    TIMES,
    st.sampled_from([None, "GB-ENG", "NZ", "US"]),
).filter(lambda each: day_length(each) >= timedelta(minutes=5))
MOMENTS = st.datetimes(datetime(2009, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda each: each.replace(second=0, microsecond=0)
)
WORK = st.integers(0, 5 * 8 * 60).map(lambda minutes: timedelta(minutes=minutes))
AWAY = st.lists(
    st.builds(
        lambda first, days: Absence(member_id("Ada"), first, first + timedelta(days=days)),
        st.dates(date(2009, 1, 1), date(2030, 1, 1)),
        st.integers(0, 20),
    ),
    max_size=2,
).map(tuple)


@settings(max_examples=300, deadline=None)
@given(MEMBERS, MOMENTS, WORK, AWAY)
def test_what_has_passed_when_it_is_up_is_the_whole(
    member: Member, start: datetime, work: timedelta, away: tuple[Absence, ...]
) -> None:
    up = after(member, start, work, away)
    assume(up is not None)
    assert up is not None
    assert up >= start
    assert between(member, start, up, away) == work


@settings(max_examples=300, deadline=None)
@given(MEMBERS, MOMENTS, WORK, AWAY, st.floats(0, 1))
def test_used_and_left_are_the_whole_at_any_moment(
    member: Member, start: datetime, work: timedelta, away: tuple[Absence, ...], share: float
) -> None:
    up = after(member, start, work, away)
    assume(up is not None and up > start)
    assert up is not None
    now = start + share * (up - start)
    used = between(member, start, now, away)
    assert between(member, now, up, away) == work - used
    if work - used > timedelta(0):
        assert after(member, now, work - used, away) == up


@settings(max_examples=300, deadline=None)
@given(MEMBERS, MOMENTS, WORK, AWAY)
def test_it_is_up_in_working_hours(
    member: Member, start: datetime, work: timedelta, away: tuple[Absence, ...]
) -> None:
    up = after(member, start, work, away)
    assume(up is not None)
    assert up is not None
    just = (
        up if work == timedelta(0) else up - timedelta(seconds=1)
    )  # at the very end of a day, it is just over
    assert any(starts <= just < ends for starts, ends in windows(member, just, away))
    wall = schedule.local_day(just, member.zone)
    assert works(member, wall, away) or (
        member.starts > member.ends and works(member, wall - timedelta(days=1), away)
    )


@given(MEMBERS)
def test_a_day_is_as_long_as_its_hours(member: Member) -> None:
    assert timedelta(0) < day_length(member) < timedelta(days=1)


@pytest.mark.parametrize("at", [time(9), time(0)])
def test_hours_that_begin_and_end_at_once_are_none(at: time) -> None:
    nobody = make_member(starts=f"{at:%H:%M}", ends=f"{at:%H:%M}")
    assert after(nobody, utc("23 12:00"), HOUR) is None
