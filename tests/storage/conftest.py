"""Stores over real databases of both kinds, and a ledger in a transaction that a test may look into."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from bot.ledger import Job, Store, Task
from storage.address import is_postgresql, normal
from storage.database import open_store as open_at
from storage.ledger import LedgerRows
from storage.schema import migrate
from storage.sqlite import SqliteStore, connect
from tests import postgres
from tests.storage.world import CEREMONIES, HERE, THERE, held, settle, team

Submitted = list[tuple[Task, list[Job]]]
OpenStore = Callable[[], Store]


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A migrated database, made once."""
    file = tmp_path_factory.mktemp("blank") / "piton.db"
    migrate(file)
    return file.read_bytes()


@pytest.fixture
def file(tmp_path: Path, blank: bytes) -> Path:
    file = tmp_path / "piton.db"
    file.write_bytes(blank)
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of each kind, with this version's tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('file')}"
        return
    with postgres.database() as url:
        yield url


@pytest.fixture
def submitted() -> Submitted:
    return []


@pytest.fixture
async def open_store(url: str, submitted: Submitted) -> AsyncIterator[OpenStore]:
    """Opens one more store over the same database."""
    stores: list[Store] = []

    def note(task: Task, jobs: Sequence[Job]) -> None:
        submitted.append((task, list(jobs)))

    def open_() -> Store:
        stores.append(open_at(url, CEREMONIES, note))
        return stores[-1]

    yield open_
    for store in stores:
        await store.close()


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()


@pytest.fixture
async def sqlite_store(file: Path, submitted: Submitted) -> AsyncIterator[SqliteStore]:
    """For what only a file has."""
    store = SqliteStore(file, CEREMONIES, lambda task, jobs: submitted.append((task, list(jobs))))
    yield store
    await store.close()


@contextmanager
def transaction(url: str, *, end: Literal["commit", "rollback"] = "rollback") -> Iterator[LedgerRows]:
    """A ledger in a transaction on a database of either kind."""
    if is_postgresql(url):
        connection, begin = create_engine(normal(url), poolclass=NullPool).connect(), "SELECT 1"
    else:
        connection, begin = connect(Path(url.removeprefix("sqlite:///"))), "BEGIN IMMEDIATE"
    connection.exec_driver_sql(begin)
    yield LedgerRows(connection, CEREMONIES)
    connection.exec_driver_sql(end.upper())
    connection.close()


@pytest.fixture(scope="session")
def one_sqlite(blank: bytes, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("one") / "piton.db"
    file.write_bytes(blank)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def one_postgresql() -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest) -> Iterator[LedgerRows]:
    """For what is about rows and not about threads: one transaction, never committed, so that one database of each kind
    serves all."""
    with transaction(request.getfixturevalue(f"one_{request.param}")) as ledger:
        yield ledger


@pytest.fixture
def a_round_in_each(ledger: LedgerRows) -> None:
    """Two workspaces with a round each."""
    for workspace in (HERE, THERE):
        settle(ledger, workspace)
        ledger.rounds.add(held(of=team(workspace)))
