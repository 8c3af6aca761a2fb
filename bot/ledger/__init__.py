"""The store, and what a transaction can do: the ledger in its parts.

What runs inside `Store.run` is synchronous on purpose: it cannot await, so no network call can hide in a
transaction. Every verb takes the workspace it speaks of.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from bot.ledger.archive import Archive
from bot.ledger.backlog import Backlog
from bot.ledger.depth import Depth, Depths, Stuck
from bot.ledger.erasures import Erasures
from bot.ledger.hooks import Hooks
from bot.ledger.inbox import Inbox
from bot.ledger.jobs import Job, Task, by_workspace
from bot.ledger.mending import Mending
from bot.ledger.outbox import Address, Outbox, Parcel, Ref, Suspect, Terms, Turn, Wanted
from bot.ledger.reports import Reports
from bot.ledger.roster import Checks, Homes, Roster
from bot.ledger.rounds import History, Plans, Rounds
from bot.ledger.spikes import Spikes
from bot.ledger.sprints import Epics, Sprints

__all__ = [
    "Address", "Archive", "Backlog", "Checks", "Depth", "Depths", "Epics", "Erasures", "History", "Homes", "Hooks",
    "Inbox", "Job", "Ledger", "Mending", "Outbox", "Parcel", "Plans", "Ref", "Reports", "Roster", "Rounds",
    "Spikes", "Sprints", "Store", "Stuck", "Suspect", "Task", "Terms", "Turn", "Wanted", "by_workspace",
]  # fmt: skip

T = TypeVar("T")


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
    def backlog(self) -> Backlog: ...

    @property
    def spikes(self) -> Spikes: ...

    @property
    def sprints(self) -> Sprints: ...

    @property
    def epics(self) -> Epics: ...

    @property
    def checks(self) -> Checks: ...

    @property
    def homes(self) -> Homes: ...

    @property
    def inbox(self) -> Inbox: ...

    @property
    def hooks(self) -> Hooks: ...

    @property
    def reports(self) -> Reports: ...

    @property
    def archive(self) -> Archive: ...

    @property
    def erasures(self) -> Erasures: ...

    @property
    def mending(self) -> Mending: ...

    @property
    def depths(self) -> Depths: ...

    def submit(self, task: Task, jobs: Sequence[Job]) -> None:
        """Hand jobs to the crew when, and only if, this transaction commits."""
        ...

    def next_due(self) -> datetime | None:
        """The earliest moment at which a plan, a round, a refresh, a check or a Home is due."""
        ...


class Store(Protocol):
    """Where everything is remembered."""

    async def run(self, fn: Callable[[Ledger], T], about: str = "") -> T:
        """Run `fn` in one transaction; it may run again whole. Raises Busy when the store stays locked.

        Those that wait may share a commit: each still stands or falls by itself. Where they cannot, those about the
        same thing, such as a round, stay together.
        """
        ...

    async def read(self, fn: Callable[[Ledger], T]) -> T:
        """Run `fn` on a connection that cannot write."""
        ...

    async def close(self) -> None: ...
