"""A Kalman filter over a level and its gain in a usual step, and what a jump of the level at any one step would change.

A jump is a disturbance of which only the variance is known. The filter is run once, and from its end back to its
beginning once more, which says of every step what a jump there would have done to the readings after it and to the end:
it need not be run anew for each. De Jong and Penzer, Diagnosing shocks in time series, 1998.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

#: A reading; how far the curve rose since the one before, in the gains of a usual step; the variances of how far the
#: level may have wandered meanwhile (infinite: anywhere, and it begins anew) and of what the reading errs by.
Step = tuple[float, float, float, float]


class State(NamedTuple):
    """The level and the gain after all readings, on average, with their variances and what these share; `told`: the
    logarithm of how likely the readings were, but for what is the same for any."""

    told: float
    level: float
    gain: float
    level_var: float
    both: float
    gain_var: float


class Jumped(NamedTuple):
    """What a jump changes: it is told so much better, and the jump then was `size` on average, with a variance; so much
    of it is in the level at the end, and in the gain."""

    told: float
    size: float
    var: float
    in_level: float
    in_gain: float

    def after(self, end: State) -> State:
        """The state with the jump, from that without."""
        _, size, var, level, gain = self
        return State(
            end.told + self.told,
            end.level + level * size,
            end.gain + gain * size,
            end.level_var + level * level * var,
            end.both + level * gain * var,
            end.gain_var + gain * gain * var,
        )


#: What a step did: the rise before it; what it was off by, relative to that variance; the variance's inverse; what it
#: leaves of an error of the level before it, and what of that comes into the gain. Where the level began anew: nothing.
_Done = tuple[float, float, float, float, float]


def filtered(
    steps: Sequence[Step], gain: float, gain_var: float, jumps: Collection[int], jump: float
) -> tuple[State, list[Jumped]]:
    """Where it ends without a jump; and what a jump of this variance changes at each of these steps, the latest first.
    The first step is but where the level begins."""
    end, done = _forward(steps, gain, gain_var)
    return end, list(_backward(done, jumps, jump))


def _forward(steps: Sequence[Step], gain: float, c: float) -> tuple[State, list[_Done]]:
    told, level, a, b = 0.0, steps[0][0], steps[0][3], 0.0
    done = []
    for number, rise, move, error in steps[1:]:
        if move == math.inf:
            level, a, b = number, error, 0.0
            done.append((rise, 0.0, 0.0, 0.0, 0.0))
            continue
        level += gain * rise
        a = max(0.0, a + 2 * rise * b + rise * rise * c) + move
        b += rise * c
        whole, off = a + error, number - level
        told -= 0.5 * (math.log(whole) + off * off / whole)
        level += a / whole * off
        gain += b / whole * off
        done.append((rise, off / whole, 1 / whole, error / whole, b / whole))
        a, b, c = a * error / whole, b * error / whole, max(0.0, c - b * b / whole)
    return State(told, level, gain, a, b, c), done


def _backward(done: Sequence[_Done], jumps: Collection[int], jump: float) -> Iterator[Jumped]:
    """Of an error of 1 in the level before a step, and of one in the gain: how much it explains of what the readings
    from there on were off by (`s`), how much they say of it (`n`), and what of it is in the level and in the gain at
    the end (`ll` and `lg`, of the gain's `gl` and `gg`)."""
    s_l = s_g = n_ll = n_lg = n_gg = lg = gl = 0.0
    ll = gg = 1.0
    for at in range(len(done), 0, -1):
        rise, off, known, left, into = done[at - 1]
        n_ll, n_lg = (
            known + left * left * n_ll - 2 * left * into * n_lg + into * into * n_gg,
            left * n_lg - into * n_gg,
        )
        s_l = off + left * s_l - into * s_g
        ll, lg = left * ll - into * gl, left * lg - into * gg
        if at in jumps:
            more = 1 + jump * n_ll
            size = jump * s_l / more
            yield Jumped(0.5 * (s_l * size - math.log(more)), size, jump / more, ll, lg)
        n_lg, n_gg = n_lg + rise * n_ll, n_gg + 2 * rise * n_lg + rise * rise * n_ll
        s_g += rise * s_l
        gl += rise * ll
        gg += rise * lg
