"""A fleet of workers: Procrastinate carries chunks of ids from whoever claimed them to whoever is free.

All that makes the work safe is in the rows, so the engine may lose, repeat or strand a job without harm. It is not
relied on for more: no locks of its own, no jobs ahead of time, no retries. A job whose worker died is ended as failed;
what it carried is claimed again when its lease runs out.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from procrastinate.types import JSONValue

from bot.crew import BACKLOG, Carry, chunks, room
from bot.ledger import Job, Task
from bot.log import log
from bot.model import WorkspaceId
from storage.address import normal
from storage.unanswered import Wire

#: Chunks that one worker has in hand at once.
CONCURRENCY = 8
#: Seconds: a worker shows that it lives, and is taken for dead.
HEARTBEAT, STALLED = 1, 5
#: Seconds after which a worker that lost the database tries again.
AGAIN = 0.5
_NAME, _QUEUE = "piton.carry", "piton"
_WAITING = (
    "SELECT count(*) AS waiting FROM"
    " (SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = %(queue)s LIMIT %(most)s) AS jobs"
)


class Fleet:
    """Implements `bot.ports.Crew`. `tasks` is filled in before `work`; a process that only hears needs none."""

    def __init__(self, url: str) -> None:
        self.tasks: Mapping[Task, Carry] = {}
        address = normal(url).replace("postgresql+psycopg", "postgresql", 1)
        self._app = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=6, timeout=5))
        self._app.task(name=_NAME, queue=_QUEUE)(self._carry)
        self._deferring = App(connector=SyncPsycopgConnector())  # it never connects: it is given connections
        self._at_work: asyncio.Task[None] | None = None

    def defer(self, raw: Wire, submitted: Mapping[Task, Sequence[Job]]) -> None:
        """Hand these to the workers when, and only if, the transaction on this connection commits."""
        calls: list[dict[str, JSONValue]] = [
            {"task": task, "jobs": [list(job) for job in chunk]}
            for task, jobs in submitted.items()
            for chunk in chunks(jobs)
        ]
        task = self._deferring.configure_task(_NAME, queue=_QUEUE, connection=raw)
        try:
            task.batch_defer(*calls)
        except ConnectorException as wrapped:  # the store knows what the database itself says
            raise wrapped.__cause__ or wrapped from None

    def begin(self, task: Task, jobs: Sequence[Job]) -> None:
        """Nothing is left to start after a commit: it was deferred in it."""

    async def room(self) -> int:
        """How many ids may be claimed now, so that somebody comes to them before their leases run out."""
        found = await self._app.connector.execute_query_one_async(_WAITING, queue=_QUEUE, most=BACKLOG)
        return room(int(found["waiting"]))

    async def open(self) -> None:
        """Come up. The database must be there."""
        await self._app.open_async()

    def work(self) -> None:
        """Carry what anybody defers, until stopped."""
        self._at_work = asyncio.create_task(self._work())

    async def drain(self) -> None:
        """Wait until nothing is deferred that nobody has in hand."""
        while await self.room() < room(0):  # noqa: ASYNC110 — other processes do it
            await asyncio.sleep(0.05)

    async def stop(self, grace: float) -> None:
        """Finish what is in hand within `grace` seconds; the rest is left to its leases."""
        if self._at_work:
            self._at_work.cancel()
            await asyncio.wait([self._at_work], timeout=grace)
        await self._app.close_async()

    async def _work(self) -> None:
        """A worker of the engine's ends when it loses the database: then another takes its place."""
        rescuing = asyncio.create_task(self._rescue())
        try:
            while True:
                try:
                    await self._app.run_worker_async(
                        queues=[_QUEUE],
                        concurrency=CONCURRENCY,
                        install_signal_handlers=False,
                        fetch_job_polling_interval=1.0,
                        update_heartbeat_interval=HEARTBEAT,
                        stalled_worker_timeout=STALLED,
                        shutdown_graceful_timeout=2.0,
                        delete_jobs="always",
                    )
                except ConnectorException as lost:
                    log.warning("worker lost the database", why=type(lost).__name__)
                except Exception:  # noqa: BLE001 — a worker that ended in silence would claim and carry nothing
                    log.exception("worker failed")
                await asyncio.sleep(AGAIN)
        finally:
            rescuing.cancel()

    async def _rescue(self) -> None:
        """End the jobs of workers that died, so that they do not stand there for ever."""
        manager = self._app.job_manager
        while True:
            await asyncio.sleep(STALLED / 2)
            try:
                for job in await manager.get_stalled_jobs(queue=_QUEUE, seconds_since_heartbeat=STALLED):
                    log.info("a worker died: what it carried is taken up again", job=job.id)
                    await manager.finish_job(job, status=Status.FAILED, delete_job=True)
            except ConnectorException as lost:
                log.info("no rescue just now", why=type(lost).__name__)
            except Exception:  # noqa: BLE001 — the same
                log.exception("rescue failed")

    async def _carry(self, task: str, jobs: list[Any]) -> None:
        """Whatever version deferred it: what this one does not know is left to its leases."""
        if task not in get_args(Task) or task not in self.tasks:
            log.warning("a job that nobody here knows", task=str(task)[:40])
            return
        known = [(WorkspaceId(str(job[0])), str(job[1])) for job in jobs if _is_job(job)]
        try:
            await self.tasks[task](known)  # type: ignore[index] # looked at above
        except Exception:  # noqa: BLE001 — the lease runs out and the work is taken up again
            log.exception("task failed", task=task, jobs=len(known))


def _is_job(told: object) -> bool:
    """A workspace and what it is about."""
    return isinstance(told, list) and len(told) == len(("workspace", "id"))
