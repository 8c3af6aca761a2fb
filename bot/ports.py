"""What is asked of the world besides the store, as narrow Protocols: messenger, directory, crew, clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.homes.home import Home
from bot.ledger import Address, Job, Ref, Task
from bot.model import (
    Channel,
    ChannelId,
    MemberId,
    Notice,
    Person,
    WorkspaceId,
)


class Clock(Protocol):
    """What time it is. A test's or the playground's may be moved."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...


class Messenger(Protocol):
    """Posting, editing and looking up on a platform. Raises the DeliveryErrors."""

    async def post(self, to: Address, notice: Notice, key: str) -> Ref:
        """Send once, with `key` hidden in the message; no retry of its own."""
        ...

    async def edit(self, workspace: WorkspaceId, ref: Ref, notice: Notice) -> None:
        """Make a message that stands show this notice instead."""
        ...

    async def find(self, to: Address, key: str, since: datetime, until: datetime) -> Ref | None:
        """The message that carries `key`, posted between these moments, if it is there."""
        ...


class Publisher(Protocol):
    """Showing people their Homes. Raises the DeliveryErrors; publishing twice does no harm."""

    async def publish(self, workspace: WorkspaceId, member: MemberId, home: Home) -> None:
        """Make a member's Home show this."""
        ...


class Directory(Protocol):
    """Who is in a workspace and in its channels, asked of the platform."""

    async def people(self, workspace: WorkspaceId) -> tuple[Person, ...]:
        """Everybody, with today's zone; bots and the deactivated included, marked as such."""
        ...

    async def members(self, workspace: WorkspaceId, channel: ChannelId) -> tuple[MemberId, ...]:
        """The ids of those in a channel. Raises Unreachable where the bot may not look."""
        ...

    async def person(self, workspace: WorkspaceId, member: MemberId) -> Person:
        """Somebody as they are now. Raises Unreachable for nobody."""
        ...

    async def channel(self, workspace: WorkspaceId, channel: ChannelId) -> Channel:
        """A channel as it is now. Raises Unreachable where there is none that the bot can see."""
        ...

    async def join(self, workspace: WorkspaceId, channel: ChannelId) -> None:
        """Enter a public channel. Raises Unreachable where that is not allowed."""
        ...

    async def connected(self, workspace: WorkspaceId) -> bool:
        """Whether the platform still knows us there."""
        ...


class Crew(Protocol):
    """Whoever carries work out: this process, or a fleet of workers."""

    def begin(self, task: Task, jobs: Sequence[Job]) -> None:
        """Start what a committed transaction submitted, where it was not handed on within the transaction."""
        ...

    async def room(self) -> int:
        """How much may be claimed now, so that it is begun before its leases run out."""
        ...

    async def open(self) -> None:
        """Come up; nothing is carried yet."""
        ...

    def work(self) -> None:
        """Carry from now on."""
        ...

    async def drain(self) -> None:
        """Wait until nothing is in hand."""
        ...

    async def stop(self, grace: float) -> None:
        """Finish what is in hand within `grace` seconds; the rest is left to its leases."""
        ...
