"""Carrying out what the crew is handed about plans and rounds: each in a transaction of its own."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bot import opening, rounds
from bot.errors import Busy
from bot.ledger import Job, Ledger, Store
from bot.log import log
from bot.ports import Clock

#: How many plans and rounds are acted on at once: whoever presses a button meanwhile waits behind no more than these.
AT_ONCE = 16
#: What is done to a plan or a round at a moment.
Doing = Callable[[Ledger, Job, datetime], None]


@dataclass(frozen=True, slots=True)
class Each:
    """Does a thing to each of many, so that one that fails holds up no other; they share commits."""

    store: Store
    clock: Clock
    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def do(self, act: Doing, jobs: Sequence[Job]) -> None:
        """What fails is logged, and is due again after a lease."""
        work = (self._one(act, job) for job in jobs)
        for job, error in zip(jobs, await asyncio.gather(*work, return_exceptions=True), strict=True):
            if isinstance(error, BaseException):
                log.error("task failed", task=act.__name__, job=job[1], exc_info=error)
                with suppress(Busy):
                    await self.store.run(partial(_spare, act, job, self.clock.now() + rounds.LEASE))

    async def _one(self, act: Doing, job: Job) -> None:
        async with self.at_once:
            await self.store.run(partial(_act, act, job, self.clock.now()), job[1])


def _spare(act: Doing, job: Job, again: datetime, ledger: Ledger) -> None:
    (ledger.plans if act is opening.open_due else ledger.rounds).spare(job, again)


def _act(act: Doing, job: Job, now: datetime, ledger: Ledger) -> None:
    act(ledger, job, now)
