"""Stores over real files, and a ledger in a transaction that a test may look into."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bot.ledger import Job, Task
from storage.database import SqliteStore, connect
from storage.ledger import LedgerRows
from storage.schema import migrate
from tests.storage.world import CEREMONIES

Submitted = list[tuple[Task, list[Job]]]


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


@pytest.fixture
def submitted() -> Submitted:
    return []


@pytest.fixture
async def open_store(file: Path, submitted: Submitted) -> AsyncIterator[Callable[[], SqliteStore]]:
    """Opens one more store over the same file."""
    stores: list[SqliteStore] = []

    def note(task: Task, jobs: Sequence[Job]) -> None:
        submitted.append((task, list(jobs)))

    def open_() -> SqliteStore:
        stores.append(SqliteStore(file, CEREMONIES, note))
        return stores[-1]

    yield open_
    for store in stores:
        await store.close()


@pytest.fixture
def store(open_store: Callable[[], SqliteStore]) -> SqliteStore:
    return open_store()


@pytest.fixture
def ledger(file: Path) -> Iterator[LedgerRows]:
    """For what is about rows and not about threads: one transaction, never committed."""
    connection = connect(file)
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    yield LedgerRows(connection, CEREMONIES)
    connection.exec_driver_sql("ROLLBACK")
    connection.close()
