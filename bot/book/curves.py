"""How a measure goes on with effort: an ensemble of curves, each weighted by how well it tells what was seen.

Every curve says that a day's effort adds less and less, or the same, or nothing; around it the level wanders, readings
err, and any one step may have been a jump that nobody spoke of. Given a curve and its sizes of error this is a linear
Gaussian model, whose likelihood and forecast a Kalman filter gives exactly: West and Harrison, Bayesian forecasting and
dynamic models, 1997. The grid of curves is weighted by prior times likelihood; that many curves together tell more than
any one: Domhan, Springenberg and Hutter, Speeding up automatic hyperparameter optimization of deep neural networks by
extrapolation of learning curves, 2015, and Viering and Loog, The shape of learning curves: a review, 2023. Nothing is
drawn at random.

All sizes are relative to the measure's own steps, and to its own days: the answer is the same in any unit.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise, product
from operator import itemgetter
from statistics import fmean, median
from typing import NamedTuple

from bot.book.bounds import Bounds
from bot.book.kalman import Jumped, State, filtered
from bot.book.mixture import Mixture

# The constants are round numbers in the middle of where little changes, on made-up histories: docs/returns.md has the
# figures. None was fitted to one history.

#: How a day's gain falls with effort, where 1 is all effort so far: `fade` is the part of it after which it has halved
#: (hyperbolic) or is down to 1/e (exponential); and what the curve weighs before anything is seen.
HYPERBOLIC = ((0.25, 0.15), (1.0, 0.2))
EXPONENTIAL = ((0.12, 0.1), (0.3, 0.15), (0.8, 0.15))
LINEAR, FLAT = 0.4, 0.15
#: A usual step's gain before anything is seen: its mean and spread, in steps as large as those that were seen.
HOPE, SPREAD = 0.5, 1.2
#: What a reading may err by, and how far the level may wander in a usual step; each as likely as the others.
ERRORS, WANDERINGS = (0.03, 0.15, 0.4, 0.9), (0.1, 0.4, 1.0)
#: Where a curve hardly gains any more it wanders less too, yet by no less than this part of what it would.
STEADY = 0.1
#: The chance that a step was a jump that nobody spoke of, and how far it then goes.
JUMPED, JUMP = 0.06, 4.0
#: A scale is the median step, yet no less than this part of the mean one.
LEAST = 0.6
#: Curves that together weigh less than this are left out, for time.
NOTHING = 1e-3


@dataclass(frozen=True, slots=True)
class Seen:
    """A reading: so many days of effort after the one before, its value (more is better), what it may err by as one
    standard deviation (0: not known), and whether something else changed since the one before."""

    days: float
    value: float
    error: float = 0.0
    jumped: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """How a day's gain falls: by `kind`, over `fade` times all effort so far. There are those of SHAPES, each once."""

    kind: str
    fade: float
    weight: float
    whole: float = field(init=False)  #: all gains so far

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", self.upto(1.0))

    def upto(self, effort: float) -> float:
        """All gains up to this effort, not scaled."""
        match self.kind:
            case "flat":
                return 0.0
            case "linear":
                return effort
            case "hyperbolic":
                return self.fade * math.log1p(effort / self.fade)
            case _:
                return -self.fade * math.expm1(-effort / self.fade)


SHAPES = (
    *(Shape("hyperbolic", fade, weight) for fade, weight in HYPERBOLIC),
    *(Shape("exponential", fade, weight) for fade, weight in EXPONENTIAL),
    Shape("linear", 1, LINEAR),
    Shape("flat", 1, FLAT),
)


class Belief(NamedTuple):
    """One curve with its weight, where it is after all readings, and the variances of what readings err by and of how
    far the level wanders in it."""

    weight: float
    shape: Shape
    where: State
    error: float
    wander: float


#: A curve before all are weighed against each other: the logarithm of its weight, the variances of error and wandering,
#: where it ends without a jump, and what a jump changes, if there is one in it.
_Believed = tuple[float, Shape, float, float, State, Jumped | None]


