"""Moving house: all that one database holds, copied into another that is still empty, of either kind."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, func, select, text

from bot.errors import BotError
from storage.address import is_postgresql, normal, sqlite_file
from storage.schema import MOVED, connected, migrate, put_aside, schema_state
from storage.tables import metadata, workspaces

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
    " AND pid <> pg_backend_pid()"
)
#: Rows that are carried at a time.
_LOAD = 500


def move(source: str | Path, target: str | Path) -> int:
    """Copy everything, in one transaction; returns how many rows that were. The source keeps all that it holds, and is
    put aside: two bots, each on one of them, would say everything twice.

    Raises BotError where a bot still uses the source, where that is not of this version, where the target holds
    anything already, and where one of them cannot be reached.
    """
    if normal(source) == normal(target):
        raise BotError("That is one and the same database: set DATABASE_URL to the new one.")
    _require_movable(source)
    migrate(target)
    with (
        connected(source, begin="BEGIN IMMEDIATE") as old,
        connected(target, begin="BEGIN IMMEDIATE") as new,  # left first, and so committed first
    ):
        if new.execute(select(func.count()).select_from(workspaces)).scalar_one():
            raise BotError("DATABASE_URL holds a bot's memory already; moving needs an empty database.")
        copied = sum(_copy(old, new, table) for table in metadata.sorted_tables)
        put_aside(old)
        return copied


def _require_movable(source: str | Path) -> None:
    state = schema_state(source)
    if state == "empty" and not is_postgresql(source):
        raise BotError(f"There is no database {sqlite_file(source)}.")
    if state == "moved":
        raise BotError(MOVED)
    if state != "current":
        raise BotError("The database to move from is of another version: run `piton migrate` on it first.")
    if _is_used(source):
        raise BotError("A bot, or somebody else, still has the database to move from open. Stop it first.")


def _is_used(source: str | Path) -> bool:
    """Whether anybody else is connected. SQLite gives up its write-ahead log only for who is alone."""
    if is_postgresql(source):
        with connected(source) as connection:
            return bool(connection.execute(_OTHERS).scalar_one())
    with closing(sqlite3.connect(sqlite_file(source), timeout=0.5)) as file:
        try:
            file.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError:
            return True
    return False


def _copy(old: Connection, new: Connection, table: Table) -> int:
    """One table's rows, by loads."""
    count = 0
    for rows in old.execute(select(table)).partitions(_LOAD):
        new.execute(table.insert(), [dict(row._mapping) for row in rows])  # noqa: SLF001 — SQLAlchemy's public name for it
        count += len(rows)
    if new.dialect.name == "postgresql" and table.autoincrement_column is not None:
        _count_on(new, table.name)
    return count


def _count_on(new: Connection, table: str) -> None:
    """The next row gets a number that none of those that were moved has."""
    new.execute(
        text(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"  # noqa: S608 — a table of ours
            f" (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
        )
    )
