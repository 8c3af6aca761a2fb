"""Is another sprint on this worth it? What each FTE-day has gained so far, what one more sprint would likely add, and
what that says: go on, stop, or cannot tell yet. A gain is positive where the metric got better, in its own unit."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from statistics import fmean
from typing import Literal

from bot.book.curves import Fit, Room, Seen, fit

Say = Literal["go on", "stop", "cannot tell yet"]
Reason = Literal[
    "one reading",
    "only changes",
    "few readings",
    "target reached",
    "target near",
    "target out of reach",
    "worth more than it costs",
    "costs more than it is worth",
    "worth near cost",
    "still gains",
    "little left",
    "no gain",
    "could be either",
]

#: The interval of what a sprint adds holds four of five, and is narrower where a metric is near its bound.
LOW, HALF, HIGH = 0.1, 0.5, 0.9
#: A chance from which a thing is called likely, and up to which unlikely; between them it could be either.
LIKELY, UNLIKELY = 0.6, 0.4
#: Of what a day used to gain: with this much of it left there is little left, with that much it still gains.
LITTLE, STILL = 0.25, 0.5
#: With fewer readings nobody is told to stop for want of gains: two of them are one step.
ENOUGH = 3
#: Nothing is said of what lies further ahead than so many sprints: a year of two weeks each.
HORIZON = 26
#: FTE-days that a reading or a sprint may take, and the largest number that may be measured.
LEAST_DAYS, MOST_DAYS, LARGEST = 0.01, 100_000.0, 1e15
#: The least step that is thought of, as a part of what is missing to the target.
FAR = 0.01
#: An interval given with a reading is taken to hold 95 %: so many standard deviations from end to end.
WIDE = 3.92


@dataclass(frozen=True, slots=True)
class Reading:
    """A result: the value on a day, after so many FTE-days since the reading before (the first: since the start).
    `low` to `high`: its 95 % interval. `jump`: what else changed since then, such as new data. ValueError where a number
    is none, or the days are not above 0."""

    day: date
    value: float
    days: float
    sprint: int | None = None
    low: float | None = None
    high: float | None = None
    jump: str = ""

    def __post_init__(self) -> None:
        _check_days(self.days)
        for each in (self.value, self.low, self.high):
            _check(each)
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("the interval ends before it begins")


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured. `baseline`: its value before anything was done. `floor` and `ceiling`: there can be nothing
    beyond them; a bound that some reading is beyond is none. ValueError where a number is none."""

    unit: str
    better: Literal["higher", "lower"]
    baseline: float | None = None
    target: float | None = None
    floor: float | None = None
    ceiling: float | None = None

    def __post_init__(self) -> None:
        for each in (self.baseline, self.target, self.floor, self.ceiling):
            _check(each)

    @property
    def sign(self) -> int:
        """1 where higher is better, else -1."""
        return 1 if self.better == "higher" else -1

    def reached(self, value: float) -> bool:
        """Is this as good as the target, or better?"""
        return self.target is not None and self.sign * (value - self.target) >= 0


@dataclass(frozen=True, slots=True)
class Worth:
    """What one unit gained is worth in a year, and what an FTE-day costs (None: not known). ValueError where either is
    below 0, or no number."""

    per_unit: float
    currency: str
    day_cost: float | None = None

    def __post_init__(self) -> None:
        for each in (self.per_unit, self.day_cost):
            _check(each)
            if each is not None and each < 0:
                raise ValueError("a worth or a cost is not below 0")


@dataclass(frozen=True, slots=True)
class Gain:
    """What so many FTE-days gained, up to a day. `jump`: what else changed meanwhile, so that it may not be theirs."""

    day: date
    sprint: int | None
    gain: float
    days: float
    jump: str = ""

    @property
    def per_day(self) -> float:
        """By FTE-day."""
        return self.gain / self.days


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the reading after so many more FTE-days likely gains over the last: as likely more as less than `middle`,
    four times of five from `low` to `high`; `mean` on average, and the chance that it gains anything. `start` is the
    last reading's value, `before` all FTE-days up to it."""

    days: float
    low: float
    middle: float
    high: float
    mean: float
    chance: float
    start: float
    before: float

    @property
    def per_day(self) -> float:
        """On average, by FTE-day."""
        return self.mean / self.days


@dataclass(frozen=True, slots=True)
class Advice:
    """What the readings say, and why. `usual`: what an FTE-day has gained so far. `to_target`: FTE-days until the
    target, on average; None where there is none, or beyond the horizon. In the currency: what the next sprint's mean
    gain is `worth` in a year, what the sprint `costs`, the chance that it is worth as much (`pays`), and after how many
    FTE-days more a sprint is no longer worth what it costs (`left`; None: not known, or beyond the horizon)."""

    say: Say
    because: Reason
    outlook: Outlook | None = None
    usual: float | None = None
    to_target: float | None = None
    worth: float | None = None
    costs: float | None = None
    pays: float | None = None
    left: float | None = None


