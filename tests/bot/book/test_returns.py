"""Is another sprint worth it? The worked example, properties that hold in any unit, and what nobody may be told."""

import math
from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.returns import (
    Advice,
    Gain,
    Metric,
    Reading,
    Worth,
    advice,
    by_sprint,
    fan,
    gains,
    next_sprint,
    picture,
)
from bot.model import Result

MONDAY = date(2026, 1, 5)
F1 = Metric("% F1", "higher", floor=0, ceiling=100)
OPEN = Metric("points", "higher")
#: What each says, from the least to the most of going on.
ORDER = ("stop", "cannot tell yet", "go on")


def readings(*rows: tuple[float, float], jumps: Sequence[int] = ()) -> list[Reading]:
    """One a sprint: value, and the FTE-days since the one before."""
    return [
        Reading(MONDAY + timedelta(14 * at), value, days, at + 1, jump="new data" if at in jumps else "")
        for at, (value, days) in enumerate(rows)
    ]


#: 75 % F1 after 10 FTE-days, 78 after 8 more, 80 after 5, 85 after 20.
EXAMPLE = readings((75, 10), (78, 8), (80, 5), (85, 20))


def test_the_example_gains_by_day_what_a_person_reckons() -> None:
    assert [(each.sprint, each.per_day) for each in gains(EXAMPLE, F1)] == [(2, 0.375), (3, 0.4), (4, 0.25)]
    assert by_sprint(EXAMPLE, F1) == gains(EXAMPLE, F1)


def test_in_the_example_another_sprint_of_ten_days_likely_adds_one_to_two_points() -> None:
    said = next_sprint(EXAMPLE, F1, 10)
    assert said
    assert (said.start, said.before) == (85, 43)
    assert 0 < said.low < 1 < said.middle < 2.5 < said.high < 4
    assert said.chance > 0.85


def test_in_the_example_it_is_worth_going_on_as_long_as_a_point_pays_for_its_days() -> None:
    cheap = advice(EXAMPLE, F1, 10, Worth(500_000, "EUR", 1000))
    assert (cheap.say, cheap.because, cheap.costs) == ("go on", "worth more than it costs", 10_000)
    assert cheap.worth == pytest.approx(900_000, rel=0.2)
    assert (cheap.pays or 0) > 0.85
    dear = advice(EXAMPLE, F1, 10, Worth(500_000, "EUR", 150_000))
    assert (dear.say, dear.because, dear.left) == ("stop", "costs more than it is worth", 0)
    between = advice(EXAMPLE, F1, 10, Worth(500_000, "EUR", 50_000))
    assert between.say == "go on"
    assert 10 < (between.left or 0) < 120


def test_in_the_example_it_is_told_what_a_sprint_is_worth_where_nobody_knows_what_a_day_costs() -> None:
    said = advice(EXAMPLE, F1, 10, Worth(500_000, "EUR"))
    assert (said.say, said.because) == ("go on", "still gains")
    assert (said.costs, said.pays, said.left) == (None, None, None)
    assert said.worth == pytest.approx(900_000, rel=0.2)


def test_in_the_example_it_could_not_be_told_at_first() -> None:
    assert advice(EXAMPLE[:1], F1, 10) == Advice("cannot tell yet", "one reading")
    widths = [said.high - said.low for at in (2, 3, 4) if (said := next_sprint(EXAMPLE[:at], OPEN, 10))]
    assert widths == sorted(widths, reverse=True)


def test_the_first_gains_something_only_where_there_is_a_baseline() -> None:
    first = gains(EXAMPLE, replace(F1, baseline=60))[0]
    assert first == Gain(MONDAY, 1, 15, 10)
    assert by_sprint(EXAMPLE, replace(F1, baseline=60))[0].per_day == 1.5


def test_readings_of_one_sprint_count_together_and_results_may_come_out_of_order() -> None:
    one, two, three, four = EXAMPLE
    rows = [four, one, replace(three, sprint=2, jump="new labels"), two]
    together = by_sprint(rows, F1)
    assert [(each.sprint, each.gain, each.days, each.jump) for each in together] == [
        (2, 5, 13, "new labels"),
        (4, 5, 20, ""),
    ]
    assert next_sprint(rows[::-1], OPEN, 10) == next_sprint(rows, OPEN, 10)


@pytest.mark.parametrize("days", [0, -1, 1e-9, math.nan, math.inf, -math.inf])
def test_days_that_nobody_can_have_taken_are_refused(days: float) -> None:
    with pytest.raises(ValueError, match="FTE-days"):
        Reading(MONDAY, 75, days)
    with pytest.raises(ValueError, match="FTE-days"):
        next_sprint(EXAMPLE, F1, days)
    with pytest.raises(ValueError, match="FTE-days"):
        advice(EXAMPLE[:1], F1, days)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e300])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="a number"):
        Reading(MONDAY, value, 1)
    with pytest.raises(ValueError, match="a number"):
        Reading(MONDAY, 1, 1, low=value)
    with pytest.raises(ValueError, match="a number"):
        Metric("", "lower", target=value)
    with pytest.raises(ValueError, match="a number"):
        Worth(value, "EUR")


def test_an_interval_the_wrong_way_round_and_a_cost_below_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="interval"):
        Reading(MONDAY, 1, 1, low=2, high=1)
    with pytest.raises(ValueError, match="below 0"):
        Worth(1, "EUR", -1)


