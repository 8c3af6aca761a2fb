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
from bot.errors import Doubtful, NotDelivered, Unreachable
from bot.home import Home
from bot.ledger import Address, Job, Ref, Task
from bot.model import MemberId, Notice, WorkspaceId
from bot.ports import Clock
from storage.database import SqliteStore
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


#: How a call can go wrong: refused (with seconds to wait), in doubt with or without having been stored, or for good.
Fault = Literal["refused", "doubtful, stored", "doubtful, lost", "unreachable"]


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
    retry_after: float = 0.0
    hook: Callable[[str], None] | None = None  #: called with the verb once it has had its effect
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def fail(self, verb: Literal["post", "edit", "find"], *faults: Fault) -> None:
        """Let the next calls of this verb go wrong so."""
        self.faults.setdefault(verb, deque()).extend(faults)

    async def post(self, to: Address, notice: Notice, key: str) -> Ref:
        self.calls.append(Call("post", self.clock.now(), to.target, notice))
        fault = self._fault("post")
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
        if fault == "refused":
            raise NotDelivered("rate limited", self.retry_after)
        if fault == "unreachable":
            raise Unreachable("is_archived")
        if fault:
            raise Doubtful("connection reset")


OnCommit = Callable[[Task, Sequence[Job]], None]


@cache
def _migrated() -> bytes:
    """A file with this version's tables: migrating one for each test would take longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "new.db"
        migrate(file)
        return file.read_bytes()


def open_store(folder: Path, on_commit: OnCommit = lambda _task, _jobs: None) -> SqliteStore:
    """The real store on a file in this folder: a new one, or the one that is there."""
    file = folder / "piton.db"
    if not file.exists():
        file.write_bytes(_migrated())
    return SqliteStore(file, CEREMONIES, on_commit)


def copy_store(folder: Path, into: Path) -> None:
    """What a kill would leave: the file and its log, as they are just now."""
    for each in folder.glob("piton.db*"):
        shutil.copy(each, into / each.name)
