"""How a lookahead goes on: items are placed, it closes, and what it left open is settled."""

from dataclasses import replace
from datetime import datetime

from bot.ceremonies import moving
from bot.ceremonies.access import AccessStands
from bot.ceremonies.lookahead.closing import closed
from bot.ceremonies.lookahead.placing import member, placed
from bot.ceremonies.lookahead.settling import heard, renewed, settled
from bot.ceremonies.lookahead.state import (
    AddItem,
    ChangeItem,
    Close,
    Lookahead,
    RemoveItem,
    Settle,
    Take,
)
from bot.errors import Settled
from bot.model import Act, Book, MemberChanged, MemberId, Opening, Round, Tell, Tick, Turn


def advance(
    round_: Round[Lookahead], act: Act, by: MemberId | None, at: datetime, book: Book
) -> Turn[Lookahead]:
    """What an act makes of a lookahead.

    Raises Settled where it is closed or over, NotYours, NotFound, Refused, and BadInput by field.
    """
    state = round_.state
    if state.over:
        if isinstance(act, AddItem | ChangeItem | RemoveItem | Close | Take | Settle):
            raise Settled("This lookahead is over. `/lookahead` opens the next.")
        return Turn(state, over=True)
    match act:
        case Tick():
            return _ticked(round_, state, at, book)
        case Close():
            return closed(round_, state, require_closable(state, by, book), at, book)
        case MemberChanged(member=whose):
            return _turn(renewed(state, whose, book))
        case AccessStands():
            return _turn(*heard(state, act))
        case _:
            return _moved(round_, act, by, at, book)


def _moved(
    round_: Round[Lookahead], act: Act, by: MemberId | None, at: datetime, book: Book
) -> Turn[Lookahead]:
    match act:
        case AddItem() | ChangeItem() | RemoveItem():
            return _turn(placed(round_.state, act, member(book, by), at, book))
        case Take() | Settle():
            return _turn(*settled(round_, act, member(book, by), at, book))
        case _:
            return _turn(round_.state)


def _turn(state: Lookahead, tells: tuple[Tell, ...] = (), opens: tuple[Opening, ...] = ()) -> Turn[Lookahead]:
    return Turn(state, state.until or state.closes_at, opens=opens, tells=tells)


def _ticked(round_: Round[Lookahead], state: Lookahead, at: datetime, book: Book) -> Turn[Lookahead]:
    if state.closed is None and at >= state.closes_at:
        return closed(round_, state, "", at, book)
    if state.until and at >= state.until:
        return Turn(replace(state, over=True), over=True)
    return _turn(state)


def require_closable(state: Lookahead, by: MemberId | None, book: Book) -> str:
    """The name of whoever closes it: who opened it, leads and admins may. Raises Settled and NotYours."""
    if state.closed:
        raise Settled("It is closed already: its digest stands in the channel.")
    opener = ((each.id, each.name) for each in book.members if each.id == state.opener)
    return moving.mover(book, by, opener, can="can close it").name
