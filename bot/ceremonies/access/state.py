"""A request for access to data, followed until the access is there: approvals take long, and nobody asks twice."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.model import Absence, Act, Member, MemberId, RoundId

KIND = "access"
#: Characters of what is asked for.
WHAT_TEXT = 300
#: Whatever is expected, it is expected within so many days.
FURTHEST = timedelta(days=731)

#: What somebody is told: it was to be asked for; it was to be there; it is theirs from now on.
Matter = Literal["ask", "there", "yours"]
End = Literal["there", "given up"]


@dataclass(frozen=True, slots=True)
class Asked(Act):
    """It was asked for on this day, and is expected on the other: None where nobody knows."""

    on: date
    expected: date | None = None


@dataclass(frozen=True, slots=True)
class There(Act):
    """It is there."""


@dataclass(frozen=True, slots=True)
class NotYet(Act):
    """It is not there; from now on it is expected on this day."""

    expected: date


@dataclass(frozen=True, slots=True)
class GiveUp(Act):
    """It is not waited for any more."""


@dataclass(frozen=True, slots=True)
class HandOver(Act):
    """Somebody else follows it."""

    to: MemberId


@dataclass(frozen=True, slots=True)
class Take(Act):
    """Whoever does this follows it."""


@dataclass(frozen=True, slots=True)
class Resettle(Act):
    """What the lookahead that it comes from says of it now. `dropped`: not now, so it is not followed any more."""

    owner: MemberId | None
    asked_on: date | None
    expected: date | None
    dropped: bool
    name: str  #: of who says so


@dataclass(frozen=True, slots=True)
class AccessStands(Act):
    """Told to the lookahead that it comes from: where the request stands now. `item`: which of its items it is."""

    item: int
    round: RoundId
    owner: MemberId | None
    owner_name: str
    asked_on: date | None
    expected: date | None
    ended: End | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The lookahead that it comes from, and which of its items it is."""

    round: RoundId
    item: int


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody was told, and what was known then."""

    matter: Matter
    to: MemberId
    at: datetime
    asked_on: date | None
    expected: date | None


@dataclass(frozen=True, slots=True)
class Missing:
    """Its owner has left, or is not at work in the next months, so the leads are asked. `number`: how often so far."""

    number: int
    owner: str  #: their name
    left: bool
    leads: tuple[MemberId, ...] = ()  #: with none, the channel is asked


@dataclass(frozen=True, slots=True)
class Ended:
    """What it came to, and who said so."""

    how: End
    name: str


@dataclass(frozen=True, slots=True)
class Access:
    """A request that somebody follows. `taken`: they said so; else they only placed it, and nobody else took it."""

    team: str
    zone: str  #: the team's
    what: str
    owner: Member
    taken: bool
    asked_on: date | None
    expected: date | None
    since: datetime  #: when it last moved, or its owner was last told
    away: tuple[Absence, ...] = ()  #: the owner's
    again: bool = False  #: its owner was told since it last moved
    told: tuple[Told, ...] = ()
    source: Source | None = None
    linked: bool = False  #: its source knows which round it is
    missed: tuple[Missing, ...] = ()
    missing: Missing | None = None  #: what of it is open
    ended: Ended | None = None
