"""The store, and what a transaction can do: the ledger in its seven parts, and the values that they speak in.

What runs inside `Store.run` is synchronous on purpose: it cannot await, so no network call can hide in a
transaction. Every verb takes the workspace it speaks of.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol, TypeVar

from bot.model import (
    Absence,
    Act,
    Book,
    ChannelId,
    Chosen,
    Entry,
    Member,
    MemberId,
    Obstacle,
    Page,
    Person,
    Place,
    Plan,
    PlanId,
    Role,
    Round,
    RoundId,
    Said,
    Team,
    TeamId,
    Workspace,
    WorkspaceId,
)

T = TypeVar("T")


#: What the crew carries: the open, wake, deliver, refresh and check of things named by workspace and id; of a member,
#: their Home.
Task = Literal["open", "wake", "deliver", "refresh", "check", "home"]


#: A thing of a workspace: a plan's id, a round's, a channel's; for `refresh`, the workspace's own.
Job = tuple[WorkspaceId, str]


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a message stands on the platform: its channel there and its id in that channel."""

    channel: str
    id: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message shall go: a channel or a member's id, and the message that it answers, if any."""

    workspace: WorkspaceId
    target: str
    parent: Ref | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a slot should show: its place, and the fingerprint of the notice."""

    name: str
    place: Place
    print: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A slot's message taken for sending. `ref` given: edit that; `doubtful`: look for the key first.

    `print` is the fingerprint of what is wanted: `round` was read in the same transaction.
    """

    slot: int
    name: str
    print: str
    round: Round[Any]
    address: Address
    key: str
    ref: Ref | None
    doubtful: bool
    sent_at: datetime
    attempts: int


class Roster(Protocol):
    """Workspaces, people, teams and who is away."""

    def put_workspace(self, workspace: Workspace, at: datetime) -> None:
        """Add a workspace, or renew its name; a new one is due for a refresh at `at`."""
        ...

    def workspace(self, workspace: WorkspaceId) -> Workspace | None: ...

    def put_people(self, workspace: WorkspaceId, people: Iterable[Person]) -> tuple[MemberId, ...]:
        """Add or renew people; a zone that a person chose stays. Returns who changed in a way teams see."""
        ...

    def person(self, workspace: WorkspaceId, member: MemberId) -> Person | None: ...

    def choose(self, workspace: WorkspaceId, member: MemberId, chosen: Chosen) -> None:
        """Keep a person's own settings."""
        ...

    def chosen(self, workspace: WorkspaceId, member: MemberId) -> Chosen | None: ...

    def put_team(self, team: Team) -> None: ...

    def team(self, workspace: WorkspaceId, team: TeamId) -> Team | None: ...

    def team_in(self, workspace: WorkspaceId, channel: ChannelId) -> Team | None: ...

    def teams(self, workspace: WorkspaceId) -> tuple[Team, ...]: ...

    def teams_of(self, workspace: WorkspaceId, member: MemberId) -> tuple[Team, ...]: ...

    def seat(self, team: Team, member: MemberId, roles: tuple[Role, ...] | None = None) -> None:
        """Add a person to a team, or change their roles; None keeps roles, `("developer",)` when new."""
        ...

    def unseat(self, team: Team, member: MemberId) -> None: ...

    def members(self, team: Team) -> tuple[Member, ...]:
        """The team's members, by name."""
        ...

    def member(self, team: Team, member: MemberId) -> Member | None: ...

    def add_absence(self, workspace: WorkspaceId, absence: Absence) -> int:
        """Returns the absence's id, by which it can be taken back."""
        ...

    def drop_absence(self, workspace: WorkspaceId, member: MemberId, absence: int) -> bool: ...

    def absences(self, workspace: WorkspaceId, member: MemberId, since: date) -> Mapping[int, Absence]:
        """Those that end on `since` or later, soonest first, by their ids."""
        ...

    def claim_refreshes(self, at: datetime, lease: timedelta, limit: int) -> list[Job]: ...

    def refreshed(self, workspace: WorkspaceId, next_at: datetime) -> None: ...


class Plans(Protocol):
    """The standing appointments."""

    def put(self, plan: Plan) -> None:
        """Add or replace. One living plan of a kind for each team: raises Settled for a second."""
        ...

    def get(self, workspace: WorkspaceId, plan: PlanId) -> Plan | None: ...

    def of(self, team: Team, kind: str) -> Plan | None:
        """The team's plan of this kind that is not deleted."""
        ...

    def of_team(self, team: Team) -> tuple[Plan, ...]: ...

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        """Plans that are due, each pushed on by the lease."""
        ...


class Rounds(Protocol):
    """The rounds and the history of what was done to them."""

    def add(self, round_: Round[Any]) -> bool:
        """Insert; False where a round of this plan, kind and occurrence is there already."""
        ...

    def get(self, workspace: WorkspaceId, round_: RoundId) -> Round[Any] | None:
        """The round, locked until the transaction ends."""
        ...

    def save(self, round_: Round[Any]) -> None: ...

    def open_of(self, team: Team, kinds: Sequence[str] = ()) -> tuple[Round[Any], ...]:
        """The team's rounds that are not over, newest occurrence last."""
        ...

    def of_plan(self, workspace: WorkspaceId, plan: PlanId, occurrence: str) -> Round[Any] | None: ...

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        """Rounds that are due, each pushed on by the lease."""
        ...

    def note(self, round_: Round[Any], act: Act, by: MemberId | None, at: datetime, *, keep: bool) -> None:
        """Write the act into the history; its payload only where `keep`."""
        ...


