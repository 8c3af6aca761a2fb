"""The version of the schema: which one a database has, and how it comes to have today's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from bot.errors import BotError, Busy
from storage.address import is_postgresql, normal, sqlite_file
from storage.fleet_schema import PREFIX, bring_fleet, is_fleet_ready
from storage.lane import PATIENCE, is_held

State = Literal["empty", "current", "old", "moved", "unknown"]

#: The newest migration, and those before it. Asking alembic would cost every start a third of a second.
HEAD = "0011"
EARLIER = frozenset({"0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010"})

#: Stands before the version in a database whose content lives in another one now.
_MOVED = "moved-"
MOVED = (
    "What this database held was moved to another one, so nothing starts on it any more. Set DATABASE_URL to that;"
    " or, to go on with this one as it was, run: piton migrate --back"
)
_MIGRATIONS = Path(__file__).parent / "migrations"
#: Since PostgreSQL 15 a user may make tables only in a database, or a schema, of their own.
_OWNER = " Make the user the database's owner: ALTER DATABASE name OWNER TO user."
#: Who migrates a PostgreSQL holds this number, so that a fleet that starts at once does it one after the other.
_TURN = 7_486_615


def schema_state(url: str | Path) -> State:
    """What a database is to this version: "unknown" is a later version's, or no database of ours.

    Raises BotError where it cannot be reached or read.
    """
    if not is_postgresql(url) and not sqlite_file(url).exists():
        return "empty"
    with connected(url) as connection:
        return _state(connection)


def migrate(url: str | Path) -> None:
    """Bring a database to today's schema, in one transaction; make the file if need be.

    Raises BotError for an unknown one, and where the file cannot be made or the server not be reached; Busy where
    another process holds it.
    """
    if not is_postgresql(url):
        _make(sqlite_file(url))
    with connected(url, begin="BEGIN IMMEDIATE") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        state = _state(connection)  # asked again under the lock: another one may have been faster
        if state == "moved":
            raise BotError(MOVED)
        if state == "unknown":
            raise BotError(
                "This database was written by a later version of Piton, or by something else."
                " Start that version, or point to another database."
            )
        if state != "current":
            _upgrade(connection)


def put_aside(connection: Connection) -> None:
    """Let nothing start on this database any more: what it held lives on in another."""
    _name(connection, _MOVED + HEAD)


def take_up(url: str | Path) -> None:
    """Go on with a database that was put aside. Raises BotError for any other."""
    with connected(url, begin="BEGIN IMMEDIATE") as connection:
        if _state(connection) != "moved":
            raise BotError("That database was not moved to another one, so there is nothing to take back.")
        _name(connection, _version(connection).removeprefix(_MOVED))


def _name(connection: Connection, version: str) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def _version(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "postgresql":
        bring_fleet(connection)


def _state(connection: Connection) -> State:
    there = {name for name in inspect(connection).get_table_names() if not name.startswith(PREFIX)}
    if "alembic_version" not in there:
        return "unknown" if there else "empty"
    version = _version(connection)
    if version.startswith(_MOVED):
        return "moved"
    if version == HEAD:
        ready = connection.dialect.name != "postgresql" or is_fleet_ready(connection)
        return "current" if ready else "old"
    return "old" if version in EARLIER else "unknown"


def _make(file: Path) -> None:
    """The file and its folder, for nobody else's eyes: people's answers are in it."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise BotError(f"The database {file} cannot be made: {error.strerror}.") from error


def _engine(url: str | Path, begin: str) -> Engine:
    if is_postgresql(url):
        return create_engine(
            normal(url), poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": 5}
        )
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(sqlite_file(url))),
        poolclass=NullPool,
        hide_parameters=True,  # people's answers are among them, and errors go to the log
        connect_args={"isolation_level": None, "timeout": PATIENCE},
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


@contextmanager
def connected(url: str | Path, begin: str = "BEGIN") -> Iterator[Connection]:
    """A connection in a transaction of its own. Raises BotError or Busy with what to do."""
    # A file may be named to whoever reads the error; an address may hold a password.
    name = "of DATABASE_URL" if is_postgresql(url) else str(sqlite_file(url))
    try:
        with _engine(url, begin).begin() as connection:
            yield connection
    except OperationalError as error:
        if is_held(error):
            raise Busy from error
        raise BotError(f"The database {name} cannot be opened: {_reason(error)}.") from error
    except DatabaseError as error:
        what = f"The database {name} refuses" if is_postgresql(url) else f"{name} is not a database"
        todo = _OWNER if "permission denied for schema" in str(error.orig) else ""
        raise BotError(f"{what}: {_reason(error)}.{todo}") from error


def _reason(error: DatabaseError) -> str:
    """The first line of it."""
    return str(error.orig).strip().partition("\n")[0].rstrip(".")