def gains(readings: Iterable[Reading], metric: Metric) -> tuple[Gain, ...]:
    """By reading, oldest first. The first has a gain where there is a baseline."""
    found = _in_order(readings)
    before = [metric.baseline, *(each.value for each in found)]
    return tuple(
        Gain(each.day, each.sprint, metric.sign * (each.value - last), each.days, each.jump)
        for each, last in zip(found, before, strict=False)
        if last is not None
    )


def by_sprint(readings: Iterable[Reading], metric: Metric) -> tuple[Gain, ...]:
    """By sprint, in the order of readings: all gains of readings that follow each other in one sprint."""
    return tuple(
        _together(list(each)) for _, each in groupby(gains(readings, metric), key=lambda each: each.sprint)
    )


def next_sprint(readings: Iterable[Reading], metric: Metric, days: float) -> Outlook | None:
    """What one more sprint of so many FTE-days would likely add. None where no reading tells what effort gains: there
    is only one, or something else changed each time. ValueError where the days are not above 0."""
    return next(iter(fan(readings, metric, (days,))), None)


def fan(readings: Iterable[Reading], metric: Metric, days: Iterable[float]) -> tuple[Outlook, ...]:
    """The same after each of these numbers of FTE-days: how the curve goes on. Nothing where there is nothing to say."""
    found, ahead = _in_order(readings), tuple(days)
    for each in ahead:
        _check_days(each)
    fitted = _fit(found, metric)
    return tuple(_outlook(fitted, found, each) for each in ahead) if fitted else ()


def advice(
    readings: Iterable[Reading], metric: Metric, days: float, worth: Worth | None = None
) -> Advice:
    """Go on for another sprint of so many FTE-days, or stop? Where a unit's worth and a day's cost are known these
    decide, else the target, else what a day gains against what it used to. ValueError where the days are not above
    0."""
    _check_days(days)
    found = _in_order(readings)
    reached = bool(found) and metric.reached(found[-1].value)
    fitted = _fit(found, metric)
    if fitted is None or len(found) < 2:  # noqa: PLR2004 - one is no step
        why: Reason = "one reading" if len(found) < 2 else "only changes"  # noqa: PLR2004
        return Advice("stop", "target reached") if reached else Advice("cannot tell yet", why)
    ahead = _outlook(fitted, found, days)
    usual = _usual(gains(found, metric))
    say, why = _weigh(fitted, ahead, metric, worth, usual, len(found))
    value, costs = _worth(ahead, worth)
    return Advice(
        "stop" if reached else say,
        "target reached" if reached else why,
        ahead,
        usual,
        _to_target(fitted, metric, ahead),
        value,
        costs,
        _pays(fitted, ahead, worth),
        _left(fitted, days, worth),
    )


def _weigh(
    fitted: Fit, ahead: Outlook, metric: Metric, worth: Worth | None, usual: float, count: int
) -> tuple[Say, Reason]:
    pays = _pays(fitted, ahead, worth)
    value, costs = _worth(ahead, worth)
    if pays is not None and value is not None and costs is not None:
        return _by_worth(pays, value >= costs)
    return _by_target(fitted, ahead, metric, count) or _by_gain(fitted, ahead, usual, count)


def _by_worth(pays: float, more: bool) -> tuple[Say, Reason]:
    if more and pays >= LIKELY:
        return "go on", "worth more than it costs"
    if not more and pays <= UNLIKELY:
        return "stop", "costs more than it is worth"
    return "cannot tell yet", "worth near cost"


def _by_target(fitted: Fit, ahead: Outlook, metric: Metric, count: int) -> tuple[Say, Reason] | None:
    """None where the target says nothing: there is none, or it is neither near nor far."""
    if metric.target is None:
        return None
    missing = metric.sign * (metric.target - ahead.start)
    if fitted.chance(ahead.days, missing) >= HALF:
        return "go on", "target near"
    far = fitted.chance(ahead.days * HORIZON, missing) < LOW
    return ("stop", "target out of reach") if far and count >= ENOUGH else None


def _by_gain(fitted: Fit, ahead: Outlook, usual: float, count: int) -> tuple[Say, Reason]:
    if usual <= 0:
        return ("stop", "no gain") if count >= ENOUGH and ahead.mean <= 0 else _open(count)
    if ahead.per_day >= STILL * usual and ahead.chance >= LIKELY:
        return "go on", "still gains"
    few = fitted.chance(ahead.days, LITTLE * usual * ahead.days) <= UNLIKELY
    return ("stop", "little left") if count >= ENOUGH and ahead.per_day <= LITTLE * usual and few else _open(count)


