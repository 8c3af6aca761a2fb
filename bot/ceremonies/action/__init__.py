"""What a retro agreed to do: its owner is reminded once midway and once on the day, and it stands until it is ended."""

from bot.ceremonies.action.kept import erase, record
from bot.ceremonies.action.rules import advance, begin
from bot.ceremonies.action.setting import check
from bot.ceremonies.action.shown import show
from bot.ceremonies.action.state import (
    KIND,
    TEXT,
    Action,
    ActionStands,
    Carry,
    Change,
    Done,
    Draft,
    Drop,
    HandOver,
    Keep,
    Reopen,
    Source,
    Take,
)
from bot.model import Ceremony, MemberChanged, Notice, Page, Round

_WHO: frozenset[Page] = frozenset({"members", "absences"})
_DAYS: frozenset[Page] = _WHO | {"sprint"}
_MOVES = frozenset({Done, Drop, Keep, Change, HandOver, Take, Reopen})

__all__ = [
    "CEREMONY",
    "KIND",
    "TEXT",
    "Action",
    "ActionStands",
    "Carry",
    "Change",
    "Done",
    "Draft",
    "Drop",
    "HandOver",
    "Keep",
    "Reopen",
    "Source",
    "Take",
    "begin",
    "check",
]


def _show(round_: Round[Action]) -> dict[str, Notice]:
    return show(round_.id, round_.state)


CEREMONY: Ceremony[Action] = Ceremony(
    KIND,
    Action,
    type(None),
    advance,
    _show,
    reads={**dict.fromkeys((*_MOVES, MemberChanged), _WHO), Keep: _DAYS, Change: _DAYS},
    keeps=_MOVES | {Carry, MemberChanged},
    record=record,
    erase=erase,
)
