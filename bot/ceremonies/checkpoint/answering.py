"""What a sprint came to, as the experiment's owner says it: it becomes a result of the experiment."""

from dataclasses import replace
from datetime import datetime

from bot.ceremonies.checkpoint.people import reporter
from bot.ceremonies.checkpoint.state import Answer, Answered, Checkpoint, Facts
from bot.ceremonies.experiment.state import Correct, Record
from bot.ceremonies.experiment.taking import checked, checked_days
from bot.errors import BadInput, Settled
from bot.model import Act, Book, Measured, MemberId, Report, RoundId, Tell

#: What a result says that was measured by nobody.
NOTHING_NEW = "Nothing new"


def answered(
    here: RoundId, state: Checkpoint, act: Answer, by: MemberId | None, at: datetime, book: Book
) -> tuple[Checkpoint, tuple[Tell, ...]]:
    """With the answer, and what the experiment is told. Raises Settled where nothing is missing any more, NotYours, and
    BadInput on `value` and `days`."""
    who = reporter(state, by, book)
    require_lacking(state)
    days = checked_days(act.days)
    value = None if act.value is None else checked(state.facts.setup.metric, act.value)
    if days is None and (value is not None or state.lack == "days"):
        raise BadInput("Say how many FTE-days went in.", "days")
    if state.lack == "days" and days is not None:
        told: Act | None = Correct(state.facts.number, _latest(state.facts, value), days)
        new = Answered("result", who.id, who.name, days)
    elif value is not None:
        told, new = _record(here, state, value, days, at), Answered("result", who.id, who.name, days)
    elif days is not None:
        still = state.facts.latest if state.facts.latest is not None else state.facts.setup.metric.baseline
        told = None if still is None else _record(here, state, still, days, at, NOTHING_NEW)
        new = Answered("nothing new", who.id, who.name, days)
    else:
        told, new = None, Answered("not worked on", who.id, who.name)
    after = replace(state, answered=new, lack="")
    return after, (Tell(state.experiment, told),) if told else ()


def require_lacking(state: Checkpoint) -> None:
    """Raises Settled where nothing is missing, or it is too late for that."""
    key = state.facts.key
    if state.phase not in {"asked", "open"}:
        raise Settled(f"The checkpoint of {key} for sprint {state.sprint} is over.")
    if not state.lack:
        who = state.answered.by_name if state.answered else ""
        said = f"{who} has said what {key} came to." if who else f"A result of {key} came in."
        raise Settled(f"{said} Nothing is missing any more.")


def _latest(facts: Facts, value: float | None) -> float:
    return value if value is not None else facts.latest or 0.0


def _record(
    here: RoundId, state: Checkpoint, value: float, days: float | None, at: datetime, note: str = ""
) -> Record:
    measured = (Measured(state.facts.setup.metric.name, value),)
    report = Report(f"{here}/answer", measured, state.facts.key, days, note=note, at=at)
    return Record(report, state.sprint)
