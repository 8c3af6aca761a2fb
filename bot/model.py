"""The words of the house as frozen values: who, where, when, and what a ceremony is.

All moments are aware datetimes in UTC; days and times of day are local to a named IANA zone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Generic, Literal, NewType, TypeVar
from uuid import UUID, uuid5

WorkspaceId = NewType("WorkspaceId", str)
TeamId = NewType("TeamId", str)
MemberId = NewType("MemberId", str)  #: the platform's own id of a person, unique in a workspace
ChannelId = NewType("ChannelId", str)  #: the platform's own id of a channel, unique in a workspace
PlanId = NewType("PlanId", str)
RoundId = NewType("RoundId", str)

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WEEKDAYS = (0, 1, 2, 3, 4)

Role = Literal["developer", "stakeholder", "lead", "observer"]

#: What keeps a plan from running: something about its channel, or Piton being no longer in the workspace.
Held = Literal["", "archived", "gone", "kicked", "restricted", "uninstalled"]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A tenant: one Slack workspace or one Teams tenant."""

    id: WorkspaceId
    platform: Literal["slack", "teams"]
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a workspace, as the platform describes them."""

    id: MemberId
    name: str
    zone: str
    human: bool = True
    guest: bool = False
    active: bool = True
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, as the platform describes it."""

    id: ChannelId
    name: str
    archived: bool = False
    private: bool = False
    joined: bool = True  #: whether the bot is in it


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a team. `days` None means: whatever days the plan falls on; 0 is Monday."""

    id: MemberId
    name: str
    zone: str
    days: tuple[int, ...] | None = None
    starts: time = time(9)
    ends: time = time(17)
    region: str | None = None  #: holiday region such as "GB-ENG"; None: the zone's country
    roles: tuple[Role, ...] = ("developer",)
    active: bool = True
    admin: bool = False
    reminders: bool = True
    quiet: tuple[time, time] | None = None  #: from, until, in their zone: no direct message begins then

    @property
    def leads(self) -> bool:
        """Whether this member may change the team's plans."""
        return self.admin or "lead" in self.roles


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose for themself; None follows the platform's profile, the plan's days, the zone's country."""

    zone: str | None = None
    days: tuple[int, ...] | None = None
    starts: time = time(9)
    ends: time = time(17)
    region: str | None = None
    reminders: bool = True
    quiet: tuple[time, time] | None = None  #: from, until, in their zone; it may cross midnight


@dataclass(frozen=True, slots=True)
class Team:
    """The people who work together in one channel. `zone` is where the team's own hours are read."""

    id: TeamId
    workspace: WorkspaceId
    channel: ChannelId
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Absence:
    """Whole local days, both ends included, on which a member is away."""

    member: MemberId
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a plan falls: on `days` (ascending, 0 is Monday) of every `every`-th week counted from the week of `anchor`,
    at the local time `at`, in each member's own zone or, where `zone` is given, in that one for all."""

    days: tuple[int, ...]
    at: time
    anchor: date
    every: int = 1
    zone: str | None = None
    holidays: bool = False  #: whether members' public holidays are left out


S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Plan:
    """A standing appointment of a team. `settings` belong to its ceremony."""

    id: PlanId
    workspace: WorkspaceId
    team: TeamId
    kind: str
    schedule: Schedule
    settings: Any
    owner: MemberId
    people: tuple[MemberId, ...] | None = None  #: None: everyone in the team
    state: Literal["active", "paused", "deleted"] = "active"
    since: datetime | None = None  #: nobody is asked for a moment before this: set up, rescheduled, resumed
    next_day: date | None = None  #: the first occurrence that has not been opened
    wake_at: datetime | None = None  #: when to open it
    held: Held = ""  #: why it is paused though no lead wished so


# Where a notice stands.


@dataclass(frozen=True, slots=True)
class Room:
    """The team's channel."""


@dataclass(frozen=True, slots=True)
class Dm:
    """A member's direct messages with the bot."""

    member: MemberId


@dataclass(frozen=True, slots=True)
class Thread:
    """Below another slot, of this round or of another."""

    slot: str
    round: RoundId | None = None


Place = Room | Dm | Thread


