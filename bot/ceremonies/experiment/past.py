"""An experiment as others see it: a team that looks back on it, and whoever may have to say something."""

from collections.abc import Collection

from bot.book.trials import Broken, Taken, Trial
from bot.ceremonies.experiment.curve import metric_of
from bot.ceremonies.experiment.shown import broken
from bot.ceremonies.experiment.state import Experiment, Result
from bot.model import MemberId, Round


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


def waits(state: Experiment, readers: Collection[MemberId]) -> bool:
    """Whether it waits for a word of these people: some of them were named to decide on it, its latest result reaches
    what would prove it, and nobody has said since whether it goes on."""
    latest = state.results[-1] if state.results else None
    if state.ended or latest is None or not set(readers).intersection(state.setup.deciders):
        return False
    if state.judged and state.judged[-1].at > latest.at:
        return False
    return metric_of(state).reached(latest.value)


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
