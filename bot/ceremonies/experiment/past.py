"""An experiment as others see it: a team that looks back on it, and whoever may have to say something."""

from bot.book.trials import Broken, Taken, Trial
from bot.ceremonies.experiment.shown import broken
from bot.ceremonies.experiment.state import Experiment, Result
from bot.model import Round


def trial(round_: Round[Experiment]) -> Trial:
    """When its results were measured and what they break, and what it came to; nobody's name."""
    state, ended = round_.state, round_.state.ended
    return Trial(
        state.key,
        state.setup.hypothesis,
        state.opened_at,
        tuple(Taken(each.at, _broken(state, each)) for each in state.results),
        (ended.verdict or "dropped") if ended else None,
        ended.at if ended else None,
    )


def waits(state: Experiment) -> bool:
    """Whether it waits for a word of those who were named to decide on it: its latest result reaches what would prove
    it."""
    metric, latest = state.setup.metric, state.results[-1] if state.results else None
    if state.ended or latest is None or metric.target is None or not state.setup.deciders:
        return False
    return latest.value >= metric.target if metric.better == "higher" else latest.value <= metric.target


def _broken(state: Experiment, result: Result) -> tuple[Broken, ...]:
    return tuple(
        Broken(
            each.guardrail.metric,
            each.guardrail.subset,
            each.guardrail.limit,
            each.value,
            each.guardrail.better == "higher",
        )
        for each in broken(state, result)
    )
