"""Making what people see equal what the rounds show: each message once, in order, at the platform's pace."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.errors import BotError, Doubtful, NotDelivered, Unreachable
from bot.log import log
from bot.model import WorkspaceId
from bot.ports import Clock, Job, Ledger, Messenger, Outbox, Parcel, Ref, Store
from bot.rounds import GATE_LEASE, show

T = TypeVar("T")

#: Slack takes one message a second in a channel (its rate-limits page).
PACE = timedelta(seconds=1)
#: A card is edited at most this often: edits are Tier 3, about 50 a minute for a workspace.
EDIT_PACE = timedelta(seconds=3)
#: A call that has not ended by then is in doubt.
SEND_TIMEOUT = timedelta(seconds=10)
#: After this long a message in doubt that is still not in the channel was not delivered.
DOUBT = SEND_TIMEOUT + timedelta(seconds=5)
#: How far the platform's clock may lag behind ours when a message is looked up.
MARGIN = timedelta(minutes=2)
#: A message waits no longer than this, whatever the platform says: what seems to wait for five minutes or more
#: was written before the clock stepped back, and goes at once.
LONGEST = timedelta(minutes=4)
#: A message at which our own code fails is given up after so many attempts, look-ups included.
TRIES = 4
_UNSEEN = "?"  # the fingerprint of a message that was found by its key: an edit follows if it must


@dataclass
class Delivery:
    """Sends what is owed to the channels that it is handed."""

    store: Store
    messenger: Messenger
    clock: Clock
    pace: timedelta = PACE
    edit_pace: timedelta = EDIT_PACE
    patience: timedelta = GATE_LEASE - SEND_TIMEOUT  #: how long a channel is kept for what is to follow soon
    in_flight: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(16))

    async def deliver(self, jobs: Sequence[Job]) -> None:
        """Send all that can go to these channels now; each is leased to us by its gate."""
        await asyncio.gather(*(self._channel(workspace, channel) for workspace, channel in jobs))

    async def _channel(self, workspace: WorkspaceId, channel: str) -> None:
        """Send one after the other while our lease lasts; the ticker takes up what is left."""
        hold_until = self.clock.now() + self.patience
        while True:
            parcel = await self.store.run(partial(_take, workspace, channel, self.clock.now()))
            if parcel:
                async with self.in_flight:
                    await self._send(parcel)
            now = self.clock.now()
            free_at = now + self.pace if parcel else now
            hold = hold_until if parcel and now <= hold_until else None
            next_at = await self.store.run(partial(_rest, workspace, channel, free_at, hold))
            if next_at is None:
                return
            await asyncio.sleep((next_at - now).total_seconds())

    async def _send(self, parcel: Parcel) -> None:
        """One attempt, and what is known after it."""
        try:
            notice = show(parcel.round)[parcel.name]
            if parcel.doubtful:
                await self._look_up(parcel)
            elif parcel.ref:
                await self._call(self.messenger.edit(parcel.address.workspace, parcel.ref, notice))
                await self._shown(parcel, parcel.ref, self.edit_pace)
            else:
                ref = await self._call(self.messenger.post(parcel.address, notice, parcel.key))
                await self._shown(parcel, ref, timedelta(0))
        except Unreachable as gone:
            log.warning("unreachable", slot=parcel.name, round=parcel.round.id, why=str(gone))
            why = str(gone)
            await self._record(lambda box: box.unreachable(parcel.address.workspace, parcel, why))
        except NotDelivered as refusal:
            log.info("not delivered", slot=parcel.name, round=parcel.round.id, why=str(refusal))
            wait = timedelta(seconds=refusal.retry_after or _backoff(parcel))
            # A look-up that was refused settles no doubt.
            await self._again(parcel, min(wait, LONGEST), doubtful=parcel.doubtful)
        except Doubtful as doubt:
            log.warning("in doubt", slot=parcel.name, round=parcel.round.id, why=str(doubt))
            await self._again(parcel, DOUBT - SEND_TIMEOUT, doubtful=parcel.ref is None)
        except BotError:
            raise  # the store's own: the lease runs out, and the message is looked for
        except Exception as error:  # noqa: BLE001 — a message that cannot be drawn must not hold up its channel
            log.exception("cannot be sent", slot=parcel.name, round=parcel.round.id)
            await self._failed(parcel, repr(error))

    async def _failed(self, parcel: Parcel, why: str) -> None:
        """Nobody foresaw this failure: try a few times more, then let the messages behind it pass."""
        if parcel.attempts >= TRIES:
            await self._record(lambda box: box.unreachable(parcel.address.workspace, parcel, why))
        else:
            await self._again(parcel, timedelta(seconds=_backoff(parcel)), doubtful=parcel.ref is None)

    async def _call(self, call: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return await call
        except TimeoutError as error:
            raise Doubtful("no answer in time") from error

    async def _look_up(self, parcel: Parcel) -> None:
        """Settle a doubt: the key is in the channel, or it is too late for it to come."""
        now = self.clock.now()
        age = now - parcel.sent_at  # below zero where the clock has stepped back since
        since = min(parcel.sent_at, now) - MARGIN
        ref = await self._call(self.messenger.find(parcel.address, parcel.key, since))
        if ref:
            await self._record(
                lambda box: box.shown(parcel.address.workspace, parcel, ref, _UNSEEN, self.clock.now())
            )
        elif age >= DOUBT or age < -MARGIN:
            await self._again(parcel, timedelta(0))
        else:
            await self._again(parcel, parcel.sent_at + DOUBT - self.clock.now(), doubtful=True)

    async def _shown(self, parcel: Parcel, ref: Ref, rest: timedelta) -> None:
        again_at = self.clock.now() + rest
        await self._record(
            lambda box: box.shown(parcel.address.workspace, parcel, ref, parcel.print, again_at)
        )

    async def _again(self, parcel: Parcel, wait: timedelta, *, doubtful: bool = False) -> None:
        at = self.clock.now() + wait
        await self._record(lambda box: box.again(parcel.address.workspace, parcel, at, doubtful=doubtful))

    async def _record(self, fn: Callable[[Outbox], None]) -> None:
        await self.store.run(lambda ledger: fn(ledger.outbox))


def _take(workspace: WorkspaceId, channel: str, at: datetime, ledger: Ledger) -> Parcel | None:
    return ledger.outbox.take(workspace, channel, at)


def _rest(
    workspace: WorkspaceId, channel: str, free_at: datetime, hold: datetime | None, ledger: Ledger
) -> datetime | None:
    return ledger.outbox.rest(workspace, channel, free_at, hold)


def _backoff(parcel: Parcel) -> float:
    """Seconds until the next attempt where the platform named none: 1, 2, 4 … up to a minute."""
    return min(60.0, 2.0 ** min(parcel.attempts - 1, 6))
