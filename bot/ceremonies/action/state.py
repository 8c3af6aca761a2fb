"""What a retro agreed to do, as frozen values: who does it by when, what they were told, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.model import Absence, Act, Member, MemberId, RoundId

KIND = "action"
#: Characters: of what is to be done, of a link, and of why it is still open or dropped.
TEXT, LINK, WHY = 300, 500, 300
#: Whatever is agreed, it is due within so many days.
FURTHEST = timedelta(days=731)
#: What was ended can be had back for so long.
UNDO = timedelta(days=7)

#: What somebody is told: it is half-time; it is due; it is theirs from now on.
Matter = Literal["mid", "due", "yours"]
Standing = Literal["open", "done", "dropped"]
End = Literal["done", "dropped"]


@dataclass(frozen=True, slots=True)
class Draft:
    """An action as somebody wrote it down. `due`: a day of its owner's; `link`: an address, or nothing."""

    text: str
    owner: MemberId
    due: date
    link: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A retro that shows it, and as which of its items."""

    round: RoundId
    item: int


@dataclass(frozen=True, slots=True)
class Done(Act):
    """It is done. `through`, here and below: the retro that shows it and tells this; there it was judged who may."""

    through: RoundId | None = None


@dataclass(frozen=True, slots=True)
class Drop(Act):
    """It will not be done."""

    why: str
    through: RoundId | None = None


@dataclass(frozen=True, slots=True)
class Keep(Act):
    """It is still open; where there is a day, it is due then from now on."""

    due: date | None = None
    why: str = ""
    through: RoundId | None = None


@dataclass(frozen=True, slots=True)
class Change(Act):
    """It reads differently from now on."""

    draft: Draft
    through: RoundId | None = None


@dataclass(frozen=True, slots=True)
class HandOver(Act):
    """Somebody else does it."""

    to: MemberId


@dataclass(frozen=True, slots=True)
class Take(Act):
    """Whoever does this does it."""


@dataclass(frozen=True, slots=True)
class Reopen(Act):
    """It is not done, or not dropped, after all."""

    through: RoundId | None = None


@dataclass(frozen=True, slots=True)
class Carry(Act):
    """Told by the next retro, which shows it too from now on."""

    source: Source


@dataclass(frozen=True, slots=True)
class ActionStands(Act):
    """Told to each retro that shows it: where it stands now. `item`: which of that retro's items it is."""

    item: int
    round: RoundId
    text: str
    owner: MemberId
    owner_name: str
    due: date
    link: str
    standing: Standing
    why: str
    why_by: MemberId | None = None  #: whose reason that is


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody was told, when, and for which day it was due then."""

    matter: Matter
    to: MemberId
    at: datetime
    due: date


@dataclass(frozen=True, slots=True)
class Missing:
    """Its owner has left, or is not at work for months after the day it is due: the leads are asked who does it.
    `number`: how often so far."""

    number: int
    owner: str  #: their name
    left: bool
    leads: tuple[MemberId, ...] = ()  #: with none, the channel is asked
    whose: MemberId | None = None  #: the owner's


@dataclass(frozen=True, slots=True)
class Ended:
    """What it came to, and who said so."""

    how: End
    by: MemberId | None
    name: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A round that holds one action."""

    team: str
    text: str
    owner: Member
    agreed_on: date  #: its owner's day
    due: date  #: as well
    link: str = ""
    away: tuple[Absence, ...] = ()  #: the owner's
    agreed_in: Source | None = None
    carried_by: Source | None = None  #: the latest retro that shows it too
    linked: bool = False  #: the retros know which round it is
    mid: date | None = None  #: they are to be reminded on that day, or their next at work; None: no more
    reminded: bool = (
        False  #: they were told that it is due, or the morning for it was past when the day was set
    )
    news: bool = False  #: they are to be told that it is theirs, once they are at work
    told: tuple[Told, ...] = ()
    heard: int = 0  #: so many of these were answered
    why: str = ""  #: it is still open
    why_by: MemberId | None = None  #: who said that
    missed: tuple[Missing, ...] = ()
    missing: Missing | None = None  #: what of it is open
    ended: Ended | None = None

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return self.ended.how if self.ended else "open"

    @property
    def sources(self) -> tuple[Source, ...]:
        """The retros that show it."""
        return tuple({each.round: each for each in (self.agreed_in, self.carried_by) if each}.values())
