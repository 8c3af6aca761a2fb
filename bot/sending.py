"""One attempt to send a message, and what is known after it: of the message, and of its platform."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import random
from typing import Literal, TypeVar

from bot import metrics
from bot.errors import Doubtful, Limited, NotDelivered, OutOfOrder, TokenRefused, Unreachable
from bot.ledger import Ledger, Parcel, Ref
from bot.log import log
from bot.model import Dm, Notice
from bot.pace import LAST_TRY, NO_RATES, Lane, Rates
from bot.ports import Clock, Messenger
from bot.rounds import show

T = TypeVar("T")

#: A call that has not ended by then is in doubt.
SEND_TIMEOUT = timedelta(seconds=10)
#: After this long a message in doubt that is still not in the channel was not delivered.
DOUBT = SEND_TIMEOUT + timedelta(seconds=5)
#: Who was held up for so long between taking a message and sending it leaves it alone: by the time that it arrived,
#: others might have taken it for lost, and sent it again.
HELD_UP = DOUBT - SEND_TIMEOUT - timedelta(seconds=1)
#: How far the platform's clock may lag behind ours when a message is looked up.
MARGIN = timedelta(minutes=2)
#: A message waits no longer than this, whatever the platform says: what seems to wait for five minutes or more
#: was written before the clock stepped back, and goes at once.
LONGEST = timedelta(minutes=4)
#: A message at which our own code fails is given up after so many attempts, look-ups included.
TRIES = 4
#: What a platform told to wait for comes a little later than it said, by up to this: not all return at one instant.
JITTER = timedelta(seconds=1)
_SOON = timedelta(0)
_LOOK_AGAIN = DOUBT - SEND_TIMEOUT
_VANISHED = "message_not_found"
_UNSEEN = "?"  # the fingerprint of a message that was found by its key: an edit follows if it must

#: What an attempt tells of the platform: it answered; it wants no more of this kind for a while; it does not know us;
#: we have no way to it for a while; it cannot be reached, or fails; or nothing, as no call was made.
News = Literal["well", "limited", "strange", "closed", "down", ""]
Write = Callable[[Ledger], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a message, to be written, and what was learnt besides."""

    write: Write
    news: News = "well"
    wait: timedelta = _SOON  #: until the platform is to be asked again, where it is to be left alone
    gone: Unreachable | None = None  #: a refusal that is to be looked into


