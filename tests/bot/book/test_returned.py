"""The outlook held against made-up results: what is scored, what may be read, and how good it is where nothing was
chosen."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from bot.book.returns import Metric, Reading, Worth, advice, next_sprint
from tests.results import FAMILIES, Case, cases
from tests.returned import FRESH, Told, advise, score, tell

FEW = 10


def case(*values: float, jumps: tuple[int, ...] = ()) -> Case:
    readings = [
        Reading(date(2026, 1, 5) + timedelta(at), value, 2, at, jump="new data" if at in jumps else "")
        for at, value in enumerate(values)
    ]
    return Case(Metric("points", "lower"), tuple(readings), 10.0)


def test_the_first_two_are_not_scored_nor_what_something_else_changed() -> None:
    told = list(tell([case(9, 7, 6, 2, 1, jumps=(3,))]))
    assert [(each.known, each.gain, each.last, each.mean) for each in told] == [
        (2, 0.1, 0.2, 0.2),
        (4, 0.1, 0.1, pytest.approx(0.15)),
    ]


def test_it_says_what_the_outlook_and_the_advice_say() -> None:
    made = case(9, 7, 6)
    said = next_sprint(made.readings[:2], made.metric, 2)
    assert said
    (told,) = tell([made])
    assert (told.low, told.middle, told.high) == (said.low / 10, said.middle / 10, said.high / 10)
    (advised,) = advise([made], worth=True)
    assert advised.said == advice(made.readings[:2], made.metric, 2, Worth(0.1, "EUR", 0.5 / 6))
    assert not advised.paid


def test_no_future_is_read() -> None:
    made = cases("jumping", 5, 1)[0]
    changed = replace(
        made, readings=(*made.readings[:-1], replace(made.readings[-1], value=made.readings[0].value))
    )
    before, after = list(tell([made])), list(tell([changed]))
    assert before[:-1] == after[: len(before) - 1]
    if len(before) == len(after):
        assert replace(before[-1], gain=0) == replace(after[-1], gain=0)


def test_a_score_is_reckoned_as_by_hand() -> None:
    told = [Told(2, gain, 1, 2, 4, last=3, mean=0) for gain in (0, 2, 3, 5)]
    found = score(told)
    assert (found.told, found.inside, found.below, found.above, found.over_middle) == (
        4,
        0.5,
        0.25,
        0.25,
        0.5,
    )
    assert (found.pinball50, found.last, found.mean) == (0.75, 0.75, 1.25)


@cache
def told(family: str) -> tuple[Told, ...]:
    return tuple(tell(cases(family, FRESH, FEW)))


def test_it_is_calibrated_and_better_than_naive_on_results_that_it_has_not_seen() -> None:
    """About 450 readings of 90 experiments: one standard error of a coverage is 2 points and more."""
    found = score([each for family in FAMILIES for each in told(family)])
    assert found.told > 350
    assert 0.73 <= found.inside <= 0.9
    assert 0.42 <= found.over_middle <= 0.6
    assert found.pinball50 <= 0.8 * found.last
    assert found.pinball50 <= 0.85 * found.mean


@pytest.mark.parametrize("family", FAMILIES)
def test_it_is_not_far_off_for_any_kind(family: str) -> None:
    """About 50 readings of ten experiments: the figures scatter by many points."""
    found = score(told(family))
    assert found.inside >= 0.5
    assert found.pinball50 <= 1.15 * found.last
