"""The store: what is awaited is durable, what fails is undone alone, and nobody waits for ever."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.errors import BotError, Busy
from bot.ledger import Ledger, Store
from bot.model import Round, RoundId, TeamId
from storage.database import SqliteStore
from storage.ledger import LedgerRows
from tests.storage.conftest import Submitted
from tests.storage.world import CEREMONIES, HERE, LEASE, NINE, Votes, held, settle, team

OpenStore = Callable[[], SqliteStore]
R1 = RoundId("R1")


def begin(ledger: Ledger) -> None:
    settle(ledger)
    ledger.rounds.add(replace(held(), state=Votes()))


def count(ledger: Ledger) -> int:
    """Read, change, write: what a default driver loses."""
    round_: Round[Votes] | None = ledger.rounds.get(HERE, R1)
    assert round_ is not None
    votes = {"n": round_.state.votes.get("n", 0) + 1}
    ledger.rounds.save(replace(round_, state=Votes(votes)))
    return votes["n"]


def counted(ledger: Ledger) -> int:
    round_: Round[Votes] | None = ledger.rounds.get(HERE, R1)
    assert round_ is not None
    return round_.state.votes.get("n", 0)


def fail(ledger: Ledger) -> None:
    count(ledger)
    ledger.submit("wake", [(HERE, "never")])
    raise LookupError("on purpose")


def held_up(gate: Event) -> Callable[[Ledger], None]:
    """A transaction that keeps the writer until the gate opens, so that what comes next shares one commit."""
    return lambda _: None if gate.wait(5) else pytest.fail("the gate stayed shut")


async def together(store: Store, *fns: Callable[[Ledger], object]) -> list[object]:
    """Run these in one commit; what they returned or raised."""
    gate = Event()
    first = asyncio.ensure_future(store.run(held_up(gate)))
    await asyncio.sleep(0.02)
    rest = [asyncio.ensure_future(store.run(fn)) for fn in fns]
    await asyncio.sleep(0)
    gate.set()
    await first
    return await asyncio.gather(*rest, return_exceptions=True)


async def test_what_one_transaction_wrote_another_store_reads(open_store: OpenStore) -> None:
    first, second = open_store(), open_store()
    await first.run(begin)
    assert await second.read(counted) == 0
    await second.run(count)
    assert await first.read(counted) == 1


async def test_eight_tasks_in_two_stores_lose_no_update(open_store: OpenStore) -> None:
    stores = [open_store(), open_store()]
    await stores[0].run(begin)

    async def task(store: Store) -> None:
        for _ in range(30):
            await store.run(count)

    await asyncio.gather(*(task(stores[number % 2]) for number in range(8)))
    assert await stores[0].read(counted) == 240


async def test_one_that_fails_is_undone_alone_among_those_committed_together(
    store: SqliteStore, submitted: Submitted
) -> None:
    await store.run(begin)
    ends = await together(store, count, fail, count, fail, count)
    assert [end for end in ends if isinstance(end, int)] == [1, 2, 3]
    assert [type(end) for end in ends] == [int, LookupError, int, LookupError, int]
    assert await store.read(counted) == 3
    assert submitted == []


async def test_one_that_fails_alone_is_undone(store: SqliteStore, submitted: Submitted) -> None:
    await store.run(begin)
    with pytest.raises(LookupError):
        await store.run(fail)
    assert await store.run(counted) == 0
    assert submitted == []


async def test_submissions_come_after_the_commit_once_per_task(
    store: SqliteStore, submitted: Submitted
) -> None:
    def submit(*names: str) -> Callable[[Ledger], None]:
        return lambda ledger: ledger.submit("deliver", [(HERE, name) for name in names])

    await together(store, submit("a", "b"), submit(), submit("b", "c"), lambda _: None)
    assert submitted == [("deliver", [(HERE, "a"), (HERE, "b"), (HERE, "c")])]


async def test_an_error_that_a_future_refuses_is_told_otherwise(store: SqliteStore) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await store.run(lambda _: next(iter(())))
    await store.run(begin)


async def test_a_caller_that_gives_up_breaks_nothing(store: SqliteStore, submitted: Submitted) -> None:
    await store.run(begin)
    gate = Event()
    first = asyncio.ensure_future(store.run(held_up(gate)))
    gone = asyncio.ensure_future(store.run(lambda ledger: ledger.submit("wake", [(HERE, "R1")])))
    await asyncio.sleep(0.02)
    first.cancel()
    gone.cancel()
    gate.set()
    assert await store.run(count) == 1
    assert gone.cancelled()
    assert submitted == [("wake", [(HERE, "R1")])], "it was committed all the same"


async def test_the_loop_turns_while_the_writer_works(store: SqliteStore) -> None:
    slow = asyncio.ensure_future(store.run(lambda _: time.sleep(0.2)))
    turns = 0
    while not slow.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 5


async def test_reading_sees_no_half_of_a_transaction_and_cannot_write(store: SqliteStore) -> None:
    await store.run(begin)
    gate, inside = Event(), Event()

    def slowly(ledger: Ledger) -> None:
        count(ledger)
        inside.set()
        gate.wait(5)

    writing = asyncio.ensure_future(store.run(slowly))
    await asyncio.to_thread(inside.wait, 5)
    assert await store.read(counted) == 0
    gate.set()
    await writing
    assert await store.read(counted) == 1
    with pytest.raises(OperationalError, match="readonly"):
        await store.read(count)
    assert await store.read(counted) == 1


async def test_a_database_held_by_another_is_answered_in_time_and_works_afterwards(
    store: SqliteStore, file: Path
) -> None:
    await store.run(begin)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def timed(delay: float) -> float:
        await asyncio.sleep(delay)
        start = time.monotonic()
        with pytest.raises(Busy):
            await store.run(count)
        return time.monotonic() - start

    waits = await asyncio.gather(*(timed(delay) for delay in (0, 0, 0.5, 1.5)))
    assert max(waits) < 2.5, waits
    assert min(waits) > 0.5, "even the last one was given some time"
    assert await store.read(counted) == 0
    other.execute("ROLLBACK")
    other.close()
    assert await store.run(count) == 1


async def test_a_full_disk_fails_what_needs_it_and_recovers_by_itself(store: SqliteStore) -> None:
    await store.run(begin)

    def limit(pages: int) -> Callable[[LedgerRows], object]:
        return lambda ledger: ledger._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar()

    def fill(ledger: Ledger) -> None:
        for number in range(500):
            words = ("long" * 500,)
            ledger.rounds.add(replace(held(f"F{number}", under=None), state=Votes({}, words)))

    await store.run(limit(1))  # type: ignore[arg-type]
    ends = await together(store, count, fill)
    assert isinstance(ends[1], OperationalError)
    assert "full" in str(ends[1])
    before = await store.read(counted)
    assert before in {0, 1}
    assert await store.run(count) == before + 1, "what needs no room goes on"
    await store.run(limit(1_000_000))  # type: ignore[arg-type]
    await store.run(fill)
    assert await store.read(lambda ledger: ledger.rounds.get(HERE, RoundId("F499")) is not None)
    assert await store.read(integrity) == "ok"


def integrity(ledger: Ledger) -> object:
    assert isinstance(ledger, LedgerRows)
    return ledger._connection.exec_driver_sql("PRAGMA integrity_check").scalar()


async def test_claims_over_two_stores_give_each_round_to_one(open_store: OpenStore) -> None:
    stores = [open_store(), open_store()]

    def prepare(ledger: Ledger) -> None:
        settle(ledger)
        for number in range(60):
            ledger.rounds.add(held(f"R{number}", occurrence=str(number)))

    await stores[0].run(prepare)
    claims = [
        stores[number % 2].run(lambda ledger: ledger.rounds.claim(NINE, LEASE, 7)) for number in range(12)
    ]
    claimed = [job for jobs in await asyncio.gather(*claims) for job in jobs]
    assert len(claimed) == len(set(claimed)) == 60


async def test_closing_finishes_what_waits_and_refuses_what_comes(store: SqliteStore, file: Path) -> None:
    await store.run(begin)
    waiting = [asyncio.ensure_future(store.run(count)) for _ in range(100)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*waiting) == list(range(1, 101))
    with pytest.raises(BotError, match="shutting down"):
        await store.run(count)
    await store.close()
    assert not file.with_name(file.name + "-wal").exists()


async def test_a_new_file_in_a_new_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "new" / "deep 100%" / "piton.db"
    store = SqliteStore(f"sqlite:///{file}", CEREMONIES, lambda _task, _jobs: None)
    await store.run(begin)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    await store.close()


async def test_a_round_needs_its_team(store: SqliteStore) -> None:
    await store.run(settle)
    nowhere = replace(held(), team=TeamId("T9"))
    assert team().id != nowhere.team
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await store.run(lambda ledger: ledger.rounds.add(nowhere))


async def test_an_error_of_the_database_names_no_value(store: SqliteStore) -> None:
    def break_(ledger: Ledger) -> None:
        begin(ledger)
        ledger.rounds.add(
            replace(held(), id=RoundId("R9"), team=TeamId("nowhere"), occurrence="canary-answer")
        )

    with pytest.raises(DatabaseError) as caught:
        await store.run(break_)
    assert "canary-answer" not in str(caught.value)
    assert "canary-answer" not in repr(caught.value)
