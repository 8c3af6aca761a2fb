"""What a checkpoint takes from its experiment."""

from dataclasses import replace
from datetime import datetime

from bot.book import returns
from bot.ceremonies.checkpoint.state import Checkpoint, Daysless, Facts
from bot.ceremonies.experiment.curve import advised, metric_of, pictured, readings
from bot.ceremonies.experiment.shown import broken_now
from bot.ceremonies.experiment.state import Experiment, Result

#: So many of the last sprints' gains are told.
GAINS = 6


def facts_of(experiment: Experiment) -> Facts:
    """What its results say."""
    latest = experiment.results[-1] if experiment.results else None
    known = returns.by_sprint(readings(experiment), metric_of(experiment))
    return Facts(
        experiment.key,
        experiment.setup,
        len(experiment.results),
        latest.value if latest else None,
        known[-GAINS:],
        advised(experiment) if latest else None,
        pictured(experiment),
        latest.renamed(experiment.setup.metric) if latest else "",
        broken_now(experiment),
    )


def lacking(state: Checkpoint, experiment: Experiment) -> Checkpoint:
    """With what is missing of its sprint. Results that came after its close are of it too."""
    mine = [each for each in experiment.results if _of(each, state.sprint, state.since, state.seen)]
    if not mine:
        return replace(state, lack="result", daysless=None)
    last = mine[-1]
    if last.days is None:
        return replace(state, lack="days", daysless=Daysless(last.number, last.value))
    return replace(state, lack="", daysless=None)


def _of(result: Result, sprint: int, since: datetime, seen: int) -> bool:
    if result.number > seen or result.sprint == sprint:
        return True
    return result.sprint is None and result.at >= since


def _is_reopened(state: Checkpoint, experiment: Experiment) -> bool:
    judged = state.judgement
    return bool(judged and not experiment.ended and any(each.at >= judged.at for each in experiment.verdicts))


def heard(state: Checkpoint, experiment: Experiment, *, outdated: bool) -> Checkpoint:
    """With how the experiment stands now. What it was decided by stays."""
    state = replace(
        state,
        ended=experiment.ended,
        outdated=state.outdated or outdated,
        unwanted=not experiment.setup.checkpoints,
        reopened=_is_reopened(state, experiment),
    )
    if state.judgement or state.outdated:
        return state
    state = replace(state, facts=facts_of(experiment))
    if state.answered and state.answered.how != "result":
        return replace(state, lack="", daysless=None)
    return lacking(state, experiment)
