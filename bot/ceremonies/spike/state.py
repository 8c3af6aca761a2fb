"""A spike as frozen values: a question, a box of time to find out enough, and the decision at its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from bot.ceremonies.estimation import Topic
from bot.ceremonies.spike.box import Box
from bot.model import Absence, Act, Ballot, Member, MemberId, SpikeDecision, StoryId, Verdict

KIND = "spike"
#: Characters: of the question, and of what would count as an answer or was found.
QUESTION_TEXT, LONG_TEXT = 200, 2000
#: Characters of why something was paused, extended or dropped.
REASON_TEXT = 300
#: A box grows so often: then it is a story.
MOST_EXTENSIONS = 2
#: It begins within so many days.
FURTHEST = timedelta(days=31)

#: What its owner has been told of: half of the box is used, little is left, it is used up.
Stage = Literal["half", "near", "up"]
#: It begins later; it runs; it was paused; its time is up and the decision is due.
Standing = Literal["ahead", "runs", "paused", "up"]


@dataclass(frozen=True, slots=True)
class About:
    """The story that waits for the answer."""

    story: StoryId
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Told:
    """A stage that was reached, when, and whose box it was then; `box`: how often it had grown by then."""

    stage: Stage
    at: datetime
    box: int
    owner: MemberId


@dataclass(frozen=True, slots=True)
class Pause(Act):
    """The box stands still from now on."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resume(Act):
    """It runs again."""


@dataclass(frozen=True, slots=True)
class Extend(Act):
    """So much more time, and why."""

    more: timedelta
    reason: str
    times: int | None = None  #: how often it had grown, as far as who does it could see


@dataclass(frozen=True, slots=True)
class HandOver(Act):
    """Somebody else goes on with what is left of the box."""

    to: MemberId
    was: MemberId | None = None  #: whose it was, as far as who does it could see


@dataclass(frozen=True, slots=True)
class Wait(Act):
    """It waits for its owner to come back."""


@dataclass(frozen=True, slots=True)
class Decide(Act):
    """What the spike came to. `text`: what was found, or why it is dropped; `next`: the question of another one.

    `ballots`: who estimates its story now, where it can be; `split`: how many stories it became.
    """

    decision: SpikeDecision
    text: str
    links: tuple[str, ...] = ()
    verdict: Verdict = ""
    ballots: Mapping[MemberId, tuple[Ballot, ...]] = field(default_factory=dict)
    split: tuple[int, ...] = ()  #: the new stories' numbers
    dropped: bool = False  #: its story leaves the backlog
    next: str = ""
    topic: Topic | None = None  #: its story as it is voted on


@dataclass(frozen=True, slots=True)
class Grown:
    """A box that was made larger."""

    more: timedelta
    reason: str
    name: str  #: of who did it
    by: MemberId | None = None  #: an earlier version did not keep it


@dataclass(frozen=True, slots=True)
class Held:
    """A pause: why, by whom, from when on, and until when unless it goes on."""

    reason: str
    name: str
    since: datetime
    until: datetime | None = None
    by: MemberId | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The decision."""

    decision: SpikeDecision
    text: str
    links: tuple[str, ...]
    verdict: Verdict
    name: str  #: of who decided
    at: datetime
    split: tuple[int, ...] = ()
    dropped: bool = False
    next: str = ""  #: what the next spike asks


@dataclass(frozen=True, slots=True)
class Missing:
    """Its owner is away or has left before the box is used up, so the lead is asked. `number`: how often so far."""

    number: int
    owner: str  #: their name
    left: bool  #: they are no longer in the team
    first: date | None = None  #: their first day away
    back: datetime | None = None  #: when they are at work again
    leads: tuple[MemberId, ...] = ()


@dataclass(frozen=True, slots=True)
class Spike:
    """A round that holds one box of time."""

    team: str
    zone: str  #: the team's
    question: str
    answer: str  #: what would count as one
    hypothesis: str
    about: About | None
    starter: MemberId
    starter_name: str
    owners: tuple[Member, ...]  #: the first of them works by the box
    box: Box
    starts_at: datetime
    begun: bool = True  #: its beginning is past
    told: tuple[Told, ...] = ()
    named: tuple[MemberId, ...] = ()  #: who was told that it is theirs, each time
    had: tuple[MemberId, ...] = ()  #: who handed it on
    pauses: tuple[Held, ...] = ()
    grown: tuple[Grown, ...] = ()
    asked_of: tuple[MemberId, ...] = ()  #: who was asked for the decision again, each time
    asked: int = 0  #: how often since the box was used up
    ask_at: datetime | None = None  #: when it is asked for again
    missed: tuple[Missing, ...] = ()  #: what the lead was asked
    missing: Missing | None = None  #: and what of it is open
    waited: tuple[Absence, ...] = ()  #: what somebody decided to wait for
    ended: Ended | None = None

    @property
    def owner(self) -> Member:
        """Whose hours the box counts."""
        return self.box.whose

    @property
    def concerned(self) -> tuple[MemberId, ...]:
        """Whoever has, or had, a part in it."""
        told = (self.starter, *self.named, *self.had, *(each.owner for each in self.told))
        return tuple(dict.fromkeys((*(each.id for each in self.owners), *told)))

    def concerns(self, story: StoryId) -> bool:
        """Whether it is for the story."""
        return self.about is not None and self.about.story == story

    @property
    def decided(self) -> bool:
        """Whether it has come to its end."""
        return self.ended is not None

    @property
    def paused(self) -> bool:
        """Whether somebody has paused it."""
        return bool(self.pauses) and self.pauses[-1].until is None

    @property
    def up(self) -> bool:
        """Whether the box is used up, as it is now."""
        return any(each.stage == "up" and each.box == len(self.grown) for each in self.told)

    @property
    def standing(self) -> Standing:
        """Where it stands, as of what its clock has done."""
        if self.paused:
            return "paused"
        if self.up:
            return "up"
        return "runs" if self.begun else "ahead"

    @property
    def extensible(self) -> bool:
        """Whether its box may grow once more."""
        return len(self.grown) < MOST_EXTENSIONS
