"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike but SQLAlchemy keeps in each dialect."""

from functools import cache
from typing import cast

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_for(dialect: Dialect, table: Table) -> sqlite.Insert:
    """An INSERT that knows ON CONFLICT; the methods of the two dialects' are the same."""
    return cast(sqlite.Insert, _insert(dialect.name, table))


def upsert(dialect: Dialect, table: Table, *keep: str) -> sqlite.Insert:
    """Insert a row, or renew the one with its primary key in all columns but the key and those to `keep`."""
    return _upsert(dialect.name, table, keep)


def add(dialect: Dialect, table: Table) -> sqlite.Insert:
    """Insert a row unless one of its unique keys is there already."""
    return _add(dialect.name, table)


# Each statement is built once: SQLAlchemy then finds its compiled form by a key that it keeps on the statement.


@cache
def _insert(dialect: str, table: Table) -> object:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _add(dialect: str, table: Table) -> sqlite.Insert:
    statement = cast(sqlite.Insert, _insert(dialect, table)).on_conflict_do_nothing()
    return statement.execution_options(
        preserve_rowcount=True
    )  # whether it was new: else not told of an INSERT


@cache
def _upsert(dialect: str, table: Table, keep: tuple[str, ...]) -> sqlite.Insert:
    statement = cast(sqlite.Insert, _insert(dialect, table))
    renewed = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if not column.primary_key and column.name not in keep
    }
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=renewed)
