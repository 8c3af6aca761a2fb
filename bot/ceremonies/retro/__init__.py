"""A retrospective: notes without names, themes, blind dots, and a few actions that are followed to their end."""

from bot.ceremonies.action import ActionStands
from bot.ceremonies.retro.acts import (
    AddNote,
    Agree,
    AnswerPulse,
    Begin,
    Emptied,
    End,
    GoOn,
    PutTogether,
    TakeApart,
    TakeBack,
    Vote,
)
from bot.ceremonies.retro.beginning import gathering, planned
from bot.ceremonies.retro.kept import erase, record
from bot.ceremonies.retro.rules import advance
from bot.ceremonies.retro.shown import show
from bot.ceremonies.retro.state import KIND, Note, Phase, Retro, Settings
from bot.model import Ceremony, MemberChanged, Notice, Page, PlanChanged, Round, Tick

_WHO: frozenset[Page] = frozenset({"members"})
_ALL: frozenset[Page] = frozenset({"members", "actions", "retros", "past"})
_ANONYMOUS = frozenset({AddNote, TakeBack, AnswerPulse, Vote})
_MOVES = frozenset({Begin, GoOn, End, PutTogether, TakeApart})

__all__ = [
    "CEREMONY",
    "KIND",
    "AddNote",
    "Agree",
    "AnswerPulse",
    "Begin",
    "End",
    "GoOn",
    "Note",
    "Phase",
    "PutTogether",
    "Retro",
    "Settings",
    "TakeApart",
    "TakeBack",
    "Vote",
    "gathering",
    "planned",
]


def _show(round_: Round[Retro]) -> dict[str, Notice]:
    return show(round_.id, round_.state)


CEREMONY: Ceremony[Retro] = Ceremony(
    KIND,
    Retro,
    Settings,
    advance,
    _show,
    planned,
    reads={
        **dict.fromkeys((AddNote, PutTogether, TakeApart, MemberChanged), _WHO),
        **dict.fromkeys((Tick, Begin, GoOn, End), _ALL),
        PlanChanged: _WHO | {"plan"},
        Emptied: frozenset({"plan"}),
        Agree: _WHO | {"absences", "sprint"},
    },
    keeps=_MOVES | {Agree, ActionStands, Emptied},
    anonymous=_ANONYMOUS,
    record=record,
    erase=erase,
    begins=_WHO,
    asks=False,
)
