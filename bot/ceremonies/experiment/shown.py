"""What people see of an experiment: its card and, in the card's thread, each result and the verdict."""

from dataclasses import dataclass
from typing import Literal

from bot.book.returns import Advice
from bot.ceremonies.experiment.curve import advised, per_days, pictured
from bot.ceremonies.experiment.state import (
    Changed,
    Ended,
    Experiment,
    Guardrail,
    Judgement,
    Result,
    Setup,
)
from bot.model import Notice, Picture, Returns, Room, RoundId, Thread, measures


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
    broken: tuple[tuple[Guardrail, float], ...] = ()
    advice: Advice | None = None
    changed: tuple[Changed, ...] = ()
    ended: Ended | None = None
    curve: Returns | None = None
    judged: Judgement | None = None  #: what was last decided at a sprint's end

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
    broken: tuple[tuple[Guardrail, float], ...] = ()
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
    slots: dict[str, Notice] = {"card": _card(round_, state)}
    before: Result | None = None
    known = per_days(state)
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


def _card(round_: RoundId, state: Experiment) -> Card:
    latest = state.results[-1] if state.results else None
    return Card(
        Room(),
        round_,
        state.key,
        state.setup,
        state.owner_name,
        len(state.results),
        latest,
        state.results[-2] if len(state.results) > 1 else None,
        per_days(state).get(latest.number) if latest else None,
        broken(state, latest) if latest else (),
        advised(state) if latest and not state.ended else None,
        state.changes,
        state.ended,
        pictured(state),
        state.judged[-1] if state.judged and not state.ended else None,
    )


def broken(state: Experiment, result: Result) -> tuple[tuple[Guardrail, float], ...]:
    """The guardrails that a result does not keep, and what it has instead."""
    values = {measures(each.metric, each.subset): each.value for each in result.guarded}
    found = []
    for each in state.setup.guardrails:
        value = values.get(measures(each.metric, each.subset))
        if value is not None and not each.holds(value):
            found.append((each, value))
    return tuple(found)
