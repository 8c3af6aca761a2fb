"""What a sprint came to, as the experiment's owner says it: it becomes a result of the experiment."""

from dataclasses import replace
from datetime import datetime

from bot.ceremonies.checkpoint.people import reporter
from bot.ceremonies.checkpoint.state import Answer, Answered, Checkpoint
from bot.ceremonies.experiment.state import MOST_RESULTS, Correct, Record
from bot.ceremonies.experiment.taking import checked, checked_days
from bot.errors import BadInput, Refused, Settled
from bot.model import Act, Book, Measured, MemberId, Report, RoundId, Tell
from bot.spelt import rounded

#: What a result says that was measured by nobody.
NOTHING_NEW = "Nothing new"


def answered(
    here: RoundId, state: Checkpoint, act: Answer, by: MemberId | None, at: datetime, book: Book
) -> tuple[Checkpoint, tuple[Tell, ...]]:
    """With the answer, and what the experiment is told. Raises Settled where that is not what is missing any more,
    NotYours, Refused where the experiment takes no result more, and BadInput on `value` and `days`."""
    who = reporter(state, by, book)
    require_lacking(state)
    days = checked_days(act.days)
    value = None if act.value is None else checked(state.facts.setup.metric, act.value)
    of = state.daysless
    _require_missing(state, act.number, value)
    if days is None and (value is not None or of):
        raise BadInput("Say how many FTE-days went in.", "days")
    told: Act | None
    if of and days is not None:
        told = Correct(of.number, of.value, days)
        new = Answered("result", who.id, who.name, days)
    elif value is not None:
        told, new = _record(here, state, value, days, at), Answered("result", who.id, who.name, days)
    elif days is not None:
        still = _still(state)
        told = None if still is None else _record(here, state, still, days, at, NOTHING_NEW)
        new = Answered("nothing new", who.id, who.name, days)
    else:
        told, new = None, Answered("not worked on", who.id, who.name)
    if isinstance(told, Record) and state.facts.count >= MOST_RESULTS:
        raise Refused(f"{state.facts.key} has {MOST_RESULTS} results, which is all that it takes.")
    after = replace(state, answered=new, lack="", daysless=None, answers=state.answers + 1)
    return after, (Tell(state.experiment, told),) if told else ()


def _still(state: Checkpoint) -> float | None:
    """What it stands at where nothing new was measured; None where nothing is known by the name that it has now."""
    if state.facts.latest is None:
        return state.facts.setup.metric.baseline
    return None if state.facts.called else state.facts.latest


def require_lacking(state: Checkpoint) -> None:
    """Raises Settled where nothing is missing, or it is too late for that."""
    key = state.facts.key
    if state.phase not in {"asked", "open"}:
        raise Settled(f"The checkpoint of {key} for sprint {state.sprint} is over.")
    if not state.lack:
        who = state.answered.by_name if state.answered else ""
        said = f"{who} has said what {key} came to." if who else f"A result of {key} came in."
        raise Settled(f"{said} Nothing is missing any more.")


def _require_missing(state: Checkpoint, number: int | None, value: float | None) -> None:
    """Raises Settled where the form was opened before what is missing now was: what CI measured meanwhile stays as it
    is, and days go to the result that they were said of."""
    of, metric = state.daysless, state.facts.setup.metric.name
    if number is not None and (of is None or of.number != number):
        raise Settled(f"Something else is missing of {state.facts.key} by now. Open the form again.")
    if of and value is not None and value != of.value:
        raise Settled(
            f"A result came in meanwhile: {metric} is {rounded(of.value, 6)}. Say only the FTE-days."
        )


def _record(
    here: RoundId, state: Checkpoint, value: float, days: float | None, at: datetime, note: str = ""
) -> Record:
    measured = (Measured(state.facts.setup.metric.name, value),)
    # a result that was taken out keeps its key: each answer has its own
    report = Report(f"{here}/answer/{state.answers + 1}", measured, state.facts.key, days, note=note, at=at)
    return Record(report, state.sprint)
