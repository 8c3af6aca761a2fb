"""Doubles that remember: a clock that is set, a messenger that keeps what it was sent, a real store in a folder."""

import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Literal

from bot.ceremonies import CEREMONIES
from bot.errors import DeliveryError, Doubtful, Limited, TokenRefused, Unreachable
from bot.homes.home import Home
from bot.ledger import Address, Job, Ref, Store, Task
from bot.model import Channel, ChannelId, MemberId, Notice, Person, WorkspaceId
from bot.ports import Clock
from storage.database import open_store as open_at
from storage.schema import migrate


@dataclass
class SetClock:
    """A clock that shows what it was set to."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@dataclass(frozen=True)
class Message:
    """A message as it stands on the platform."""

    at: datetime
    to: Address
    ref: Ref
    key: str
    notice: Notice
    edits: int = 0


@dataclass(frozen=True)
class Call:
    """What the messenger was asked to do, and when."""

    verb: Literal["post", "edit", "find"]
    at: datetime
    target: str
    notice: Notice | None = None


#: How a call can go wrong: too many (with seconds to wait), in doubt with or without having been stored, or for good.
Fault = Literal["refused", "doubtful, stored", "doubtful, lost", "unreachable"] | DeliveryError


@dataclass
class RememberingPublisher:
    """A platform that shows Homes, and refuses with what it is told to."""

    shown: list[tuple[MemberId, Home]] = field(default_factory=list)
    refusals: list[Exception] = field(default_factory=list)

    async def publish(self, workspace: WorkspaceId, member: MemberId, home: Home) -> None:
        assert workspace
        if self.refusals:
            raise self.refusals.pop(0)
        self.shown.append((member, home))


@dataclass
class RememberingMessenger:
    """Implements `bot.ports.Messenger`. The faults are met one a call, those of a verb first in, first out."""

    clock: Clock
    messages: list[Message] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=dict)
    shut: dict[str, DeliveryError] = field(default_factory=dict)  #: where nothing is posted, and why
    retry_after: float = 0.0
    hook: Callable[[str], None] | None = None  #: called with the verb once it has had its effect
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def fail(self, verb: Literal["post", "edit", "find"], *faults: Fault) -> None:
        """Let the next calls of this verb go wrong so."""
        self.faults.setdefault(verb, deque()).extend(faults)

    async def post(self, to: Address, notice: Notice, key: str) -> Ref:
        self.calls.append(Call("post", self.clock.now(), to.target, notice))
        fault = self.shut.get(to.target) or self._fault("post")
        ref = Ref(to.target, str(next(self._ids)))
        if fault in {None, "doubtful, stored"}:
            self.messages.append(Message(self.clock.now(), to, ref, key, notice))
        self._end("post", fault)
        return ref

    async def edit(self, workspace: WorkspaceId, ref: Ref, notice: Notice) -> None:
        self.calls.append(Call("edit", self.clock.now(), ref.channel, notice))
        fault = self._fault("edit")
        if fault in {None, "doubtful, stored"}:
            self.messages = [
                replace(each, notice=notice, edits=each.edits + 1)
                if (each.ref, each.to.workspace) == (ref, workspace)
                else each
                for each in self.messages
            ]
        self._end("edit", fault)

    async def find(self, to: Address, key: str, since: datetime, until: datetime) -> Ref | None:
        self.calls.append(Call("find", self.clock.now(), to.target))
        self._end("find", self._fault("find"))
        found = (
            each for each in self.messages if each.to == to and each.key == key and since <= each.at <= until
        )
        return next((each.ref for each in found), None)

    def _fault(self, verb: str) -> Fault | None:
        waiting = self.faults.get(verb)
        return waiting.popleft() if waiting else None

    def _end(self, verb: str, fault: Fault | None) -> None:
        if self.hook:
            self.hook(verb)
        if isinstance(fault, DeliveryError):
            raise fault
        if fault == "refused":
            raise Limited("rate limited", self.retry_after)
        if fault == "unreachable":
            raise Unreachable("is_archived")
        if fault:
            raise Doubtful("connection reset")


@dataclass
class Platform:
    """Implements `bot.ports.Directory`: what the platform says when it is asked, and what it was asked."""

    everybody: dict[MemberId, Person] = field(default_factory=dict)
    channels: dict[ChannelId, Channel] = field(default_factory=dict)
    within: dict[ChannelId, list[MemberId]] = field(default_factory=dict)
    installed: bool = True
    faults: deque[DeliveryError] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)

    async def people(self, workspace: WorkspaceId) -> tuple[Person, ...]:
        self._ask("people", workspace)
        return tuple(self.everybody.values())

    async def members(self, workspace: WorkspaceId, channel: ChannelId) -> tuple[MemberId, ...]:
        self._ask("members", workspace)
        return tuple(self.within[channel])

    async def person(self, workspace: WorkspaceId, member: MemberId) -> Person:
        self._ask(f"person {member}", workspace)
        if member not in self.everybody:
            raise Unreachable("user_not_found", "target")
        return self.everybody[member]

    async def channel(self, workspace: WorkspaceId, channel: ChannelId) -> Channel:
        self._ask("channel", workspace)
        found = self.channels.get(channel)
        if found is None or (found.private and not found.joined):
            raise Unreachable("channel_not_found", "target")
        return found

    async def join(self, workspace: WorkspaceId, channel: ChannelId) -> None:
        self._ask("join", workspace)
        self.channels[channel] = replace(self.channels[channel], joined=True)

    async def connected(self, workspace: WorkspaceId) -> bool:
        del workspace
        self.asked.append("connected")
        if self.faults:
            raise self.faults.popleft()
        return self.installed

    def _ask(self, what: str, workspace: WorkspaceId) -> None:
        del workspace
        self.asked.append(what)
        if self.faults:
            raise self.faults.popleft()
        if not self.installed:
            raise TokenRefused("account_inactive", 60)


OnCommit = Callable[[Task, Sequence[Job]], None]


@cache
def migrated() -> bytes:
    """A file with this version's tables: migrating one for each test would take longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "new.db"
        migrate(file)
        return file.read_bytes()


def open_store(place: Path | str, on_commit: OnCommit = lambda _task, _jobs: None) -> Store:
    """The real store: at an address, or on a file in a folder, a new one or the one that is there."""
    if isinstance(place, str):
        return open_at(place, CEREMONIES, on_commit)
    file = place / "piton.db"
    if not file.exists():
        file.write_bytes(migrated())
    return open_at(file, CEREMONIES, on_commit)


def copy_store(folder: Path, into: Path) -> None:
    """What a kill would leave: the file and its log, as they are just now."""
    for each in folder.glob("piton.db*"):
        shutil.copy(each, into / each.name)
