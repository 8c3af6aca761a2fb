"""How far a team gets, in dates: two statements, that agree with each other both ways round."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.forecast import HORIZON, fits, when
from bot.book.reach import Dates, Going, History, Mark, Reach, ahead, history, reach
from bot.model import EVERY_DAY, SprintPast
from tests.backlogs import MONDAY, make_story, sprints
from tests.factories import LONDON, utc

STEADY = sprints(20, 22, 18, 20)
DAY = timedelta(days=1)


def known(*past: SprintPast) -> History:
    return history(past, (), MONDAY, LONDON)


def far(past: History, today: date = MONDAY, points: float = 0, until: date | None = None) -> Reach:
    found = reach(past, today, points, until)
    assert found is not None
    return found


def test_sprints_are_gone_by_where_there_are_any_else_the_weeks_up_to_yesterday() -> None:
    stories = [make_story(n, 3, done_at=utc(f"{day:02} 12:00")) for n, day in enumerate((2, 11, 18, 22, 23))]
    found = history(sprints(20, 0), stories, MONDAY, LONDON)
    assert (found.unit, found.known, found.enough) == ("sprint", 1, True)
    found = history((), stories, MONDAY, LONDON)
    assert (found.unit, found.known, found.enough) == ("week", 3, True)
    assert [each.completed for each in found.rows] == [3, 3, 6]


def test_with_too_little_to_go_by_nothing_is_said() -> None:
    two_weeks = [make_story(n, 3, done_at=utc(f"{day:02} 12:00")) for n, day in enumerate((11, 18))]
    for past in (known(), known(*sprints(0, 0)), history((), two_weeks, MONDAY, LONDON)):
        assert not past.enough
        assert reach(past, MONDAY) is None


def test_one_sprint_says_something_roughly() -> None:
    assert [far(known(*sprints(*[20] * many))).rough for many in (1, 2, 3)] == [True, True, False]


def test_it_says_what_the_forecast_says_in_the_dates_of_the_sprints_to_come() -> None:
    past = known(*STEADY)
    found = far(past, points=70)
    two, due = fits(past.rows, [14, 14]), when(70, past.rows, [14])
    assert two
    assert due
    assert due.half
    assert due.sure
    fridays = [MONDAY + timedelta(14 * at - 3) for at in range(HORIZON + 1)]
    assert found.marks[1] == Mark(fridays[2], two.half, two.sure)
    dates = found.when(70)
    assert dates.horizon == fridays[HORIZON]
    assert dates.half
    assert dates.sure
    assert fridays[due.half - 1] < dates.half <= fridays[due.half]
    assert fridays[due.sure - 1] < dates.sure <= fridays[due.sure]


@given(st.integers(1, 200), st.lists(st.integers(0, 30), min_size=3, max_size=12), st.integers(0, 30))
def test_when_and_how_much_say_the_same(points: int, done: list[int], later: int) -> None:
    past = known(*sprints(*done))
    found = reach(past, MONDAY + later * DAY, points) if past.enough else None
    if found is None:
        return
    dates = found.when(points)
    for day, which in ((dates.half, "half"), (dates.sure, "sure")):
        if day and day > found.since:
            assert getattr(found.by(day), which) >= points - 1e-6


def test_the_sprint_that_runs_is_the_one_that_counts() -> None:
    past = replace(known(*STEADY), going=Going(MONDAY, MONDAY + 41 * DAY, 42))
    found = reach(past, MONDAY, 10)
    assert found
    assert found.marks[0].day == MONDAY + 39 * DAY, "its last Friday"
    near_its_end = reach(past, MONDAY + 35 * DAY, 10)
    assert near_its_end
    assert near_its_end.marks[0].day == MONDAY + 81 * DAY, "what is left counts with the next"
    after = reach(past, MONDAY + 50 * DAY, 10)
    assert after, "a sprint that is over says nothing of those to come"


def test_it_looks_no_further_than_asked() -> None:
    past = known(*STEADY)
    assert len(far(past).marks) == 1
    assert len(far(past, until=MONDAY + timedelta(days=60)).marks) == 5
    assert far(past, points=50).when(50) == far(past, points=200).when(50)
    endless = far(past, points=10_000)
    assert len(endless.marks) == HORIZON
    assert endless.when(10_000) == Dates(None, None, endless.horizon)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (MONDAY - DAY, (MONDAY, [14])),  # on the last day of a sprint: the next one counts
        (MONDAY, (MONDAY, [14])),
        (MONDAY + 7 * DAY, (MONDAY + 7 * DAY, [7, 14])),  # half of it is left
        (MONDAY + 8 * DAY, (MONDAY + 8 * DAY, [20, 14])),
        (MONDAY + 14 * DAY, (MONDAY + 14 * DAY, [14, 14])),
    ],
)
def test_of_the_sprint_that_runs_what_is_left_counts(today: date, said: tuple[date, list[int]]) -> None:
    first, lengths = ahead(known(*STEADY), today)
    assert (first, list(lengths)) == said


def test_a_weekend_between_two_sprints_moves_no_date() -> None:
    """Sprints from Monday to Friday of the next week come every fourteen days all the same."""
    short = known(
        *(each for many in (2, 1) for each in sprints(20, before=MONDAY - (14 * many - 12) * DAY, days=12))
    )
    assert ahead(short, MONDAY) == (MONDAY, (14,))


def test_weeks_begin_today() -> None:
    stories = [make_story(n, 3, done_at=utc(f"{day:02} 12:00")) for n, day in enumerate((9, 11, 18, 22))]
    found = reach(history((), stories, MONDAY + 2 * DAY, LONDON), MONDAY + 2 * DAY, 9, days=EVERY_DAY)
    assert found
    assert [each.day for each in found.marks[:2]] == [MONDAY + 8 * DAY, MONDAY + 15 * DAY]


def test_within_a_sprint_it_is_done_in_proportion() -> None:
    found = far(known(*STEADY), points=60)
    first, second = found.marks[:2]
    middle = found.by(first.day + (second.day - first.day) / 2)
    assert middle.half == pytest.approx((first.half + second.half) / 2)
    assert found.by(first.day) == first
    assert found.by(found.since) == Mark(found.since, 0, 0)
    assert found.by(found.horizon).sure == found.marks[-1].sure


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(0, 40), st.integers(1, 150))
def test_what_is_done_by_a_day_fits_by_that_day(completed: list[int], later: int, points: int) -> None:
    past = known(*sprints(*completed))
    found = reach(past, MONDAY + timedelta(days=later), points)
    if found is None:
        assert not any(completed)
        return
    said = found.when(points)
    assert said.half is None or found.by(said.half).half >= points
    assert said.sure is None or found.by(said.sure).sure >= points
    assert said.sure is None or (said.half is not None and said.half <= said.sure)
    for one, other in pairwise(found.marks):
        assert one.day < other.day
        assert one.half <= other.half
        assert one.sure <= other.sure
    assert all(each.sure <= each.half for each in found.marks)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.integers(0, 100), st.integers(0, 100))
def test_more_is_never_done_sooner(completed: list[int], one: int, other: int) -> None:
    few, many = sorted((one, other))
    found = far(known(*sprints(*completed)), points=many)
    sooner, later = found.when(few), found.when(many)
    for early, late in ((sooner.half, later.half), (sooner.sure, later.sure)):
        assert late is None or (early is not None and early <= late)
