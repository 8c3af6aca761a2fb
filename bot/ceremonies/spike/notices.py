"""What people see of a spike: its card, what its owner is told when, the question to the lead, and the decision."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.ceremonies.spike.state import About, Ended, Grown, Held, Missing, Stage
from bot.model import Notice

#: Of a box: it runs; half of it is used, little is left, it is used up; it stands still; decided.
Phase = Literal["running", "half", "near", "up", "paused", "ended"]


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """The spike as the channel sees it. It says what holds until the next of its moments, and is edited at these."""

    question: str
    owner: str
    others: tuple[str, ...]
    box: timedelta
    phase: Phase
    left: timedelta | None  #: while it stands still
    starts_at: datetime
    up_at: datetime | None
    zone: str  #: the team's
    answer: str = ""
    hypothesis: str = ""
    about: About | None = None
    grown: tuple[Grown, ...] = ()
    pause: Held | None = None
    missing: Missing | None = None
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class Yours(Notice):
    """Somebody is told that a spike is theirs: they were named, or it was handed to them."""

    question: str
    team: str
    over: bool
    owner: str = ""
    alone: bool = True  #: they work by the box themself
    box: timedelta = timedelta(0)
    starts_at: datetime | None = None  #: where it has yet to begin
    up_at: datetime | None = None
    zone: str = "UTC"  #: theirs

    @property
    def moot(self) -> bool:
        return self.over


@dataclass(frozen=True, slots=True)
class Remind(Notice):
    """What the owner is told at a stage of their box; when it is over, only that."""

    stage: Stage
    question: str
    team: str
    over: bool
    box: timedelta = timedelta(0)
    up_at: datetime | None = None
    zone: str = "UTC"  #: the owner's
    reached: datetime | None = field(default=None, compare=False)
    until: datetime | None = field(default=None, compare=False)  #: the next stage, after which it is no news

    @property
    def moot(self) -> bool:
        return self.over

    def goes(self, at: datetime) -> datetime | None:
        return None if self.until and at >= self.until else at

    @property
    def due(self) -> datetime | None:
        return None if self.over else self.reached


@dataclass(frozen=True, slots=True)
class AskAgain(Notice):
    """The decision is asked for once more, on a later morning."""

    question: str
    team: str
    number: int
    over: bool

    @property
    def moot(self) -> bool:
        return self.over


@dataclass(frozen=True, slots=True)
class AskLead(Notice):
    """A lead is asked, the owner being away or gone: hand it over, wait, or drop it."""

    team: str
    question: str
    missing: Missing
    settled: bool
    zone: str = "UTC"  #: the team's

    @property
    def moot(self) -> bool:
        return self.settled


@dataclass(frozen=True, slots=True)
class Decided(Notice):
    """The decision, where the team talks about it."""

    question: str
    ended: Ended
    box: timedelta
    used: timedelta
    grown: int
    hypothesis: str = ""
    about: About | None = None
