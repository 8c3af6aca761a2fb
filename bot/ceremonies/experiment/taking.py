"""Results come in, are corrected and taken out: each once, whoever sends it how often."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import isfinite

from bot.book.results import LARGEST, LEAST_DAYS
from bot.ceremonies.experiment.state import (
    MOST_DAYS,
    MOST_RESULTS,
    NOTE_TEXT,
    Correct,
    Experiment,
    Guardrail,
    Metric,
    Record,
    Result,
    TakeOut,
    of_name,
)
from bot.errors import BadInput, NotFound, Refused, Settled
from bot.model import Measured, Member, Report, measures
from bot.model.report import AHEAD
from bot.spelt import exact

#: Older is a slip in the date.
LONG_AGO = timedelta(days=3653)
#: Characters of a link: half of one leads nowhere.
LINK_TEXT = 1_000


def recorded(state: Experiment, act: Record, by: Member | None, at: datetime) -> Experiment:
    """With a result more; as it is where the same report came before. Raises Refused, and BadInput by field: `metric`,
    `value`, `days`, `at`."""
    report = act.report
    if report.key and any(_is_of(each, report) for each in (*state.results, *state.gone)):
        return state
    if len(state.results) >= MOST_RESULTS:
        raise Refused(f"{state.key} has {MOST_RESULTS} results, which is all that it takes.")
    main, guarded = _sorted(state, report)
    measured_at = report.at or at
    if measured_at > at + AHEAD:
        raise BadInput("It was measured in the future.", "at")
    if measured_at < at - LONG_AGO:
        raise BadInput("It was measured more than ten years ago: is the date right?", "at")
    new = Result(
        state.numbered + 1,
        measured_at,
        checked(state.setup.metric, main.value),
        main.low if main.low is None else checked(state.setup.metric, main.low),
        main.high if main.high is None else checked(state.setup.metric, main.high),
        checked_days(report.days),
        guarded,
        act.sprint,
        _brief(report.commit),
        _brief(report.data),
        _brief(report.model),
        _brief(report.note),
        _brief(report.source),
        report.link if len(report.link) <= LINK_TEXT else "",
        by.id if by else None,
        by.name if by else "",
        report.key,
        gist=report.gist,
    )
    if new.low is not None and new.high is not None and new.low > new.high:
        raise BadInput("The interval ends before it begins.", "value")
    results = tuple(sorted((*state.results, new), key=lambda each: (each.at, each.number)))
    return replace(state, results=results, numbered=new.number)


def _is_of(result: Result, report: Report) -> bool:
    """Whether it came of this report. Of one that was kept without its gist the key alone tells."""
    return result.key == report.key and (not result.gist or result.gist == report.gist)


def _sorted(state: Experiment, report: Report) -> tuple[Measured, tuple[Measured, ...]]:
    """The metric itself, and those that are watched. Raises BadInput for what is not registered, or twice there."""
    name = of_name(state.setup.metric.name)
    own = [each for each in report.measured if measures(each.metric, each.subset) == name]
    watched = {measures(each.metric, each.subset) for each in state.setup.guardrails}
    rest = [each for each in report.measured if each not in own]
    strange = next((each for each in rest if measures(each.metric, each.subset) not in watched), None)
    if strange:
        if not own and measures(strange.metric, strange.subset) in _formerly(state):
            raise BadInput(
                f"{_called(strange)} was renamed: {state.key} measures {state.setup.metric.name} now."
                " Report it by that name.",
                "metric",
            )
        known = ", ".join((state.setup.metric.name, *map(_called, state.setup.guardrails)))
        raise BadInput(
            f"{state.key} does not measure {_called(strange)}, but {known}."
            " Leave it out: `piton report` has --pick for that.",
            "metric",
        )
    if len(own) != 1:
        many = "more than once" if own else "not at all"
        raise BadInput(
            f"{state.setup.metric.name} is there {many}: it is what {state.key} measures.", "metric"
        )
    if len({measures(each.metric, each.subset) for each in rest}) < len(rest):
        raise BadInput("A metric is there twice.", "metric")
    for each in rest:
        _check(_called(each), each.value)
    return own[0], tuple(rest)


def _formerly(state: Experiment) -> set[tuple[str, str]]:
    """How its metric was called before."""
    return {of_name(each.called) for each in (*state.results, *state.gone) if each.called}


def _called(each: Measured | Guardrail) -> str:
    return f"{each.metric} of {each.subset}" if each.subset else each.metric


def checked(metric: Metric, value: float) -> float:
    """The value. Raises BadInput on `value` where it is no number, or lies outside of what there can be."""
    _check(metric.name, value)
    if metric.floor is not None and value < metric.floor:
        raise BadInput(f"{metric.name} is {exact(value)}, below {exact(metric.floor)}.", "value")
    if metric.ceiling is not None and value > metric.ceiling:
        raise BadInput(f"{metric.name} is {exact(value)}, above {exact(metric.ceiling)}.", "value")
    return value


def _check(name: str, value: float) -> None:
    if not isfinite(value):
        raise BadInput(f"{name} is no number.", "value")
    if abs(value) > LARGEST:
        raise BadInput(f"{name} lies beyond {exact(LARGEST)} in size: that is a slip.", "value")


def checked_days(days: float | None) -> float | None:
    """FTE-days. Raises BadInput on `days`."""
    if days is None:
        return None
    if not isfinite(days) or days <= 0:
        raise BadInput("FTE-days are more than none.", "days")
    if days < LEAST_DAYS:
        raise BadInput(f"{exact(days)} FTE-days are next to none: {exact(LEAST_DAYS)} at least.", "days")
    if days > MOST_DAYS:
        raise BadInput(f"{exact(days)} FTE-days in one result is a slip: {exact(MOST_DAYS)} at most.", "days")
    return days


def _brief(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= NOTE_TEXT else said[: NOTE_TEXT - 1].rstrip() + "…"


def corrected(state: Experiment, act: Correct) -> Experiment:
    """One reads otherwise. Raises NotFound, Settled where it reads so already, BadInput by field."""
    before = numbered(state, act.number)
    after = replace(
        before,
        value=checked(state.setup.metric, act.value),
        low=None if act.value != before.value else before.low,
        high=None if act.value != before.value else before.high,
        days=checked_days(act.days),
        corrected=True,
    )
    if replace(after, corrected=before.corrected) == before:
        raise Settled("It reads so already.")
    return replace(state, results=tuple(after if each == before else each for each in state.results))


def taken_out(state: Experiment, act: TakeOut) -> Experiment:
    """Without one. Raises NotFound."""
    gone = numbered(state, act.number)
    return replace(
        state, results=tuple(each for each in state.results if each != gone), gone=(*state.gone, gone)
    )


def numbered(state: Experiment, number: int) -> Result:
    """The result. Raises NotFound."""
    found = next((each for each in state.results if each.number == number), None)
    if found is None:
        raise NotFound("That result is no longer there.")
    return found
