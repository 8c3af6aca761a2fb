"""A weekly digest for people outside of the team: what was learnt, what that is worth, what was decided, and what is
needed of them. (A standup has a digest of its own, for the team.)"""

from bot.ceremonies.digest.kept import erase, record
from bot.ceremonies.digest.rules import advance, begin, is_unread, make, moved, open_
from bot.ceremonies.digest.shown import show
from bot.ceremonies.digest.state import (
    KIND,
    MOST_PEOPLE,
    SECTIONS,
    Digest,
    Finding,
    Finished,
    Juncture,
    Need,
    Open,
    Quiet,
    Section,
    Settings,
    TakenBack,
    Tried,
    Worth,
)
from bot.model import Ceremony, Page, Tick

#: What a digest is made from.
READS: frozenset[Page] = frozenset(
    {
        "members",
        "epics",
        "stories",
        "sprints",
        "sprint",
        "ended",
        "digest",
        "questions",
        "requests",
        "readers",
        "tried",
        "decided",
    }
)

__all__ = [
    "CEREMONY",
    "KIND",
    "MOST_PEOPLE",
    "READS",
    "SECTIONS",
    "Digest",
    "Finding",
    "Finished",
    "Juncture",
    "Need",
    "Open",
    "Quiet",
    "Section",
    "Settings",
    "TakenBack",
    "Tried",
    "Worth",
    "begin",
    "is_unread",
    "make",
    "moved",
]

CEREMONY: Ceremony[Digest] = Ceremony(
    KIND,
    Digest,
    Settings,
    advance,
    show,
    open_,
    record=record,
    erase=erase,
    reads={Tick: frozenset({"plan"})},
    begins=READS,
    asks=False,
)
