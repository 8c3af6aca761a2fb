"""The version of the schema: which one a database has, and how it comes to have today's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from bot.errors import BotError, Busy
from storage.address import sqlite_file
from storage.lane import PATIENCE, is_held

State = Literal["empty", "current", "old", "unknown"]

#: The newest migration, and those before it. Asking alembic would cost every start a third of a second.
HEAD = "0003"
EARLIER = frozenset({"0001", "0002"})

_MIGRATIONS = Path(__file__).parent / "migrations"


def schema_state(url: str | Path) -> State:
    """What a database is to this version: "unknown" is a later version's, or no database of ours."""
    file = sqlite_file(url)
    if not file.exists():
        return "empty"
    with _connection(file) as connection:
        return _state(connection)


def migrate(url: str | Path) -> None:
    """Bring a database to today's schema, in one transaction; make the file if need be.

    Raises BotError for an unknown one, and where the file cannot be made; Busy where another process holds it.
    """
    file = sqlite_file(url)
    _make(file)
    with _connection(file, begin="BEGIN IMMEDIATE") as connection:
        state = _state(connection)  # asked again under the lock: another one may have been faster
        if state == "unknown":
            raise BotError(
                "This database was written by a later version of Piton, or by something else."
                " Start that version, or point to another database."
            )
        if state != "current":
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _state(connection: Connection) -> State:
    there = set(inspect(connection).get_table_names())
    if "alembic_version" not in there:
        return "unknown" if there else "empty"
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version == HEAD:
        return "current"
    return "old" if version in EARLIER else "unknown"


def _make(file: Path) -> None:
    """The file and its folder, for nobody else's eyes: people's answers are in it."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise BotError(f"The database {file} cannot be made: {error.strerror}.") from error


@contextmanager
def _connection(file: Path, begin: str = "BEGIN") -> Iterator[Connection]:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(file)),
        poolclass=NullPool,
        hide_parameters=True,  # people's answers are among them, and errors go to the log
        connect_args={"isolation_level": None, "timeout": PATIENCE},
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    try:
        with engine.begin() as connection:
            yield connection
    except OperationalError as error:
        if is_held(error):
            raise Busy from error
        raise BotError(f"The database {file} cannot be opened: {error.orig}.") from error
    except DatabaseError as error:
        raise BotError(f"{file} is not a database: {error.orig}.") from error
