"""Making what people see equal what the rounds show: each message once, in order, at the platform's pace."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot import holding, trace
from bot.errors import Busy, Unreachable
from bot.ledger import Job, Ledger, Parcel, Store, Suspect, Terms, Turn, by_workspace
from bot.log import log
from bot.model import ChannelId, Elsewhere, Thread, WorkspaceId
from bot.pace import NO_RATES, RATES, Rates
from bot.ports import Clock, Messenger
from bot.rounds import GATE_LEASE, show
from bot.sending import SEND_TIMEOUT, Outcome, Sending, Write, lane
from bot.suspects import POISON

#: Slack takes one message a second in a channel (its rate-limits page).
PACE = timedelta(seconds=1)
#: A card is edited at most this often: edits are Tier 3, about 50 a minute for a workspace.
EDIT_PACE = timedelta(seconds=3)
#: Calls on their way at once: in one workspace, so that one that hangs holds up nobody else; and in all.
AT_ONCE, AT_ONCE_IN_ALL = 16, 100
#: So few channels at a time, as one person's click comes to, find room beside the many of a whole workspace.
FEW = 10


@dataclass
class Delivery:
    """Sends what is owed to the channels that it is handed. Where `pace` is zero there are no rates either."""

    store: Store
    messenger: Messenger
    clock: Clock
    pace: timedelta = PACE
    edit_pace: timedelta = EDIT_PACE
    patience: timedelta = GATE_LEASE - SEND_TIMEOUT  #: how long a channel is kept for what is to follow soon
    in_flight: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE_IN_ALL))
    rates: Rates = field(default_factory=lambda: RATES)
    _in_hand: set[Job] = field(
        default_factory=set
    )  #: a moved clock may end a lease that this process still uses
    _sent_to: set[Job] = field(default_factory=set)  #: those of them that we took on
    _of_workspace: dict[WorkspaceId, asyncio.Semaphore] = field(default_factory=dict)
    _suspect: asyncio.Lock = field(default_factory=asyncio.Lock)  #: whoever carries one that may crash us

    def __post_init__(self) -> None:
        if not self.pace:
            self.rates = NO_RATES

    async def deliver(self, jobs: Sequence[Job]) -> None:
        """Send all that can go to these channels now; each is leased to us by its gate."""
        fresh = [job for job in dict.fromkeys(jobs) if job not in self._in_hand]
        self._in_hand.update(fresh)
        now, mine = self.clock.now(), list[Job]()
        try:
            mine = await self._choose(fresh, now)
        finally:
            # Nobody sends to the others, and nobody shall believe so.
            self._in_hand.difference_update(set(fresh).difference(mine))
        work = (self._channel(job, now + self.patience) for job in mine)
        for job, error in zip(mine, await asyncio.gather(*work, return_exceptions=True), strict=True):
            if isinstance(error, Exception):  # its lease runs out, and the ticker takes it up again
                log.error("channel left", channel=job[1], exc_info=error)
            elif error:
                raise error

    async def _choose(self, jobs: Sequence[Job], now: datetime) -> list[Job]:
        """Which of these we take on. Some of many are left to a claim, and for some nothing may go."""
        few, terms = len(jobs) <= FEW, Terms(now + self.patience, self.rates)
        mine, surplus = self._share(jobs, few=few)
        ready: list[Job] = []
        try:
            if surplus:
                await self._let_go(surplus, now)
            ready = mine if few or not mine else await self.store.run(partial(_sift, mine, now, terms))
        except Busy:
            log.info("left to their leases", channels=len(mine))
        finally:
            self._sent_to.difference_update(set(mine).difference(ready))
        return ready

    async def _let_go(self, surplus: Sequence[Job], now: datetime) -> None:
        try:
            await self.store.run(lambda ledger: ledger.outbox.let_go(surplus, now))
        except Busy:
            log.info("surplus left to its leases", channels=len(surplus))

    def _share(self, jobs: Sequence[Job], *, few: bool) -> tuple[list[Job], list[Job]]:
        """No more of a workspace's than can go while their leases last, and what is more than that."""
        mine: list[Job] = []
        surplus: list[Job] = []
        taken = Counter(workspace for workspace, _ in self._sent_to)
        for job in jobs:
            room = self._room() + (AT_ONCE if few else 0)
            kept = not self.rates or taken[job[0]] < room
            taken[job[0]] += kept
            (mine if kept else surplus).append(job)
        self._sent_to.update(mine)
        return mine, surplus

    def _room(self) -> int:
        post = self.rates.get("post")
        return max(AT_ONCE, int(self.patience / post.every)) if post else AT_ONCE

    async def _channel(self, job: Job, hold_until: datetime) -> None:
        """Send one after the other while our lease lasts; the ticker takes up what is left."""
        try:
            while next_at := await self._next(job, hold_until):
                await self._sleep_until(next_at)
        finally:
            self._in_hand.discard(job)
            self._sent_to.discard(job)

    async def _next(self, job: Job, hold_until: datetime) -> datetime | None:
        """Take, send and settle one message; when the next goes, if we keep the channel for it."""
        terms = Terms(hold_until, self.rates)
        done = await self._in_turn(job, terms)
        if isinstance(done, Suspect):
            async with self._suspect:
                done = await self._in_turn(job, replace(terms, alone=True))
        return None if isinstance(done, Suspect) else done

    async def _in_turn(self, job: Job, terms: Terms) -> datetime | Suspect | None:
        """Once the workspace's pace lets it go."""
        async with self._of_workspace.setdefault(job[0], asyncio.Semaphore(AT_ONCE)):
            while isinstance(done := await self._now(job, terms), Turn):
                terms = replace(terms, turn=done)
                await self._sleep_until(done.at)
            return done

    async def _now(self, job: Job, terms: Terms) -> datetime | Turn | Suspect | None:
        """Nothing is taken that may still be on its way when our lease has run out: it might go twice."""
        async with self.in_flight:
            now = self.clock.now()
            if now > terms.latest:
                return None
            taken = await self.store.run(partial(_take, *job, now, terms), job[1])
            if not isinstance(taken, Parcel):
                return taken
            with trace.bound(taken.cause):
                return await self._carry(taken, terms.latest)

    async def _carry(self, parcel: Parcel, hold_until: datetime) -> datetime | None:
        """One attempt, and what came of it written down."""
        if parcel.taken >= POISON and not parcel.doubtful:
            log.error("crashed its carriers?", slot=parcel.name, round=parcel.round.id, taken=parcel.taken)
        sending = Sending(self.messenger, self.clock, self.edit_pace, self.rates)
        outcome = await sending.send(parcel)
        settle = partial(_settle, parcel, outcome, self.clock.now(), self.pace, hold_until, self.rates)
        return await self.store.run(settle, parcel.address.target)

    async def _sleep_until(self, moment: datetime) -> None:
        await asyncio.sleep(max(0.0, (moment - self.clock.now()).total_seconds()))


