"""Error budgets by values that anybody can work out, and by what holds for all."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.budget import FEWEST, Used, by_readings, by_time, hours_a_year, keeps, percent

RATIOS = st.floats(0, 1, allow_nan=False)
#: As people promise: 0.5 to 0.9999, written out.
OBJECTIVES = st.integers(5000, 9999).map(lambda each: each / 10_000)


def test_one_of_twenty_at_five_percent_is_all_of_it_and_not_too_much() -> None:
    one = by_readings([0.9] + [1.0] * 19, 0.99, "higher", 0.05)
    assert one == Used(20, 1, 1.0)
    assert (one.spent, one.percent, one.left) == (False, 100, 0)
    two = by_readings([0.9, 0.9] + [1.0] * 18, 0.99, "higher", 0.05)
    assert (two.spent, two.percent, two.left) == (True, 200, 0)


@pytest.mark.parametrize(
    ("share", "nearly"), [(None, False), (0.79, False), (0.8, True), (1.0, True), (1.01, False)]
)
def test_little_is_left_from_four_fifths_on_and_nothing_to_be_near_once_it_is_spent(
    share: float | None, nearly: bool
) -> None:
    assert Used(10, 1, share).nearly is nearly


def test_a_reading_just_at_the_threshold_keeps_it() -> None:
    assert keeps(0.99, 0.99, "higher")
    assert keeps(24, 24, "lower")
    assert not keeps(24.1, 24, "lower")
    assert by_readings([24.0] * 9 + [25.0], 24, "lower", 0.2) == Used(10, 1, 0.5)


def test_of_an_availability_the_budget_is_time() -> None:
    day_down = by_time([1.0] * 27 + [0.963], 0.999)
    assert day_down.share == pytest.approx(0.037 / 28 / 0.001)
    assert (day_down.percent, day_down.missed, day_down.spent) == (133, 1, True)
    assert by_time([0.999] * 28, 0.999).share == 1.0
    assert not by_time([0.999] * 28, 0.999).spent
    assert by_time([1.0] * 5, 0.999) == Used(5, 0, 0.0)


@pytest.mark.parametrize(("value", "hours"), [(0.999, 8.8), (0.99, 87.7), (1.0, 0.0), (0.0, 8766.0)])
def test_availability_as_hours_a_year(value: float, hours: float) -> None:
    assert round(hours_a_year(value), 1) == hours


def test_percent_says_spent_if_and_only_if_it_is() -> None:
    assert Used(100, 6, 1.0001).percent == 101
    assert Used(100, 6, 0.9999).percent == 99
    assert [percent(Used(100, 6, share).percent) for share in (1.32, 99.99, 99.991, 1e12)] == [
        "132 %",
        "9,999 %",
        "over 9,999 %",
        "over 9,999 %",
    ]
    assert (Used(3, 3).percent, Used(3, 3).spent) == (0, False)


@given(st.lists(RATIOS, max_size=FEWEST - 1), OBJECTIVES)
def test_too_few_readings_spend_nothing(values: list[float], objective: float) -> None:
    for used in (by_time(values, objective), by_readings(values, objective, "higher", 0.01)):
        assert used.share is None
        assert not used.spent
        assert used.count == len(values)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 99))
def test_it_is_spent_just_where_more_missed_than_may(kept: int, missed: int, percent: int) -> None:
    used = by_readings([1.0] * kept + [0.0] * missed, 0.5, "higher", percent / 100)
    if kept + missed < FEWEST:
        assert used.share is None
        return
    assert used.missed == missed
    assert used.spent == (missed > Fraction(percent, 100) * (kept + missed))
    assert (used.percent > 100) == used.spent


@given(st.lists(RATIOS, min_size=FEWEST, max_size=60), OBJECTIVES)
def test_order_does_not_matter_and_a_better_reading_never_costs(
    values: list[float], objective: float
) -> None:
    used = by_time(values, objective)
    assert used.share is not None
    assert by_time(values[::-1], objective) == used
    better = by_time([*values[:-1], 1.0], objective)
    assert better.share is not None
    assert better.share <= used.share
    assert used.missed == sum(each < objective for each in values)
    mean = sum(map(Fraction, values)) / len(values)
    exactly = (1 - mean) / (1 - Fraction(objective))
    assert abs(float(exactly) - used.share) <= 1e-8 * max(1.0, used.share)
