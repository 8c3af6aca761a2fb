"""The tables of the engine that carries a fleet's work, Procrastinate's own: applied where they are absent, and brought
up by its migrations, which are listed here by hand. Ours, alembic's, know nothing of them."""

from pathlib import Path
from typing import cast

import psycopg
from sqlalchemy import Connection, inspect, text

#: Its migrations since 3.10, whose whole schema a new database gets, by their files' names.
STEPS: tuple[str, ...] = ()
#: What its tables are called, by which alembic and `storage.schema` tell them from ours.
PREFIX = "procrastinate_"
_MARK = "procrastinate_piton_steps"


def is_fleet_ready(connection: Connection) -> bool:
    """Whether the engine's tables are there, as this version wants them."""
    return inspect(connection).has_table(_MARK) and not _missing(connection)


def bring_fleet(connection: Connection) -> None:
    """Make the engine's tables, or bring them up to date, within the transaction of this connection."""
    from procrastinate.schema import SchemaManager

    if not inspect(connection).has_table(_MARK):
        if not inspect(connection).has_table("procrastinate_jobs"):
            _execute(connection, SchemaManager.get_schema())
        connection.execute(text(f"CREATE TABLE {_MARK} (name text PRIMARY KEY)"))
        _note(connection, STEPS)
    for step in _missing(connection):
        _execute(connection, (Path(SchemaManager.get_migrations_path()) / step).read_text("utf-8"))
        _note(connection, [step])


def _missing(connection: Connection) -> list[str]:
    done = set(connection.execute(text(f"SELECT name FROM {_MARK}")).scalars())  # noqa: S608 — a name of ours
    return [step for step in STEPS if step not in done]


def _note(connection: Connection, steps: "tuple[str, ...] | list[str]") -> None:
    for step in steps:
        connection.execute(text(f"INSERT INTO {_MARK} VALUES (:name)"), {"name": step})  # noqa: S608 — as above


def _execute(connection: Connection, script: str) -> None:
    """Many statements at once, in which % means nothing."""
    raw = cast("psycopg.Connection[object]", connection.connection.driver_connection)
    raw.execute(script.encode())
