"""A request for access to data: its owner is asked how it stands until it is there, or given up."""

from bot.ceremonies.access.kept import record
from bot.ceremonies.access.rules import advance, begin
from bot.ceremonies.access.shown import show
from bot.ceremonies.access.state import (
    KIND,
    Access,
    AccessStands,
    Asked,
    GiveUp,
    HandOver,
    NotYet,
    Resettle,
    Source,
    Take,
    There,
)
from bot.ceremonies.erased import unnamed
from bot.model import Ceremony, MemberChanged, Notice, Page, Round

_WHO: frozenset[Page] = frozenset({"members", "absences"})
_MOVES = frozenset({Asked, There, NotYet, GiveUp, HandOver, Take, Resettle, MemberChanged})

__all__ = [
    "CEREMONY",
    "KIND",
    "Access",
    "AccessStands",
    "Asked",
    "GiveUp",
    "HandOver",
    "NotYet",
    "Resettle",
    "Source",
    "Take",
    "There",
    "begin",
]


def _show(round_: Round[Access]) -> dict[str, Notice]:
    return show(round_.id, round_.state)


CEREMONY: Ceremony[Access] = Ceremony(
    KIND,
    Access,
    type(None),
    advance,
    _show,
    reads=dict.fromkeys(_MOVES, _WHO),
    keeps=_MOVES,
    record=record,
    erase=unnamed,
)
