"""An assumption: what is taken for true, and whether it held or broke; a broken one writes the work that it causes."""

from bot.ceremonies.assumption.kept import erase, record
from bot.ceremonies.assumption.rules import advance, begin
from bot.ceremonies.assumption.shown import show
from bot.ceremonies.assumption.state import (
    KIND,
    About,
    Assumption,
    Break,
    Draft,
    Hold,
    Later,
    Undo,
    Written,
)
from bot.model import Ceremony, MemberChanged, Page

_WHO: frozenset[Page] = frozenset({"members", "absences"})
_MOVES = frozenset({Hold, Break, Later, Undo})

__all__ = [
    "CEREMONY",
    "KIND",
    "About",
    "Assumption",
    "Break",
    "Draft",
    "Hold",
    "Later",
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
    reads=dict.fromkeys((*_MOVES, MemberChanged), _WHO),
    keeps=_MOVES | {MemberChanged},
    record=record,
    erase=erase,
)
