"""Is another sprint worth it? The worked example, and what nobody may be told."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

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
from tests.bot.book.worth import EXAMPLE, F1, MONDAY, OPEN, readings


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
