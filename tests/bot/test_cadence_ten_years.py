"""Over ten years sprints follow each other without a gap: over week 53, leap days and clocks that change."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import schedule
from bot.cadence import (
    MOST_WEEKS,
    Cadence,
    Span,
    Stage,
    cadence_at,
    close_day,
    lookaheads,
    planning_day,
    require_clear,
    say,
)
from bot.errors import BadInput
from bot.model import EVERY_DAY, WEEKDAYS
from tests.factories import AUCKLAND, LONDON, LOS_ANGELES, NEW_YORK

DAY = timedelta(days=1)

days_of_ten_years = st.dates(date(2024, 1, 1), date(2034, 12, 31))
lengths = st.integers(1, MOST_WEEKS)
team_days = st.sets(st.integers(0, 6), min_size=1).map(lambda each: tuple(sorted(each)))


@st.composite
def stagings(draw: st.DrawFn, weeks: int) -> tuple[Stage, ...]:
    """Stages that fill so many weeks, or none."""
    cuts = sorted(draw(st.sets(st.integers(1, weeks - 1)))) if weeks > 1 else []
    filled = tuple(Stage(f"Stage {cut}", cut - past) for past, cut in pairwise([0, *cuts, weeks]))
    return draw(st.sampled_from([(), filled]))


@st.composite
def cadences(draw: st.DrawFn) -> Cadence:
    weeks = draw(lengths)
    return Cadence(weeks, draw(days_of_ten_years), draw(stagings(weeks)), draw(st.integers(1, 50)))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first = draw(days_of_ten_years)
    return Span(
        draw(st.integers(1, 99)), first, first + draw(st.integers(0, 7 * MOST_WEEKS - 1)) * DAY
    )  # by hand


@given(cadences(), days_of_ten_years)
@example(Cadence(2, date(2026, 12, 28)), date(2027, 1, 3))  # week 53
@example(Cadence(4, date(2024, 2, 29)), date(2032, 12, 31))
def test_every_day_from_the_first_on_lies_in_one_sprint(cadence: Cadence, day: date) -> None:
    number = cadence.number_at(day)
    if number is None:
        assert day < cadence.first
        return
    sprint = cadence.sprint(number)
    assert day in sprint
    assert sprint == cadence.sprint_at(day)
    assert (sprint.first.weekday(), sprint.weeks) == (cadence.first.weekday(), cadence.weeks)
    following = cadence.sprint(number + 1)
    assert following.first == sprint.last + DAY
    require_clear(sprint, [following])
    assert [cadence.number_at(each) for each in (sprint.first, sprint.last, following.first)] == [
        number,
        number,
        number + 1,
    ]


@given(cadences(), st.integers(0, 60))
def test_the_weeks_of_a_sprint_are_seven_days_each_and_the_stages_fill_them(
    cadence: Cadence, ahead: int
) -> None:
    sprint = cadence.sprint(cadence.number + ahead)
    every = [sprint.first + each * DAY for each in range((sprint.last - sprint.first).days + 1)]
    assert [cadence.week_of(each) for each in every] == [
        week for week in range(1, cadence.weeks + 1) for _ in range(7)
    ]
    staged: list[Stage | None] = [stage for stage in cadence.stages for _ in range(7 * stage.weeks)]
    assert [cadence.stage_of(each) for each in every] == (staged or [None for _ in every])


@given(cadences(), days_of_ten_years, lengths)
def test_a_change_leaves_no_gap_and_counts_on(cadence: Cadence, day: date, weeks: int) -> None:
    new = cadence.changed(day, weeks)
    running = cadence.sprint_at(day)
    first = new.sprint(new.number)
    if running is None:
        assert (first.number, first.first) == (cadence.number, cadence.first)
    else:
        assert (first.number, first.first) == (running.number + 1, running.last + DAY)
        assert cadence_at((cadence, new), running.last) == cadence
        require_clear(first, [running])
    assert first.weeks == weeks


@given(spans(), team_days, st.sets(st.integers(0, 41), max_size=20))
def test_a_lookahead_is_the_first_of_the_teams_days_in_each_second_week(
    span: Span, days: tuple[int, ...], free: set[int]
) -> None:
    off = {span.first + each * DAY for each in free}
    every = [span.first + each * DAY for each in range((span.last - span.first).days + 1)]
    at_work = [each for each in every if each.weekday() in days and each not in off]
    expected: dict[int, date] = {}
    for each in at_work:
        week = span.week_of(each)
        if week is not None and week % 2 == 0:
            expected.setdefault(week, each)
    assert lookaheads(span, days, off) == tuple(expected.values())
    assert close_day(span, days, off) == (at_work[-1] if at_work else span.last)
    assert planning_day(span, days, off) == (at_work[0] if at_work else span.first)
    assert planning_day(span, days, off) <= close_day(span, days, off)


@given(spans())
def test_whole_weeks_of_every_day_look_ahead_on_their_first(span: Span) -> None:
    looks = lookaheads(span, EVERY_DAY)
    assert len(looks) == span.weeks // 2
    assert all(each.weekday() == span.first.weekday() for each in looks)
    assert all(there - here == 14 * DAY for here, there in pairwise(looks))


@given(spans(), st.lists(spans(), max_size=6))
def test_sprints_are_clear_when_they_share_no_day(new: Span, others: list[Span]) -> None:
    def whole(span: Span) -> set[date]:
        return {span.first + each * DAY for each in range((span.last - span.first).days + 1)}

    shares = [each for each in others if whole(each) & whole(new)]
    if not shares:
        require_clear(new, others)
        return
    with pytest.raises(BadInput) as refused:
        require_clear(new, others)
    assert any(say(each) in refused.value.sentence for each in shares)
    assert refused.value.field in {"first", "last"}


@given(
    cadences(),
    st.integers(0, 60),
    st.sampled_from([LONDON, NEW_YORK, LOS_ANGELES, AUCKLAND, "Australia/Lord_Howe", "Africa/Cairo"]),
    st.times().map(lambda each: time(each.hour, each.minute)),
)
def test_clocks_that_change_move_no_day_of_a_sprint(
    cadence: Cadence, ahead: int, zone: str, at: time
) -> None:
    """A week is seven dates, not 168 hours."""
    sprint = cadence.sprint(cadence.number + ahead)
    days = (sprint.first, *lookaheads(sprint, WEEKDAYS), close_day(sprint), sprint.last + DAY)
    moments = [schedule.instant(each, at, zone) for each in days]
    assert [schedule.local_day(each, zone) for each in moments] == list(days)
