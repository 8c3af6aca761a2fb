"""A lookahead: what is important and not yet urgent, in the week in which nobody plans."""

from bot.ceremonies.access import AccessStands
from bot.ceremonies.erased import unnamed
from bot.ceremonies.lookahead.beginning import begin, usual_close
from bot.ceremonies.lookahead.kept import record
from bot.ceremonies.lookahead.rules import advance
from bot.ceremonies.lookahead.shown import show
from bot.ceremonies.lookahead.state import (
    KIND,
    AddItem,
    ChangeItem,
    Close,
    Item,
    ItemKind,
    Lookahead,
    RemoveItem,
    Settle,
    Take,
    Wish,
)
from bot.model import Ceremony, MemberChanged, MemberId, Notice, Page, Round, Tick

_WHO: frozenset[Page] = frozenset({"members"})
_ALL: frozenset[Page] = frozenset({"members", "absences", "epics", "backlog"})
_MOVES = frozenset({AddItem, ChangeItem, RemoveItem, Settle, Take})
_SETTLES = frozenset({Settle, Take})

__all__ = [
    "CEREMONY",
    "KIND",
    "AddItem",
    "ChangeItem",
    "Close",
    "Item",
    "ItemKind",
    "Lookahead",
    "RemoveItem",
    "Settle",
    "Take",
    "Wish",
    "begin",
    "usual_close",
]


def _show(round_: Round[Lookahead]) -> dict[str, Notice]:
    return show(round_.id, round_.state)


def _to_close(round_: Round[Lookahead], _: MemberId | None) -> frozenset[Page]:
    """Its clock has one thing to do that needs the book: to close it."""
    return frozenset() if round_.state.closed else _ALL


CEREMONY: Ceremony[Lookahead] = Ceremony(
    KIND,
    Lookahead,
    type(None),
    advance,
    _show,
    reads={
        **dict.fromkeys((*_MOVES, MemberChanged), _WHO),
        **dict.fromkeys(_SETTLES, _WHO | {"absences"}),
        Close: _ALL,
        Tick: _to_close,
    },
    keeps=_MOVES | {Close, MemberChanged, AccessStands},
    record=record,
    erase=unnamed,
)
