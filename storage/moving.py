"""Moving house: all that one database holds, copied into another that is still empty, of either kind."""

from pathlib import Path

from sqlalchemy import Connection, Table, func, select, text

from bot.errors import BotError
from storage.address import normal
from storage.schema import connected, migrate, schema_state
from storage.tables import metadata, workspaces

#: Rows that are carried at a time.
_LOAD = 500


def move(source: str | Path, target: str | Path) -> int:
    """Copy everything, in one transaction; returns how many rows that were. The source is left as it is.

    Nothing may be writing to the source meanwhile: stop the bot first. Raises BotError where the source is not of this
    version, where the target holds anything already, and where one of them cannot be reached.
    """
    if normal(source) == normal(target):
        raise BotError("That is one and the same database: set DATABASE_URL to the new one.")
    if schema_state(source) != "current":
        raise BotError(
            "The database to move from is empty or of another version; run `piton migrate` on it first."
        )
    migrate(target)
    with connected(source) as old, connected(target, begin="BEGIN IMMEDIATE") as new:
        if new.execute(select(func.count()).select_from(workspaces)).scalar_one():
            raise BotError("DATABASE_URL holds a bot's memory already; moving needs an empty database.")
        return sum(_copy(old, new, table) for table in metadata.sorted_tables)


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
