"""A sprint: planned from the top of the backlog, looked at while it runs, closed with a reason for what rolls over."""

from bot.ceremonies.sprint.beginning import begin
from bot.ceremonies.sprint.kept import erase, record
from bot.ceremonies.sprint.rules import advance
from bot.ceremonies.sprint.shown import show
from bot.ceremonies.sprint.state import (
    KIND,
    Close,
    Hours,
    Recast,
    SayWhy,
    Settle,
    Skip,
    Sprint,
    Steer,
    SteerNot,
    Stop,
    Take,
)
from bot.model import Ceremony, MemberChanged, MemberId, Page, Round, Tick

_ALL: frozenset[Page] = frozenset(
    {"members", "absences", "backlog", "stories", "sprints", "crowd", "experiments", "kpis"}
)
_WHO: frozenset[Page] = frozenset({"members"})
_QUARTER: frozenset[Page] = frozenset({"members", "epics", "stories", "sprints"})
_LEAD = (Settle, Close, Skip, Stop)

__all__ = [
    "CEREMONY",
    "KIND",
    "Close",
    "Hours",
    "Recast",
    "SayWhy",
    "Settle",
    "Skip",
    "Sprint",
    "Steer",
    "SteerNot",
    "Stop",
    "Take",
    "begin",
]


def _to_tick(round_: Round[Sprint], _: MemberId | None) -> frozenset[Page]:
    """Once it is closed its clock looks at the quarter."""
    return _QUARTER if round_.state.closed_at else _ALL


CEREMONY: Ceremony[Sprint] = Ceremony(
    KIND,
    Sprint,
    type(None),
    advance,
    show,
    reads={
        Tick: _to_tick,
        **dict.fromkeys((*_LEAD, Recast), _ALL),
        Settle: _ALL | {"trials"},
        **dict.fromkeys((Take, SayWhy, Steer, MemberChanged), _WHO),
    },
    keeps=frozenset({*_LEAD, Take, SayWhy, Steer, Recast, MemberChanged}),
    record=record,
    erase=erase,
)
