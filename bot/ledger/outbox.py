"""Slots as outbox rows: what is to be sent where, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, overload

from bot.ledger.jobs import Job
from bot.model import ChannelId, Place, PlanId, Round, RoundId, WorkspaceId
from bot.pace import NO_RATES, Lane, Rates


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
    taken: int = (
        1  #: how often it was taken since a sending of it last ended: more than once where carriers died
    )
    probe: bool = False  #: it goes to see whether the platform is well again
    cause: str = ""  #: the id of what it came of


@dataclass(frozen=True, slots=True)
class Turn:
    """When a message of this lane goes: the moment is reserved for whoever was told it."""

    lane: Lane
    at: datetime


@dataclass(frozen=True, slots=True)
class Suspect:
    """What comes next seems to crash its carriers: it goes while no other such is on its way."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which a message is taken: it goes by `latest`, at these rates, or in the turn that was reserved for it."""

    latest: datetime
    rates: Rates = field(default_factory=lambda: NO_RATES)
    turn: Turn | None = None
    alone: bool = False  #: no suspect is on its way: one may be taken

    def has_turn(self, lane: Lane) -> bool:
        """Whether what goes in this lane is paid for."""
        return self.turn is not None and self.turn.lane == lane


class Outbox(Protocol):
    """Slots: each is its own outbox row. A gate per channel is pacing and lease in one; a workspace has its pace,
    lane by lane, and is held as a whole while its platform cannot be reached."""

    def want(
        self, round_: Round[Any], channel: ChannelId, slots: Sequence[Wanted], at: datetime, lease: timedelta
    ) -> None:
        """These slots of the round should show this; `channel` is the team's. The channels whose gates are idle are
        leased, and submitted to be delivered."""
        ...

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        """Channels with something to send now, each leased: a fair share of each workspace's, none of one that is
        held, and one of a workspace of which it is to be seen whether it is well again."""
        ...

    def lock(self, workspace: WorkspaceId, channel: str) -> None:
        """Let nobody else change this channel's line until the transaction ends. Whatever settles a message begins
        with it; teams that it touches are read before."""
        ...

    @overload
    def take(self, workspace: WorkspaceId, channel: str, at: datetime) -> Parcel | None: ...

    @overload
    def take(
        self, workspace: WorkspaceId, channel: str, at: datetime, terms: Terms
    ) -> Parcel | Turn | Suspect | None: ...

    def take(
        self, workspace: WorkspaceId, channel: str, at: datetime, terms: Terms | None = None
    ) -> Parcel | Turn | Suspect | None:
        """The next message for a channel, marked as being sent; None where nothing can go now.

        Where the workspace's pace lets it go later, by `terms.latest`, its turn: take it then. A Suspect where what
        comes next is one, and `terms.alone` does not hold. Without terms, all goes that is due.
        """
        ...

    def shown(
        self, workspace: WorkspaceId, parcel: Parcel, ref: Ref, print_: str, again_at: datetime
    ) -> None:
        """The slot stands at `ref` and shows the notice of this fingerprint; no edit of it before `again_at`."""
        ...

    def again(self, workspace: WorkspaceId, parcel: Parcel, at: datetime, *, doubtful: bool) -> None:
        """Not settled: take it up once more from `at` on. A look-up's taking is given back."""
        ...

    def unreachable(self, workspace: WorkspaceId, parcel: Parcel, why: str) -> None: ...

    def unsaid(self, workspace: WorkspaceId, parcel: Parcel, why: str | None = None) -> None:
        """Of no use any more before it was sent: nothing is sent until the slot should show something else. `why` is
        for who looks into it."""
        ...

    def keep(self, workspace: WorkspaceId, parcel: Parcel, why: str) -> None:
        """Refused for a reason that can pass: not tried again until its channel is revived."""
        ...

    def revive(
        self,
        workspace: WorkspaceId,
        channel: ChannelId,
        at: datetime,
        lease: timedelta,
        *,
        wait: timedelta = ...,
        most: int = ...,
        plan: PlanId | None = ...,
    ) -> list[Job]:
        """After `wait`, at once by default, try again what is kept for a channel, be it of one plan, and was tried less
        than `most` times.

        Returns the channel, leased, if its gate was idle, for the caller to submit.
        """
        ...

    def oldest_kept(self, round_: Round[Any], channel: str) -> RoundId | None:
        """The first round of this one's plan of which something is kept for the channel."""
        ...

    def move_kept(self, round_: Round[Any], slot: str, old: ChannelId, new: ChannelId) -> bool:
        """Let this slot, if it is kept for one channel, be kept for another, with what answers it. Returns whether it
        was."""
        ...

    def rest(
        self,
        workspace: WorkspaceId,
        channel: str,
        free_at: datetime,
        hold_until: datetime | None = None,
        rates: Rates = NO_RATES,
    ) -> datetime | None:
        """End the lease: the channel's gate opens at `free_at` if something is left, else when wanted.

        If more can go by `hold_until`, the lease stays instead, and the moment is returned.
        """
        ...

    def sift(self, workspace: WorkspaceId, channels: Sequence[str], at: datetime, terms: Terms) -> list[str]:
        """Of these channels, which are leased to us, those for which something may go within the terms. The leases of
        the others end: their gates open when their lanes do."""
        ...

    def let_go(self, jobs: Sequence[Job], at: datetime) -> None:
        """End these leases, of which nothing came: a claim takes what is owed when its turn has come."""
        ...

    def free(self, at: datetime) -> None:
        """End all leases, and let whatever is held be tried: for the start of a process that works alone.

        Whoever held them is dead, and would keep what it had in hand from being sent until they run out. Where one
        lives all the same, no message is doubled: what is in `sending` is looked up before anything else, and is sent
        again only when it cannot come any more.
        """
        ...

    def owed(self, before: datetime) -> int:
        """How many gates are to open before this moment, those of a workspace that is held left out: what is still
        to be sent."""
        ...

    def pause(self, workspace: WorkspaceId, lane: Lane, at: datetime, until: datetime) -> None:
        """Nothing goes in this lane of the workspace until then: its platform said so."""
        ...

    def hold(self, workspace: WorkspaceId, at: datetime, until: datetime) -> None:
        """Nothing at all goes in this workspace until then; then one message goes to see."""
        ...

    def down(self, workspace: WorkspaceId, at: datetime) -> None:
        """Its platform is out of order: held, the longer the longer that lasts, up to 15 seconds at a time."""
        ...

    def probe_again(self, workspace: WorkspaceId, at: datetime) -> None:
        """What went to see whether the platform is well again has not found it so: something else may, unless it is
        held anew."""
        ...

    def release(self, workspace: WorkspaceId) -> None:
        """The platform is well, and knows us: what was held goes."""
        ...
