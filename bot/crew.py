"""How work travels, and the crew of one process: asyncio tasks.

All that makes it safe is in the rows, so a crew may lose work without harm.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

from bot.ledger import Job, Task
from bot.log import log

Carry = Callable[[Sequence[Job]], Awaitable[None]]

#: Jobs travel in chunks: one a task costs more in tasks than in work, and far more in rows.
CHUNK = 20
#: No more is claimed while so many chunks wait: their leases would run out before they are begun.
BACKLOG = 50


def chunks(jobs: Sequence[Job]) -> Iterator[Sequence[Job]]:
    """In order, each of CHUNK jobs but the last."""
    return (jobs[start : start + CHUNK] for start in range(0, len(jobs), CHUNK))


def room(waiting: int) -> int:
    """How many jobs may be claimed beside so many chunks."""
    return max(0, BACKLOG - waiting) * CHUNK


class LocalCrew:
    """Implements `bot.ports.Crew`: carries what transactions submit, at once, in this process."""

    def __init__(self, tasks: Mapping[Task, Carry]) -> None:
        self.tasks = tasks
        self._in_hand: set[asyncio.Task[None]] = set()

    def begin(self, task: Task, jobs: Sequence[Job]) -> None:
        for chunk in chunks(jobs):
            carried = asyncio.create_task(self._carry(task, chunk))
            self._in_hand.add(carried)
            carried.add_done_callback(self._in_hand.discard)

    async def _carry(self, task: Task, jobs: Sequence[Job]) -> None:
        try:
            await self.tasks[task](jobs)
        except Exception:  # noqa: BLE001 — the lease runs out and the work is taken up again
            log.exception("task failed", task=task, jobs=len(jobs))

    async def room(self) -> int:
        return room(len(self._in_hand))

    async def open(self) -> None:
        """There is nothing to come up."""

    def work(self) -> None:
        """It begins what it is given, when it is given it."""

    async def drain(self) -> None:
        while self._in_hand:
            await asyncio.wait(self._in_hand)

    async def stop(self, grace: float) -> None:
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=grace)
        for each in self._in_hand:
            each.cancel()
