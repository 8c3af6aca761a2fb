"""Several normal curves, each with its weight: how likely such a number is above another, and below which it is with
a given chance."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

_ROOT = math.sqrt(2)
#: Steps of the secant, which are a handful, and halvings after that, where it does not get there.
_STEPS, _HALVINGS = 16, 60
#: What is off by no more than this part of a standard deviation is there: chances are hardly told closer.
_NEAR = 1e-12
#: Chances that are nearer to 0 and 1 than this are told from them no more.
_TINY = 1e-15
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Mixture:
    """Curves by weight, mean and standard deviation, which is above 0; the weights sum to 1."""

    curves: tuple[tuple[float, float, float], ...]

    def above(self, number: float) -> float:
        """The chance of so much and more."""
        return sum(
            [
                weight * (1 - 0.5 * math.erfc((mean - number) / (spread * _ROOT)))
                for weight, mean, spread in self.curves
            ]
        )

    def quantiles(self, levels: Sequence[float]) -> tuple[float, ...]:
        """What it is below with each of these chances, which lie between 0 and 1."""
        halves = [(weight / 2, mean, spread * _ROOT) for weight, mean, spread in self.curves]
        mean = sum([weight * mean for weight, mean, _ in self.curves])
        square = sum([weight * (width**2 + (each - mean) ** 2) for weight, each, width in self.curves])
        low = min([each - 6 * width for _, each, width in self.curves])
        high = max([each + 6 * width for _, each, width in self.curves])

        def below(number: float) -> float:
            erfc = math.erfc
            return sum([half * erfc((each - number) / width) for half, each, width in halves])

        return tuple(_solved(below, level, mean, math.sqrt(square), low, high) for level in levels)


def _solved(
    below: Callable[[float], float], level: float, mean: float, spread: float, low: float, high: float
) -> float:
    """Where `below` comes to `level`, between `low` and `high`. As what a normal curve would need for the chance,
    instead of the chance itself, it is nearly straight for many curves too, so that a secant gets there in a few
    steps."""
    aim = _NORMAL.inv_cdf(level)
    at, slope, last = mean + aim * spread, 1 / spread, None
    for _ in range(_STEPS):
        if not low < at < high:
            at = (low + high) / 2
        chance = below(at)
        off = _NORMAL.inv_cdf(min(1 - _TINY, max(_TINY, chance))) - aim
        low, high = (at, high) if chance < level else (low, at)
        if last and off != last[1]:
            slope = (off - last[1]) / (at - last[0])
        last = (at, off)
        if abs(off) <= _NEAR:
            return at
        at -= off / slope
    for _ in range(_HALVINGS):
        at = (low + high) / 2
        low, high = (at, high) if below(at) < level else (low, at)
    return (low + high) / 2
