"""How a checkpoint goes on: the sprint's result comes in, and somebody decides whether the experiment goes on."""

from dataclasses import replace
from datetime import datetime

from bot.ceremonies.checkpoint.answering import answered
from bot.ceremonies.checkpoint.beginning import turn
from bot.ceremonies.checkpoint.clock import settled, ticked
from bot.ceremonies.checkpoint.facts import heard
from bot.ceremonies.checkpoint.people import around, decider
from bot.ceremonies.checkpoint.state import (
    AGAIN,
    MOST_LATER,
    REASON,
    UNDO,
    Answer,
    Checkpoint,
    Judge,
    Later,
    Put,
    Undo,
    Undone,
)
from bot.ceremonies.experiment.state import ExperimentStands, Judged, Judgement, Unjudged, Watch
from bot.errors import BadInput, Refused, Settled
from bot.model import Act, Book, Member, MemberChanged, MemberId, Round, Tell, Tick, Turn


def advance(
    round_: Round[Checkpoint], act: Act, by: MemberId | None, at: datetime, book: Book
) -> Turn[Checkpoint]:
    """What an act makes of a checkpoint.

    Raises Settled where it is decided or over, NotYours for who does not decide, Refused, and BadInput by field: value,
    days, reason.
    """
    before = round_.state
    after, tells = _after(round_, act, by, at, book)
    if after != before and not isinstance(act, Tick):
        after = settled(after, at)
    return replace(turn(after, at, before), tells=tells)


def _after(
    round_: Round[Checkpoint], act: Act, by: MemberId | None, at: datetime, book: Book
) -> tuple[Checkpoint, tuple[Tell, ...]]:
    state = round_.state
    match act:
        case Tick():
            first = () if state.linked else (Tell(state.experiment, Watch(round_.id)),)
            return ticked(state, at), first
        case MemberChanged():
            return around(state, book), ()
        case ExperimentStands(its):
            after = heard(state, its, outdated=its.checkpoint != round_.id)
            return around(after, book, its.owner), ()
        case Answer():
            return answered(round_.id, state, act, by, at, book)
        case Judge() | Later() | Undo():
            moved, tells = _moved(round_, act, decider(state, by, book), at)
            return around(moved, book), tells
        case _:
            return state, ()  # of a story or a plan: it is none of its news


def _moved(
    round_: Round[Checkpoint], act: Judge | Later | Undo, by: Member, at: datetime
) -> tuple[Checkpoint, tuple[Tell, ...]]:
    """What those do who decide."""
    match act:
        case Judge():
            return _judged(round_.state, act, by, at)
        case Later():
            return _put_off(round_.state, by, at), ()
        case Undo():
            return _undone(round_, by, at)


def _judged(state: Checkpoint, act: Judge, who: Member, at: datetime) -> tuple[Checkpoint, tuple[Tell, ...]]:
    require_open(state)
    reason = " ".join(act.reason.split())
    if not reason:
        raise BadInput("Say in a line why.", "reason")
    if len(reason) > REASON:
        raise BadInput(f"A reason has {REASON} characters at most; yours has {len(reason)}.", "reason")
    new = Judgement(state.sprint, act.going, reason, who.id, who.name, at)
    return replace(state, judgement=new), (Tell(state.experiment, Judged(new)),)


def require_open(state: Checkpoint) -> None:
    """Raises Settled where it is decided or over, Refused where the question is not put yet."""
    key, judged = state.facts.key, state.judgement
    match state.phase:
        case "decided" if judged:
            how = "it goes on" if judged.going == "go on" else "it stops"
            raise Settled(f"{judged.by_name} has decided on {key}: {how}.")
        case "ended":
            raise Settled(f"{key} has its verdict.")
        case "outdated":
            raise Settled(f"Another sprint is over: a newer question on {key} stands in the channel.")
        case "undecided":
            raise Settled(f"The question on {key} is closed: nobody had decided.")
        case "unwanted":
            raise Settled(f"{key} is not asked about at a sprint's end any more.")
        case "asked":
            raise Refused(f"What {key} came to is not known yet. The question comes to the channel then.")


def _put_off(state: Checkpoint, who: Member, at: datetime) -> Checkpoint:
    require_open(state)
    if any(each.by == who.id and at < each.at + AGAIN for each in state.later):
        raise Settled("You have put it off just now: you are asked again.")
    if len(state.later) >= MOST_LATER:
        raise Refused(f"It was put off {MOST_LATER} times. Decide, or let the question close by itself.")
    return replace(state, later=(*state.later, Put(who.id, who.name, at)))


def _undone(round_: Round[Checkpoint], by: Member, at: datetime) -> tuple[Checkpoint, tuple[Tell, ...]]:
    """The question is open again, with what the experiment says by now."""
    state = round_.state
    judged = require_undoable(state, at)
    undone = (*state.undone, Undone(judged, by.id, by.name, at))
    tells = (Tell(state.experiment, Unjudged(state.sprint)), Tell(state.experiment, Watch(round_.id)))
    return replace(state, judgement=None, undone_at=at, undone=undone), tells


def require_undoable(state: Checkpoint, at: datetime) -> Judgement:
    """What is decided. Raises Settled where nothing is decided, or it is too late to take that back."""
    key = state.facts.key
    if state.judgement is None:
        raise Settled(f"Nothing is decided on {key}.")
    if state.ended:
        raise Settled(f"{key} has its verdict.")
    if state.reopened:
        raise Settled(f"{key} was reopened since, and goes on.")
    if state.outdated:
        raise Settled(f"Another sprint is over: a newer question on {key} stands in the channel.")
    if state.unwanted:
        raise Settled(f"{key} is not asked about at a sprint's end any more.")
    if at >= state.judgement.at + UNDO:
        raise Settled("That was a week ago. The next sprint's end asks again.")
    return state.judgement