def _open(count: int) -> tuple[Say, Reason]:
    return "cannot tell yet", "could be either" if count >= ENOUGH else "few readings"


def _worth(ahead: Outlook, worth: Worth | None) -> tuple[float | None, float | None]:
    """Of the next sprint's mean gain, in a year; and what the sprint costs."""
    if worth is None:
        return None, None
    return ahead.mean * worth.per_unit, None if worth.day_cost is None else ahead.days * worth.day_cost


def _pays(fitted: Fit, ahead: Outlook, worth: Worth | None) -> float | None:
    """The chance that the next sprint's gain is worth its cost in a year."""
    if worth is None or worth.day_cost is None:
        return None
    costs = ahead.days * worth.day_cost
    if not worth.per_unit:
        return float(not costs)
    return fitted.chance(ahead.days, min(costs / worth.per_unit, LARGEST * LARGEST))


def _left(fitted: Fit, days: float, worth: Worth | None) -> float | None:
    """After how many FTE-days a sprint of so many is no longer worth its cost, by tenths of a sprint."""
    if worth is None or not worth.day_cost:
        return None
    means = [0.0, *(fitted.mean(days * at / 10) for at in range(1, 10 * HORIZON + 10))]
    for at, (now, then) in enumerate(zip(means, means[10:], strict=False)):
        if (then - now) * worth.per_unit < days * worth.day_cost:
            return days * at / 10
    return None


def _to_target(fitted: Fit, metric: Metric, ahead: Outlook) -> float | None:
    """FTE-days until the mean is at the target, by tenths of a sprint."""
    if metric.target is None:
        return None
    missing = metric.sign * (metric.target - ahead.start)
    steps = range(10 * HORIZON + 1)
    return next(
        (ahead.days * at / 10 for at in steps if (fitted.mean(ahead.days * at / 10) if at else 0.0) >= missing), None
    )


def _outlook(fitted: Fit, readings: Sequence[Reading], days: float) -> Outlook:
    low, middle, high = fitted.quantiles(days, (LOW, HALF, HIGH))
    mean, chance = fitted.mean(days), fitted.chance(days, 0.0)
    return Outlook(days, low, middle, high, mean, chance, readings[-1].value, sum(each.days for each in readings))


def _fit(readings: Sequence[Reading], metric: Metric) -> Fit | None:
    sign = metric.sign
    start = [] if metric.baseline is None else [Seen(0.0, sign * metric.baseline)]
    seen = start + [Seen(each.days, sign * each.value, _error(each), bool(each.jump)) for each in readings]
    if len(readings) < 1 or len(seen) < 2:  # noqa: PLR2004 - one is no step
        return None
    far = 0.0 if metric.target is None else FAR * abs(metric.target - readings[-1].value)
    return fit(seen, _room(metric, [each.value for each in seen]), max(far, fmean(each.error for each in seen)))


def _error(reading: Reading) -> float:
    return 0.0 if reading.low is None or reading.high is None else (reading.high - reading.low) / WIDE


def _room(metric: Metric, values: Sequence[float]) -> Room:
    """The bounds as seen with more as better: a floor is below, and what a reading is beyond is no bound."""
    ends = (metric.floor, metric.ceiling) if metric.better == "higher" else (metric.ceiling, metric.floor)
    floor, top = (None if each is None else metric.sign * each for each in ends)
    floor = None if floor is None or floor > min(values) else floor
    top = None if top is None or top < max(values) else top
    return Room(floor, top, 0.0 if top is None else top - min(values))


def _usual(found: Sequence[Gain]) -> float:
    """What an FTE-day has gained so far, where nothing else changed."""
    plain = [each for each in found if not each.jump]
    return sum(each.gain for each in plain) / sum(each.days for each in plain) if plain else 0.0


def _together(found: Sequence[Gain]) -> Gain:
    jumps = "; ".join(dict.fromkeys(each.jump for each in found if each.jump))
    gain, days = sum(each.gain for each in found), sum(each.days for each in found)
    return Gain(found[-1].day, found[-1].sprint, gain, days, jumps)


def _in_order(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    return tuple(sorted(readings, key=lambda each: each.day))


def _check(number: float | None) -> None:
    if number is not None and not (math.isfinite(number) and abs(number) <= LARGEST):
        raise ValueError(f"a number up to {LARGEST:g} in size")


def _check_days(days: float) -> None:
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise ValueError(f"{LEAST_DAYS:g} to {MOST_DAYS:g} FTE-days")
