"""What people see of an experiment: its card and, in the card's thread, each result and the verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from bot.book.returns import Advice
from bot.ceremonies.experiment.curve import advised, metric_of, per_days, pictured
from bot.ceremonies.experiment.state import (
    Changed,
    Ended,
    Experiment,
    Guardrail,
    Judgement,
    Result,
    Setup,
    of_name,
)
from bot.model import Notice, Picture, Returns, Room, RoundId, Thread, measures


@dataclass(frozen=True, slots=True)
class Watched:
    """A guardrail that is not kept, what there is instead, and by which result; `latest`: that is the last one."""

    guardrail: Guardrail
    value: float
    number: int
    latest: bool = True


@dataclass(frozen=True, slots=True)
class Formerly:
    """Results that follow each other, the first's and the last's number, and the other name that they have."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """Where it stands: what is believed, the latest result with what an FTE-day gained until then, what another sprint
    would likely add, the verdict."""

    key: str
    setup: Setup
    owner: str
    results: int = 0
    latest: Result | None = None
    before: Result | None = None
    per_day: float | None = None
    broken: tuple[Watched, ...] = ()
    unmeasured: tuple[Guardrail, ...] = ()
    advice: Advice | None = None
    changed: tuple[Changed, ...] = ()
    ended: Ended | None = None
    curve: Returns | None = None
    judged: Judgement | None = None  #: what was last decided at a sprint's end
    formerly: tuple[Formerly, ...] = ()  #: what its results were measured as, where that is another name

    @property
    def picture(self) -> Picture | None:
        return self.curve


@dataclass(frozen=True, slots=True)
class Came(Notice):
    """A result, below the card."""

    key: str
    setup: Setup
    result: Result
    before: Result | None = None
    per_day: float | None = None
    broken: tuple[Watched, ...] = ()
    standing: Literal["counts", "taken out"] = "counts"


@dataclass(frozen=True, slots=True)
class Decided(Notice):
    """The verdict, below the card; `reopened`: it goes on after all."""

    key: str
    setup: Setup
    ended: Ended
    reopened: bool = False


def show(round_: RoundId, state: Experiment) -> dict[str, Notice]:
    """All slots of an experiment: a result that was taken out keeps its own."""
    before: Result | None = None
    known = per_days(state)
    slots: dict[str, Notice] = {"card": _card(round_, state, known)}
    for each in state.results:
        slots[f"result:{each.number}"] = Came(
            Thread("card"),
            round_,
            state.key,
            state.setup,
            each,
            before,
            known.get(each.number),
            broken(state, each),
        )
        before = each
    for gone in state.gone:
        slots[f"result:{gone.number}"] = Came(
            Thread("card"), round_, state.key, state.setup, gone, standing="taken out"
        )
    holds = len(state.verdicts) if state.ended else 0
    for number, ended in enumerate(state.verdicts, start=1):
        slots[f"verdict:{number}"] = Decided(
            Thread("card"), round_, state.key, state.setup, ended, reopened=number != holds
        )
    return slots


def _card(round_: RoundId, state: Experiment, known: Mapping[int, float]) -> Card:
    latest, guarded = state.results[-1] if state.results else None, watched(state)
    return Card(
        Room(),
        round_,
        state.key,
        state.setup,
        state.owner_name,
        len(state.results),
        latest,
        state.results[-2] if len(state.results) > 1 else None,
        known.get(latest.number) if latest else None,
        broken_now(state),
        _unmeasured(state, guarded) if latest else (),
        advised(state) if latest and not state.ended else None,
        state.changes,
        state.ended,
        pictured(state),
        None if state.ended else judged_last(state),
        _formerly(state),
    )


def _formerly(state: Experiment) -> tuple[Formerly, ...]:
    """Each run of results by another name, in the order in which they came in."""
    named = sorted((each.number, each.renamed(state.setup.metric)) for each in state.results)
    runs = ([*run] for _, run in groupby(named, key=lambda each: of_name(each[1])))
    return tuple(Formerly(run[0][1], run[0][0], run[-1][0]) for run in runs if run[0][1])


def judged_last(state: Experiment) -> Judgement | None:
    """What was last decided at a sprint's end; None where it had its verdict, and was reopened, after that."""
    judged = state.judged[-1] if state.judged else None
    return judged if judged and not any(each.at >= judged.at for each in state.verdicts) else None


def broken(state: Experiment, result: Result) -> tuple[Watched, ...]:
    """The guardrails that a result does not keep, and what it has instead."""
    found = (_of(each, result) for each in state.setup.guardrails)
    return tuple(each for each in found if each and not each.guardrail.holds(each.value))


def broken_now(state: Experiment) -> tuple[Watched, ...]:
    """The guardrails that were not kept when they were last measured."""
    return tuple(each for each in watched(state) if not each.guardrail.holds(each.value))


def missed(state: Experiment) -> bool:
    """Whether there is a target, and the last result does not reach it."""
    if state.setup.metric.target is None:
        return False
    return not (state.results and metric_of(state).reached(state.results[-1].value))


def watched(state: Experiment) -> tuple[Watched, ...]:
    """Each guardrail that was ever measured, as it was last."""
    found = []
    for guardrail in state.setup.guardrails:
        every = (_of(guardrail, each) for each in reversed(state.results))
        if last := next((each for each in every if each), None):
            found.append(replace(last, latest=last.number == state.results[-1].number))
    return tuple(found)


def _unmeasured(state: Experiment, guarded: Iterable[Watched]) -> tuple[Guardrail, ...]:
    known = {each.guardrail for each in guarded}
    return tuple(each for each in state.setup.guardrails if each not in known)


def _of(guardrail: Guardrail, result: Result) -> Watched | None:
    name = measures(guardrail.metric, guardrail.subset)
    found = (each.value for each in result.guarded if measures(each.metric, each.subset) == name)
    value = next(found, None)
    return None if value is None else Watched(guardrail, value, result.number)
