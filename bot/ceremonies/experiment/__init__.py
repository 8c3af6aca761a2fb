"""An experiment: a hypothesis with a decision, its results, and what they came to."""

from bot.ceremonies.experiment.beside import Brief, Tried, begun_with, brief, heard, newest
from bot.ceremonies.experiment.kept import erase, record
from bot.ceremonies.experiment.past import trial, waits
from bot.ceremonies.experiment.rules import advance, begin
from bot.ceremonies.experiment.setting import checked_key, key_of
from bot.ceremonies.experiment.shown import show
from bot.ceremonies.experiment.state import (
    KIND,
    Alter,
    Correct,
    Decide,
    Drop,
    Experiment,
    ExperimentStands,
    Going,
    Guardrail,
    HandOver,
    Judged,
    Judgement,
    Metric,
    Reopen,
    Setup,
    TakeOut,
    Unjudged,
    Watch,
    Worth,
)
from bot.ceremonies.experiment.state import Record as TakeResult
from bot.model import Ceremony, MemberChanged, MemberId, Notice, Page, Round

_WHO: frozenset[Page] = frozenset({"members"})
_TOLD: frozenset[Page] = frozenset({"members", "about"})
_MOVES = frozenset({TakeResult, Correct, TakeOut, Alter, Decide, Drop, Reopen, HandOver})

__all__ = [
    "CEREMONY",
    "KIND",
    "Alter",
    "Brief",
    "Correct",
    "Decide",
    "Drop",
    "Experiment",
    "ExperimentStands",
    "Going",
    "Guardrail",
    "HandOver",
    "Judged",
    "Judgement",
    "Metric",
    "Reopen",
    "Setup",
    "TakeOut",
    "TakeResult",
    "Tried",
    "Unjudged",
    "Watch",
    "Worth",
    "begin",
    "begun_with",
    "brief",
    "checked_key",
    "heard",
    "key_of",
    "newest",
    "trial",
    "waits",
]


def _show(round_: Round[Experiment]) -> dict[str, Notice]:
    return show(round_.id, round_.state)


def _to_tell(round_: Round[Experiment], _: MemberId | None) -> frozenset[Page]:
    """Who holds its story hears of it; of one that has none, nobody does."""
    return _TOLD if round_.state.setup.story else _WHO


CEREMONY: Ceremony[Experiment] = Ceremony(
    KIND,
    Experiment,
    type(None),
    advance,
    _show,
    reads={**dict.fromkeys(_MOVES, _to_tell), Alter: _TOLD, MemberChanged: _WHO},
    keeps=_MOVES,
    record=record,
    erase=erase,
)