@dataclass
class Sending:
    """Makes one attempt at a time."""

    messenger: Messenger
    clock: Clock
    edit_pace: timedelta
    rates: Rates = field(default_factory=lambda: NO_RATES)

    async def send(self, parcel: Parcel) -> Outcome:
        """One attempt; never raises."""
        try:
            return await self._attempt(parcel)
        except Unreachable as gone:
            return self._gone(parcel, gone)
        except NotDelivered as refusal:
            return self._refused(parcel, refusal)
        except Doubtful as doubt:
            metrics.delivered("doubtful")
            log.warning("in doubt", slot=parcel.name, round=parcel.round.id, why=str(doubt))
            down = isinstance(doubt, OutOfOrder)
            # One that fails again and again goes less and less often to see whether it is over.
            wait = max(_LOOK_AGAIN, min(_backoff(parcel), 2 * LAST_TRY) if down else _SOON)
            again = self._again(parcel, wait, doubtful=parcel.ref is None)
            return Outcome(again, "down" if down or parcel.probe else "well")
        except Exception as error:  # noqa: BLE001 — a message that cannot be drawn must not hold up its channel
            log.exception("cannot be sent", slot=parcel.name, round=parcel.round.id)
            return Outcome(self._failed(parcel, type(error).__name__), "")

    async def _attempt(self, parcel: Parcel) -> Outcome:
        notice = show(parcel.round)[parcel.name]
        if parcel.doubtful:
            return Outcome(await self._look_up(parcel))
        if parcel.ref:
            await self._call(self.messenger.edit(parcel.address.workspace, parcel.ref, notice))
            metrics.delivered("edited")
            return Outcome(self._shown(parcel, parcel.ref, parcel.print, self.edit_pace))
        now = self.clock.now()
        goes = None if notice.moot else notice.goes(now)
        if goes is None:
            return Outcome(_left_out(parcel, notice), "")
        if goes > now:
            return Outcome(self._again(parcel, min(goes - now, LONGEST)), "")
        if now - parcel.sent_at > HELD_UP:
            return Outcome(self._again(parcel, _SOON, doubtful=True), "")
        due = notice.due
        ref = await self._call(self.messenger.post(parcel.address, notice, parcel.key))
        metrics.delivered("shown")
        if due:
            metrics.late((self.clock.now() - due).total_seconds())
        return Outcome(self._shown(parcel, ref, parcel.print, _SOON))

    async def _look_up(self, parcel: Parcel) -> Write:
        """Settle a doubt: the key is in the channel, or it is too late for it to come."""
        now = self.clock.now()
        age = now - parcel.sent_at  # below zero where the clock has stepped back since
        since = min(parcel.sent_at, now) - MARGIN
        until = max(parcel.sent_at, now) if age < _SOON else parcel.sent_at + DOUBT
        ref = await self._call(self.messenger.find(parcel.address, parcel.key, since, until + MARGIN))
        if ref:
            metrics.delivered("shown")
            return self._shown(parcel, ref, _UNSEEN, _SOON)
        if age >= DOUBT or age < -MARGIN:
            return self._again(parcel, _SOON)
        return self._again(parcel, parcel.sent_at + DOUBT - self.clock.now(), doubtful=True)

    async def _call(self, call: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return await call
        except TimeoutError as error:
            raise Doubtful("no answer in time") from error

    def _gone(self, parcel: Parcel, gone: Unreachable) -> Outcome:
        metrics.delivered("unreachable")
        log.warning("unreachable", slot=parcel.name, round=parcel.round.id, why=str(gone))
        if parcel.ref and str(gone) != _VANISHED:  # it stands as it was, and what answers it still can
            return Outcome(self._shown(parcel, parcel.ref, parcel.print, self.edit_pace), gone=gone)
        return Outcome(given_up(parcel, str(gone)), gone=gone)

    def _refused(self, parcel: Parcel, refusal: NotDelivered) -> Outcome:
        """Not there, and not to be tried before the platform is said or seen to take it: what waits is not this
        message but all that are like it."""
        metrics.delivered("refused")
        log.info("not delivered", slot=parcel.name, round=parcel.round.id, why=str(refusal))
        again = self._again(
            parcel, _SOON, doubtful=parcel.doubtful
        )  # a look-up that was refused settles nothing
        wait = timedelta(seconds=refusal.retry_after)
        if isinstance(refusal, Limited):
            wait = min(wait or _backoff(parcel), LONGEST)
            jitter = min(JITTER, wait / 10) * random() if self.rates else _SOON  # noqa: S311 — no secret
            return Outcome(again, "limited", wait + jitter)
        if isinstance(refusal, TokenRefused):
            return Outcome(again, "strange", wait)
        return Outcome(again, "closed" if wait else "down", wait)

    def _failed(self, parcel: Parcel, why: str) -> Write:
        """Nobody foresaw this failure: try a few times more, then let the messages behind it pass. What may be there
        is looked for as long as it takes: kills count as attempts too, and it must not be lost to its first mishap."""
        if parcel.attempts >= TRIES and not parcel.doubtful:
            return given_up(parcel, why)
        return self._again(parcel, _backoff(parcel), doubtful=parcel.ref is None)

    def _shown(self, parcel: Parcel, ref: Ref, print_: str, rest: timedelta) -> Write:
        again_at = self.clock.now() + rest
        return lambda ledger: ledger.outbox.shown(parcel.address.workspace, parcel, ref, print_, again_at)

    def _again(self, parcel: Parcel, wait: timedelta, *, doubtful: bool = False) -> Write:
        at = self.clock.now() + wait
        return lambda ledger: ledger.outbox.again(parcel.address.workspace, parcel, at, doubtful=doubtful)


def lane(parcel: Parcel) -> Lane:
    """Of which kind the call is."""
    if parcel.doubtful:
        return "find"
    return "edit" if parcel.ref else "post"


def given_up(parcel: Parcel, why: str) -> Write:
    """It is not sent any more."""
    return lambda ledger: ledger.outbox.unreachable(parcel.address.workspace, parcel, why)


def _left_out(parcel: Parcel, notice: Notice) -> Write:
    """Of no use. Nothing answers a direct message, so that one may be of use again when it says something else."""
    why = "of no use any more" if notice.moot else "too late"
    metrics.delivered("left out")
    log.info("left out", slot=parcel.name, round=parcel.round.id, why=why)
    if notice.moot or isinstance(notice.place, Dm):
        return lambda ledger: ledger.outbox.unsaid(parcel.address.workspace, parcel, why)
    return given_up(parcel, why)


def _backoff(parcel: Parcel) -> timedelta:
    """How long until the next attempt where the platform named no time: 1, 2, 4 … up to 60 seconds."""
    return timedelta(seconds=min(60.0, 2.0 ** min(parcel.attempts - 1, 6)))
