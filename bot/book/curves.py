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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise, product
from statistics import fmean, median

from bot.book.bounds import Bounds

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
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """A reading: so many days of effort after the one before, its value (more is better), what it may err by as one
    standard deviation (0: not known), and whether something else changed since the one before."""

    days: float
    value: float
    error: float = 0.0
    jumped: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How a day's gain falls: by `kind`, over `fade` times all effort so far."""

    kind: str
    fade: float
    weight: float

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


@dataclass(frozen=True, slots=True)
class Where:
    """Where a curve is after all readings: the level and the gain of a usual step, with their covariances."""

    level: float
    gain: float
    level_var: float
    both: float
    gain_var: float

    def after(self, more: float) -> tuple[float, float]:
        """The level's mean and variance, so many usual gains later."""
        var = self.level_var + 2 * more * self.both + more * more * self.gain_var
        return self.level + self.gain * more, max(0.0, var)


@dataclass(frozen=True, slots=True)
class Belief:
    """One curve with its weight, where it is, and what readings err by and how far the level wanders in it."""

    weight: float
    shape: Shape
    where: Where
    error: float
    wander: float


@dataclass(frozen=True, slots=True)
class Fit:
    """What the readings say about the next. `last` is the last one's value; `unit` and `step` are the size of a usual
    step in the measure and in days."""

    beliefs: tuple[Belief, ...]
    bounds: Bounds
    last: float
    unit: float
    step: float
    effort: float
    first: float
    averages: tuple[tuple[Shape, float, float, float], ...]

    def quantiles(self, days: float, levels: Sequence[float]) -> tuple[float, ...]:
        """What a reading after so many more days exceeds with chance 1 - level: over the last one, so 0 is as now."""
        if not self.unit:
            return tuple(0.0 for _ in levels)
        spread = [(weight, mean, math.sqrt(var)) for weight, mean, var in self._spread(days)]
        return tuple(self._gain(_quantile(spread, level)) for level in levels)

    def mean(self, days: float) -> float:
        """What it comes to on average; near a bound the average within each curve is taken before it is bent."""
        if not self.unit:
            return 0.0
        return sum(
            weight * self._gain(level + gain * self._more(shape, days))
            for shape, weight, level, gain in self.averages
        )

    def chance(self, days: float, gain: float) -> float:
        """The chance that it is more than the last one by at least so much."""
        if not self.unit:
            return 0.5 if gain == 0 else float(gain < 0)
        if not self.bounds.near(self.last + gain):
            return float(gain < 0)
        number = self._number(self.bounds.within(self.last + gain))
        return sum(
            weight * (1 - _below(number, mean, math.sqrt(var))) for weight, mean, var in self._spread(days)
        )

    def _more(self, shape: Shape, days: float) -> float:
        """In so many days to come, in the gains of a usual step."""
        rise = shape.upto((self.effort + days) / self.effort) - shape.upto(1.0)
        return rise * _scale(shape, self.first, self.effort, self.step)

    def _number(self, value: float) -> float:
        return (self.bounds.straight(value) - self.bounds.straight(self.last)) / self.unit

    def _gain(self, number: float) -> float:
        return self.bounds.back(number * self.unit + self.bounds.straight(self.last)) - self.last

    def _spread(self, days: float) -> Iterator[tuple[float, float, float]]:
        ahead = {shape: self._more(shape, days) for shape in SHAPES}
        steps = days / self.step
        for each in self.beliefs:
            more = ahead[each.shape]
            mean, var = each.where.after(more)
            yield each.weight, mean, var + each.wander**2 * _loose(more, steps) + each.error**2


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
        return Fit((), bounds, last, 0.0, step, efforts[-1], efforts[0], ())
    numbers = [(bounds.straight(each.value) - bounds.straight(last)) / unit for each in seen]
    beliefs = _weighed(_believe(seen, numbers, [each / efforts[-1] for each in efforts], unit, step))
    return Fit(beliefs, bounds, last, unit, step, efforts[-1], efforts[0], _averaged(beliefs))


def _scale(shape: Shape, first: float, effort: float, step: float) -> float:
    """So that over what was seen a usual step gains 1 on average."""
    rise = shape.upto(1.0) - shape.upto(first / effort)
    return (effort - first) / step / rise if rise else 0.0


def _loose(rise: float, steps: float) -> float:
    """How freely the level wanders in so many usual steps, in which the curve rises by so many usual gains: none at
    all where it is flat, and that says nothing."""
    return max(rise, STEADY * steps) if rise else steps


