"""What a picture shows, as points and names; how it is drawn is the platform's side of the house."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Dot:
    """One thing with two measures."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ValueByEffort:
    """Stories by effort (x) and value (y), in points."""

    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One spike: the hours of working time it had, and those it used."""

    label: str
    box: float
    used: float


@dataclass(frozen=True, slots=True)
class BoxesUsed:
    """Spikes by what they used of their boxes, from the top."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BurnUp:
    """Work of some days, in points. `days` are all of them, rising; `done` and `scope` say how much was done, and how
    much there was to do, at the end of each day so far: they are as long as each other, and no longer than `days`."""

    label: str  #: whose work it is: "Sprint 4"
    days: tuple[date, ...]
    done: tuple[float, ...]
    scope: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class EpicBar:
    """One epic: the points that are done, those that are left, and how many of its open stories have no estimate."""

    label: str
    done: float
    left: float
    unestimated: int = 0


@dataclass(frozen=True, slots=True)
class EpicBars:
    """Epics by what is done and left of them, from the top: effort in points or, where it says so, value."""

    bars: tuple[EpicBar, ...]
    of: Literal["points", "value"] = "points"


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """What some people's answers came to on a day: their mean, and how many they were."""

    day: date
    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How answers to one question go, oldest first, on a scale from `low` to `high`."""

    label: str
    low: float
    high: float
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured after so many FTE-days in all, with its interval; what a day has gained since the one before,
    where that is known; and what else changed since then."""

    effort: float
    value: float
    low: float | None = None
    high: float | None = None
    per_day: float | None = None
    jump: str = ""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Where the value likely is after so many FTE-days in all: four times of five from `low` to `high`."""

    effort: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Returns:
    """How a metric goes with the effort put in, oldest first, and where one more sprint likely takes it."""

    label: str
    unit: str
    better: Literal["higher", "lower"]
    results: tuple[Result, ...]
    ahead: tuple[Ahead, ...] = ()
    target: float | None = None
    baseline: float | None = None


@dataclass(frozen=True, slots=True)
class ReadingPoint:
    """The worst that was measured on a day."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Readings:
    """What is kept in view, oldest first, against the threshold that each reading should keep."""

    label: str
    unit: str
    better: Literal["higher", "lower"]
    threshold: float
    points: tuple[ReadingPoint, ...]


Picture = ValueByEffort | BoxesUsed | BurnUp | EpicBars | Trend | Returns | Readings
