"""Where what is recorded is kept: a SQLite file, or a PostgreSQL that waits for its disk as one in earnest does."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from storage.address import is_postgresql
from tests import postgres


def stores() -> list[str]:
    """Those to measure: both, or the one that BENCH_DATABASE_URL names."""
    given = os.environ.get("BENCH_DATABASE_URL")
    return [("postgresql" if is_postgresql(given) else "sqlite")] if given else ["sqlite", "postgresql"]


@contextmanager
def pair(store: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The addresses of Piton's database and of the one it is compared with, as asynchronous SQLAlchemy takes that."""
    if given := os.environ.get("BENCH_DATABASE_URL"):
        yield given, _stock(given)
    elif store == "sqlite":
        yield f"sqlite:///{folder / 'ours.db'}", _stock(f"sqlite:///{folder / 'stock.db'}")
    else:
        _wait_for_the_disk()
        with postgres.database() as ours, postgres.database(empty=True) as theirs:
            yield ours, _stock(theirs)


def _stock(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{'sqlite+aiosqlite' if scheme == 'sqlite' else 'postgresql+psycopg'}://{rest}"


def _wait_for_the_disk() -> None:
    """The tests' own server does not, which would flatter."""
    with psycopg.connect(postgres.address("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = on")
        connection.execute("SELECT pg_reload_conf()")
