"""The store over one file: many transactions share a commit, and nobody waits for ever."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError

from bot.errors import BotError, Busy
from bot.ledger import Ledger, Store
from bot.model import RoundId
from storage.ledger import LedgerRows
from storage.sqlite import SqliteStore
from tests.storage.acts import begin, count, counted, fail
from tests.storage.conftest import Submitted
from tests.storage.world import CEREMONIES, HERE, Votes, held


def held_up(gate: Event) -> Callable[[Ledger], None]:
    """A transaction that keeps the writer until the gate opens, so that what comes next shares one commit."""
    return lambda _: None if gate.wait(5) else pytest.fail("the gate stayed shut")


async def together(sqlite_store: Store, *fns: Callable[[Ledger], object]) -> list[object]:
    """Run these in one commit; what they returned or raised."""
    gate = Event()
    first = asyncio.ensure_future(sqlite_store.run(held_up(gate)))
    await asyncio.sleep(0.02)
    rest = [asyncio.ensure_future(sqlite_store.run(fn)) for fn in fns]
    await asyncio.sleep(0)
    gate.set()
    await first
    return await asyncio.gather(*rest, return_exceptions=True)


async def test_one_that_fails_is_undone_alone_among_those_committed_together(
    sqlite_store: SqliteStore, submitted: Submitted
) -> None:
    await sqlite_store.run(begin)
    ends = await together(sqlite_store, count, fail, count, fail, count)
    assert [end for end in ends if isinstance(end, int)] == [1, 2, 3]
    assert [type(end) for end in ends] == [int, LookupError, int, LookupError, int]
    assert await sqlite_store.read(counted) == 3
    assert submitted == []


async def test_submissions_come_after_the_commit_once_per_task(
    sqlite_store: SqliteStore, submitted: Submitted
) -> None:
    def submit(*names: str) -> Callable[[Ledger], None]:
        return lambda ledger: ledger.submit("deliver", [(HERE, name) for name in names])

    await together(sqlite_store, submit("a", "b"), submit(), submit("b", "c"), lambda _: None)
    assert submitted == [("deliver", [(HERE, "a"), (HERE, "b"), (HERE, "c")])]


async def test_a_caller_that_gives_up_breaks_nothing(sqlite_store: SqliteStore, submitted: Submitted) -> None:
    await sqlite_store.run(begin)
    gate = Event()
    first = asyncio.ensure_future(sqlite_store.run(held_up(gate)))
    gone = asyncio.ensure_future(sqlite_store.run(lambda ledger: ledger.submit("wake", [(HERE, "R1")])))
    await asyncio.sleep(0.02)
    first.cancel()
    gone.cancel()
    gate.set()
    assert await sqlite_store.run(count) == 1
    assert gone.cancelled()
    assert submitted == [("wake", [(HERE, "R1")])], "it was committed all the same"


async def test_the_loop_turns_while_the_writer_works(sqlite_store: SqliteStore) -> None:
    slow = asyncio.ensure_future(sqlite_store.run(lambda _: time.sleep(0.2)))
    turns = 0
    while not slow.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 5


async def test_reading_sees_no_half_of_a_transaction_and_cannot_write(sqlite_store: SqliteStore) -> None:
    await sqlite_store.run(begin)
    gate, inside = Event(), Event()

    def slowly(ledger: Ledger) -> None:
        count(ledger)
        inside.set()
        gate.wait(5)

    writing = asyncio.ensure_future(sqlite_store.run(slowly))
    await asyncio.to_thread(inside.wait, 5)
    assert await sqlite_store.read(counted) == 0
    gate.set()
    await writing
    assert await sqlite_store.read(counted) == 1
    with pytest.raises(OperationalError, match="readonly"):
        await sqlite_store.read(count)
    assert await sqlite_store.read(counted) == 1


async def test_a_database_held_by_another_is_answered_in_time_and_works_afterwards(
    sqlite_store: SqliteStore, file: Path
) -> None:
    await sqlite_store.run(begin)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def timed(delay: float) -> float:
        await asyncio.sleep(delay)
        start = time.monotonic()
        with pytest.raises(Busy):
            await sqlite_store.run(count)
        return time.monotonic() - start

    waits = await asyncio.gather(*(timed(delay) for delay in (0, 0, 0.5, 1.5)))
    assert max(waits) < 2.5, waits
    assert min(waits) > 0.5, "even the last one was given some time"
    assert await sqlite_store.read(counted) == 0
    other.execute("ROLLBACK")
    other.close()
    assert await sqlite_store.run(count) == 1


async def test_a_full_disk_fails_what_needs_it_and_recovers_by_itself(sqlite_store: SqliteStore) -> None:
    await sqlite_store.run(begin)

    def limit(pages: int) -> Callable[[LedgerRows], object]:
        return lambda ledger: ledger._statements._connection.exec_driver_sql(
            f"PRAGMA max_page_count = {pages}"
        ).scalar()

    def fill(ledger: Ledger) -> None:
        for number in range(500):
            words = ("long" * 500,)
            ledger.rounds.add(replace(held(f"F{number}", under=None), state=Votes({}, words)))

    await sqlite_store.run(limit(1))  # type: ignore[arg-type]
    ends = await together(sqlite_store, count, fill)
    assert isinstance(ends[1], OperationalError)
    assert "full" in str(ends[1])
    before = await sqlite_store.read(counted)
    assert before in {0, 1}
    assert await sqlite_store.run(count) == before + 1, "what needs no room goes on"
    await sqlite_store.run(limit(1_000_000))  # type: ignore[arg-type]
    await sqlite_store.run(fill)
    assert await sqlite_store.read(lambda ledger: ledger.rounds.get(HERE, RoundId("F499")) is not None)
    assert await sqlite_store.read(integrity) == "ok"


def integrity(ledger: Ledger) -> object:
    assert isinstance(ledger, LedgerRows)
    return ledger._statements._connection.exec_driver_sql("PRAGMA integrity_check").scalar()


async def test_closing_finishes_what_waits_and_refuses_what_comes(
    sqlite_store: SqliteStore, file: Path
) -> None:
    await sqlite_store.run(begin)
    waiting = [asyncio.ensure_future(sqlite_store.run(count)) for _ in range(100)]
    await asyncio.sleep(0)
    await sqlite_store.close()
    assert await asyncio.gather(*waiting) == list(range(1, 101))
    with pytest.raises(BotError, match="shutting down"):
        await sqlite_store.run(count)
    await sqlite_store.close()
    assert not file.with_name(file.name + "-wal").exists()


async def test_a_new_file_in_a_new_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "new" / "deep 100%" / "piton.db"
    store = SqliteStore(f"sqlite:///{file}", CEREMONIES, lambda _task, _jobs: None)
    await store.run(begin)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    await store.close()
