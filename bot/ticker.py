"""The ticker: every second, claim what is due and hand it to the crew."""

import asyncio
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import Busy
from bot.ledger import Job, Ledger, Store, Task
from bot.log import log
from bot.ports import Clock, Crew
from bot.rounds import GATE_LEASE, LEASE

#: How much one tick takes on of each kind; the rest waits for the next.
LIMIT = 500


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC)


def claim(ledger: Ledger, at: datetime, most: int = LIMIT) -> int:
    """Claim what is due, at most so much of each kind, and submit it to the crew; how much that was."""
    due: tuple[tuple[Task, list[Job]], ...] = (
        ("wake", ledger.rounds.claim(at, LEASE, most)),  # older rounds before those that open now
        ("open", ledger.plans.claim(at, LEASE, most)),
        ("deliver", ledger.outbox.claim(at, GATE_LEASE, most)),
        ("refresh", ledger.roster.claim_refreshes(at, timedelta(minutes=5), most)),
        ("check", ledger.checks.claim(at, LEASE, most)),
        ("home", ledger.homes.claim(at, LEASE, most)),
        ("erase", ledger.erasures.claim(at, LEASE, most)),
    )
    for task, jobs in due:
        ledger.submit(task, jobs)
    return sum(len(jobs) for _, jobs in due)


class Ticker:
    """APScheduler as a plain timer: one job, in memory, that never piles up."""

    def __init__(self, store: Store, clock: Clock, crew: Crew) -> None:
        self._store = store
        self._clock = clock
        self._crew = crew
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Tick now, as whoever was here before may have left something, and every second from now on."""
        self._scheduler.add_job(
            self._tick,
            "interval",
            seconds=1,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """No more ticks."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        try:
            await self.tick()
        except asyncio.CancelledError:
            return  # we are stopping: what was claimed just now is left to its leases
        except Busy:
            log.info("tick skipped: the database is held by somebody else")
        except Exception:  # noqa: BLE001 — one bad tick must not end the ticking
            log.exception("tick failed")

    async def tick(self) -> int:
        """Claim what is due; how much that was. A look on the reading connection comes first: most
        seconds nothing is due, and an idle bot shall not write."""
        now = self._clock.now()
        if not await self._store.read(lambda ledger: _is_due(ledger, now)):
            return 0
        most = min(LIMIT, await self._crew.room())
        return await self._store.run(lambda ledger: claim(ledger, now, most)) if most else 0


def _is_due(ledger: Ledger, at: datetime) -> bool:
    due = ledger.next_due()
    return ledger.outbox.owed(at) > 0 or (due is not None and due <= at)
