"""Drawing Homes: at once for who opens theirs, and again when what it shows is no longer so.

A Home may be published twice without harm, so all that is kept is its fingerprint.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.errors import DeliveryError, NotDelivered, Unreachable
from bot.home import View, gather
from bot.ledger import Job, Ledger, Store
from bot.log import log
from bot.model import MemberId, WorkspaceId
from bot.ports import Clock, Publisher
from bot.rounds import HOME_REST, fingerprint

#: A Home whose publishing came to nothing certain is tried again after so long.
RETRY = timedelta(seconds=10)
#: One at which our own code fails is left alone for so long.
FAILED = timedelta(hours=1)


@dataclass
class Homes:
    """Draws the Homes that it is handed, several at once."""

    store: Store
    publisher: Publisher
    clock: Clock
    in_flight: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(8))
    _wait: dict[WorkspaceId, datetime] = field(default_factory=dict)  #: until then the platform takes no more

    async def draw(self, jobs: Sequence[Job]) -> None:
        """Draw these again, where they show something else by now."""
        await asyncio.gather(*(self._one(workspace, MemberId(member)) for workspace, member in jobs))

    async def _one(self, workspace: WorkspaceId, member: MemberId) -> None:
        async with self.in_flight:
            try:
                await self._attempt(workspace, member)
            except Unreachable as gone:
                log.info("no home", member=member, why=str(gone))
                await self.store.run(lambda ledger: ledger.homes.drop(workspace, member))
            except DeliveryError as error:
                await self._later(workspace, member, error)
            except Exception:  # noqa: BLE001 — one Home that cannot be drawn must not hold up the others
                log.exception("home failed", member=member)
                later = self.clock.now() + FAILED
                await self.store.run(lambda ledger: ledger.homes.again(workspace, member, later))

    async def _attempt(self, workspace: WorkspaceId, member: MemberId) -> None:
        now = self.clock.now()
        if (until := self._wait.get(workspace, now)) > now:
            raise NotDelivered("told to wait", (until - now).total_seconds())
        view, shown = await self.store.read(partial(_look, workspace, member, now))
        if view is None:
            raise Unreachable("nobody there")
        if fingerprint(view.home) != shown:
            await self.publisher.publish(workspace, member, view.home)
        await self.store.run(partial(_shown, workspace, member, view, self.clock.now()))

    async def _later(self, workspace: WorkspaceId, member: MemberId, error: DeliveryError) -> None:
        log.info("home waits", member=member, why=str(error))
        wait = getattr(error, "retry_after", 0.0)
        later = self.clock.now() + (timedelta(seconds=wait) if wait else RETRY)
        if wait:
            self._wait[workspace] = later
        await self.store.run(lambda ledger: ledger.homes.again(workspace, member, later))


async def open_home(
    store: Store, publisher: Publisher, clock: Clock, workspace: WorkspaceId, member: MemberId
) -> None:
    """Somebody opens their Home: it is published whatever it showed, and followed from now on. Raises DeliveryError."""
    now = clock.now()
    view, _ = await store.read(partial(_look, workspace, member, now))
    if view is not None:
        await publisher.publish(workspace, member, view.home)
        await store.run(partial(_shown, workspace, member, view, clock.now()))


def _look(
    workspace: WorkspaceId, member: MemberId, at: datetime, ledger: Ledger
) -> tuple[View | None, str | None]:
    return gather(ledger, workspace, member, at), ledger.homes.print_of(workspace, member)


def _shown(workspace: WorkspaceId, member: MemberId, view: View, at: datetime, ledger: Ledger) -> None:
    """Remember what is shown, and look again when the clock has made another of it. What changed while it was on its
    way is noted for a moment that comes within HOME_REST."""
    ledger.homes.shown(workspace, member, fingerprint(view.home), at + HOME_REST)
    if view.until:
        ledger.homes.stale(workspace, [member], view.until + HOME_REST)
