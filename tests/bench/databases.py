"""An empty database for a measurement, on SQLite or on PostgreSQL, that is gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import psycopg

from tests import postgres

Kind = Literal["sqlite", "postgres"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgres")


@contextmanager
def database(kind: Kind) -> Iterator[str]:
    """Its URL. What is committed is on the disk: a figure without that would flatter."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="piton-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'piton.db'}"
    else:
        with psycopg.connect(postgres.server(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = on")
            connection.execute("SELECT pg_reload_conf()")
        with postgres.database() as url:
            yield url
