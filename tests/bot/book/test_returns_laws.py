"""What holds of returns whatever the numbers: in any unit, in a mirror, in any order, and with more of the same."""

import math
from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.returns import Metric, Reading, Worth, advice, next_sprint
from tests.bot.book.worth import EXAMPLE, F1, MONDAY, OPEN, readings

#: What each says, from the least to the most of going on.
ORDER = ("stop", "cannot tell yet", "go on")
VALUES = st.integers(-10_000, 10_000).map(lambda each: each / 16)
DAYS = st.floats(0.5, 40)
ROWS = st.lists(st.tuples(VALUES, DAYS, st.booleans(), st.floats(0, 5) | st.none()), min_size=2, max_size=7)
METRICS = st.builds(
    Metric,
    st.just("points"),
    st.sampled_from(["higher", "lower"]),
    baseline=st.none() | VALUES,
    target=st.none() | VALUES,
    floor=st.none() | st.just(-700.0),
    ceiling=st.none() | st.just(700.0),
)
WORTHS = st.builds(Worth, st.floats(0, 1e6), st.just("EUR"), st.none() | st.floats(0, 1e6))
TIGHT = settings(max_examples=40, deadline=None)


def history(
    rows: Sequence[tuple[float, float, bool, float | None]], by: float = 1, days: float = 1
) -> list[Reading]:
    return [
        Reading(
            MONDAY + timedelta(at),
            value * by,
            spent * days,
            at,
            None if wide is None else min((value - wide) * by, (value + wide) * by),
            None if wide is None else max((value - wide) * by, (value + wide) * by),
            "new data" if jumped else "",
        )
        for at, (value, spent, jumped, wide) in enumerate(rows)
    ]


def scaled(metric: Metric, by: float) -> Metric:
    ends = [
        None if each is None else each * by
        for each in (metric.baseline, metric.target, metric.floor, metric.ceiling)
    ]
    return Metric(metric.unit, metric.better, *ends)


@TIGHT
@given(ROWS, METRICS, st.sampled_from([1 / 128, 0.25, 8.0, 1024.0]), WORTHS)
def test_in_another_unit_the_answer_is_the_same(
    rows: list[tuple[float, float, bool, float | None]], metric: Metric, by: float, worth: Worth
) -> None:
    """Powers of two, so that not a bit is rounded: then even the words are the same."""
    one = advice(history(rows), metric, 10, worth)
    other = advice(history(rows, by), scaled(metric, by), 10, replace(worth, per_unit=worth.per_unit / by))
    assert (other.say, other.because) == (one.say, one.because)
    if one.outlook and other.outlook:
        assert (other.outlook.low, other.outlook.middle, other.outlook.high) == pytest.approx(
            (one.outlook.low * by, one.outlook.middle * by, one.outlook.high * by), rel=1e-6, abs=1e-9 * by
        )


@TIGHT
@given(ROWS, METRICS, st.sampled_from([0.25, 8.0]))
def test_in_hours_or_weeks_the_answer_is_the_same(
    rows: list[tuple[float, float, bool, float | None]], metric: Metric, by: float
) -> None:
    one = next_sprint(history(rows), metric, 10)
    other = next_sprint(history(rows, days=by), metric, 10 * by)
    assert (one is None) == (other is None)
    if one and other:
        assert (other.low, other.middle, other.high) == pytest.approx(
            (one.low, one.middle, one.high), rel=1e-6, abs=1e-6
        )


@TIGHT
@given(ROWS, METRICS, st.none() | WORTHS)
def test_lower_is_better_is_higher_is_better_in_a_mirror(
    rows: list[tuple[float, float, bool, float | None]], metric: Metric, worth: Worth | None
) -> None:
    flipped = scaled(metric, -1)
    mirrored = replace(
        flipped,
        better="lower" if metric.better == "higher" else "higher",
        floor=flipped.ceiling,
        ceiling=flipped.floor,
    )
    one, other = advice(history(rows), metric, 10, worth), advice(history(rows, -1), mirrored, 10, worth)
    if one.outlook and other.outlook:
        assert other.outlook.start == -one.outlook.start
        other = replace(other, outlook=replace(other.outlook, start=one.outlook.start))
    assert other == one


WILD = st.floats(-1e15, 1e15) | st.sampled_from([0.0, 5e-324, -5e-324, 1e-300, 1e15, 1.0, 1 + 2**-52])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(WILD, st.floats(0.01, 100_000) | st.sampled_from([0.01, 1e5]), st.booleans()),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["higher", "lower"]),
    st.lists(st.none() | WILD, min_size=4, max_size=4),
    st.floats(0.01, 100_000),
    st.none() | st.builds(Worth, st.floats(0, 1e15), st.just("EUR"), st.none() | st.floats(0, 1e15)),
)
def test_whatever_the_numbers_the_answer_is_made_of_numbers(
    rows: list[tuple[float, float, bool]],
    better: str,
    ends: list[float | None],
    days: float,
    worth: Worth | None,
) -> None:
    metric = Metric("", "higher" if better == "higher" else "lower", *ends)
    said = advice(history([(*each, None) for each in rows]), metric, days, worth)
    figures = [said.usual, said.to_target, said.worth, said.costs, said.pays, said.left]
    figures += astuple(said.outlook) if said.outlook else ()
    assert all(math.isfinite(each) for each in figures if each is not None)
    if said.outlook:
        assert said.outlook.low <= said.outlook.middle <= said.outlook.high
        assert 0 <= said.outlook.chance <= 1 + 1e-9


@TIGHT
@given(st.floats(0.01, 100), st.integers(2, 8), st.floats(1, 20), st.floats(0.01, 3))
def test_more_of_the_same_gain_is_never_told_to_stop_sooner(
    gain: float, count: int, days: float, cost: float
) -> None:
    """Nor is it less certain: one step more at the same pace, with and without a worth."""
    rows = [(gain * days * at, days) for at in range(count + 1)]
    for worth in (None, Worth(1, "EUR", cost * gain)):
        before, after = (advice(readings(*some), OPEN, days, worth) for some in (rows[:-1], rows))
        assert ORDER.index(after.say) >= ORDER.index(before.say)
        assert before.outlook
        assert after.outlook
        assert after.outlook.mean >= before.outlook.mean * 0.99


@TIGHT
@given(ROWS, st.floats(1, 20), st.floats(0, 100))
def test_twice_the_gains_are_never_told_to_stop_sooner(
    rows: list[tuple[float, float, bool, float | None]], more: float, cost: float
) -> None:
    worth = Worth(1, "EUR", cost)
    one, other = (advice(history(rows, each), OPEN, 10, worth) for each in (1, more))
    if one.outlook and one.outlook.mean > 0:
        assert ORDER.index(other.say) >= ORDER.index(one.say)
        assert (other.left if other.left is not None else math.inf) >= (
            one.left if one.left is not None else math.inf
        )


def test_it_does_not_matter_in_which_order_results_came() -> None:
    assert advice(EXAMPLE[::-1], F1, 10) == advice(EXAMPLE, F1, 10)
