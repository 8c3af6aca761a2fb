"""Quantiles of few and of weighted numbers, and what a wrong one costs."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

#: A number and its weight, above 0.
Atom = tuple[float, float]


def quantile(atoms: Iterable[Atom], level: float) -> float:
    """The number that a draw exceeds with chance 1 - level, where a draw that equals it counts half.

    The quantile of the mid-distribution, P(X < x) + P(X = x) / 2, linear between the numbers that occur, as in Ma,
    Genton and Parzen, Asymptotic properties of sample quantiles of discrete distributions, 2011. It moves smoothly
    where many numbers are equal, such as sprints with nothing completed. ValueError where there are no atoms.
    """
    return quantiles(atoms, (level,))[0]


def quantiles(atoms: Iterable[Atom], levels: Iterable[float]) -> tuple[float, ...]:
    """Several of them, for less than one at a time. ValueError where there are no atoms."""
    weights: dict[float, float] = {}
    for number, weight in atoms:
        weights[number] = weights.get(number, 0.0) + weight
    if not weights:
        raise ValueError("no quantile of nothing")
    numbers = sorted(weights)
    upto = list(accumulate(weights[each] for each in numbers))
    middles = [each - weights[number] / 2 for each, number in zip(upto, numbers, strict=True)]
    return tuple(_between(numbers, middles, level * upto[-1]) for level in levels)


def _between(numbers: Sequence[float], middles: Sequence[float], goal: float) -> float:
    at = bisect_left(middles, goal)
    if at in {0, len(numbers)}:
        return numbers[min(at, len(numbers) - 1)]
    part = (goal - middles[at - 1]) / (middles[at] - middles[at - 1])
    return numbers[at - 1] + (numbers[at] - numbers[at - 1]) * part


def empirical(numbers: Sequence[float], level: float) -> float:
    """The plain quantile, linear between the ordered numbers: type 7 of Hyndman and Fan, Sample quantiles in
    statistical packages, 1996, which spreadsheets use. ValueError where there are none."""
    if not numbers:
        raise ValueError("no quantile of nothing")
    ordered = sorted(numbers)
    place = (len(ordered) - 1) * level
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def pinball(actual: float, said: float, level: float) -> float:
    """What it costs to have said this quantile, in the unit of the numbers; least, on average, for the true one.
    Koenker and Bassett, Regression quantiles, 1978."""
    return (actual - said) * level if actual >= said else (said - actual) * (1 - level)


def hit(actual: float, said: float) -> float:
    """1 where at least that much came, 0 where less, and half where exactly that: then it could be called either."""
    return 0.5 if actual == said else float(actual > said)
