"""An assumption: what is taken for true, and whether it held or broke; a broken one writes the work that it causes."""

from bot.ceremonies.assumption.kept import erase, record
from bot.ceremonies.assumption.rules import advance, begin
from bot.ceremonies.assumption.shown import show
from bot.ceremonies.assumption.state import (
    KIND,
    About,
    Assumption,
    Break,
    Change,
    Draft,
    Hold,
    Later,
    TakeBack,
    Undo,
    Written,
)
from bot.model import Ceremony, MemberChanged, Page

_WHO: frozenset[Page] = frozenset({"members", "absences"})
_MOVES = frozenset({Hold, Break, Later, Undo, TakeBack})

__all__ = [
    "CEREMONY",
    "KIND",
    "About",
    "Assumption",
    "Break",
    "Change",
    "Draft",
    "Hold",
    "Later",
    "TakeBack",
    "Undo",
    "Written",
    "begin",
]

CEREMONY: Ceremony[Assumption] = Ceremony(
    KIND,
    Assumption,
    type(None),
    advance,
    show,
    reads=dict.fromkeys((*_MOVES, Change, MemberChanged), _WHO),
    # What a change says is in the state, and is nobody's business once it is taken back.
    keeps=_MOVES | {MemberChanged},
    record=record,
    erase=erase,
)
