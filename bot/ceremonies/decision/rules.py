"""How a decision goes on: it is confirmed, reversed, superseded, or taken back at once; and who hears of that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.ceremonies import moving
from bot.ceremonies.asking import require_ahead
from bot.ceremonies.decision.clock import ticked, wake_at
from bot.ceremonies.decision.setting import around, checked, reason
from bot.ceremonies.decision.state import (
    FRESH,
    UNDO,
    About,
    BudgetKept,
    Confirm,
    Confirmed,
    Decision,
    Draft,
    Ended,
    Reinstate,
    Replaced,
    Replaces,
    ReplacesNot,
    Restore,
    Reverse,
    SprintOver,
    Supersede,
    TakeBack,
)
from bot.errors import BadInput, Settled
from bot.model import Act, Book, Member, MemberChanged, MemberId, Round, RoundId, Tell, Tick, Turn


def begin(
    book: Book, draft: Draft, number: int, by: MemberId, at: datetime, about: About | None = None
) -> Turn[Decision]:
    """The turn with which it is recorded. The book has members and absences.

    Raises NotYours for who is not of the team, BadInput by field: text, options, why, deciders, sign, day.
    """
    recorder = moving.of_team(book, by)
    draft, deciders = checked(book, draft, at)
    state = Decision(
        number,
        book.team.name,
        book.team.zone,
        draft.text,
        draft.why,
        deciders,
        recorder,
        at,
        draft.options,
        about or About(),
        draft.sign,
        draft.day,
        kpis=draft.kpis,
    )
    return _turn(around(state, book), at)


def advance(
    round_: Round[Decision], act: Act, by: MemberId | None, at: datetime, book: Book
) -> Turn[Decision]:
    """What an act makes of a decision.

    Raises Settled where it stands no more, NotYours for who may not, and BadInput by field.
    """
    before = round_.state
    match act:
        case Tick():
            after = ticked(before, at)
        case MemberChanged():
            after = before if before.ended else around(before, book)
        case Confirm() | Reverse() | Supersede() | Restore() | TakeBack():
            after = _moved(round_, act, by, at, book)
        case Replaces(number, other):
            after = replace(before, replaces=(*_others(before, other), Replaced(number, other)))
        case ReplacesNot(other):
            after = replace(before, replaces=_others(before, other))
        case BudgetKept():
            after = _heard(before, act, at, book)
        case SprintOver():
            after = replace(before, kpis=(), kept=(), came=None)
        case Reinstate(other) if before.ended and before.ended.round == other:
            after = around(replace(before, ended=None), book)
        case _:
            after = before  # of a story or a plan: it is none of its news
    return _turn(after, at, tuple(_tells(round_.id, before, after)))


def _moved(
    round_: Round[Decision],
    act: Confirm | Reverse | Supersede | Restore | TakeBack,
    by: MemberId | None,
    at: datetime,
    book: Book,
) -> Decision:
    state = round_.state
    match act:
        case Confirm():
            return _confirmed(state, act, by, at, book)
        case Reverse():
            who = require_mover(state, by, book)
            return replace(state, ended=Ended("reversed", who.id, who.name, at, reason(act.why, needed=True)))
        case Supersede():
            who = require_mover(state, by, book)
            if act.round == round_.id:
                raise BadInput("A decision cannot stand in its own place.", "other")
            ended = Ended("superseded", who.id, who.name, at, reason(act.why), act.number, act.round)
            return replace(state, ended=ended)
        case Restore():
            require_undoer(state, by, at, book)
            return around(replace(state, ended=None), book)
        case TakeBack():
            return _taken_back(state, by, at, book)


def _tells(here: RoundId, before: Decision, after: Decision) -> Iterator[Tell]:
    """The decision that stands in its place hears so, or that it does not; what it stood in the place of stands again
    where it is taken back."""
    was, now = before.ended, after.ended
    if was is now:
        return
    if was and was.round:
        yield Tell(was.round, ReplacesNot(here))
    if now and now.round:
        yield Tell(now.round, Replaces(after.number, here))
    if now and now.how == "taken back":
        yield from (Tell(each.round, Reinstate(here)) for each in before.replaces)


def _turn(state: Decision, at: datetime, tells: tuple[Tell, ...] = ()) -> Turn[Decision]:
    """One that waits for no day is over, and can be revisited all the same."""
    concerns = tuple(each.id for each in state.deciders)
    if state.ended or state.due is None:
        return Turn(state, tells=tells, over=True, concerns=concerns)
    return Turn(state, wake_at(state, at), tells=tells, concerns=concerns)


def _heard(state: Decision, act: BudgetKept, at: datetime, book: Book) -> Decision:
    """Its sign comes true when the last of the budgets that it waits for is kept again. What was revisited, or does not
    stand, asks nobody for that; it may stand again."""
    kept = tuple(each for each in state.kpis if (act.kept if each == act.kpi else each in state.kept))
    came = (state.came or at) if kept == state.kpis and kept and not state.confirmed else None
    after = replace(state, kept=kept, came=came)
    return after if state.ended else around(after, book)


def require_mover(state: Decision, by: MemberId | None, book: Book) -> Member:
    """Who decided, who recorded it and leads, while it stands. Raises Settled, NotYours."""
    who = _require_known(state, by, book)
    if state.ended:
        raise Settled(said(state.number, state.ended))
    return who


def _require_known(state: Decision, by: MemberId | None, book: Book) -> Member:
    """The same, whether it stands or not; where the channel was asked or none of them is left, anybody of the team.
    Raises NotYours."""
    own = ((each.id, each.name) for each in (state.recorder, *state.deciders))
    asked = any(each.to is None for each in state.asked)
    return moving.mover(book, by, own, whose="who decided, who recorded it", anybody=asked)


def said(number: int, ended: Ended) -> str:
    """Why it stands no more, in a sentence."""
    match ended.how:
        case "reversed":
            return f"{ended.name} has reversed decision #{number} already."
        case "superseded":
            return f"Decision #{ended.number} stands in the place of #{number} already."
        case "taken back":
            return f"Decision #{number} was taken back."


def _confirmed(state: Decision, act: Confirm, by: MemberId | None, at: datetime, book: Book) -> Decision:
    who = require_mover(state, by, book)
    why = reason(act.why)
    if act.day:
        require_ahead(act.day, state.zone, at)
    new = Confirmed(who.id, who.name, at, act.day, why)
    heard = len(state.told)
    state = replace(state, day=act.day, came=None, heard=heard, confirmed=(*state.confirmed, new))
    return around(state, book)


def require_undoer(state: Decision, by: MemberId | None, at: datetime, book: Book) -> None:
    """Those who may revisit it may have it back, for a week. Raises Settled, NotYours."""
    _require_known(state, by, book)
    if state.ended is None:
        raise Settled(f"Decision #{state.number} stands.")
    if state.ended.how == "taken back":
        raise Settled(said(state.number, state.ended))
    if at > state.ended.at + UNDO:
        raise Settled("That was more than a week ago. Record it anew.")


def _taken_back(state: Decision, by: MemberId | None, at: datetime, book: Book) -> Decision:
    """What is taken back is nobody's business any more."""
    who = require_taker(state, by, at, book)
    ended = Ended("taken back", who.id, who.name, at)
    after = replace(state, text="", why="", options=(), sign="", day=None, confirmed=(), replaces=(), kpis=())
    return replace(after, about=About(), ended=ended)


def require_taker(state: Decision, by: MemberId | None, at: datetime, book: Book) -> Member:
    """Who recorded it, and leads, for ten minutes. Raises Settled, NotYours."""
    who = moving.mover(book, by, ((state.recorder.id, state.recorder.name),), can="can take it back")
    if state.ended:
        raise Settled(said(state.number, state.ended))
    if at > state.at + FRESH:
        raise Settled("It was recorded more than ten minutes ago. Revisit it: it can be reversed.")
    return who


def _others(state: Decision, but: str) -> tuple[Replaced, ...]:
    return tuple(each for each in state.replaces if each.round != but)
