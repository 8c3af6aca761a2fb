"""The figures of the curves as they have always been: an answer may come sooner, but not out otherwise."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.bounds import Bounds
from bot.book.curves import Seen, fit
from bot.book.returns import Metric, Reading, Worth, advice

F1 = Metric("% F1", "higher", floor=0, ceiling=100)
OPEN = Metric("points", "higher")
LATENCY = Metric("ms", "lower", baseline=90, target=60, floor=0)
EXAMPLE = ((75, 10), (78, 8), (80, 5), (85, 20))
LEAP = ((70, 10), (72, 10), (74, 10), (94, 10), (96, 10))
MANY = tuple((50 + at + (at * 7 % 5) / 4, 1 + at % 3) for at in range(40))


def readings(rows: Sequence[tuple[float, float]], jump: int | None) -> list[Reading]:
    return [
        Reading(date(2026, 1, 5) + timedelta(at), value, days, at + 1, jump="new data" if at == jump else "")
        for at, (value, days) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("rows", "metric", "jump", "gain", "money"),
    [
        (
            EXAMPLE,
            F1,
            None,
            (
                0.5222475606476848,
                1.8563190203239515,
                2.7913255163046387,
                1.7671091865466755,
                0.9403144996541093,
            ),
            (None, 35, 0.831560781960165),
        ),
        (
            EXAMPLE,
            OPEN,
            None,
            (
                0.3887485557613104,
                1.9318263082242595,
                3.9317402920161157,
                2.0285606437393584,
                0.9245327613249493,
            ),
            (None, 141, 0.8368245580906025),
        ),
        (
            EXAMPLE[:2],
            OPEN,
            None,
            (
                -2.351945797427149,
                1.874788336490525,
                5.909075337538738,
                1.8266204121540537,
                0.7402719731792995,
            ),
            (None, None, 0.6082783491042524),
        ),
        (
            LEAP,
            OPEN,
            3,
            (
                0.8089819592714775,
                1.93034765876412,
                2.4573296974929377,
                1.7859981044697948,
                0.9565746651871656,
            ),
            (None, None, 0.8785041270037285),
        ),
        (
            LEAP,
            OPEN,
            None,
            (
                0.10459334370411,
                1.7993901733774607,
                2.9796482246656097,
                1.7302849429520983,
                0.9069537723410107,
            ),
            (None, None, 0.7924292152201434),
        ),
        (
            ((80, 10), (78, 5), (75, 10), (73, 2)),
            LATENCY,
            None,
            (
                -0.8086622049884795,
                2.1310192024560877,
                5.946700680895958,
                2.418686060832817,
                0.8455397560838378,
            ),
            (77, 81, 0.728325360113046),
        ),
        (
            MANY,
            OPEN,
            None,
            (3.688933471146086, 4.583338150594841, 5.450846928805873, 4.5728498741338575, 0.9999765003868081),
            (None, None, 0.9997848316307154),
        ),
    ],
    ids=["bounded", "unbounded", "two readings", "a jump told", "a jump not told", "falling", "forty"],
)
def test_the_figures_are_what_they_were(
    rows: Sequence[tuple[float, float]],
    metric: Metric,
    jump: int | None,
    gain: tuple[float, ...],
    money: tuple[float | None, ...],
) -> None:
    """To nine digits; three of them are shown."""
    said = advice(readings(rows, jump), metric, 10, Worth(500_000, "EUR", 50_000))
    ahead = said.outlook
    assert ahead
    assert (ahead.low, ahead.middle, ahead.high, ahead.mean, ahead.chance) == pytest.approx(gain, rel=1e-9)
    assert (said.to_target, said.left) == money[:2]
    assert said.pays == pytest.approx(money[2], rel=1e-9)


ROWS = st.lists(st.tuples(st.floats(-50, 50), st.floats(0.5, 40), st.booleans()), min_size=2, max_size=8)
DAYS = st.lists(st.floats(0.1, 300), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.sampled_from([Bounds(None, None, 0), Bounds(-60, 70, 120)]), DAYS)
def test_what_lies_ahead_holds_together(
    rows: list[tuple[float, float, bool]], bounds: Bounds, days: list[float]
) -> None:
    """The mean is the same alone as with others, quantiles have the chance that they were asked for, and the weights
    sum to 1."""
    found = fit([Seen(spent, value, jumped=jumped) for value, spent, jumped in rows], bounds)
    if found is None or not found.unit:
        return
    assert found.means(days) == [mean for each in days for mean in found.means((each,))]
    assert sum(each.weight for each in found.beliefs) == pytest.approx(1)
    assert sum(each.weight for each in found.averages) == pytest.approx(1)
    for each in days if bounds.top is None else ():
        ahead = found.ahead(each)
        for level, gain in zip((0.1, 0.5, 0.9), ahead.quantiles((0.1, 0.5, 0.9)), strict=True):
            assert ahead.chance(gain) == pytest.approx(1 - level, abs=1e-7)
