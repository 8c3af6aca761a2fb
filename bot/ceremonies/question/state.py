"""A question that somebody outside of the team asks it, and its answer, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.model import Absence, Act, Member, MemberId, RoundId

KIND = "question"
#: Characters of a question, and of an answer.
QUESTION, ANSWER = 1_000, 2_000
#: So many questions of a team are open at once.
MOST = 10
#: And so many of one person.
EACH = 3

#: How it came to its end.
End = Literal["answered", "not ours", "taken back"]


@dataclass(frozen=True, slots=True)
class Answer(Act):
    """What the team says."""

    text: str


@dataclass(frozen=True, slots=True)
class Decline(Act):
    """It is for others to answer."""


@dataclass(frozen=True, slots=True)
class Withdraw(Act):
    """The asker takes it back."""


@dataclass(frozen=True, slots=True)
class Below:
    """The message of a digest under which it was asked. `public`: in a channel, where others read the answer."""

    round: RoundId
    slot: str
    day: date
    public: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who is reminded, once; None: the channel is, where nobody leads. `due` None: never."""

    member: Member | None
    due: datetime | None
    away: tuple[Absence, ...] = ()
    told: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """How it ended, when and by whom."""

    how: End
    by: MemberId | None
    name: str
    at: datetime
    text: str = ""  #: the answer


@dataclass(frozen=True, slots=True)
class Question:
    """A round that waits for an answer."""

    called: str  #: by which name its digest calls the team; empty: none
    team: str
    zone: str  #: the team's
    text: str
    asker: Member
    asked_at: datetime
    below: Below
    where: str = ""  #: the channel or the member that it was asked from
    leads: tuple[Lead, ...] = ()
    closed: Closed | None = None
    tell_at: datetime | None = None  #: when the asker is told what came of it
    told: bool = False
