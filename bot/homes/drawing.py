"""Drawing Homes: at once for who opens theirs, and again when what it shows is no longer so.

A Home may be published twice without harm, so all that is kept is its fingerprint.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.errors import Busy, DeliveryError, NotDelivered, Unreachable
from bot.homes.home import View, gather
from bot.ledger import Job, Ledger, Store
from bot.log import log
from bot.model import MemberId, WorkspaceId
from bot.ports import Clock, Publisher
from bot.rounds import HOME_REST, fingerprint

#: A Home whose publishing came to nothing certain is tried again after so long.
RETRY = timedelta(seconds=10)
#: The print of a Home that may show one thing or another: no Home has it.
_UNSURE = ""
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
            except Exception as error:  # noqa: BLE001 — one Home that cannot be drawn must not hold up the others
                try:
                    await self._put_off(workspace, member, error)
                except Busy:
                    log.info("home left to its lease", member=member)

    async def _attempt(self, workspace: WorkspaceId, member: MemberId) -> None:
        now = self.clock.now()
        if (until := self._wait.get(workspace, now)) > now:
            raise NotDelivered("told to wait", (until - now).total_seconds())
        view, shown = await self.store.read(partial(_look, workspace, member, now))
        if view is None:
            raise Unreachable("nobody there")
        if fingerprint(view.home) != shown:
            await self.publisher.publish(workspace, member, view.home)
        await self.store.run(partial(_shown, workspace, member, view, shown, self.clock.now()))

    async def _put_off(self, workspace: WorkspaceId, member: MemberId, error: Exception) -> None:
        """Try again in a while, or never where it is refused for good."""
        if isinstance(error, Unreachable):
            log.info("no home", member=member, why=str(error))
            await self.store.run(lambda ledger: ledger.homes.drop(workspace, member))
            return
        later = self.clock.now() + self._rest(workspace, member, error)
        await self.store.run(lambda ledger: ledger.homes.again(workspace, member, later))

    def _rest(self, workspace: WorkspaceId, member: MemberId, error: Exception) -> timedelta:
        if not isinstance(error, (DeliveryError, Busy)):
            log.error("home failed", member=member, exc_info=error)
            return FAILED
        log.info("home waits", member=member, why=str(error))
        wait = timedelta(seconds=getattr(error, "retry_after", 0.0))
        if wait:
            self._wait[workspace] = self.clock.now() + wait
        return wait or RETRY


async def open_home(
    store: Store, publisher: Publisher, clock: Clock, workspace: WorkspaceId, member: MemberId
) -> None:
    """Somebody opens their Home: it is published whatever it showed, and followed from now on. Raises DeliveryError."""
    now = clock.now()
    view, shown = await store.read(partial(_look, workspace, member, now))
    if view is not None:
        await publisher.publish(workspace, member, view.home)
        await store.run(partial(_shown, workspace, member, view, shown, clock.now()))


def _look(
    workspace: WorkspaceId, member: MemberId, at: datetime, ledger: Ledger
) -> tuple[View | None, str | None]:
    return gather(ledger, workspace, member, at), ledger.homes.print_of(workspace, member)


def _shown(
    workspace: WorkspaceId,
    member: MemberId,
    view: View,
    before: str | None,
    at: datetime,
    ledger: Ledger,
) -> None:
    """Remember what is shown, and look again when the clock has made another of it. What changed while it was on its
    way is noted for a moment that comes within HOME_REST; where another was on its way as well, and nobody knows which
    of them landed last, or where it is outdated already, it is drawn again at once."""
    overlapped = ledger.homes.print_of(workspace, member) != before
    print_ = fingerprint(view.home)
    ledger.homes.shown(workspace, member, _UNSURE if overlapped else print_, at + HOME_REST)
    now = gather(ledger, workspace, member, at)
    if overlapped or (now and fingerprint(now.home) != print_):
        ledger.homes.stale(workspace, [member], at)
    if view.until:
        ledger.homes.stale(workspace, [member], view.until + HOME_REST)
