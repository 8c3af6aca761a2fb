"""When it will be done, and how much fits by then: two statements, from the team's own sprints."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.forecast import HORIZON, Due, Statement, ahead, fits, last_day, when
from bot.book.sprints import Sprint, in_order
from tests.histories import boards

MONDAY = date(2024, 1, 1)


def sprints(*completed: float, committed: float = 20, days: float = 14) -> list[Sprint]:
    return [Sprint(MONDAY + timedelta(14 * at), days, committed, each) for at, each in enumerate(completed)]


def test_without_a_finished_sprint_there_is_no_forecast() -> None:
    assert ahead([], 14, 20) is None
    assert fits([], [14]) is None
    assert when(10, [], [14]) is None
    assert ahead(sprints(0, committed=0), 14, 20) is None


def test_one_or_two_sprints_give_a_rough_one() -> None:
    rough = [ahead(sprints(*[20] * many), 14, 20) for many in (1, 2, 3)]
    assert [each.rough for each in rough if each] == [True, True, False]


def test_few_sprints_say_less_surely_than_many() -> None:
    few, many = ahead(sprints(20), 14, 20), ahead(sprints(*[20] * 20), 14, 20)
    assert few
    assert many
    assert few.sure < many.sure <= many.half
    assert many.half == pytest.approx(20, abs=0.5)


def test_who_always_does_what_is_committed_will_do_more_of_more() -> None:
    past = [
        replace(each, committed=each.completed) for each in sprints(10, 30, 12, 28, 20, 35, 8, 22, 15, 26)
    ]
    small, large = ahead(past, 14, 10), ahead(past, 14, 30)
    assert small
    assert large
    assert small.half < 14
    assert large.half > 24


def test_who_never_does_what_is_committed_will_do_as_ever() -> None:
    past = [
        replace(each, committed=20 + 30 * (at % 2)) for at, each in enumerate(sprints(*[20, 19, 21, 20] * 5))
    ]
    small, large = ahead(past, 14, 20), ahead(past, 14, 50)
    assert small
    assert large
    assert large.half - small.half < 5


def test_a_longer_sprint_does_more() -> None:
    past = sprints(20, 22, 18, 21, 19)
    short, long = ahead(past, 7), ahead(past, 21)
    assert short
    assert long
    assert short.half < 20 < long.half


def test_days_that_nobody_knows_change_nothing() -> None:
    past = sprints(20, 22, 18, 21, 19)
    assert ahead(past, 0) == ahead(past, 14) == ahead([replace(each, days=0) for each in past], 30)


def test_after_a_break_it_follows() -> None:
    said = ahead(sprints(*[40] * 10, *[15] * 6), 14)
    assert said
    assert said.half < 22


def test_sprints_with_nothing_done_are_told_too() -> None:
    never, often = ahead(sprints(0, 0, 0, 0), 14, 20), ahead(sprints(0, 3, 0, 4, 0, 0, 5), 14, 20)
    assert never == Statement(0, 0, rough=False)
    assert often
    assert 0 <= often.sure <= often.half < 4


def test_order_is_by_start() -> None:
    past = sprints(40, 35, 30, 20, 10, 5)
    assert ahead(reversed(past), 14) == ahead(past, 14)
    assert in_order(reversed(past)) == tuple(past)


def test_rows_stay_as_they_stand_where_a_start_is_missing() -> None:
    past = [replace(each, start=None) for each in sprints(1, 2)] + sprints(3)
    assert in_order(past) == tuple(past)


POINTS = st.one_of(st.just(0.0), st.integers(0, 500).map(float), st.floats(0, 1e9))


@given(
    st.lists(st.tuples(POINTS, POINTS, st.floats(0, 400)), min_size=1, max_size=12), POINTS, st.floats(0, 400)
)
def test_any_history_gives_a_statement(
    rows: list[tuple[float, float, float]], committed: float, days: float
) -> None:
    past = [
        Sprint(MONDAY + timedelta(at), long, planned, done) for at, (planned, done, long) in enumerate(rows)
    ]
    said = ahead(past, days, committed)
    assert (said is None) == (not any(each.held for each in past))
    if said:
        assert 0 <= said.sure <= said.half < float("inf")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=6), st.floats(0, 1e9))
def test_more_sprints_do_no_less_and_the_sure_comes_no_sooner(done: list[float], points: float) -> None:
    past = sprints(*done)
    sums = [fits(past, [14] * many) for many in (1, 2, 4)]
    for one, more in pairwise(each for each in sums if each):
        assert one.half <= more.half
        assert one.sure <= one.half
    due = when(points, past, [14])
    assert due
    assert (due.half or HORIZON) <= (due.sure or HORIZON)


def test_when_and_how_much_agree() -> None:
    past = boards("steady", 1, 1)["steady-0"]
    due = when(150, past, [14])
    assert due
    assert due.half
    assert due.sure
    before, then = fits(past, [14] * (due.half - 1)), fits(past, [14] * due.half)
    assert before
    assert then
    assert before.half < 150 <= then.half
    surely = fits(past, [14] * due.sure)
    assert surely
    assert surely.sure >= 150


def test_what_is_done_already_is_due_now_and_what_is_far_is_not_told() -> None:
    past = sprints(20, 22, 18, 21)
    assert when(0, past, [14]) == Due(0, 0, rough=False)
    assert when(10_000, past, [14]) == Due(None, None, rough=False)
    assert when(1, sprints(0, 0, 0), [14]) == Due(None, None, rough=False)


def test_questions_without_sprints_to_come_are_mistakes() -> None:
    for lengths in ([], [14.0] * (HORIZON + 1)):
        with pytest.raises(ValueError, match="sprints"):
            fits(sprints(20), lengths)
    with pytest.raises(ValueError, match="lengths"):
        when(5, sprints(20), [])


def test_the_last_day_of_a_sprint_to_come() -> None:
    assert last_day(MONDAY, [14], 1) == date(2024, 1, 14)
    assert last_day(MONDAY, [14, 7], 3) == date(2024, 1, 28)
    assert last_day(MONDAY, [14], 0) == date(2023, 12, 31)
