"""A spike: a fixed box of time to find out enough, and a decision at its end."""

from bot.ceremonies.spike.beginning import begin
from bot.ceremonies.spike.kept import erase, record
from bot.ceremonies.spike.rules import advance
from bot.ceremonies.spike.shown import show
from bot.ceremonies.spike.state import (
    KIND,
    About,
    Decide,
    Extend,
    HandOver,
    Pause,
    Resume,
    Spike,
    Wait,
)
from bot.model import Ceremony, MemberChanged, Notice, Page, Round

_WHO: frozenset[Page] = frozenset({"members", "absences"})
_MOVES = frozenset({Pause, Resume, Extend, HandOver, Wait, Decide})

__all__ = [
    "CEREMONY",
    "KIND",
    "About",
    "Decide",
    "Extend",
    "HandOver",
    "Pause",
    "Resume",
    "Spike",
    "Wait",
    "begin",
]


def _show(round_: Round[Spike]) -> dict[str, Notice]:
    return show(round_.id, round_.state)


CEREMONY: Ceremony[Spike] = Ceremony(
    KIND,
    Spike,
    type(None),
    advance,
    _show,
    reads={**dict.fromkeys((*_MOVES, MemberChanged), _WHO), Decide: _WHO | {"trials"}},
    keeps=_MOVES | {MemberChanged},
    record=record,
    erase=erase,
)
