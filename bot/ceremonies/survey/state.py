"""A round of a survey as frozen values: its settings, seats and what was given, and the acts it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from bot.model import Act, Held, Member, RoundId, Said

LEFT = "left"  #: no longer in the team
GONE = "gone"  #: no longer in the workspace
DROPPED = "dropped"  #: in the team, and not asked any more
#: Whoever is not of the round any more; they may come back to it.
OUT = frozenset({LEFT, GONE, DROPPED})
STARTS_NEXT_TIME = "starts next time"
MISSED = "not asked"


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `key` names it in answers, whatever its wording."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Settings:
    """How a survey is run. Reminders are minutes after a member's own prompt."""

    questions: tuple[Question, ...]
    where: Literal["dm", "channel"] = "dm"
    reminders: tuple[int, ...] = (120,)
    digest_at: time = time(12)


@dataclass(frozen=True, slots=True)
class Answer(Act):
    """A member answers, or edits what they answered; texts by question key."""

    texts: Mapping[str, str]
    resolved: tuple[RoundId, ...] = ()  #: blockers that the member ticks off while answering


@dataclass(frozen=True, slots=True)
class Skip(Act):
    """A member has nothing to say this time."""


@dataclass(frozen=True, slots=True)
class Unskip(Act):
    """A member takes back that they had nothing to say."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a member answered, and when."""

    texts: Mapping[str, str]
    at: datetime
    late: bool = False
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """One member's place in a round. `absent` says why they are not asked; they count in no denominator then."""

    member: Member
    ask_at: datetime
    until: datetime  #: answers count until then: the member's next prompt
    absent: str = ""
    asked_at: datetime | None = None
    reminded: int = 0  #: how many of their reminders have come due and been dealt with
    nudges: int = 0  #: how many were sent: of those that fell due together, one
    skipped: bool = False
    given: Given | None = None
    last: Said | None = None  #: what they answered last time, read when they are asked
    ask_until: datetime | None = (
        None  #: a prompt that is later than this is not sent: the plan's next has come
    )
    closed: bool = False  #: their time has run out, and what they see says so

    @property
    def present(self) -> bool:
        """Whether the round counts on this member."""
        return not self.absent and not self.skipped

    @property
    def waiting(self) -> bool:
        """Asked, and neither answered nor skipped."""
        return self.asked_at is not None and self.present and self.given is None


@dataclass(frozen=True, slots=True)
class Survey:
    """A round of a survey: who is asked when, and what they said."""

    title: str
    team: str
    zone: str
    day: date
    settings: Settings
    seats: tuple[Seat, ...]
    digest_at: datetime
    digested_at: datetime | None = None
    trial: bool = False  #: one member looks at it for themself; nothing counts
    paused: bool = False
    ended: bool = False
    kind: str = "survey"  #: the ceremony that this is a round of
    held: Held = ""  #: why it is paused, where no lead wished so

    @property
    def present(self) -> tuple[Seat, ...]:
        """The members that the round counts on."""
        return tuple(seat for seat in self.seats if seat.present)

    @property
    def answered(self) -> tuple[Seat, ...]:
        """The members who answered."""
        return tuple(seat for seat in self.seats if seat.given)
