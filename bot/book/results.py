"""Results of an experiment: what was measured after how many FTE-days, what it is worth, and what each day gained. A
gain is positive where the metric got better, in its own unit."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

#: FTE-days that a reading or a sprint may take, and the largest number that may be measured.
LEAST_DAYS, MOST_DAYS, LARGEST = 0.01, 100_000.0, 1e15


@dataclass(frozen=True, slots=True)
class Reading:
    """A result: the value on a day, after so many FTE-days since the reading before (the first: since the start).
    `low` to `high`: its 95 % interval. `jump`: what else changed since then, such as new data. ValueError where a
    number is none, or the days are not above 0."""

    day: date
    value: float
    days: float
    sprint: int | None = None
    low: float | None = None
    high: float | None = None
    jump: str = ""

    def __post_init__(self) -> None:
        check_days(self.days)
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


def gains(readings: Iterable[Reading], metric: Metric) -> tuple[Gain, ...]:
    """By reading, oldest first. The first has a gain where there is a baseline."""
    found = in_order(readings)
    before = [metric.baseline, *(each.value for each in found)]
    return tuple(
        Gain(each.day, each.sprint, metric.sign * (each.value - last), each.days, each.jump)
        for each, last in zip(found, before, strict=False)
        if last is not None
    )


def by_sprint(readings: Iterable[Reading], metric: Metric) -> tuple[Gain, ...]:
    """By sprint, in the order of their first readings: the gains of each together, and of those without a sprint."""
    sprints: dict[int | None, list[Gain]] = {}
    for each in gains(readings, metric):
        sprints.setdefault(each.sprint, []).append(each)
    return tuple(_together(each) for each in sprints.values())


def in_order(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Oldest first; those of one day as given."""
    return tuple(sorted(readings, key=lambda each: each.day))


def check_days(days: float) -> None:
    """ValueError where nobody can have taken so many FTE-days."""
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise ValueError(f"{LEAST_DAYS:g} to {MOST_DAYS:g} FTE-days")


def _together(found: Sequence[Gain]) -> Gain:
    jumps = "; ".join(dict.fromkeys(each.jump for each in found if each.jump))
    gain, days = sum(each.gain for each in found), sum(each.days for each in found)
    return Gain(found[-1].day, found[-1].sprint, gain, days, jumps)


def _check(number: float | None) -> None:
    if number is not None and not (math.isfinite(number) and abs(number) <= LARGEST):
        raise ValueError(f"a number up to {LARGEST:,.0f} in size")