@dataclass(frozen=True, slots=True)
class Notice:
    """What people should now see, in the team's words. Each ceremony derives its own."""

    place: Place
    round: RoundId

    @property
    def moot(self) -> bool:
        """Whether it is of use only to who has seen an earlier state: then it is not posted anew, only edited in."""
        return False


# What is done to a round.


@dataclass(frozen=True, slots=True)
class Act:
    """What a member, the clock, or a change elsewhere did to a round."""


@dataclass(frozen=True, slots=True)
class Tick(Act):
    """The clock's act: `at` says what time it is."""


@dataclass(frozen=True, slots=True)
class MemberChanged(Act):
    """A member's zone, days, absences, name or place in the team are not what they were."""

    member: MemberId


@dataclass(frozen=True, slots=True)
class PlanChanged(Act):
    """The round's plan was edited, paused, resumed or deleted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that a round writes into the book when something was settled."""


Standing = Literal["open", "acknowledged", "resolved", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a member answered in a round; `texts` and `questions` by question key."""

    round: RoundId
    member: MemberId
    day: date
    texts: Mapping[str, str]
    questions: Mapping[str, str]
    late: bool = False


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A blocker as the book has it, and as a digest shows it. `round` is the blocker's own round."""

    round: RoundId
    member: MemberId
    text: str
    day: date
    standing: Standing
    helper: str = ""


@dataclass(frozen=True, slots=True)
class Answered(Entry):
    """A member's answers of this round, replacing what they gave before."""

    said: Said


@dataclass(frozen=True, slots=True)
class BlockerStands(Entry):
    """Where a blocker stands now."""

    blocker: Obstacle
    helped_by: MemberId | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    """An act that one round performs on another, in the same transaction."""

    round: RoundId
    act: Act


@dataclass(frozen=True, slots=True)
class Opening:
    """A round to start in the same transaction, once: `key` is its occurrence under the same plan."""

    kind: str
    key: str
    turn: "Turn[Any]"


@dataclass(frozen=True, slots=True)
class Turn(Generic[S]):
    """What an act came to. `wake_at` None: the clock need not act again; `over`: nobody need."""

    state: S
    wake_at: datetime | None = None
    entries: tuple[Entry, ...] = ()
    opens: tuple[Opening, ...] = ()
    tells: tuple[Tell, ...] = ()
    over: bool = False


@dataclass(frozen=True, slots=True)
class Round(Generic[S]):
    """One held occurrence of a ceremony, or one started by hand."""

    id: RoundId
    workspace: WorkspaceId
    team: TeamId
    kind: str
    occurrence: str
    opened_at: datetime
    state: S
    plan: PlanId | None = None
    wake_at: datetime | None = None
    over: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Book:
    """What the team knows, cut to what a ceremony named in `reads`."""

    team: Team
    plan: Plan | None = None
    members: tuple[Member, ...] = ()
    absences: tuple[Absence, ...] = ()
    said: tuple[Said, ...] = ()  #: each member's latest answers under this plan, in another round
    blockers: tuple[Obstacle, ...] = ()  #: those not yet resolved, under this plan


Page = Literal["plan", "members", "absences", "said", "blockers"]


@dataclass(frozen=True)
class Ceremony(Generic[S]):
    """A ceremony is three pure functions over frozen values, and the names of what they handle.

    `open` gives the turn that a planned occurrence starts with, or None where nobody is to be asked;
    a ceremony without it is opened only by other rounds or by hand.
    `acts` are the acts that `advance` takes; those in `keeps` keep their payload in the history of acts.
    `reads` names the pages of the book that an act needs.
    """

    kind: str
    state: type[S]
    settings: type[Any]
    advance: Callable[[Round[S], Act, MemberId | None, datetime, Book], Turn[S]]
    show: Callable[[Round[S]], dict[str, Notice]]
    open: Callable[[Plan, Book, date, datetime], Turn[S] | None] | None = None
    reads: Mapping[type[Act], frozenset[Page]] = field(default_factory=dict)
    keeps: frozenset[type[Act]] = frozenset()


_ROUNDS = UUID("6a1c1c0e-5f0b-4d1e-9a57-6d6f1f6a7e11")


def round_id(plan: PlanId, kind: str, key: str) -> RoundId:
    """The one round of a kind that may carry `key` under a plan: the same words always name the same round."""
    return RoundId(uuid5(_ROUNDS, f"{plan}/{kind}/{key}").hex)
