"""What of a result that somebody typed looks like a slip, so that they are asked before it counts."""

from datetime import datetime, timedelta

from bot.ceremonies.experiment.state import Experiment, Result

#: So many times as much as all that is known of it, or so small a part, is rather another unit: 0.86 for 86 %.
FAR = 20.0
#: What is a fraction here and a percentage there is, times this, no further than so from the other.
HUNDRED, TWICE = 100.0, 2.0
#: The same value with the same days again, within this time, is rather a second press.
AGAIN = timedelta(hours=1)


def far_from(state: Experiment, value: float) -> float | None:
    """What a value is far from: the last result, or else target or baseline. None where it is not, or nothing is
    known."""
    metric, last = state.setup.metric, state.results[-1:]
    known = [each for each in (*(each.value for each in last), metric.target, metric.baseline) if each]
    if not value or not known:
        return None
    ratios = [abs(value / each) for each in known]
    far = all(each >= FAR for each in ratios) or all(each <= 1 / FAR for each in ratios)
    return known[0] if far else None


def same_again(state: Experiment, value: float, days: float | None, at: datetime) -> Result | None:
    """The result that somebody gave just now, with the same value and days."""
    newest = max(state.results, key=lambda each: each.number, default=None)
    if newest is None or not newest.by_name or (newest.value, newest.days) != (value, days):
        return None
    return newest if abs(at - newest.at) <= AGAIN else None
