"""The store over a PostgreSQL: one lane for all that is to be written, and many for what that cannot carry."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from operator import attrgetter
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import Any, TypeVar, cast

import psycopg
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError

from bot.errors import BotError, Busy
from bot.ledger import Job, Ledger, Task
from bot.log import log
from bot.model import Ceremony
from storage.address import normal
from storage.ledger import LedgerRows, gather
from storage.schema import migrate, schema_state
from storage.threads import Threads
from storage.unanswered import Wire, listen
from storage.work import OnCommit, Work, busy, tell

T = TypeVar("T")
#: Hands on, over a transaction's own connection and before its commit, what it submitted.
Defer = Callable[[Wire, Mapping[Task, Sequence[Job]]], None]
#: A transaction of one kind, for these works: what it submitted.
Transact = Callable[[Connection, Sequence[Work]], Mapping[Task, Sequence[Job]]]

#: Seconds that anybody waits for a lock, a connection, or a database that starts anew: Slack wants its answer within 3.
PATIENCE = 2.5
#: Seconds that one waits for a lock who holds up others.
QUICK = 0.05
#: Seconds that what is at work has to end.
CLOSING = 3.0
#: Transactions at once: more of them would wait for the same disk.
CONNECTIONS = 10
#: So many works share a commit: more would keep the first of them waiting for long.
BATCH = 32
_SETTINGS = {
    "idle_in_transaction_session_timeout": "10s",  # a machine that hangs must not hold a team for ever
    "synchronous_commit": "on",  # a vote that was acknowledged survives the loss of power
    "timezone": "UTC",
}
#: A server that does not answer, nor end the connection, is noticed by these (milliseconds, seconds): libpq's names.
_ALIVE = {"tcp_user_timeout": 5000, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2}
#: Another transaction came between: a serialization failure, a deadlock.
_CROSSED = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
#: Another holds what is needed, or made the same at once: for whoever waits, not for whoever holds up others.
_MET = (psycopg.errors.LockNotAvailable, psycopg.errors.UniqueViolation)
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
        on_commit: OnCommit,
        defer: Defer | None = None,
    ) -> None:
        self._ceremonies, self._on_commit, self._defer = ceremonies, on_commit, defer
        self._closed = False
        if schema_state(url) != "current":
            migrate(url)
        self._engine = _engine(url, CONNECTIONS, PATIENCE)
        self._threads = Threads("store", CONNECTIONS, BATCH)
        self._quick_engine = _engine(url, 1, QUICK)
        self._quick = Threads("store-quick", 1, BATCH)

    async def run(self, fn: Callable[[Ledger], T], about: str = "") -> T:
        work = self._work(fn, about)
        self._quick.put(work, self._carry_quickly, "all")
        return cast(T, await work.future)

    async def read(self, fn: Callable[[Ledger], T]) -> T:
        work = self._work(fn)
        self._threads.put(work, partial(self._carry, self._look))
        return cast(T, await work.future)

    async def close(self) -> None:
        """Finish what is at work, unless the database does not answer. Later calls are refused."""
        if not self._closed:
            self._closed = True
            until = monotonic() + CLOSING
            for threads, engine in ((self._quick, self._quick_engine), (self._threads, self._engine)):
                if await asyncio.to_thread(threads.stop, until - monotonic()):
                    engine.dispose()

    def _work(self, fn: Callable[[Ledger], Any], about: str = "") -> Work:
        if self._closed:
            raise BotError("Piton is shutting down.")
        return Work(fn, about)

    def _carry_quickly(self, works: Sequence[Work]) -> None:
        """All in one transaction, whatever they are about. Where that fails, or has to wait for somebody, each goes
        with those about the same thing."""
        works = self._in_time(works)
        if not works:
            return
        try:
            with self._quick_engine.connect() as connection:
                # In one order, so that two processes meet less often.
                submitted = self._write(connection, sorted(works, key=attrgetter("about")))
        except BaseException as error:  # noqa: BLE001 — whoever waits for it gets it
            if len(works) == 1 and not _is_passing(error, *_MET):
                works[0].fail(error)
                tell(works, {}, self._on_commit)
                return
            for work in works:
                self._threads.put(work, partial(self._carry, self._write), work.about)
        else:
            tell(works, {} if self._defer else submitted, self._on_commit)

    def _carry(self, how: Transact, works: Sequence[Work]) -> None:
        """All in one transaction; where that fails for what one of them did, each by itself."""
        submitted: Mapping[Task, Sequence[Job]] = {}
        works = self._in_time(works)
        if not works:
            return
        try:
            submitted = self._again(how, works)
        except BaseException as error:  # noqa: BLE001 — whoever waits for it gets it
            if len(works) > 1 and not isinstance(error, Busy):
                for work in works:
                    self._carry(how, [work])
                return
            for work in works:
                work.fail(busy(error.__cause__ or error) if isinstance(error, Busy) else error)
        tell(works, {} if self._defer else submitted, self._on_commit)

    def _in_time(self, works: Sequence[Work]) -> Sequence[Work]:
        """Those that have not waited too long already; the others are told so, and not begun."""
        late = [work for work in works if monotonic() - work.since > PATIENCE]
        for work in late:
            work.fail(Busy())
        tell(late, {}, self._on_commit)
        return [work for work in works if work.error is None]

    def _again(self, how: Transact, works: Sequence[Work]) -> Mapping[Task, Sequence[Job]]:
        """Until it is done, its own error comes, or patience ends."""
        until = works[0].since + PATIENCE
        pause, twice = 0.005, 0
        while True:
            try:
                with self._engine.connect() as connection:
                    return how(connection, works)
            except Exception as error:
                cause = error.orig if isinstance(error, DBAPIError) else error
                if isinstance(cause, psycopg.errors.LockNotAvailable):
                    raise busy(error) from error
                if isinstance(cause, psycopg.errors.UniqueViolation) and twice < _TWICE:
                    twice += 1
                elif not _is_passing(error):
                    raise
                if monotonic() + pause > until:
                    log.warning("database away or overtaxed", why=type(cause).__name__)
                    raise busy(error) from error
            sleep(uniform(pause / 2, pause))  # noqa: S311 — so that two do not meet again
            pause = min(pause * 2, 0.1)

    def _write(self, connection: Connection, works: Sequence[Work]) -> Mapping[Task, Sequence[Job]]:
        with _transaction(connection, "BEGIN") as wire:
            ledger = LedgerRows(connection, self._ceremonies)
            for work in works:
                work.do(ledger)
            ledger.finish()
            submitted = gather(ledger.submitted)
            if self._defer and submitted:
                self._defer(wire, submitted)
        return submitted

    def _look(self, connection: Connection, works: Sequence[Work]) -> Mapping[Task, Sequence[Job]]:
        with _transaction(connection, _LOOK):
            ledger = LedgerRows(connection, self._ceremonies, locking=False)
            for work in works:
                work.do(ledger)
            ledger.finish()
        return {}


def _engine(url: str | Path, connections: int, patience: float) -> Engine:
    """`patience`: seconds that a statement waits for a lock."""
    settings = {"lock_timeout": f"{patience * 1000:.0f}ms", **_SETTINGS}
    engine = create_engine(
        normal(url),
        isolation_level="AUTOCOMMIT",  # transactions are begun and ended by hand, with less to and fro
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,  # people's answers are among them, and errors go to the log
        connect_args={
            "connect_timeout": 2,
            **_ALIVE,
            "application_name": "piton",
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
        },
    )
    listen(engine)
    return engine


@contextmanager
def _transaction(connection: Connection, begin: str) -> Iterator[Wire]:
    wire = cast(Wire, connection.connection.driver_connection)
    wire.put(begin)
    try:
        yield wire
        connection.exec_driver_sql("COMMIT")  # whose errors are told as those of any other statement
    except BaseException:
        try:
            wire.rollback()
        except psycopg.Error:
            connection.invalidate()
        raise


def _is_passing(error: BaseException, *also: type[psycopg.Error]) -> bool:
    """Whether the same may go well in a moment: nothing of it was done."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, (*_CROSSED, *_AWAY, *also)):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    # Without an SQLSTATE it comes from the connection, not from the statement.
    return isinstance(cause, (psycopg.OperationalError, psycopg.InterfaceError)) and cause.sqlstate is None
