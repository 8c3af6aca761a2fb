"""A KPI that a team keeps in view: its readings, the threshold that they should keep, and its error budget."""

from bot.ceremonies.kpi.kept import erase, record
from bot.ceremonies.kpi.rules import HEARD, advance, begin
from bot.ceremonies.kpi.setting import called
from bot.ceremonies.kpi.shown import show
from bot.ceremonies.kpi.state import (
    KIND,
    Alter,
    Awaited,
    BudgetStands,
    End,
    Kpi,
    Reopen,
    Setup,
    Take,
    TakeOut,
)
from bot.model import Ceremony, Notice, Page, Round

_WHO: frozenset[Page] = frozenset({"members", "sprint"})
#: Not `Take`: readings stand in the state as long as they count, and no longer anywhere else.
_MOVES = frozenset({TakeOut, Alter, End, Reopen})

__all__ = [
    "CEREMONY",
    "KIND",
    "Alter",
    "Awaited",
    "BudgetStands",
    "End",
    "Kpi",
    "Reopen",
    "Setup",
    "Take",
    "TakeOut",
    "begin",
    "called",
]


def _show(round_: Round[Kpi]) -> dict[str, Notice]:
    return show(round_.id, round_.state)


CEREMONY: Ceremony[Kpi] = Ceremony(
    KIND,
    Kpi,
    type(None),
    advance,
    _show,
    reads=dict.fromkeys(HEARD, _WHO),
    keeps=_MOVES,
    record=record,
    erase=erase,
)
