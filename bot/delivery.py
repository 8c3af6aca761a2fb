"""Making what people see equal what the rounds show: each message once, in order, at the platform's pace."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot import holding, metrics
from bot.errors import Doubtful, NotDelivered, TokenRefused, Unreachable
from bot.ledger import Job, Ledger, Parcel, Ref, Store
from bot.log import log
from bot.model import ChannelId, Dm, Notice, WorkspaceId
from bot.ports import Clock, Messenger
from bot.rounds import GATE_LEASE, show

T = TypeVar("T")
Outcome = Callable[[Ledger], None]

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
_VANISHED = "message_not_found"
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
    _in_hand: set[Job] = field(
        default_factory=set
    )  #: a moved clock may end a lease that this process still uses

    async def deliver(self, jobs: Sequence[Job]) -> None:
        """Send all that can go to these channels now; each is leased to us by its gate."""
        mine = [job for job in jobs if job not in self._in_hand]
        self._in_hand.update(mine)
        lease_ends = self.clock.now() + self.patience
        work = (self._channel(job, lease_ends) for job in mine)
        for job, error in zip(mine, await asyncio.gather(*work, return_exceptions=True), strict=True):
            if isinstance(error, Exception):  # its lease runs out, and the ticker takes it up again
                log.error("channel left", channel=job[1], why=type(error).__name__)
            elif error:
                raise error

    async def _channel(self, job: Job, hold_until: datetime) -> None:
        """Send one after the other while our lease lasts; the ticker takes up what is left."""
        try:
            while next_at := await self._next(job, hold_until):  # noqa: ASYNC110 — pacing, not polling
                await asyncio.sleep(max(0.0, (next_at - self.clock.now()).total_seconds()))
        finally:
            self._in_hand.discard(job)

    async def _next(self, job: Job, hold_until: datetime) -> datetime | None:
        """Take, send and settle one message; when the next goes, if we keep the channel for it.

        Nothing is taken that may still be on its way when our lease has run out: it might go twice.
        """
        async with self.in_flight:
            now = self.clock.now()
            if now > hold_until:
                return None
            parcel = await self.store.run(partial(_take, *job, now))
            if parcel is None:
                return None
            outcome = await self._send(parcel)
            now = self.clock.now()
            hold = hold_until if now <= hold_until else None
            return await self.store.run(partial(_settle, *job, outcome, now + self.pace, hold))

    async def _send(self, parcel: Parcel) -> Outcome:
        """One attempt, and what is known after it."""
        try:
            return await self._attempt(parcel)
        except Unreachable as gone:
            return self._gone(parcel, gone)
        except NotDelivered as refusal:
            return self._refused(parcel, refusal)
        except Doubtful as doubt:
            metrics.delivered("doubtful")
            log.warning("in doubt", slot=parcel.name, round=parcel.round.id, why=str(doubt))
            return self._again(parcel, DOUBT - SEND_TIMEOUT, doubtful=parcel.ref is None)
        except Exception as error:  # noqa: BLE001 — a message that cannot be drawn must not hold up its channel
            log.exception("cannot be sent", slot=parcel.name, round=parcel.round.id)
            return self._failed(parcel, type(error).__name__)

    def _gone(self, parcel: Parcel, gone: Unreachable) -> Outcome:
        metrics.delivered("unreachable")
        log.warning("unreachable", slot=parcel.name, round=parcel.round.id, why=str(gone))
        if parcel.ref and str(gone) != _VANISHED:  # it stands as it was, and what answers it still can
            for_good = self._shown(parcel, parcel.ref, parcel.print, self.edit_pace)
        else:
            for_good = _given_up(parcel, str(gone))
        return partial(_look_into, parcel, gone, for_good, self.clock.now())

    def _refused(self, parcel: Parcel, refusal: NotDelivered) -> Outcome:
        metrics.delivered("refused")
        log.info("not delivered", slot=parcel.name, round=parcel.round.id, why=str(refusal))
        wait = timedelta(seconds=refusal.retry_after or _backoff(parcel))
        # A look-up that was refused settles no doubt.
        again = self._again(parcel, min(wait, LONGEST), doubtful=parcel.doubtful)
        if isinstance(refusal, TokenRefused):
            return _both(again, partial(_ask_whether_known, parcel, self.clock.now()))
        return again

    async def _attempt(self, parcel: Parcel) -> Outcome:
        notice = show(parcel.round)[parcel.name]
        if parcel.doubtful:
            return await self._look_up(parcel)
        if parcel.ref:
            await self._call(self.messenger.edit(parcel.address.workspace, parcel.ref, notice))
            metrics.delivered("edited")
            return self._shown(parcel, parcel.ref, parcel.print, self.edit_pace)
        now = self.clock.now()
        goes = None if notice.moot else notice.goes(now)
        if goes is None:
            metrics.delivered("left out")
            return _left_out(parcel, notice)
        if goes > now:
            return self._again(parcel, min(goes - now, LONGEST))
        due = notice.due
        ref = await self._call(self.messenger.post(parcel.address, notice, parcel.key))
        metrics.delivered("shown")
        if due:
            metrics.late((self.clock.now() - due).total_seconds())
        return self._shown(parcel, ref, parcel.print, timedelta(0))

    def _failed(self, parcel: Parcel, why: str) -> Outcome:
        """Nobody foresaw this failure: try a few times more, then let the messages behind it pass."""
        if parcel.attempts >= TRIES:
            return _given_up(parcel, why)
        return self._again(parcel, timedelta(seconds=_backoff(parcel)), doubtful=parcel.ref is None)

    async def _call(self, call: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return await call
        except TimeoutError as error:
            raise Doubtful("no answer in time") from error

    async def _look_up(self, parcel: Parcel) -> Outcome:
        """Settle a doubt: the key is in the channel, or it is too late for it to come."""
        now = self.clock.now()
        age = now - parcel.sent_at  # below zero where the clock has stepped back since
        since = min(parcel.sent_at, now) - MARGIN
        until = max(parcel.sent_at, now) if age < timedelta(0) else parcel.sent_at + DOUBT
        ref = await self._call(self.messenger.find(parcel.address, parcel.key, since, until + MARGIN))
        if ref:
            metrics.delivered("shown")
            return self._shown(parcel, ref, _UNSEEN, timedelta(0))
        if age >= DOUBT or age < -MARGIN:
            return self._again(parcel, timedelta(0))
        return self._again(parcel, parcel.sent_at + DOUBT - self.clock.now(), doubtful=True)

    def _shown(self, parcel: Parcel, ref: Ref, print_: str, rest: timedelta) -> Outcome:
        again_at = self.clock.now() + rest
        return lambda ledger: ledger.outbox.shown(parcel.address.workspace, parcel, ref, print_, again_at)

    def _again(self, parcel: Parcel, wait: timedelta, *, doubtful: bool = False) -> Outcome:
        at = self.clock.now() + wait
        return lambda ledger: ledger.outbox.again(parcel.address.workspace, parcel, at, doubtful=doubtful)


def _given_up(parcel: Parcel, why: str) -> Outcome:
    return lambda ledger: ledger.outbox.unreachable(parcel.address.workspace, parcel, why)


def _left_out(parcel: Parcel, notice: Notice) -> Outcome:
    """Of no use. Nothing answers a direct message, so that one may be of use again when it says something else."""
    if notice.moot or isinstance(notice.place, Dm):
        return lambda ledger: ledger.outbox.unsaid(parcel.address.workspace, parcel)
    return _given_up(parcel, "too late")


def _both(outcome: Outcome, follow: Outcome) -> Outcome:
    def do(ledger: Ledger) -> None:
        outcome(ledger)
        follow(ledger)

    return do


def _look_into(parcel: Parcel, gone: Unreachable, for_good: Outcome, at: datetime, ledger: Ledger) -> None:
    """A refusal is a hint, as an event is: what it comes from, the platform is asked. A team's channel may be as it
    was again, and what is owed to it is kept till then."""
    to = parcel.address
    if gone.concerns != "message" and ledger.roster.team_in(to.workspace, ChannelId(to.target)):
        ledger.outbox.keep(to.workspace, parcel, str(gone))
    else:
        for_good(ledger)
    if gone.concerns == "target":
        ledger.checks.note(to.workspace, to.target, at)
    elif gone.concerns == "posting":
        holding.refused(ledger, to.workspace, to.target, at)


def _ask_whether_known(parcel: Parcel, at: datetime, ledger: Ledger) -> None:
    ledger.checks.note(parcel.address.workspace, parcel.address.workspace, at)


def _take(workspace: WorkspaceId, channel: str, at: datetime, ledger: Ledger) -> Parcel | None:
    """The next message; where none can go now, the channel is let go."""
    parcel = ledger.outbox.take(workspace, channel, at)
    if parcel is None:
        ledger.outbox.rest(workspace, channel, at)
    return parcel


def _settle(
    workspace: WorkspaceId,
    channel: str,
    outcome: Outcome,
    free_at: datetime,
    hold: datetime | None,
    ledger: Ledger,
) -> datetime | None:
    """Write down what came of a message, and when the channel's next goes if we keep the channel for it."""
    outcome(ledger)
    return ledger.outbox.rest(workspace, channel, free_at, hold)


def _backoff(parcel: Parcel) -> float:
    """Seconds until the next attempt where the platform named none: 1, 2, 4 … up to a minute."""
    return min(60.0, 2.0 ** min(parcel.attempts - 1, 6))
