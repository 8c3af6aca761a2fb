"""Is another sprint on this worth it? What each FTE-day has gained so far, what one more sprint would likely add, and
what that says: go on, stop, or cannot tell yet. A gain is positive where the metric got better, in its own unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from bot.book.curves import Fit
from bot.book.outlook import HALF, LOW, Outlook, fan, fitted_to, next_sprint, outlook
from bot.book.results import LEAST_DAYS, Gain, Metric, Reading, Worth, by_sprint, check_days, gains, in_order
from bot.model import Ahead, Result, Returns

__all__ = [
    "Advice",
    "Because",
    "Gain",
    "Metric",
    "Outlook",
    "Reading",
    "Say",
    "Worth",
    "advice",
    "by_sprint",
    "fan",
    "gains",
    "next_sprint",
    "picture",
]

Say = Literal["go on", "stop", "cannot tell yet"]
Because = Literal[
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

#: A chance from which a thing is called likely, and up to which unlikely; between them it could be either.
LIKELY, UNLIKELY = 0.6, 0.4
#: It still gains where this chance is at least so: without a worth there is nothing to weigh a doubt against.
SURE = 0.75
#: Of what a day used to gain: with this much of it left there is little left, with that much it still gains.
LITTLE, STILL = 0.25, 0.5
#: With fewer readings nobody is told to stop for want of gains: two of them are one step.
ENOUGH = 3
#: Nothing is said of what lies further ahead than so many sprints: a year of two weeks each.
HORIZON = 26
#: More than any sprint gains: what a sprint must gain to pay, where a unit is worth next to nothing.
UNPAYABLE = 1e30
#: A picture shows the curve after these parts of the next sprint.
PARTS = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Advice:
    """What the readings say, and why. `usual`: what an FTE-day has gained since the first reading. `to_target`:
    FTE-days until the target, on average; None where there is none, or beyond the horizon. In the currency: what the
    next sprint's mean gain is `worth` in a year, what the sprint `costs`, the chance that it is worth as much (`pays`),
    and after how many FTE-days more a sprint is no longer worth what it costs (`left`; None: not known, or beyond the
    horizon)."""

    say: Say
    because: Because
    outlook: Outlook | None = None
    usual: float | None = None
    to_target: float | None = None
    worth: float | None = None
    costs: float | None = None
    pays: float | None = None
    left: float | None = None


def advice(readings: Iterable[Reading], metric: Metric, days: float, worth: Worth | None = None) -> Advice:
    """Go on for another sprint of so many FTE-days, or stop? Where a unit's worth and a day's cost are known these
    decide, else the target, else what a day gains against what it used to. ValueError where the days are not above
    0."""
    check_days(days)
    found = in_order(readings)
    reached = bool(found) and metric.reached(found[-1].value)
    fitted, ahead = fitted_to(found, metric), outlook(found, metric, days)
    if fitted is None or ahead is None or len(found) < 2:  # noqa: PLR2004 - one is no step
        why: Because = "one reading" if len(found) < 2 else "only changes"  # noqa: PLR2004
        return Advice("stop", "target reached") if reached else Advice("cannot tell yet", why)
    usual = _usual(gains(found, replace(metric, baseline=None)))
    (value, costs), pays = _worth(ahead, worth), _pays(fitted, ahead, worth)
    if pays is not None and value is not None and costs is not None:
        say, why = _by_worth(pays, value >= costs)
    else:
        say, why = _weigh(fitted, ahead, metric, usual, len(found))
    means = _means(fitted, days, metric, worth)
    return Advice(
        "stop" if reached else say,
        "target reached" if reached else why,
        ahead,
        usual,
        _to_target(means, metric, ahead),
        value,
        costs,
        pays,
        _left(means, days, worth),
    )


def picture(label: str, readings: Iterable[Reading], metric: Metric, days: float) -> Returns:
    """The curve so far, and where one more sprint of so many FTE-days likely takes it."""
    found = in_order(readings)
    efforts = accumulate(each.days for each in found)
    gained = [each.per_day for each in gains(found, metric)]
    unknown = [None] * (len(found) - len(gained))
    return Returns(
        label,
        metric.unit,
        metric.better,
        tuple(
            Result(effort, each.value, each.low, each.high, per_day, each.jump)
            for each, effort, per_day in zip(found, efforts, [*unknown, *gained], strict=True)
        ),
        tuple(
            _ahead(each, metric) for each in fan(found, metric, [max(LEAST_DAYS, days * at) for at in PARTS])
        ),
        metric.target,
        metric.baseline,
    )


def _ahead(each: Outlook, metric: Metric) -> Ahead:
    low, middle, high = (each.start + metric.sign * gain for gain in (each.low, each.middle, each.high))
    return Ahead(each.before + each.days, min(low, high), middle, max(low, high))


def _weigh(fitted: Fit, ahead: Outlook, metric: Metric, usual: float, count: int) -> tuple[Say, Because]:
    return _by_target(fitted, ahead, metric, count) or _by_gain(fitted, ahead, usual, count)


def _by_worth(pays: float, more: bool) -> tuple[Say, Because]:
    if more and pays >= LIKELY:
        return "go on", "worth more than it costs"
    if not more and pays <= UNLIKELY:
        return "stop", "costs more than it is worth"
    return "cannot tell yet", "worth near cost"


def _by_target(fitted: Fit, ahead: Outlook, metric: Metric, count: int) -> tuple[Say, Because] | None:
    """None where the target says nothing: there is none, or it is neither near nor far."""
    if metric.target is None:
        return None
    missing = metric.sign * (metric.target - ahead.start)
    if fitted.ahead(ahead.days).chance(missing) >= HALF:
        return "go on", "target near"
    far = fitted.ahead(ahead.days * HORIZON).chance(missing) < LOW
    return ("stop", "target out of reach") if far and count >= ENOUGH else None


def _by_gain(fitted: Fit, ahead: Outlook, usual: float, count: int) -> tuple[Say, Because]:
    if usual <= 0:
        return ("stop", "no gain") if count >= ENOUGH and ahead.mean <= 0 else _open(count)
    if ahead.per_day >= STILL * usual and ahead.chance >= SURE:
        return "go on", "still gains"
    few = fitted.ahead(ahead.days).chance(LITTLE * usual * ahead.days) <= UNLIKELY
    return (
        ("stop", "little left")
        if count >= ENOUGH and ahead.per_day <= LITTLE * usual and few
        else _open(count)
    )


def _open(count: int) -> tuple[Say, Because]:
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
    return fitted.ahead(ahead.days).chance(min(costs / worth.per_unit, UNPAYABLE))


def _means(fitted: Fit, days: float, metric: Metric, worth: Worth | None) -> Sequence[float]:
    """The mean gain after each tenth of a sprint, up to one more than the horizon; nothing where nobody asks."""
    if metric.target is None and (worth is None or not worth.day_cost):
        return ()
    return [0.0, *fitted.means([days * at / 10 for at in range(1, 10 * HORIZON + 10)])]


def _left(means: Sequence[float], days: float, worth: Worth | None) -> float | None:
    """After how many FTE-days a sprint of so many is no longer worth its cost, by tenths of a sprint."""
    if worth is None or not worth.day_cost:
        return None
    for at, (now, then) in enumerate(zip(means, means[10:], strict=False)):
        if (then - now) * worth.per_unit < days * worth.day_cost:
            return days * at / 10
    return None


def _to_target(means: Sequence[float], metric: Metric, ahead: Outlook) -> float | None:
    """FTE-days until the mean is at the target, by tenths of a sprint."""
    if metric.target is None:
        return None
    missing = metric.sign * (metric.target - ahead.start)
    sofar = means[: 10 * HORIZON + 1]
    return next((ahead.days * at / 10 for at, each in enumerate(sofar) if each >= missing), None)


def _usual(found: Sequence[Gain]) -> float:
    """What an FTE-day has gained, where nothing else changed. Not since the baseline: the first model gains most."""
    plain = [each for each in found if not each.jump]
    return sum(each.gain for each in plain) / sum(each.days for each in plain) if plain else 0.0
