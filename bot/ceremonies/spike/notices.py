"""What people see of a spike: its card, what its owner is told when, the question to the lead, and the decision."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.ceremonies.spike.state import About, Ended, Grown, Held, Missing, Stage, Standing
from bot.model import Notice, SpikeDecision

#: Of a box: it begins later; it runs; half of it is used, little is left, it is used up; it stands still; decided.
Phase = Literal["ahead", "running", "half", "near", "up", "paused", "ended"]


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """The spike as the channel sees it. It says what holds until the next of its moments, and is edited at these."""

    question: str
    owner: str
    others: tuple[str, ...]
    box: timedelta
    days: int  #: so many of the owner's days make the box, where it was given in days
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
class Over:
    """Why a message is a thing of the past: what the spike came to, or who has it now; else another message says it."""

    ended: SpikeDecision | None = None
    now: str = ""
    gone: bool = False  #: they are no longer in the team


@dataclass(frozen=True, slots=True)
class Said(Notice):
    """What somebody is told of a spike that they have; when it is over, only why."""

    question: str
    team: str
    over: Over | None = None

    @property
    def moot(self) -> bool:
        return self.over is not None


@dataclass(frozen=True, slots=True)
class Yours(Said):
    """Somebody is told that a spike is theirs: they were named, or it was handed to them."""

    owner: str = ""
    alone: bool = True  #: they work by the box themself
    box: timedelta = timedelta(0)
    days: int = 0  #: so many of the owner's days make the box, where it was given in days
    left: timedelta | None = None  #: of the box, where another has used some of it
    standing: Standing = "runs"
    starts_at: datetime | None = None  #: where it has yet to begin
    up_at: datetime | None = None
    extensible: bool = True
    zone: str = "UTC"  #: theirs


@dataclass(frozen=True, slots=True)
class Remind(Said):
    """What the owner is told at a stage of their box."""

    stage: Stage = "up"
    box: timedelta = timedelta(0)
    up_at: datetime | None = None
    extensible: bool = True
    zone: str = "UTC"  #: the owner's
    reached: datetime | None = field(default=None, compare=False)
    until: datetime | None = field(default=None, compare=False)  #: the next stage, after which it is no news

    def goes(self, at: datetime) -> datetime | None:
        return None if self.until and at >= self.until else at

    @property
    def due(self) -> datetime | None:
        return None if self.over else self.reached


@dataclass(frozen=True, slots=True)
class AskAgain(Said):
    """The decision is asked for once more, on a later morning."""

    number: int = 1
    extensible: bool = True


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
