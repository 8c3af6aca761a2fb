"""A lane: one thread with one connection that carries transactions out, many in one commit."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.errors import Busy
from bot.ledger import Job, Ledger, Task
from storage.ledger import LedgerRows

#: Seconds that anybody waits for a database that another process holds: Slack wants its answer within 3.
PATIENCE = 2.0


@dataclass(slots=True)
class Work:
    """One transaction that somebody waits for, and what came of it."""

    fn: Callable[[Ledger], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    since: float = field(default_factory=monotonic)
    context: Context = field(
        default_factory=copy_context
    )  #: whoever calls goes on being known on this thread
    result: Any = None
    error: BaseException | None = None
    submitted: Sequence[tuple[Task, Sequence[Job]]] = ()


class Lane:
    """`begin` starts a transaction; at most `most` waiting works share one, each in a savepoint of its own.

    `settled` is called on the event loop with the works of a batch once it is committed or has failed.
    """

    def __init__(
        self,
        name: str,
        connect: Callable[[], Connection],
        ledger: Callable[[Connection], LedgerRows],
        settled: Callable[[Sequence[Work]], None],
        *,
        begin: str,
        most: int,
    ) -> None:
        self._connect = connect
        self._ledger = ledger
        self._settled = settled
        self._begin = begin
        self._most = most
        self._connection: Connection | None = None
        self._waiting: SimpleQueue[Work | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def put(self, fn: Callable[[Ledger], Any]) -> asyncio.Future[Any]:
        """Queue a transaction. Its future ends when it is committed, or with what it raised."""
        loop = asyncio.get_running_loop()
        work = Work(fn, loop.create_future(), loop)
        self._waiting.put(work)
        return work.future

    def stop(self) -> None:
        """Finish what waits, close the connection and end the thread. Blocks."""
        self._waiting.put(None)
        self._thread.join()

    def _serve(self) -> None:
        more = True
        while more:
            batch, more = self._next()
            if batch:
                self._carry(batch)
                self._tell(batch)
        if self._connection is not None:
            self._connection.close()

    def _next(self) -> tuple[list[Work], bool]:
        """All that waits, up to the most, and whether to go on after it."""
        batch: list[Work] = []
        work = self._waiting.get()
        while work is not None:
            batch.append(work)
            if len(batch) == self._most:
                return batch, True
            try:
                work = self._waiting.get_nowait()
            except Empty:
                return batch, True
        return batch, False

    def _carry(self, batch: Sequence[Work]) -> None:
        """One transaction for the batch. Where it fails as a whole, everybody in it is told so."""
        try:
            self._connection = self._connection or self._connect()
            raw = cast(sqlite3.Connection, self._connection.connection.driver_connection)
            try:
                # Who queued up while the database was held has spent some of the patience already.
                left = max(0.0, PATIENCE - (monotonic() - batch[0].since))
                raw.execute(f"PRAGMA busy_timeout = {int(left * 1000)}")
                raw.execute(self._begin)
                self._run(raw, self._connection, batch)
                raw.commit()
            finally:
                if raw.in_transaction:
                    raw.rollback()
        except BaseException as error:  # noqa: BLE001 — whoever waits for the batch gets it
            for work in batch:
                work.result, work.submitted, work.error = None, (), _told(error)

    def _run(self, raw: sqlite3.Connection, connection: Connection, batch: Sequence[Work]) -> None:
        for work in batch:
            alone = len(batch) == 1
            if not alone:
                raw.execute("SAVEPOINT work")
            ledger = self._ledger(connection)
            try:
                work.result = work.context.run(work.fn, ledger)
                work.submitted = ledger.submitted
            except BaseException as error:
                work.error = _told(error)
                if alone:
                    raw.rollback()
                    return
                if not raw.in_transaction:
                    raise  # SQLite gave up the whole transaction, as it does when the disk is full
                raw.execute("ROLLBACK TO work")
            if not alone:
                raw.execute("RELEASE work")

    def _tell(self, batch: Sequence[Work]) -> None:
        for loop in {work.loop for work in batch}:
            theirs = [work for work in batch if work.loop is loop]
            try:
                loop.call_soon_threadsafe(self._settled, theirs)
            except RuntimeError:
                continue  # the loop is closed: nobody waits any more


def _told(error: BaseException) -> BaseException:
    """The error as the caller sees it."""
    if is_held(error):
        return _because(Busy(), error)
    if isinstance(error, StopIteration):
        return _because(
            RuntimeError("A transaction raised StopIteration"), error
        )  # a future refuses to carry it
    return error


def is_held(error: BaseException) -> bool:
    """Whether it says that another connection holds the database."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _because(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error
