"""Normal curves with weights: what lies below which number."""

from collections.abc import Sequence
from statistics import NormalDist

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.book.mixture import Mixture

Curve = tuple[float, float, float]
LEVELS = (0.1, 0.5, 0.9)
CURVES = st.lists(
    st.tuples(st.floats(1e-6, 1), st.floats(-1e3, 1e3), st.floats(0.03, 100)), min_size=1, max_size=12
)


def mixed(curves: Sequence[Curve]) -> Mixture:
    whole = sum(weight for weight, _, _ in curves)
    return Mixture(tuple((weight / whole, mean, spread) for weight, mean, spread in curves))


def halved(mixture: Mixture, level: float) -> float:
    """Slow, and beyond doubt: between ends that are far out, by halving until no number lies between."""
    low, high = -1e4, 1e4
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if mixture.above(middle) > 1 - level else (low, middle)
    return (low + high) / 2


@settings(max_examples=300, deadline=None)
@given(CURVES)
@example([(1.0, 0.0, 1.0), (1.0, 15.0, 2.0)])
@example([(1.0, 0.0, 1.0), (1.0, 34.0, 3.0)])
def test_a_quantile_is_where_halving_finds_it(curves: list[Curve]) -> None:
    """Far apart, between curves that say nothing of what lies between them, any number there is as good."""
    it = mixed(curves)
    for level, found in zip(LEVELS, it.quantiles(LEVELS), strict=True):
        off = abs(found - halved(it, level))
        assert off <= 1e-6 or 1 - it.above(found) == pytest.approx(level, abs=1e-12)


@settings(max_examples=300, deadline=None)
@given(CURVES)
def test_quantiles_are_in_the_order_of_their_levels(curves: list[Curve]) -> None:
    found = mixed(curves).quantiles((0.01, *LEVELS, 0.99))
    assert list(found) == sorted(found)


@settings(max_examples=100, deadline=None)
@given(CURVES, st.sampled_from([1 / 64, 16.0]), st.floats(-100, 100))
def test_what_is_stretched_and_moved_has_its_quantiles_stretched_and_moved(
    curves: list[Curve], by: float, more: float
) -> None:
    other = mixed([(weight, mean * by + more, spread * by) for weight, mean, spread in curves])
    wanted = [each * by + more for each in mixed(curves).quantiles(LEVELS)]
    for each, want in zip(other.quantiles(LEVELS), wanted, strict=True):
        assert each == pytest.approx(want, rel=1e-6, abs=1e-6) or other.above(each) == pytest.approx(
            other.above(want), abs=1e-12
        )


def test_one_curve_is_a_normal_one() -> None:
    one, normal = Mixture(((1.0, 3.0, 2.0),)), NormalDist(3, 2)
    assert one.quantiles(LEVELS) == pytest.approx([normal.inv_cdf(each) for each in LEVELS], rel=1e-12)
    assert one.above(4) == pytest.approx(1 - normal.cdf(4), rel=1e-12)


def test_where_two_are_far_apart_each_is_still_met_as_it_would_be_alone() -> None:
    """Where the chance hardly moves a secant leads nowhere, and halves are taken."""
    [low, middle, high] = Mixture(((0.4, -1e6, 0.1), (0.6, 1e6, 0.1))).quantiles((0.3, 0.4 + 1e-9, 0.5))
    assert low == pytest.approx(-1e6 + NormalDist(0, 0.1).inv_cdf(0.75), abs=1e-7)
    assert -1e6 < middle < 1e6
    assert high == pytest.approx(1e6 + NormalDist(0, 0.1).inv_cdf(1 / 6), abs=1e-7)
