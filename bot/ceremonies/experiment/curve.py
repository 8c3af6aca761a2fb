"""An experiment's results as the book's returns read them."""

from dataclasses import replace
from functools import lru_cache
from statistics import median

from bot import schedule
from bot.book import returns
from bot.book.returns import Advice, Reading
from bot.ceremonies.experiment.state import MOST_DAYS, Experiment, of_name
from bot.model import Returns

#: So many advices are remembered.
KEPT = 256
#: FTE-days of the next sprint where nobody said how many, and no sprint before it tells: one person's fortnight.
USUAL = 10.0


def metric_of(state: Experiment) -> returns.Metric:
    """What is measured, as the returns read it."""
    its = state.setup.metric
    return returns.Metric(its.unit, its.better, its.baseline, its.target, its.floor, its.ceiling)


def readings(state: Experiment) -> tuple[Reading, ...]:
    """The results of which somebody said what they took, oldest first. What data they were measured on is a jump where
    it is not what was last known of it. Days of which nobody said anything come to the next that has some, and so does
    a jump. What was measured under another name than the reading before may be another metric: that is a jump too."""
    found = []
    known = jump = name = ""
    for each in state.results:
        jump = each.data if known and each.data and each.data != known else jump
        known = each.data or known
        if each.days is not None:
            before, name = name, each.measured_as(state.setup.metric)
            if before and of_name(before) != of_name(name):
                jump = "; ".join(filter(None, (f"measured as {before} before", jump)))
            day = schedule.local_day(each.at, state.zone)
            found.append(Reading(day, each.value, each.days, each.sprint, each.low, each.high, jump))
            jump = ""
    return tuple(found)


def per_days(state: Experiment) -> dict[int, float]:
    """What an FTE-day gained until each result, by its number, where that is known."""
    known = [each.number for each in state.results if each.days is not None]
    found = returns.gains(readings(state), metric_of(state))
    return {
        number: each.per_day for number, each in zip(known[len(known) - len(found) :], found, strict=True)
    }


def next_days(state: Experiment) -> float:
    """FTE-days of the next sprint: as many as the last took; outside of sprints as many as a result usually did."""
    known = readings(state)
    if not known:
        return USUAL
    last = known[-1].sprint
    if last is None:
        return min(median(each.days for each in known), MOST_DAYS)
    return min(sum(each.days for each in known if each.sprint == last), MOST_DAYS)


def advised(state: Experiment, days: float | None = None) -> Advice:
    """Whether another sprint of so many FTE-days is worth it, as far as the results tell."""
    worth = state.setup.worth
    known = returns.Worth(worth.per_unit, worth.currency, worth.day_cost) if worth else None
    return _advice(readings(state), metric_of(state), days or next_days(state), known)


@lru_cache(maxsize=KEPT)
def _advice(
    known: tuple[Reading, ...], metric: returns.Metric, days: float, worth: returns.Worth | None
) -> Advice:
    """A card, a list and a checkpoint ask for the same: it takes some thousandths of a second."""
    return returns.advice(known, metric, days, worth)


def pictured(state: Experiment) -> Returns | None:
    """The curve; None where there is none yet. Once it has its verdict, nothing lies ahead."""
    known = readings(state)
    if not known:
        return None
    curve = returns.picture(
        f"{state.key}: {state.setup.metric.name}", known, metric_of(state), next_days(state)
    )
    return replace(curve, ahead=()) if state.ended else curve
