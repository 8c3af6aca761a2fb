"""What a checkpoint takes from its experiment."""

from dataclasses import replace
from datetime import datetime

from bot.book import returns
from bot.ceremonies.checkpoint.state import Checkpoint, Facts, Lack
from bot.ceremonies.experiment.curve import advised, metric_of, pictured, readings
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
        latest.number if latest else 0,
        latest.value if latest else None,
        known[-GAINS:],
        advised(experiment) if latest else None,
        pictured(experiment),
    )


def lacking(experiment: Experiment, sprint: int, since: datetime, seen: int) -> Lack:
    """What is missing of a sprint. Results that came after its close are of it too."""
    mine = [each for each in experiment.results if _of(each, sprint, since, seen)]
    if not mine:
        return "result"
    return "days" if mine[-1].days is None else ""


def _of(result: Result, sprint: int, since: datetime, seen: int) -> bool:
    if result.number > seen or result.sprint == sprint:
        return True
    return result.sprint is None and result.at >= since


def heard(state: Checkpoint, experiment: Experiment, *, outdated: bool) -> Checkpoint:
    """With how the experiment stands now. What it was decided by stays."""
    state = replace(state, ended=experiment.ended, outdated=state.outdated or outdated)
    if state.judgement or state.outdated:
        return state
    lack = lacking(experiment, state.sprint, state.since, state.seen)
    if state.answered and state.answered.how != "result":
        lack = ""
    return replace(state, facts=facts_of(experiment), lack=lack)