def test_where_something_else_changed_each_time_nothing_is_known_of_effort() -> None:
    changed = readings((75, 10), (78, 8), (90, 5), jumps=(1, 2))
    assert next_sprint(changed, OPEN, 10) is None
    assert advice(changed, OPEN, 10) == Advice("cannot tell yet", "only changes")
    assert picture("Churn", changed, OPEN, 10).ahead == ()


def test_a_jump_that_is_told_does_not_raise_hopes() -> None:
    rows = ((70, 10), (72, 10), (74, 10), (94, 10), (96, 10))
    told = next_sprint(readings(*rows, jumps=(3,)), OPEN, 10)
    plain = next_sprint(readings((70, 10), (72, 10), (74, 10), (76, 10), (78, 10)), OPEN, 10)
    assert told
    assert plain
    assert told.middle == pytest.approx(plain.middle, rel=0.3)
    assert told.high < 5


def test_a_jump_that_nobody_told_raises_them_far_less_than_its_size() -> None:
    said = next_sprint(readings((70, 10), (72, 10), (74, 10), (94, 10), (96, 10)), OPEN, 10)
    assert said
    assert said.middle < 6


def test_near_its_bound_a_metric_is_not_expected_beyond_it() -> None:
    rows = readings((90, 10), (95, 10), (98, 10), (99.5, 10))
    said = next_sprint(rows, F1, 10)
    assert said
    assert 0 <= said.middle <= said.high <= 0.5
    assert advice(rows, replace(F1, target=100), 10).say != "go on"


def test_a_bound_that_a_reading_is_beyond_is_none() -> None:
    assert next_sprint(EXAMPLE, replace(OPEN, floor=76, ceiling=80), 10) == next_sprint(EXAMPLE, OPEN, 10)


SAME = ((80, 10), (80, 10), (80, 10), (80, 10))
WORSE = ((80, 10), (78, 10), (75, 10), (73, 10))
LESS = ((50, 10), (70, 10), (79, 10), (82, 10), (83, 10), (83.2, 10))


@pytest.mark.parametrize(
    ("rows", "metric", "said"),
    [
        (SAME, OPEN, ("stop", "no gain")),
        (SAME[:2], OPEN, ("cannot tell yet", "few readings")),
        (WORSE, OPEN, ("stop", "no gain")),
        (LESS, OPEN, ("stop", "little left")),
        (LESS, replace(OPEN, target=83), ("stop", "target reached")),
        (LESS, replace(OPEN, target=500), ("stop", "target out of reach")),
        (((50, 10), (60, 10), (70, 10)), replace(OPEN, target=75), ("go on", "target near")),
        (((50, 10), (60, 10), (70, 10)), OPEN, ("go on", "still gains")),
        (((70, 10),), replace(OPEN, target=70), ("stop", "target reached")),
        (((50, 10), (58, 10), (56, 10)), OPEN, ("cannot tell yet", "could be either")),
        ((), OPEN, ("cannot tell yet", "one reading")),
    ],
)
def test_each_reason(rows: Sequence[tuple[float, float]], metric: Metric, said: tuple[str, str]) -> None:
    given = advice(readings(*rows), metric, 10)
    assert (given.say, given.because) == said


def test_where_worth_and_cost_are_near_nothing_is_told() -> None:
    ahead = next_sprint(EXAMPLE, F1, 10)
    assert ahead
    near = advice(EXAMPLE, F1, 10, Worth(1, "EUR", ahead.middle / 10))
    assert (near.say, near.because) == ("cannot tell yet", "worth near cost")
    assert near.pays == pytest.approx(0.5, abs=0.01)


def test_days_to_the_target_are_told_as_far_as_a_year() -> None:
    near, far = (advice(EXAMPLE, replace(OPEN, target=each), 10).to_target for each in (86, 1000))
    assert near
    assert 1 < near < 20
    assert far is None


def test_the_longer_the_sprint_the_wider_and_never_less_if_each_day_gained() -> None:
    ahead = fan(EXAMPLE, OPEN, (1, 5, 10, 20, 40))
    assert [each.middle for each in ahead] == sorted(each.middle for each in ahead)
    widths = [each.high - each.low for each in ahead]
    assert widths == sorted(widths)


def test_its_picture_has_each_result_and_what_comes() -> None:
    shown = picture("Churn", EXAMPLE, replace(F1, target=90, baseline=60), 10)
    assert shown.results == (
        Result(10, 75, per_day=1.5),
        Result(18, 78, per_day=0.375),
        Result(23, 80, per_day=0.4),
        Result(43, 85, per_day=0.25),
    )
    assert [each.effort for each in shown.ahead] == [45.5, 48, 50.5, 53]
    assert (shown.target, shown.baseline, shown.better) == (90, 60, "higher")
    low = picture("Error", readings((9, 10), (7, 10), (6, 10)), Metric("days", "lower"), 10).ahead[-1]
    assert low.low < low.middle < 6
    assert low.middle < low.high


def test_of_very_many_readings_the_latest_are_looked_at_and_all_effort_counts() -> None:
    """Of a thousand the answer is there at once: the whole of them would take minutes."""
    rows = [(1000 * math.log1p(at / 5), 2.0) for at in range(1, 1001)]
    said = next_sprint(readings(*rows), replace(OPEN, baseline=0), 10)
    assert said
    assert said.before == 2000
    assert said.low <= 1000 * math.log1p(5 / 1005) <= said.high
    other = next_sprint(readings((9e9, 976 * 2.0), (rows[976][0], 2.0), *rows[977:]), OPEN, 10)
    assert other
    assert (other.low, other.middle, other.high) == (said.low, said.middle, said.high)


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