@dataclass(frozen=True, slots=True)
class Average:
    """All curves of one shape: their weight, and on average the level and the gain of a usual step, which is `scale`
    times what the shape itself gains."""

    shape: Shape
    scale: float
    weight: float
    level: float
    gain: float


@dataclass(frozen=True, slots=True)
class Fit:
    """What the readings say about the next. `last` is the last one's value, `origin` that as a number without bounds;
    `unit` and `step` are the size of a usual step in the measure and in days."""

    beliefs: tuple[Belief, ...]
    averages: tuple[Average, ...]
    bounds: Bounds
    last: float
    origin: float
    unit: float
    step: float
    effort: float

    def ahead(self, days: float) -> "Ahead":
        """The reading after so many more days."""
        if not self.unit:
            return Ahead(self, None)
        ways = {each.shape: self._way(each, days) for each in self.averages}
        spread = []
        for weight, shape, (_, level, gain, level_var, both, gain_var), error, wander in self.beliefs:
            more, loose = ways[shape]
            var = max(0.0, level_var + 2 * more * both + more * more * gain_var)
            spread.append((weight, level + gain * more, math.sqrt(var + wander * loose + error)))
        return Ahead(self, Mixture(tuple(spread)))

    def means(self, days: Sequence[float]) -> list[float]:
        """What it comes to on average, after each of these; near a bound the average within each curve is taken before
        it is bent."""
        found = [0.0] * len(days)
        for each in self.averages:
            gains = self.gains([each.level + each.gain * rise for rise in self._rises(each, days)])
            found = [sofar + each.weight * gain for sofar, gain in zip(found, gains, strict=True)]
        return found

    def gains(self, numbers: Sequence[float]) -> list[float]:
        """What each is over the last one, by its number without bounds."""
        return [
            each - self.last
            for each in self.bounds.backs([number * self.unit + self.origin for number in numbers])
        ]

    def number(self, gain: float) -> float:
        """The number without bounds of so much over the last one."""
        return (self.bounds.straight(self.bounds.within(self.last + gain)) - self.origin) / self.unit

    def _way(self, of: Average, days: float) -> tuple[float, float]:
        """In so many days to come: how far it rises, in the gains of a usual step, and how freely the level wanders."""
        [rise] = self._rises(of, (days,))
        return rise, _loose(rise, days / self.step)

    def _rises(self, of: Average, days: Sequence[float]) -> list[float]:
        """In so many days to come, in the gains of a usual step."""
        upto, whole, effort, scale = of.shape.upto, of.shape.whole, self.effort, of.scale
        return [(upto((effort + each) / effort) - whole) * scale for each in days]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A reading to come, by its number without bounds; `spread` is None where nothing ever moved."""

    fit: Fit
    spread: Mixture | None

    def quantiles(self, levels: Sequence[float]) -> tuple[float, ...]:
        """What it exceeds with chance 1 - level: over the last one, so 0 is as now."""
        if self.spread is None:
            return tuple(0.0 for _ in levels)
        return tuple(self.fit.gains(self.spread.quantiles(levels)))

    def chance(self, gain: float) -> float:
        """The chance that it is more than the last one by at least so much."""
        if self.spread is None:
            return 0.5 if gain == 0 else float(gain < 0)
        if not self.fit.bounds.near(self.fit.last + gain):
            return float(gain < 0)
        return self.spread.above(self.fit.number(gain))


def fit(seen: Sequence[Seen], bounds: Bounds, least: float = 0.0) -> Fit | None:
    """The curves through these readings, oldest first, the first of which may have taken 0 days. A step is taken to be
    no smaller than `least`. None where no step tells of effort."""
    plain = [(this, that) for this, that in pairwise(seen) if not that.jumped]
    if not plain:
        return None
    efforts = list(accumulate(each.days for each in seen))
    step = fmean(that.days for _, that in plain)
    sizes = [
        abs(bounds.straight(that.value) - bounds.straight(this.value)) * math.sqrt(step / that.days)
        for this, that in plain
    ]
    unit = max(median(sizes), LEAST * fmean(sizes), least)
    last = seen[-1].value
    if unit <= 1e-12 * max(abs(each.value) for each in seen):
        return Fit((), (), bounds, last, last, 0.0, step, efforts[-1])
    origin = bounds.straight(last)
    numbers = [(bounds.straight(each.value) - origin) / unit for each in seen]
    scales = {shape: _scale(shape, efforts[0], efforts[-1], step) for shape in SHAPES}
    beliefs = _weighed(_believe(seen, numbers, efforts, unit, step, scales))
    return Fit(beliefs, _averaged(beliefs, scales), bounds, last, origin, unit, step, efforts[-1])


def _scale(shape: Shape, first: float, effort: float, step: float) -> float:
    """So that over what was seen a usual step gains 1 on average."""
    rise = shape.whole - shape.upto(first / effort)
    return (effort - first) / step / rise if rise else 0.0


def _loose(rise: float, steps: float) -> float:
    """How freely the level wanders in so many usual steps, in which the curve rises by so many usual gains: none at
    all where it is flat, and that says nothing."""
    return max(rise, STEADY * steps) if rise else steps


def _believe(
    seen: Sequence[Seen],
    numbers: Sequence[float],
    efforts: Sequence[float],
    unit: float,
    step: float,
    scales: Mapping[Shape, float],
) -> Iterator[_Believed]:
    """Each curve with its sizes of error and each place of a jump."""
    parts = [each / efforts[-1] for each in efforts]
    jumps = frozenset(at for at in range(1, len(seen)) if not seen[at].jumped)
    none, one = (math.log(JUMPED) * many + math.log(1 - JUMPED) * (len(jumps) - many) for many in (0, 1))
    every = [[error**2 + (each.error / unit) ** 2 / 2 for each in seen] for error in ERRORS]
    for shape, scale in scales.items():
        rises = [0.0, *((shape.upto(that) - shape.upto(this)) * scale for this, that in pairwise(parts))]
        looses = [_loose(rise, each.days / step) for each, rise in zip(seen, rises, strict=True)]
        hope = (0.0, 0.0) if shape.kind == "flat" else (HOPE, SPREAD**2)
        weight = math.log(shape.weight)
        for errors, wander in product(every, [each**2 for each in WANDERINGS]):
            moves = [
                math.inf if each.jumped else wander * loose for each, loose in zip(seen, looses, strict=True)
            ]
            steps = list(zip(numbers, rises, moves, errors, strict=True))
            end, jumped = filtered(steps, *hope, jumps, JUMP**2)
            yield end.told + none + weight, shape, errors[-1], wander, end, None
            for each in jumped:
                yield end.told + each.told + one + weight, shape, errors[-1], wander, end, each


def _weighed(found: Iterator[_Believed]) -> tuple[Belief, ...]:
    """The heaviest, with weights that sum to 1."""
    ordered = sorted(found, key=itemgetter(0), reverse=True)
    weights = [math.exp(each[0] - ordered[0][0]) for each in ordered]
    enough = (1 - NOTHING) * sum(weights)
    many = 1 + sum(upto < enough for upto in accumulate(weights[:-1]))
    total = sum(weights[:many])
    return tuple(
        Belief(weight / total, shape, jumped.after(end) if jumped else end, error, wander)
        for weight, (_, shape, error, wander, end, jumped) in zip(weights, ordered[:many], strict=False)
    )


def _averaged(beliefs: Sequence[Belief], scales: Mapping[Shape, float]) -> tuple[Average, ...]:
    """By shape, those that weigh anything."""
    found = []
    for shape, scale in scales.items():
        each = [belief for belief in beliefs if belief.shape is shape]
        if whole := sum(belief.weight for belief in each):
            level = sum(belief.weight * belief.where.level for belief in each) / whole
            gain = sum(belief.weight * belief.where.gain for belief in each) / whole
            found.append(Average(shape, scale, whole, level, gain))
    return tuple(found)
