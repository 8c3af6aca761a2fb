"""Estimation: developers vote on effort and stakeholders on value, both blind, until the votes are counted together."""

from bot.ceremonies.estimation.kept import erase, record
from bot.ceremonies.estimation.rules import advance, begin
from bot.ceremonies.estimation.shown import show
from bot.ceremonies.estimation.state import (
    Again,
    Cast,
    Close,
    Elsewhere,
    End,
    Estimation,
    Laid,
    Settle,
    StoryChanged,
    Topic,
)
from bot.model import Ceremony, MemberChanged, Notice, Page, Round

KIND = "estimation"
_WHO: frozenset[Page] = frozenset({"members", "absences"})

__all__ = [
    "CEREMONY",
    "KIND",
    "Again",
    "Cast",
    "Close",
    "Elsewhere",
    "End",
    "Estimation",
    "Laid",
    "Settle",
    "StoryChanged",
    "Topic",
    "begin",
]


def _show(round_: Round[Estimation]) -> dict[str, Notice]:
    return show(round_.id, round_.state, over=round_.over)


CEREMONY: Ceremony[Estimation] = Ceremony(
    KIND,
    Estimation,
    type(None),
    advance,
    _show,
    reads={Close: _WHO, Again: _WHO, Settle: _WHO, End: _WHO, MemberChanged: _WHO},
    keeps=frozenset({Close, Again, Settle, End, MemberChanged}),
    record=record,
    erase=erase,
)
