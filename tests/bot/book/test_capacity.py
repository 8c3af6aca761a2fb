"""A team's days: an absence never adds any, and a span's days are those of its parts."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.book.capacity import Capacity, TeamCapacity, capacity, scaled_pace, team_capacity
from bot.errors import BadInput
from bot.model import Absence, Member, MemberId
from bot.worktime import works
from tests.factories import AUCKLAND, LONDON, make_absence, make_member, member_id

DAY = timedelta(days=1)
FIRST, LAST = date(2027, 1, 4), date(2027, 1, 17)  # two weeks from a Monday
ADA, BEA, CY = make_member("Ada"), make_member("Bea", days=(0, 1, 2)), make_member("Cy")


def test_two_weeks_are_ten_days_or_what_somebody_works_of_them() -> None:
    assert capacity(ADA, FIRST, LAST) == Capacity(ADA.id, Fraction(10))
    assert capacity(BEA, FIRST, LAST) == Capacity(BEA.id, Fraction(6))


def test_days_away_count_where_they_are_working_days() -> None:
    """From Friday to Tuesday there are three of five, and of Bea's days two."""
    away = (
        make_absence("Ada", date(2027, 1, 8), date(2027, 1, 12)),
        make_absence("Bea", date(2027, 1, 8), date(2027, 1, 12)),
    )
    assert capacity(ADA, FIRST, LAST, away) == Capacity(ADA.id, Fraction(7), away=3)
    assert capacity(BEA, FIRST, LAST, away) == Capacity(BEA.id, Fraction(4), away=2)


def test_a_day_away_twice_is_one_day() -> None:
    day = date(2027, 1, 6)
    away = (make_absence("Ada", day), make_absence("Ada", day - DAY, day + DAY))
    assert capacity(ADA, FIRST, LAST, away) == Capacity(ADA.id, Fraction(7), away=3)


def test_of_an_absence_only_what_lies_in_the_span_counts() -> None:
    away = (make_absence("Ada", date(2026, 12, 20), FIRST), make_absence("Ada", LAST, date(2027, 3, 1)))
    assert capacity(ADA, FIRST, LAST, away) == Capacity(ADA.id, Fraction(9), away=1)


def test_over_christmas_holidays_are_not_taken_from_the_days_away() -> None:
    """In England 25 and 28 December 2026 (for the 26th, a Saturday) and 1 January 2027 are holidays."""
    first, last = date(2026, 12, 21), date(2027, 1, 3)
    english = make_member(region="GB-ENG")
    assert capacity(english, first, last) == Capacity(ADA.id, Fraction(7), holidays=3)
    away = (make_absence("Ada", date(2026, 12, 24), date(2026, 12, 31)),)
    assert capacity(english, first, last, away) == Capacity(ADA.id, Fraction(3), away=4, holidays=3)
    assert capacity(make_member(), first, last, away) == Capacity(ADA.id, Fraction(4), away=6)


def test_a_holiday_on_a_day_off_is_none() -> None:
    """The first Monday in May is 3 May 2027."""
    tuesdays = make_member(region="GB-ENG", days=(1,))
    assert capacity(tuesdays, date(2027, 5, 3), date(2027, 5, 9)) == Capacity(ADA.id, Fraction(1))


def test_who_has_left_has_no_days() -> None:
    gone = make_member(active=False, region="GB-ENG")
    assert capacity(gone, FIRST, LAST, (make_absence("Ada", FIRST),)) == Capacity(ADA.id, Fraction(0))


def test_a_span_that_ends_before_it_begins_has_no_days() -> None:
    assert capacity(ADA, LAST, FIRST) == Capacity(ADA.id, Fraction(0))


def test_a_team_has_what_its_active_developers_have() -> None:
    members = (
        ADA,
        make_member("Dot", roles=("stakeholder",)),
        make_member("Eve", roles=("lead", "developer")),
        make_member("Flo", roles=("lead",)),
        make_member("Gus", active=False),
        BEA,
    )
    away = (make_absence("Eve", FIRST, FIRST + 3 * DAY), make_absence("Dot", FIRST, LAST))
    have = team_capacity(members, FIRST, LAST, away)
    assert have == TeamCapacity(
        (
            Capacity(ADA.id, Fraction(10)),
            Capacity(member_id("Eve"), Fraction(6), away=4),
            Capacity(BEA.id, Fraction(6)),
        )
    )
    assert (have.days, have.away, have.holidays) == (Fraction(22), 4, 0)
    assert team_capacity((), FIRST, LAST) == TeamCapacity(())
    assert TeamCapacity(()).days == 0


def test_somebody_in_two_teams_has_half_of_their_days_for_each() -> None:
    have = team_capacity((ADA, BEA), FIRST, LAST, teams={ADA.id: 2})
    assert [each.days for each in have.members] == [5, 6]
    thirds = team_capacity((ADA,), FIRST, LAST, teams={ADA.id: 3})
    assert thirds.days == Fraction(10, 3)


def test_a_share_that_was_named_goes_before_an_equal_one() -> None:
    shares = {ADA.id: Fraction(3, 4), CY.id: Fraction(0)}
    have = team_capacity((ADA, BEA, CY), FIRST, LAST, shares=shares, teams={ADA.id: 2, BEA.id: 2, CY.id: 1})
    assert [each.days for each in have.members] == [Fraction(15, 2), 3, 0]


def test_a_day_away_is_a_whole_one_also_for_who_gives_half_their_time() -> None:
    half = capacity(ADA, FIRST, LAST, (make_absence("Ada", FIRST),), Fraction(1, 2))
    assert half == Capacity(ADA.id, Fraction(9, 2), away=1)


