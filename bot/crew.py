"""The crew of one process: asyncio tasks. All that makes it safe is in the rows, so it may lose work without harm."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.ledger import Job, Task
from bot.log import log

Carry = Callable[[Sequence[Job]], Awaitable[None]]

#: Jobs travel in chunks: one a task costs more in tasks than in work.
CHUNK = 20
#: No more is claimed while so many chunks are in hand: their leases would run out before they are begun.
BACKLOG = 50


class LocalCrew:
    """Implements `bot.ports.Crew`: carries what transactions submit, at once, in this process."""

    def __init__(self, tasks: Mapping[Task, Carry]) -> None:
        self.tasks = tasks
        self._in_hand: set[asyncio.Task[None]] = set()

    def begin(self, task: Task, jobs: Sequence[Job]) -> None:
        for start in range(0, len(jobs), CHUNK):
            carried = asyncio.create_task(self._carry(task, jobs[start : start + CHUNK]))
            self._in_hand.add(carried)
            carried.add_done_callback(self._in_hand.discard)

    async def _carry(self, task: Task, jobs: Sequence[Job]) -> None:
        try:
            await self.tasks[task](jobs)
        except Exception:  # noqa: BLE001 — the lease runs out and the work is taken up again
            log.exception("task failed", task=task, jobs=len(jobs))

    async def room(self) -> int:
        return max(0, BACKLOG - len(self._in_hand)) * CHUNK

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
