"""What one more sprint would likely add to a metric, from what the FTE-days so far have: an interval, never one number.
The curves that it is taken from, and where they come from, are in `bot.book.curves`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import fmean

from bot.book.bounds import Bounds
from bot.book.curves import Fit, Seen, fit
from bot.book.results import Metric, Reading, check_days, in_order

#: The interval of what a sprint adds holds four of five, and is narrower where a metric is near its bound.
LOW, HALF, HIGH = 0.1, 0.5, 0.9
#: The least step that is thought of, as a part of what is missing to the target.
FAR = 0.01
#: No more than so many readings are looked at, the latest: where each commit is one, a year's would take a while.
MANY = 24
#: The curves through the same readings are asked for often: for the advice, the picture, and each message about them.
#: So is what lies ahead of them, at a sprint's end and at parts of it. Both follow from their arguments alone, which
#: are frozen: what is kept can be outdated by nothing.
KEPT, KEPT_AHEAD = 256, 1024
#: An interval given with a reading is taken to hold 95 %: so many standard deviations from end to end.
WIDE = 3.92


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


def next_sprint(readings: Iterable[Reading], metric: Metric, days: float) -> Outlook | None:
    """What one more sprint of so many FTE-days would likely add. None where no reading tells what effort gains: there
    is only one and no baseline, or something else changed each time. ValueError where the days are not above 0."""
    return next(iter(fan(readings, metric, (days,))), None)


def fan(readings: Iterable[Reading], metric: Metric, days: Iterable[float]) -> tuple[Outlook, ...]:
    """The same after each of these numbers of FTE-days: how the curve goes on. Nothing where nothing can be said."""
    found, ahead = in_order(readings), tuple(days)
    for each in ahead:
        check_days(each)
    return tuple(said for each in ahead if (said := outlook(found, metric, each)))


@lru_cache(maxsize=KEPT_AHEAD)
def outlook(readings: tuple[Reading, ...], metric: Metric, days: float) -> Outlook | None:
    """Of so many more FTE-days, from readings that are in order. None where they say nothing of what effort gains."""
    fitted = fitted_to(readings, metric)
    if fitted is None:
        return None
    ahead, [mean] = fitted.ahead(days), fitted.means((days,))
    low, middle, high = ahead.quantiles((LOW, HALF, HIGH))
    before = sum(each.days for each in readings)
    return Outlook(days, low, middle, high, mean, ahead.chance(0.0), readings[-1].value, before)


@lru_cache(maxsize=KEPT)
def fitted_to(readings: tuple[Reading, ...], metric: Metric) -> Fit | None:
    """The curves through readings that are in order. None where they say nothing of what effort gains."""
    sign = metric.sign
    start = [] if metric.baseline is None else [Seen(0.0, sign * metric.baseline)]
    seen = start + [Seen(each.days, sign * each.value, _error(each), bool(each.jump)) for each in readings]
    if len(readings) < 1 or len(seen) < 2:  # noqa: PLR2004 - one is no step
        return None
    if len(seen) > MANY:  # what came before is the effort that the first of them took
        spent = sum(each.days for each in seen[: 1 - MANY])
        seen = [replace(seen[-MANY], days=spent), *seen[1 - MANY :]]
    far = 0.0 if metric.target is None else FAR * abs(metric.target - readings[-1].value)
    return fit(
        seen, _bounds(metric, [each.value for each in seen]), max(far, fmean(each.error for each in seen))
    )


def _error(reading: Reading) -> float:
    return 0.0 if reading.low is None or reading.high is None else (reading.high - reading.low) / WIDE


def _bounds(metric: Metric, values: Sequence[float]) -> Bounds:
    """The bounds as seen with more as better: a floor is below, and what a reading is beyond is no bound."""
    ends = (metric.floor, metric.ceiling) if metric.better == "higher" else (metric.ceiling, metric.floor)
    floor, top = (None if each is None else metric.sign * each for each in ends)
    floor = None if floor is None or floor > min(values) else floor
    top = None if top is None or top < max(values) else top
    return Bounds(floor, top, 0.0 if top is None else top - min(values))