def _believe(
    seen: Sequence[Seen], numbers: Sequence[float], efforts: Sequence[float], unit: float, step: float
) -> Iterator[tuple[float, Belief]]:
    """Each curve with its sizes of error and each place of a jump: the logarithm of its weight, and its belief."""
    effort = sum(each.days for each in seen)
    known = [each.error / unit for each in seen]
    free = [at for at in range(1, len(seen)) if not seen[at].jumped]
    jumps = [(0, math.log(1 - JUMPED) * len(free))]
    jumps += [(at, math.log(JUMPED) + math.log(1 - JUMPED) * (len(free) - 1)) for at in free]
    for shape in SHAPES:
        scale = _scale(shape, efforts[0] * effort, effort, step)
        rises = [0.0, *((shape.upto(that) - shape.upto(this)) * scale for this, that in pairwise(efforts))]
        for error, wander in product(ERRORS, WANDERINGS):
            errors = [error**2 + each**2 / 2 for each in known]
            moves = [
                math.inf if each.jumped else wander**2 * _loose(rise, each.days / step)
                for each, rise in zip(seen, rises, strict=True)
            ]
            for jump, chance in jumps:
                moved = [each + JUMP**2 if jump and at == jump else each for at, each in enumerate(moves)]
                told, where = _filtered(numbers, rises, moved, errors, shape)
                weight = told + chance + math.log(shape.weight)
                yield weight, Belief(0.0, shape, where, math.sqrt(errors[-1]), wander)


def _filtered(
    numbers: Sequence[float],
    rises: Sequence[float],
    moves: Sequence[float],
    errors: Sequence[float],
    shape: Shape,
) -> tuple[float, Where]:
    """A Kalman filter over the level and the gain of a usual step: the log-likelihood, and where it ends. A move that
    may be any says nothing, and the level begins anew."""
    told, level, a, b = 0.0, numbers[0], errors[0], 0.0
    gain, c = (0.0, 0.0) if shape.kind == "flat" else (HOPE, SPREAD**2)
    for number, rise, move, error in zip(numbers[1:], rises[1:], moves[1:], errors[1:], strict=True):
        if move == math.inf:
            level, a, b = number, error, 0.0
            continue
        level += gain * rise
        a = max(0.0, a + 2 * rise * b + rise * rise * c) + move
        b += rise * c
        whole, off = a + error, number - level
        told -= 0.5 * (math.log(whole) + off * off / whole)
        level += a / whole * off
        gain += b / whole * off
        a, b, c = a * error / whole, b * error / whole, max(0.0, c - b * b / whole)
    return told, Where(level, gain, a, b, c)


def _weighed(found: Iterator[tuple[float, Belief]]) -> tuple[Belief, ...]:
    """The heaviest, with weights that sum to 1."""
    ordered = sorted(found, key=lambda each: each[0], reverse=True)
    weights = [math.exp(each - ordered[0][0]) for each, _ in ordered]
    whole = sum(weights)
    upto = accumulate(weights)
    kept = [
        (weight, belief)
        for weight, (_, belief), sofar in zip(weights, ordered, upto, strict=True)
        if sofar - weight < (1 - NOTHING) * whole
    ]
    total = sum(weight for weight, _ in kept)
    return tuple(replace(each, weight=weight / total) for weight, each in kept)


def _averaged(beliefs: Sequence[Belief]) -> tuple[tuple[Shape, float, float, float], ...]:
    """By shape: its weight, and on average its level and the gain of a usual step."""
    found: list[tuple[Shape, float, float, float]] = []
    for shape in SHAPES:
        each = [belief for belief in beliefs if belief.shape is shape]
        if whole := sum(belief.weight for belief in each):
            level = sum(belief.weight * belief.where.level for belief in each) / whole
            found.append(
                (shape, whole, level, sum(belief.weight * belief.where.gain for belief in each) / whole)
            )
    return tuple(found)


def _below(number: float, mean: float, spread: float) -> float:
    return 0.5 * math.erfc((mean - number) / (spread * math.sqrt(2)))


def _quantile(spread: Sequence[tuple[float, float, float]], level: float) -> float:
    """Of a mixture of normal curves, by halving."""
    low = min(mean - 6 * width for _, mean, width in spread)
    high = max(mean + 6 * width for _, mean, width in spread)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if sum(weight * _below(middle, mean, width) for weight, mean, width in spread) < level:
            low = middle
        else:
            high = middle
    return (low + high) / 2