@pytest.mark.parametrize("share", [Fraction(-1, 10), Fraction(11, 10)])
def test_a_part_of_somebodys_time_is_no_less_than_none_and_no_more_than_all(share: Fraction) -> None:
    with pytest.raises(BadInput) as refused:
        team_capacity((ADA,), FIRST, LAST, shares={ADA.id: share})
    assert (refused.value.field, refused.value.sentence) == (
        "shares",
        "The part of Ada's time is from 0 to all of it.",
    )


@pytest.mark.parametrize(
    ("pace", "usual", "days", "expected"),
    [
        (20, 40, 40, Fraction(20)),
        (20, 40, 30, Fraction(15)),
        (21, Fraction(81, 2), 36, Fraction(56, 3)),
        (20, 40, 0, Fraction(0)),
        (0, 40, 30, Fraction(0)),
        (20, 0, 30, None),
    ],
)
def test_a_pace_is_scaled_by_the_days_there_are(
    pace: int, usual: Fraction | int, days: int, expected: Fraction | None
) -> None:
    assert scaled_pace(pace, usual, days) == expected


ALL_DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))
NAMES = ("Ada", "Bea", "Cy")
SHARES = st.fractions(0, 1, max_denominator=12)


@st.composite
def teams_of(draw: st.DrawFn) -> tuple[Member, ...]:
    return tuple(
        make_member(
            name,
            draw(st.sampled_from([LONDON, AUCKLAND])),
            days=draw(st.none() | st.sets(st.integers(0, 6)).map(lambda each: tuple(sorted(each)))),
            region=draw(st.sampled_from([None, "GB-ENG", "NZ", "DE-BY"])),
            roles=draw(st.sampled_from([("developer",), ("lead", "developer"), ("stakeholder",)])),
            active=draw(st.booleans()),
        )
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True))
    )


@st.composite
def some_absences(draw: st.DrawFn) -> Absence:
    first = draw(ALL_DAYS)
    return make_absence(draw(st.sampled_from(NAMES)), first, first + draw(st.integers(0, 60)) * DAY)


@st.composite
def absences_near(draw: st.DrawFn, day: date) -> Absence:
    first = day + draw(st.integers(-20, 60)) * DAY
    return make_absence(draw(st.sampled_from(NAMES)), first, first + draw(st.integers(0, 30)) * DAY)


spans = st.integers(0, 60)
share_maps = st.dictionaries(st.sampled_from([member_id(each) for each in NAMES]), SHARES)


@given(teams_of(), ALL_DAYS, spans, share_maps, st.data())
def test_an_absence_never_adds_a_day(
    members: tuple[Member, ...],
    first: date,
    length: int,
    shares: dict[MemberId, Fraction],
    data: st.DataObject,
) -> None:
    away = tuple(data.draw(st.lists(absences_near(first), max_size=3)))
    more = (*away, data.draw(absences_near(first)))
    before = team_capacity(members, first, first + length * DAY, away, shares=shares)
    then = team_capacity(members, first, first + length * DAY, more, shares=shares)
    assert 0 <= then.days <= before.days
    assert then.holidays == before.holidays
    assert then.away >= before.away >= 0
    for one, other in zip(before.members, then.members, strict=True):
        assert 0 <= other.days <= one.days
        share = shares.get(one.member, Fraction(1))
        assert one.days - other.days == (other.away - one.away) * share


@given(teams_of(), ALL_DAYS, spans, spans, share_maps, st.lists(some_absences(), max_size=4))
@example((make_member(region="GB-ENG"),), date(2026, 12, 21), 11, 9, {}, [])
def test_a_span_has_what_its_parts_have(
    members: tuple[Member, ...],
    first: date,
    length: int,
    more: int,
    shares: dict[MemberId, Fraction],
    away: list[Absence],
) -> None:
    cut, last = first + length * DAY, first + (length + 1 + more) * DAY
    whole = team_capacity(members, first, last, away, shares=shares)
    parts = [
        team_capacity(members, first, cut, away, shares=shares),
        team_capacity(members, cut + DAY, last, away, shares=shares),
    ]
    assert whole.days == sum(each.days for each in parts)
    assert whole.away == sum(each.away for each in parts)
    assert whole.holidays == sum(each.holidays for each in parts)


@given(teams_of(), ALL_DAYS, spans, st.lists(some_absences(), max_size=4))
def test_the_days_are_those_on_which_they_work(
    members: tuple[Member, ...], first: date, length: int, away: list[Absence]
) -> None:
    every = [first + each * DAY for each in range(length + 1)]
    for each in members:
        have = capacity(each, every[0], every[-1], away)
        assert have.days == sum(works(each, day, away) for day in every)
        usual = replace(each, region=None)
        assert have.days + have.away + have.holidays == sum(works(usual, day, ()) for day in every)


@given(teams_of(), ALL_DAYS, spans, st.integers(1, 7))
def test_what_several_teams_have_of_somebody_is_all_their_time(
    members: tuple[Member, ...], first: date, length: int, number: int
) -> None:
    teams = {each.id: number for each in members}
    last = first + length * DAY
    assert number * team_capacity(members, first, last, teams=teams).days == (
        team_capacity(members, first, last).days
    )


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 300), st.integers(0, 300))
def test_the_pace_of_two_spans_is_that_of_both(pace: int, usual: int, days: int, more: int) -> None:
    one, other = scaled_pace(pace, usual, days), scaled_pace(pace, usual, more)
    assert one is not None
    assert other is not None
    assert one + other == scaled_pace(pace, usual, days + more)
    assert scaled_pace(pace, usual, usual) == pace
