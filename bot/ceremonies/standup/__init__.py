"""The standup: a survey whose last question asks for blockers, each followed until it is resolved."""

from bot.ceremonies.standup.kept import erase, record
from bot.ceremonies.standup.rules import advance, open_, reads_of_answer, reads_of_last, trial
from bot.ceremonies.standup.shown import Ask, Digest, Stuck, show
from bot.ceremonies.standup.state import (
    BLOCKERS,
    KIND,
    QUESTIONS,
    SINCE,
    TITLE,
    UNTIL,
    Standup,
    carried_by,
    is_open,
)
from bot.ceremonies.survey import Answer, Settings, Skip, Unskip
from bot.model import Ceremony, MemberChanged, Page, PlanChanged, Tick

_TICK: frozenset[Page] = frozenset({"said", "blockers", "absences", "spikes", "actions"})

__all__ = [
    "BLOCKERS",
    "CEREMONY",
    "KIND",
    "QUESTIONS",
    "SINCE",
    "TITLE",
    "UNTIL",
    "Ask",
    "Digest",
    "Standup",
    "Stuck",
    "advance",
    "carried_by",
    "is_open",
    "open_",
    "show",
    "trial",
]

CEREMONY: Ceremony[Standup] = Ceremony(
    KIND,
    Standup,
    Settings,
    advance,
    show,
    open_,
    reads={
        **dict.fromkeys((Tick, Unskip), _TICK),
        **dict.fromkeys((MemberChanged, PlanChanged), _TICK | {"plan", "members"}),
        Answer: reads_of_answer,
        Skip: reads_of_last,
    },
    keeps=frozenset({Skip, Unskip, MemberChanged}),
    record=record,
    erase=erase,
)
