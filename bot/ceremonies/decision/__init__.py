"""A decision that is costly to undo: what was decided, why and by whom, and when it is asked if it still stands."""

from bot.ceremonies.decision.kept import erase, record
from bot.ceremonies.decision.rules import advance, begin
from bot.ceremonies.decision.shown import show
from bot.ceremonies.decision.state import (
    KIND,
    About,
    BudgetKept,
    Confirm,
    Decision,
    Draft,
    Option,
    Reinstate,
    Replaces,
    ReplacesNot,
    Restore,
    Reverse,
    SprintOver,
    Supersede,
    TakeBack,
)
from bot.model import Ceremony, MemberChanged, Page

_WHO: frozenset[Page] = frozenset({"members", "absences"})
_MOVES = frozenset({Confirm, Reverse, Supersede, Restore, TakeBack})

__all__ = [
    "CEREMONY",
    "KIND",
    "About",
    "BudgetKept",
    "Confirm",
    "Decision",
    "Draft",
    "Option",
    "Reinstate",
    "Replaces",
    "ReplacesNot",
    "Restore",
    "Reverse",
    "SprintOver",
    "Supersede",
    "TakeBack",
    "begin",
]

CEREMONY: Ceremony[Decision] = Ceremony(
    KIND,
    Decision,
    type(None),
    advance,
    show,
    reads=dict.fromkeys((*_MOVES, Reinstate, BudgetKept, MemberChanged), _WHO),
    keeps=_MOVES | {Replaces, ReplacesNot, Reinstate, BudgetKept, SprintOver, MemberChanged},
    record=record,
    erase=erase,
)
