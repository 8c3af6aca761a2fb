"""A lane: one thread with one connection that carries transactions out, many in one commit."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.ledger import Ledger
from storage.ledger import LedgerRows, Submitted, gather
from storage.work import OnCommit, Work, busy, tell

#: Seconds that anybody waits for a database that another process holds: Slack wants its answer within 3.
PATIENCE = 2.0


class Lane:
    """`begin` starts a transaction; at most `most` waiting works share one: each stands or falls by itself."""

    def __init__(
        self,
        name: str,
        connect: Callable[[], Connection],
        ledger: Callable[[Connection], LedgerRows],
        on_commit: OnCommit,
        *,
        begin: str,
        most: int,
    ) -> None:
        self._connect = connect
        self._ledger = ledger
        self._on_commit = on_commit
        self._begin = begin
        self._most = most
        self._connection: Connection | None = None
        self._waiting: SimpleQueue[Work | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def put(self, fn: Callable[[Ledger], Any]) -> asyncio.Future[Any]:
        """Queue a transaction. Its future ends when it is committed, or with what it raised."""
        work = Work(fn)
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
                tell(batch, gather(self._carry(batch)), self._on_commit)
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

    def _carry(self, batch: Sequence[Work]) -> Sequence[Submitted]:
        """One transaction for the batch; what it submitted. Where it fails as a whole, everybody in it is told so."""
        try:
            self._connection = self._connection or self._connect()
            raw = cast(sqlite3.Connection, self._connection.connection.driver_connection)
            try:
                self._start(raw, batch[0].since)
                submitted = self._run(raw, self._connection, batch)
                raw.commit()
                return submitted
            finally:
                if raw.in_transaction:
                    raw.rollback()
        except BaseException as error:  # noqa: BLE001 — whoever waits for the batch gets it
            for work in batch:
                work.fail(_plain(error))
            return ()

    def _start(self, raw: sqlite3.Connection, since: float) -> None:
        """Begin. Who queued up while the database was held has spent some of the patience already."""
        left = max(0.0, PATIENCE - (monotonic() - since))
        raw.execute(f"PRAGMA busy_timeout = {int(left * 1000)}")
        raw.execute(self._begin)

    def _run(
        self, raw: sqlite3.Connection, connection: Connection, batch: Sequence[Work]
    ) -> Sequence[Submitted]:
        """In company, which is cheaper; where that fails for what one of them did, each in a savepoint of its own."""
        if len(batch) > 1:
            try:
                return self._together(connection, batch)
            except BaseException:  # noqa: BLE001 — what it was comes out below
                raw.rollback()
                self._start(raw, batch[0].since)
        submitted: list[Submitted] = []
        for work in batch:
            alone = len(batch) == 1
            if not alone:
                raw.execute("SAVEPOINT work")
            ledger = self._ledger(connection)
            try:
                work.do(ledger)
                ledger.finish()
                submitted += ledger.submitted
            except BaseException as error:
                work.fail(_plain(error))
                if alone:
                    raw.rollback()
                    return ()
                if not raw.in_transaction:
                    raise  # SQLite gave up the whole transaction, as it does when the disk is full
                raw.execute("ROLLBACK TO work")
            if not alone:
                raw.execute("RELEASE work")
        return submitted

    def _together(self, connection: Connection, batch: Sequence[Work]) -> Sequence[Submitted]:
        ledger = self._ledger(connection)
        for work in batch:
            work.do(ledger)
        ledger.finish()
        return ledger.submitted


def _plain(error: BaseException) -> BaseException:
    """The error in the words of those who wait."""
    return busy(error) if is_held(error) else error


def is_held(error: BaseException) -> bool:
    """Whether it says that another connection holds the database."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
