"""The store over one SQLite file."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from bot.errors import BotError
from bot.ledger import Ledger
from bot.model import Ceremony
from storage.address import sqlite_file
from storage.lane import PATIENCE, Lane
from storage.ledger import LedgerRows
from storage.schema import migrate, schema_state
from storage.work import OnCommit

T = TypeVar("T")

#: So many waiting transactions share one commit: more would keep the first of them waiting for long.
BATCH = 64


class SqliteStore:
    """Implements `bot.ledger.Store` over one file: a lane that writes and one that reads.

    `on_commit` is called on the event loop with what committed transactions submitted, once per task for those that
    were committed together. The constructor blocks: it migrates a database that is new or old.
    Raises BotError where the address or the schema is none that this version knows.
    """

    def __init__(
        self,
        url: str | Path,
        ceremonies: Mapping[str, Ceremony[Any]],
        on_commit: OnCommit,
    ) -> None:
        self._closed = False
        file = sqlite_file(url)
        if schema_state(url) != "current":
            migrate(url)
        self._writing = Lane(
            "store-writes",
            partial(connect, file),
            partial(LedgerRows, ceremonies=ceremonies),
            on_commit,
            begin="BEGIN IMMEDIATE",
            most=BATCH,
        )
        self._reading = Lane(
            "store-reads",
            partial(connect, file, reading=True),
            partial(LedgerRows, ceremonies=ceremonies, locking=False),
            on_commit,
            begin="BEGIN",
            most=1,
        )

    async def run(self, fn: Callable[[Ledger], T], about: str = "") -> T:
        del about  # here all share a commit
        return cast(T, await self._lane(self._writing).put(fn))

    async def read(self, fn: Callable[[Ledger], T]) -> T:
        return cast(T, await self._lane(self._reading).put(fn))

    async def close(self) -> None:
        """Finish what waits. Later calls are refused."""
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._reading.stop)
            await asyncio.to_thread(self._writing.stop)

    def _lane(self, lane: Lane) -> Lane:
        if self._closed:
            raise BotError("Piton is shutting down.")
        return lane


def connect(file: Path, *, reading: bool = False) -> Connection:
    """A connection on which transactions are begun and ended by hand, outside of SQLAlchemy's sight."""
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(file)),
        poolclass=NullPool,
        hide_parameters=True,  # people's answers are among them, and errors go to the log
        connect_args={"isolation_level": None, "timeout": PATIENCE},
    )
    connection = engine.connect()
    try:
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",  # a vote that was acknowledged survives the loss of power
            "foreign_keys = ON",
            f"query_only = {'ON' if reading else 'OFF'}",
        ):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection
