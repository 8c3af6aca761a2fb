"""Who: workspaces, people, members and their teams; and when: schedules and plans."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal, NewType

WorkspaceId = NewType("WorkspaceId", str)
TeamId = NewType("TeamId", str)
MemberId = NewType("MemberId", str)  #: the platform's own id of a person, unique in a workspace
ChannelId = NewType("ChannelId", str)  #: the platform's own id of a channel, unique in a workspace
PlanId = NewType("PlanId", str)
RoundId = NewType("RoundId", str)

#: The points that a team estimates with unless it chose others: each about half as much again as the one before.
DECK = (1, 2, 3, 5, 8, 13)
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
    deck: tuple[int, ...] = DECK  #: the points that it estimates with, rising


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

    def asks(self, member: Member) -> bool:
        """Whether this member of its team is one of those it asks, whenever it runs."""
        works = member.roles != ("stakeholder",) and "observer" not in member.roles
        picked = works if self.people is None else member.id in self.people
        return member.active and picked
