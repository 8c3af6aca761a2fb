"""Where a measurement keeps what it writes: a SQLite file, or a PostgreSQL that waits for its disk, as in earnest."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import psycopg

from storage.address import is_postgresql
from tests import postgres

Kind = Literal["sqlite", "postgresql"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")


def kinds() -> tuple[Kind, ...]:
    """Those to measure: both, or the one that BENCH_DATABASE_URL names."""
    given = os.environ.get("BENCH_DATABASE_URL")
    return KINDS if not given else (("postgresql" if is_postgresql(given) else "sqlite"),)


@contextmanager
def database(kind: Kind) -> Iterator[str]:
    """An empty database's URL; the database is gone afterwards."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="piton-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'piton.db'}"
    else:
        _wait_for_the_disk()
        with postgres.database() as url:
            yield url


@contextmanager
def pair(kind: Kind) -> Iterator[tuple[str, str]]:
    """The addresses of Piton's database and of the one it is compared with, as asynchronous SQLAlchemy takes that."""
    if given := os.environ.get("BENCH_DATABASE_URL"):
        yield given, _stock(given)
    else:
        with database(kind) as ours, database(kind) as theirs:
            yield ours, _stock(theirs)


def _stock(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{'sqlite+aiosqlite' if scheme == 'sqlite' else 'postgresql+psycopg'}://{rest}"


def _wait_for_the_disk() -> None:
    """The tests' own server does not, which would flatter."""
    with psycopg.connect(postgres.address("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = on")
        connection.execute("SELECT pg_reload_conf()")
