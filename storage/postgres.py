"""The store over a PostgreSQL: many transactions at once, each run again whole where another came between."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from random import uniform
from time import monotonic
from typing import Any, TypeVar, cast

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.errors import BotError, Busy
from bot.ledger import Job, Ledger, Task
from bot.log import log
from bot.model import Ceremony
from storage.address import normal
from storage.ledger import LedgerRows
from storage.schema import migrate, schema_state
from storage.unanswered import Wire, listen

T = TypeVar("T")
#: Hands on, over a transaction's own connection and before its commit, what it submitted.
Defer = Callable[[Wire, Mapping[Task, Sequence[Job]]], Awaitable[None]]

#: Seconds that anybody waits for a lock, a connection, or a database that starts anew: Slack wants its answer within 3.
PATIENCE = 2.5
#: Transactions at once: more of them would wait for the same disk.
CONNECTIONS = 10
_SETTINGS = {
    "lock_timeout": "2500ms",
    "idle_in_transaction_session_timeout": "10s",  # a machine that hangs must not hold a team for ever
    "synchronous_commit": "on",  # a vote that was acknowledged survives the loss of power
    "timezone": "UTC",
}
#: A server that does not answer, nor end the connection, is noticed by these (milliseconds, seconds): libpq's names.
_ALIVE = {"tcp_user_timeout": 5000, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2}
#: Another transaction came between: a serialization failure, a deadlock.
_CROSSED = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
#: Two made the same at once: the second, run again, finds it there. So often at most: it may be a mistake of ours.
_TWICE = 3
#: Told by a database that is about to stop, or not up yet.
_AWAY = (
    psycopg.errors.AdminShutdown,
    psycopg.errors.CrashShutdown,
    psycopg.errors.CannotConnectNow,
    psycopg.errors.IdleInTransactionSessionTimeout,
)
_LOOK = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresStore:
    """Implements `bot.ledger.Store`. The constructor blocks: it migrates a database that is new or old.

    A commit whose answer was lost is run again, as everything is that the database did not say yes to. It has one
    effect all the same: what comes in is kept by its key (the inbox), a round by its name, a slot by its attempt.
    Raises BotError where the address or the schema is none that this version knows.
    """

    def __init__(
        self,
        url: str | Path,
        ceremonies: Mapping[str, Ceremony[Any]],
        on_commit: Callable[[Task, Sequence[Job]], None],
        defer: Defer | None = None,
    ) -> None:
        self._ceremonies, self._on_commit, self._defer = ceremonies, on_commit, defer
        self._closed = False
        self._at_work: set[asyncio.Task[Any]] = set()
        if schema_state(url) != "current":
            migrate(url)
        self._engine = create_async_engine(
            normal(url),
            isolation_level="AUTOCOMMIT",  # transactions are begun and ended by hand, with less to and fro
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=PATIENCE,
            pool_pre_ping=True,
            hide_parameters=True,  # people's answers are among them, and errors go to the log
            connect_args={
                "async_creator_fn": Wire.connect,
                "connect_timeout": 2,
                **_ALIVE,
                "application_name": "piton",
                "options": " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items()),
            },
        )

        listen(self._engine.sync_engine)

    async def run(self, fn: Callable[[Ledger], T]) -> T:
        return await self._whole(partial(self._write, fn))

    async def read(self, fn: Callable[[Ledger], T]) -> T:
        return await self._whole(partial(self._look, fn))

    async def close(self) -> None:
        """Finish what is at work. Later calls are refused."""
        if not self._closed:
            self._closed = True
            while self._at_work:
                await asyncio.wait(self._at_work)
            await self._engine.dispose()

    async def _whole(self, attempt: Callable[[AsyncConnection, Wire], Awaitable[T]]) -> T:
        """A transaction of its own, to its end: a caller that gives up meanwhile leaves no half of it behind."""
        if self._closed:
            raise BotError("Piton is shutting down.")
        work = asyncio.create_task(self._again(attempt))
        self._at_work.add(work)
        work.add_done_callback(self._at_work.discard)
        return await asyncio.shield(work)

    async def _again(self, attempt: Callable[[AsyncConnection, Wire], Awaitable[T]]) -> T:
        """Until it is done, its own error comes, or patience ends."""
        until = monotonic() + PATIENCE
        pause, twice = 0.005, 0
        while True:
            try:
                return await self._connected(attempt)
            except Exception as error:
                cause = error.orig if isinstance(error, DBAPIError) else error
                if isinstance(cause, psycopg.errors.LockNotAvailable) or isinstance(error, PoolTimeout):
                    raise Busy from error
                if isinstance(cause, psycopg.errors.UniqueViolation) and twice < _TWICE:
                    twice += 1
                elif not _is_passing(error):
                    raise
                if monotonic() + pause > until:
                    log.warning("database away or overtaxed", why=type(cause).__name__)
                    raise Busy from error
            await asyncio.sleep(uniform(pause / 2, pause))  # noqa: S311 — so that two do not meet again
            pause = min(pause * 2, 0.1)

    async def _connected(self, attempt: Callable[[AsyncConnection, Wire], Awaitable[T]]) -> T:
        async with self._engine.connect() as connection:
            raw = cast(Wire, (await connection.get_raw_connection()).driver_connection)
            try:
                return await attempt(connection, raw)
            except BaseException:
                await self._undo(connection, raw)
                raise

    async def _undo(self, connection: AsyncConnection, raw: Wire) -> None:
        try:
            await raw.rollback()
        except psycopg.Error:
            await connection.invalidate()

    async def _write(self, fn: Callable[[Ledger], T], connection: AsyncConnection, raw: Wire) -> T:
        raw.put("BEGIN")
        result, submitted = await connection.run_sync(partial(self._work, fn))
        if self._defer and submitted:
            await self._defer(raw, submitted)
        await connection.exec_driver_sql("COMMIT")  # whose errors are told as those of any other statement
        if not self._defer:
            for task, jobs in submitted.items():
                self._on_commit(task, jobs)
        return result

    def _work(
        self, fn: Callable[[Ledger], T], connection: Connection, *, locking: bool = True
    ) -> tuple[T, Mapping[Task, Sequence[Job]]]:
        ledger = LedgerRows(connection, self._ceremonies, locking=locking)
        try:
            return fn(ledger), ledger.gathered()
        except StopIteration as error:
            raise RuntimeError("A transaction raised StopIteration") from error

    async def _look(self, fn: Callable[[Ledger], T], connection: AsyncConnection, raw: Wire) -> T:
        raw.put(_LOOK)
        result, _ = await connection.run_sync(partial(self._work, fn, locking=False))
        await connection.exec_driver_sql("COMMIT")  # whose errors are told as those of any other statement
        return result


def _is_passing(error: Exception) -> bool:
    """Whether the same may go well in a moment: nothing of it was done."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, (*_CROSSED, *_AWAY)):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    # Without an SQLSTATE it comes from the connection, not from the statement.
    return isinstance(cause, (psycopg.OperationalError, psycopg.InterfaceError)) and cause.sqlstate is None
