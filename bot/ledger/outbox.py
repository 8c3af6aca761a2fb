"""Slots as outbox rows: what is to be sent where, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.ledger.jobs import Job
from bot.model import ChannelId, Place, Round, WorkspaceId


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

    def unsaid(self, workspace: WorkspaceId, parcel: Parcel) -> None:
        """Of no use any more before it was sent: nothing is sent until the slot should show something else."""
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
    ) -> list[Job]:
        """After `wait`, at once by default, try again what is kept for a channel and was tried less than `most` times.

        Returns the channel, leased, if its gate was idle, for the caller to submit.
        """
        ...

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
