"""Threads that carry transactions out at once; those about the same thing go one after the other, many in a commit."""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue

from bot.errors import BotError
from storage.work import Work, tell

#: Carries these out together, and tells those who wait.
Carry = Callable[[Sequence[Work]], None]


@dataclass(slots=True, eq=False)
class _Line:
    """What waits about one thing."""

    name: Hashable
    carry: Carry
    works: deque[Work] = field(default_factory=deque)


class Threads:
    """So many threads. At most `batch` works that wait about the same thing are carried together, by one thread at a
    time: at a database with many writers they would only wait for each other."""

    def __init__(self, name: str, number: int, batch: int) -> None:
        self._batch = batch
        self._lock = threading.Condition()
        self._lines: dict[Hashable, _Line] = {}
        self._stopped = False
        self._due: SimpleQueue[_Line | None] = SimpleQueue()
        # A database that hangs must not keep the process from its end: so they are daemons.
        self._threads = [
            threading.Thread(target=self._serve, name=f"{name}-{each}", daemon=True) for each in range(number)
        ]
        for thread in self._threads:
            thread.start()

    def put(self, work: Work, carry: Carry, about: str = "") -> None:
        """Queue a work; without a thing that it is about it goes by itself. Its future ends as `carry` tells."""
        name = about or work
        with self._lock:
            if self._stopped:
                _refuse([work])
                return
            line = self._lines.get(name)
            if line is None:
                line = self._lines[name] = _Line(name, carry)
                self._due.put(line)
            line.works.append(work)

    def stop(self, patience: float) -> bool:
        """End the threads when nothing waits any more; whether that came within so many seconds. What waits longer is
        refused. Blocks."""
        with self._lock:
            done = self._lock.wait_for(lambda: not self._lines, patience)
            self._stopped = True
            for line in self._lines.values():
                _refuse(line.works)
                line.works.clear()
        for _ in self._threads:
            self._due.put(None)
        return done

    def _serve(self) -> None:
        while (line := self._due.get()) is not None:
            with self._lock:
                works = [line.works.popleft() for _ in range(min(len(line.works), self._batch))]
            if works:
                line.carry(works)
            with self._lock:
                if line.works:
                    self._due.put(line)  # behind the others
                else:
                    del self._lines[line.name]
                    self._lock.notify_all()


def _refuse(works: Sequence[Work]) -> None:
    for work in works:
        work.fail(BotError("Piton is shutting down."))
    tell(works, {}, lambda _task, _jobs: None)
