"""A lookahead as frozen values: what is important and not yet urgent, and what must start now to be ready then."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.book.lacks import Lack
from bot.ceremonies.access.state import WHAT_TEXT
from bot.model import Act, MemberId, RoundId

KIND = "lookahead"
#: Characters of an item, and how many are placed at once: more is a backlog.
ITEM_TEXT, MOST = WHAT_TEXT, 40
#: Whatever is placed is to be done within so many days.
FURTHEST = timedelta(days=731)
#: After the digest an owner and a date can be given for so long.
SETTLING = timedelta(days=7)

#: Something to do; something to find out; a request for access to data. The last two must start now to be ready then.
ItemKind = Literal["work", "hypothesis", "access"]
#: What became of a request: it is followed; the access is there; it was given up.
Standing = Literal["", "there", "given up"]


@dataclass(frozen=True, slots=True)
class Wish:
    """An item as somebody filled it in. `day`: by when; of a request, when it is expected. `asked_on` is of requests
    alone: None where they are yet to be asked for."""

    kind: ItemKind
    text: str
    owner: MemberId | None = None
    day: date | None = None
    not_now: bool = False
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class AddItem(Act):
    """Somebody places an item."""

    wish: Wish


@dataclass(frozen=True, slots=True)
class ChangeItem(Act):
    """It reads like this from now on."""

    number: int
    wish: Wish


@dataclass(frozen=True, slots=True)
class RemoveItem(Act):
    """It is taken out again."""

    number: int


@dataclass(frozen=True, slots=True)
class Close(Act):
    """No more items: the digest is made."""


@dataclass(frozen=True, slots=True)
class Take(Act):
    """Whoever does this takes an item of the digest."""

    number: int


@dataclass(frozen=True, slots=True)
class Settle(Act):
    """Who takes an item of the digest, and by when; or not now."""

    number: int
    owner: MemberId | None
    day: date | None
    not_now: bool = False
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What was placed, by whom, and what became of it. `number` is how the lookahead calls it, from 1."""

    number: int
    kind: ItemKind
    text: str
    by: MemberId
    by_name: str
    owner: MemberId | None = None
    owner_name: str = ""
    day: date | None = None
    not_now: bool = False
    asked_on: date | None = None
    following: int = 0  #: of a request: how many rounds have begun to follow it
    followed: bool = False  #: the last of them still does
    round: RoundId | None = None  #: which round that is, where it is known
    standing: Standing = ""

    @property
    def settled(self) -> bool:
        """Whether it has all that the digest asks for: somebody, and a day or, of a request, that they follow it."""
        return self.not_now or (self.owner is not None and (self.day is not None or self.kind == "access"))


@dataclass(frozen=True, slots=True)
class Closed:
    """When and by whom it was closed (empty: by its clock), and what its quarter lacked then."""

    at: datetime
    name: str
    quarter: str
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookahead:
    """A round that gathers items until it closes, and then lets people settle them for a week."""

    team: str
    zone: str  #: the team's
    sprint: int | None  #: None: of no sprint
    opened_at: datetime
    closes_at: datetime
    opener: MemberId | None = None  #: None: its sprint opened it
    year_starts: int = 1  #: the month in which the team's years begin
    items: tuple[Item, ...] = ()
    placed: int = 0  #: how many were placed so far, those taken out too
    closed: Closed | None = None
    over: bool = False

    @property
    def until(self) -> datetime | None:
        """Until when items can be settled."""
        return self.closed.at + SETTLING if self.closed else None
