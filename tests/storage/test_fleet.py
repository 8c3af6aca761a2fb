"""The fleet: what is deferred in a transaction is carried once it is committed, by whoever lives."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence

import psycopg
import pytest

from bot.crew import CHUNK
from bot.ledger import Job, Ledger, Task
from storage import fleet as fleet_module
from storage.fleet import Fleet
from storage.postgres import PostgresStore
from tests import postgres
from tests.storage.world import CEREMONIES, HERE

KILLED = """
import asyncio, sys
from storage.fleet import Fleet

async def carry(jobs):
    print(len(jobs), flush=True)
    await asyncio.Event().wait()

async def main(url):
    fleet = Fleet(url)
    fleet.tasks = {"wake": carry}
    await fleet.open()
    fleet.work()
    await asyncio.Event().wait()

asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture
def url() -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture
async def fleet(url: str) -> AsyncIterator[Fleet]:
    fleet = Fleet(url)
    await fleet.open()
    yield fleet
    await fleet.stop(5)


@pytest.fixture
async def store(url: str, fleet: Fleet) -> AsyncIterator[PostgresStore]:
    store = PostgresStore(url, CEREMONIES, fleet.begin, fleet.defer)
    yield store
    await store.close()


def submit(task: Task, *names: str) -> Callable[[Ledger], None]:
    return lambda ledger: ledger.submit(task, [(HERE, name) for name in names])


def waiting(url: str) -> list[tuple[str, str]]:
    with psycopg.connect(url) as there:
        found = there.execute("SELECT status::text, args->>'task' FROM procrastinate_jobs ORDER BY id")
        return [(row[0], row[1]) for row in found]


async def until(done: Callable[[], bool], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not done():  # noqa: ASYNC110 — another process does it
            await asyncio.sleep(0.02)


async def test_what_is_committed_is_carried_in_chunks_and_leaves_nothing(
    url: str, fleet: Fleet, store: PostgresStore
) -> None:
    carried: list[list[str]] = []

    async def carry(jobs: Sequence[Job]) -> None:
        carried.append([name for _, name in jobs])

    fleet.tasks = {"wake": carry}
    fleet.work()
    names = [f"R{number}" for number in range(CHUNK + 3)]
    await store.run(submit("wake", *names))
    await until(lambda: len(carried) == 2)
    assert sorted(carried, key=len) == [names[CHUNK:], names[:CHUNK]]
    await fleet.drain()
    await until(lambda: waiting(url) == [])


async def test_what_is_not_committed_is_not_carried(url: str, store: PostgresStore) -> None:
    def fail(ledger: Ledger) -> None:
        ledger.submit("wake", [(HERE, "R1")])
        raise LookupError

    with pytest.raises(LookupError):
        await store.run(fail)
    assert waiting(url) == []


async def test_the_backlog_caps_what_may_be_claimed(fleet: Fleet, store: PostgresStore) -> None:
    whole = await fleet.room()
    await store.run(submit("wake", *map(str, range(3 * CHUNK))))
    assert await fleet.room() == whole - 3 * CHUNK
    await store.run(submit("wake", *map(str, range(100 * CHUNK))))
    assert await fleet.room() == 0


async def test_jobs_of_another_version_strand_nothing(url: str, fleet: Fleet, store: PostgresStore) -> None:
    """Tasks were renamed, jobs had another form: what they carried is claimed again when its lease runs out."""
    carried: list[Job] = []

    async def carry(jobs: Sequence[Job]) -> None:
        carried.extend(jobs)

    await store.run(submit("home", "U1"))  # a task that this process has not
    with psycopg.connect(url, autocommit=True) as there:
        there.execute('UPDATE procrastinate_jobs SET args = \'{"task": "renamed", "jobs": [["W1", "U1"]]}\'')
    await store.run(submit("home", "U2"))
    await store.run(submit("wake", "odd"))
    with psycopg.connect(url, autocommit=True) as there:
        there.execute(
            'UPDATE procrastinate_jobs SET args = \'{"task": "wake", "jobs": [7, ["W1"], ["W1", "R1"]]}\''
            " WHERE args->>'task' = 'wake'"
        )
        there.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('piton', 'piton.long_gone', '{\"number\": 7}')"
        )
    fleet.tasks = {"wake": carry}
    fleet.work()
    await until(lambda: waiting(url) == [])
    assert carried == [(HERE, "R1")]


async def test_one_that_fails_ends_no_worker(url: str, fleet: Fleet, store: PostgresStore) -> None:
    carried: list[Job] = []

    async def carry(jobs: Sequence[Job]) -> None:
        if jobs == [(HERE, "bad")]:
            raise ZeroDivisionError
        carried.extend(jobs)

    fleet.tasks = {"wake": carry}
    fleet.work()
    for name in ("bad", "good"):
        await store.run(submit("wake", name))
    await until(lambda: carried == [(HERE, "good")] and waiting(url) == [])


async def test_a_worker_that_is_killed_leaves_nothing_behind(
    url: str, fleet: Fleet, store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet_module, "STALLED", 2)
    child = subprocess.Popen(  # noqa: ASYNC220 — at once
        [sys.executable, "-c", KILLED, url], stdout=subprocess.PIPE
    )
    await store.run(submit("wake", "R1"))
    assert child.stdout is not None
    assert await asyncio.to_thread(child.stdout.readline) == b"1\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert waiting(url) == [("doing", "wake")]
    fleet.work()
    await until(lambda: waiting(url) == [])


async def test_a_worker_outlives_a_database_that_throws_it_out(
    url: str, fleet: Fleet, store: PostgresStore
) -> None:
    carried: list[str] = []

    async def carry(jobs: Sequence[Job]) -> None:
        carried.extend(name for _, name in jobs)

    fleet.tasks = {"wake": carry}
    fleet.work()
    for name in ("before", "after"):
        await store.run(submit("wake", name))
        await until(lambda name=name: name in carried)  # type: ignore[misc]
        await asyncio.to_thread(postgres.end_all, postgres.name_of(url))


async def test_a_worker_stops_within_its_grace(url: str) -> None:
    fleet = Fleet(url)

    async def carry(jobs: Sequence[Job]) -> None:
        del jobs
        await asyncio.Event().wait()

    fleet.tasks = {"wake": carry}
    await fleet.open()
    fleet.work()
    store = PostgresStore(url, CEREMONIES, fleet.begin, fleet.defer)
    await store.run(submit("wake", "R1"))
    await until(lambda: ("doing", "wake") in waiting(url))
    started = asyncio.get_running_loop().time()
    await fleet.stop(3)
    assert asyncio.get_running_loop().time() - started < 3.5
    await store.close()