def _sift(jobs: Sequence[Job], at: datetime, terms: Terms, ledger: Ledger) -> list[Job]:
    """Those for which something may go."""
    return [
        (workspace, channel)
        for workspace, channels in by_workspace(jobs).items()
        for channel in ledger.outbox.sift(workspace, channels, at, terms)
    ]


def _take(
    workspace: WorkspaceId, channel: str, at: datetime, terms: Terms, ledger: Ledger
) -> Parcel | Turn | Suspect | None:
    """The next message; where none can go now or soon, the channel is let go."""
    taken = ledger.outbox.take(workspace, channel, at, terms)
    if taken is None:
        ledger.outbox.rest(workspace, channel, at, rates=terms.rates)
    return taken


def _settle(
    parcel: Parcel,
    outcome: Outcome,
    at: datetime,
    pace: timedelta,
    hold_until: datetime,
    rates: Rates,
    ledger: Ledger,
) -> datetime | None:
    """Write down what came of a message, and when the channel's next goes if we keep the channel for it."""
    workspace, channel = parcel.address.workspace, parcel.address.target
    # Teams before the channel is locked.
    team = outcome.gone and ledger.roster.team_in(workspace, ChannelId(channel))
    outside = _outside(parcel)
    sender = outcome.gone and outside and ledger.roster.team(workspace, parcel.round.team)
    ledger.outbox.lock(workspace, channel)
    if outcome.gone:
        _look_into(parcel, outcome.gone, outcome.write, at, ledger, kept=bool(team or sender))
        if outside and sender and outcome.gone.concerns != "message" and parcel.ref is None:
            holding.cut_off(ledger, sender, outside, parcel.round, at)
    else:
        outcome.write(ledger)
        if outside and outcome.news == "well" and parcel.ref is None:  # what it refused may be posted now too
            kept = ledger.outbox.revive(workspace, outside.channel, at, GATE_LEASE, plan=parcel.round.plan)
            ledger.submit("deliver", kept)
    _tell(parcel, outcome, at, ledger)
    return ledger.outbox.rest(workspace, channel, at + pace, hold_until, rates)


def _outside(parcel: Parcel) -> Elsewhere | None:
    """The channel outside of its team in which a message is to stand, be it in a thread."""
    shown = show(parcel.round)
    place = shown[parcel.name].place
    while isinstance(place, Thread) and place.round is None:
        place = shown[place.slot].place
    return place if isinstance(place, Elsewhere) else None


def _tell(parcel: Parcel, outcome: Outcome, at: datetime, ledger: Ledger) -> None:
    """What was learnt of the platform concerns the whole workspace."""
    workspace = parcel.address.workspace
    if parcel.probe:
        if outcome.news in {"well", "limited"}:
            ledger.outbox.release(workspace)
        else:
            ledger.outbox.probe_again(workspace, at)
    match outcome.news:
        case "limited":
            ledger.outbox.pause(workspace, lane(parcel), at, at + outcome.wait)
        case "down":
            ledger.outbox.down(workspace, at)
        case "closed":
            ledger.outbox.hold(workspace, at, at + outcome.wait)
        case "strange":
            ledger.outbox.hold(workspace, at, at + outcome.wait)
            ledger.checks.note(workspace, workspace, at)
        case _:
            pass


def _look_into(
    parcel: Parcel, gone: Unreachable, for_good: Write, at: datetime, ledger: Ledger, *, kept: bool
) -> None:
    """A refusal is a hint, as an event is: what it comes from, the platform is asked. A channel may be as it was
    again, and what is owed to it is kept till then."""
    to = parcel.address
    if gone.concerns != "message" and kept:
        ledger.outbox.keep(to.workspace, parcel, str(gone))
    else:
        for_good(ledger)
    if gone.concerns == "target":
        ledger.checks.note(to.workspace, to.target, at)
    elif gone.concerns == "posting":
        holding.refused(ledger, to.workspace, to.target, at)
