"""The filter, and what a jump would change: held against the filter itself, run with the jump in it."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.kalman import Step, filtered

#: A usual curve's gain before anything is seen, and its variance.
HOPE = (0.5, 1.44)
STEPS = st.lists(
    st.tuples(
        st.floats(-20, 20),
        st.floats(0, 5),
        st.floats(1e-4, 30) | st.just(math.inf),
        st.floats(9e-4, 4),
    ),
    min_size=2,
    max_size=24,
)


def near(wanted: tuple[float, ...]) -> object:
    return pytest.approx(wanted, rel=1e-7, abs=1e-7)


@settings(max_examples=300, deadline=None)
@given(STEPS, st.sampled_from([HOPE, (0.0, 0.0)]), st.floats(0.1, 50))
def test_a_jump_changes_what_it_would_if_the_filter_were_run_with_it(
    steps: list[Step], hope: tuple[float, float], jump: float
) -> None:
    places = [at for at in range(1, len(steps)) if steps[at][2] < math.inf]
    end, jumps = filtered(steps, *hope, frozenset(places), jump)
    assert len(jumps) == len(places)
    for at, jumped in zip(reversed(places), jumps, strict=True):
        number, rise, move, error = steps[at]
        run, _ = filtered(
            [*steps[:at], (number, rise, move + jump, error), *steps[at + 1 :]], *hope, (), jump
        )
        assert tuple(jumped.after(end)) == near(tuple(run))


def test_two_readings_are_weighed_as_by_hand() -> None:
    """The level is 1 with variance 2 (1 of the reading, 1 of wandering) where nothing is gained, and 4 is read with
    variance 2: half of the way."""
    end, _ = filtered([(1, 0, 0, 1), (4, 0, 1, 2)], 0, 0, (), 1)
    assert tuple(end) == near((-0.5 * (math.log(4) + 9 / 4), 2.5, 0, 1, 0, 0))


def test_where_the_level_begins_anew_nothing_is_told_and_the_gain_stays_as_it_was_known() -> None:
    before, _ = filtered([(1, 0, 0, 1), (4, 2, 1, 2)], *HOPE, (), 1)
    after, _ = filtered([(1, 0, 0, 1), (4, 2, 1, 2), (90, 1, math.inf, 3)], *HOPE, (), 1)
    assert after == (before.told, 90, before.gain, 3, 0, before.gain_var)


def test_a_step_that_stands_out_is_a_jump_and_what_comes_after_it_says_how_far() -> None:
    steps = [(each, 1.0, 0.01, 0.01) for each in (0.0, 0.5, 1.0, 9.5, 10.0, 10.5)]
    _, jumps = filtered(steps, *HOPE, range(1, 6), 16.0)
    told = [each.told for each in reversed(jumps)]
    assert max(told) == told[2]
    assert list(reversed(jumps))[2].size == pytest.approx(8, abs=0.3)
