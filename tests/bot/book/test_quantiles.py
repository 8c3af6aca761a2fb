"""Quantiles of few numbers, and what a wrong one costs."""

from math import isclose
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.quantiles import empirical, hit, pinball, quantile, quantiles

NUMBERS = st.lists(st.integers(0, 100).map(float), min_size=1, max_size=30)


def test_the_middle_of_few() -> None:
    assert quantile([(1.0, 1.0), (2.0, 1.0), (9.0, 1.0)], 0.5) == 2.0
    assert quantile([(1.0, 1.0), (3.0, 1.0)], 0.5) == 2.0
    assert quantile([(7.0, 0.2)], 0.15) == 7.0


def test_weights_count_as_repetitions() -> None:
    assert quantile([(1.0, 2.0), (5.0, 1.0)], 0.4) == quantile([(1.0, 1.0), (1.0, 1.0), (5.0, 1.0)], 0.4)


def test_where_many_are_equal_it_moves_smoothly() -> None:
    """One zero in four, and then ones: 15 % lies just above the zeros' own middle."""
    atoms = [(0.0, 1.0)] + [(1.0, 1.0)] * 3
    assert quantile(atoms, 0.125) == 0.0
    assert isclose(quantile(atoms, 0.15), 0.05)


def test_of_nothing_there_is_none() -> None:
    with pytest.raises(ValueError, match="nothing"):
        quantile([], 0.5)
    with pytest.raises(ValueError, match="nothing"):
        empirical([], 0.5)


@given(NUMBERS, st.floats(0.01, 0.99))
def test_it_lies_within_and_grows_with_its_level(numbers: list[float], level: float) -> None:
    low, high = quantiles([(each, 1.0) for each in numbers], (level / 2, level))
    assert min(numbers) <= low <= high <= max(numbers)


@given(NUMBERS)
def test_the_plain_quantile_at_a_half_is_the_median(numbers: list[float]) -> None:
    assert isclose(empirical(numbers, 0.5), median(numbers), abs_tol=1e-9)


def test_the_plain_quantile_is_linear_between() -> None:
    assert empirical([10.0, 20.0, 30.0], 0.15) == 13.0
    assert empirical([4.0], 0.15) == 4.0


def test_too_high_a_low_quantile_costs_more_than_too_low_a_one() -> None:
    assert [pinball(10, 8, 0.15), pinball(8, 10, 0.15)] == pytest.approx([0.3, 1.7])
    assert (pinball(10, 8, 0.5), pinball(5, 5, 0.5)) == (1.0, 0.0)


def test_exactly_that_counts_half() -> None:
    assert [hit(each, 5) for each in (4, 5, 6)] == [0.0, 0.5, 1.0]