class Outbox(Protocol):
    """Slots: each is its own outbox row. A gate per channel is pacing and lease in one."""

    def want(
        self, round_: Round[Any], channel: ChannelId, slots: Sequence[Wanted], at: datetime, lease: timedelta
    ) -> list[Job]:
        """These slots of the round should show this; `channel` is the team's. Returns the channels whose
        gates were idle: they are leased at once, for the caller to submit."""
        ...

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        """Channels with something to send now, each leased."""
        ...

    def take(self, workspace: WorkspaceId, channel: str, at: datetime) -> Parcel | None:
        """The next message for a channel, marked as being sent; None where nothing can go now."""
        ...

    def shown(
        self, workspace: WorkspaceId, parcel: Parcel, ref: Ref, print_: str, again_at: datetime
    ) -> None:
        """The slot stands at `ref` and shows the notice of this fingerprint; no edit of it before `again_at`."""
        ...

    def again(self, workspace: WorkspaceId, parcel: Parcel, at: datetime, *, doubtful: bool) -> None:
        """Not settled: take it up once more from `at` on."""
        ...

    def unreachable(self, workspace: WorkspaceId, parcel: Parcel, why: str) -> None: ...

    def rest(
        self, workspace: WorkspaceId, channel: str, free_at: datetime, hold_until: datetime | None = None
    ) -> datetime | None:
        """End the lease: the channel's gate opens at `free_at` if something is left, else when wanted.

        If more can go by `hold_until`, the lease stays instead, and the moment is returned.
        """
        ...

    def owed(self, before: datetime) -> int:
        """How many gates are to open before this moment: what is still to be sent."""
        ...


class History(Protocol):
    """The book's pages, and what is written into them."""

    def book(
        self, team: Team, plan: PlanId | None, pages: Iterable[Page], but: RoundId | None = None
    ) -> Book:
        """The named pages; answers of the round `but` are left out of what was said."""
        ...

    def write(self, round_: Round[Any], entries: Iterable[Entry]) -> None: ...

    def said(
        self, team: Team, since: date, member: MemberId | None = None, kind: str | None = None
    ) -> tuple[Said, ...]:
        """Answers from `since` on, newest day first."""
        ...

    def blockers(self, team: Team) -> tuple[Obstacle, ...]:
        """Those that are not resolved."""
        ...

    def kept(self, workspace: WorkspaceId, member: MemberId) -> tuple[int, date | None]:
        """How many answers of a member are kept, in whatever team, and from which day on."""
        ...


class Checks(Protocol):
    """What an event spoke of and the platform is to be asked about: a member's id, a channel's, the workspace's own.
    An event says that something changed; what it is now, is asked: so neither order nor repetition matters."""

    def note(self, workspace: WorkspaceId, thing: str, at: datetime) -> None:
        """Ask about it from `at` on; noted twice is asked once."""
        ...

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]: ...

    def done(self, workspace: WorkspaceId, thing: str, at: datetime) -> None:
        """It was asked; what was noted anew since the claim stays, being due by `at`."""
        ...


class Homes(Protocol):
    """Who has opened their Home, and the fingerprint of what it shows."""

    def shown(self, workspace: WorkspaceId, member: MemberId, print_: str, at: datetime) -> None:
        """The member's Home shows this; a change that was noted meanwhile, being due by `at`, stays noted."""
        ...

    def print_of(self, workspace: WorkspaceId, member: MemberId) -> str | None:
        """What it shows; None for somebody who never opened it."""
        ...

    def stale(self, workspace: WorkspaceId, members: Iterable[MemberId], at: datetime) -> None:
        """Whoever of these has a Home gets it drawn again from `at` on."""
        ...

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]: ...

    def drop(self, workspace: WorkspaceId, member: MemberId) -> None:
        """Draw it no more until they open it again."""
        ...

    def again(self, workspace: WorkspaceId, member: MemberId, at: datetime) -> None:
        """It could not be drawn: not before `at`, whatever is noted."""
        ...

    def owed(self, before: datetime) -> int:
        """How many are to be drawn before this moment."""
        ...


class Ledger(Protocol):
    """What a transaction can do."""

    @property
    def roster(self) -> Roster: ...

    @property
    def plans(self) -> Plans: ...

    @property
    def rounds(self) -> Rounds: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def history(self) -> History: ...

    @property
    def checks(self) -> Checks: ...

    @property
    def homes(self) -> Homes: ...

    def submit(self, task: Task, jobs: Sequence[Job]) -> None:
        """Hand jobs to the crew when, and only if, this transaction commits."""
        ...

    def next_due(self) -> datetime | None:
        """The earliest moment at which a plan, a round, a refresh, a check or a Home is due."""
        ...


class Store(Protocol):
    """Where everything is remembered."""

    async def run(self, fn: Callable[[Ledger], T]) -> T:
        """Run `fn` in one transaction; it may run again whole. Raises Busy when the store stays locked."""
        ...

    async def read(self, fn: Callable[[Ledger], T]) -> T:
        """Run `fn` on a connection that cannot write."""
        ...

    async def close(self) -> None: ...
