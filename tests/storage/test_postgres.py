"""The store over a PostgreSQL: many at once, and a database that stops and starts."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import psycopg
import pytest
from sqlalchemy import text

from bot.errors import BotError, Busy
from bot.ledger import Job, Ledger, Task
from bot.model import MemberId, Plan, PlanId, TeamId
from storage import fleet_schema
from storage import postgres as subject
from storage.ledger import LedgerRows
from storage.postgres import CONNECTIONS, PostgresStore
from storage.schema import migrate, schema_state
from storage.unanswered import Wire
from tests import postgres
from tests.storage.acts import R1, begin, count, counted, fail
from tests.storage.conftest import Submitted
from tests.storage.world import CEREMONIES, HERE, NINE, held, plan, settle, team


@pytest.fixture
def url() -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what comes, and not of how soon."""
    monkeypatch.setattr(subject, "PATIENCE", 30.0)


@pytest.fixture
async def store(url: str, submitted: Submitted) -> AsyncIterator[PostgresStore]:
    store = PostgresStore(url, CEREMONIES, lambda task, jobs: submitted.append((task, list(jobs))))
    yield store
    await store.close()


@pytest.mark.usefixtures("patient")
async def test_connections_that_the_server_ends_fail_nobody(store: PostgresStore, url: str) -> None:
    await store.run(begin)
    done = 0

    async def press() -> None:
        nonlocal done
        for _ in range(25):
            await store.run(count)
            done += 1

    pressing = [asyncio.ensure_future(press()) for _ in range(4)]
    while done < 60:
        await asyncio.to_thread(postgres.end_all, postgres.name_of(url))
        await asyncio.sleep(0.05)
    await asyncio.gather(*pressing)
    assert await store.read(counted) >= 100, "nothing acknowledged is lost"


async def test_a_database_that_is_away_is_answered_in_time_and_comes_back(
    url: str,
) -> None:
    store = PostgresStore(url, CEREMONIES, lambda _task, _jobs: None)
    await store.run(begin)
    name = postgres.name_of(url)
    postgres.allow(name, connections=False)
    await asyncio.to_thread(postgres.end_all, name)
    started = time.monotonic()
    with pytest.raises(Busy):
        await store.run(count)
    assert 2 < time.monotonic() - started < 3
    waiting = asyncio.ensure_future(store.run(count))
    await asyncio.sleep(1)
    postgres.allow(name, connections=True)
    assert await waiting == 1, "back within the patience: nobody noticed"
    await store.close()


async def test_a_team_held_by_another_is_answered_in_time(store: PostgresStore, url: str) -> None:
    await store.run(begin)
    with psycopg.connect(url) as other:
        other.execute("SELECT 1 FROM teams FOR UPDATE")
        started = time.monotonic()
        with pytest.raises(Busy):
            await store.run(count)
        assert 2 < time.monotonic() - started < 2.9
        assert await store.read(counted) == 0, "reading waits for nobody"
    assert await store.run(count) == 1


@pytest.mark.usefixtures("patient")
async def test_two_who_wait_for_each_other_both_come_to_their_end(store: PostgresStore) -> None:
    def prepare(ledger: Ledger) -> None:
        settle(ledger)
        ledger.roster.put_team(team(id_="T2", channel="C2"))

    def crossing(first: str, second: str, ledger: Ledger) -> None:
        for each in (first, second):
            ledger.roster.team(HERE, TeamId(each))
            assert isinstance(ledger, LedgerRows)
            ledger._statements.execute(text("SELECT pg_sleep(0.1)"))

    await store.run(prepare)
    ways = [partial(crossing, *each) for each in (("T1", "T2"), ("T2", "T1"))]
    await asyncio.gather(*(store.run(way) for way in ways))


@pytest.mark.usefixtures("patient")
async def test_who_reads_a_plan_to_change_it_sees_what_another_made_of_it(store: PostgresStore) -> None:
    """Two read, change and write at once: on a database with many writers the slower would undo the faster."""

    def prepare(ledger: Ledger) -> None:
        settle(ledger)
        ledger.plans.put(plan())

    def add(name: str, ledger: Ledger) -> None:
        found: Plan | None = ledger.plans.get(HERE, PlanId("P1"))
        assert found is not None
        ledger.plans.put(replace(found, people=(*(found.people or ()), MemberId(name))))

    await store.run(prepare)
    names = [f"U{number}" for number in range(20, 60)]
    await asyncio.gather(*(store.run(partial(add, name)) for name in names))
    after = await store.read(lambda ledger: ledger.plans.get(HERE, PlanId("P1")))
    assert after is not None
    assert sorted(after.people or ()) == sorted(["U1", "U2", *names])


@pytest.mark.usefixtures("patient")
async def test_a_round_that_opens_while_another_lists_the_open_ones_is_not_missed(
    store: PostgresStore,
) -> None:
    """Somebody says that they are away; a round opens at the same moment. One of the two hears of the other."""

    def prepare(ledger: Ledger) -> None:
        settle(ledger)
        ledger.plans.put(plan())

    def open_(number: int, ledger: Ledger) -> int:
        assert ledger.plans.get(HERE, PlanId("P1"))
        ledger.rounds.add(held(f"O{number}", occurrence=str(number)))
        return len(ledger.rounds.open_of(team()))

    def look(ledger: Ledger) -> int:
        ledger.inbox.is_new(HERE, "x", NINE)
        [mine] = ledger.roster.teams_of(HERE, MemberId("U1"))
        return len(ledger.rounds.open_of(mine))

    await store.run(prepare)
    works: list[Callable[[Ledger], int]] = [each for n in range(20) for each in (partial(open_, n), look)]
    seen = await asyncio.gather(*(store.run(work) for work in works))
    opened = [number for number, work in zip(seen, works, strict=True) if work is not look]
    assert sorted(opened) == list(range(1, 21)), "each who opened saw all who had opened before"


async def test_what_is_deferred_is_deferred_within_the_transaction_or_not_at_all(url: str) -> None:
    handed: list[dict[Task, list[Job]]] = []

    def defer(raw: Wire, submitted: Mapping[Task, Sequence[Job]]) -> None:
        handed.append({task: list(jobs) for task, jobs in submitted.items()})
        raw.execute("CREATE TABLE IF NOT EXISTS deferred (n int)")
        raw.execute("INSERT INTO deferred VALUES (1)")
        if len(handed) == 2:
            raise LookupError("on purpose")

    store = PostgresStore(url, CEREMONIES, lambda _task, _jobs: pytest.fail("handed on twice"), defer)

    def submit(ledger: Ledger) -> None:
        begin(ledger)
        ledger.submit("wake", [(HERE, R1)])

    def again(ledger: Ledger) -> None:
        count(ledger)
        ledger.submit("wake", [(HERE, R1)])

    await store.run(submit)
    with pytest.raises(LookupError):
        await store.run(again)
    await store.run(count)
    assert handed == [{"wake": [(HERE, R1)]}, {"wake": [(HERE, R1)]}]
    assert await store.read(counted) == 1, "the one whose deferring failed was undone"
    with psycopg.connect(url) as other:
        assert other.execute("SELECT count(*) FROM deferred").fetchone() == (1,)
    await store.close()


def test_an_empty_database_becomes_current_once_however_many_start() -> None:
    with postgres.database(empty=True) as url:
        assert schema_state(url) == "empty"
        code = f"from storage.schema import migrate; migrate({url!r})"
        starting = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
        assert [each.wait(60) for each in starting] == [0, 0, 0]
        assert schema_state(url) == "current"
        migrate(url)


def test_the_fleets_tables_are_brought_up_by_the_listed_steps(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet_schema, "STEPS", ("03.04.00_50_post_add_retry_failed_job_procedure.sql",))
    assert schema_state(url) == "old"
    monkeypatch.setattr(fleet_schema, "_execute", lambda connection, _: connection.execute(text("SELECT 1")))
    migrate(url)
    assert schema_state(url) == "current"


def test_the_engine_has_no_migration_that_is_not_listed() -> None:
    from pathlib import Path

    from procrastinate.schema import SchemaManager

    there = sorted(each.name for each in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    newest = (*fleet_schema.STEPS, "03.04.00_50_post_add_retry_failed_job_procedure.sql")[0]
    assert there[-1] == newest, "a new version of it: list its migrations in STEPS"


def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    with pytest.raises(BotError, match="cannot be opened") as told:
        schema_state("postgresql://me:canary-secret@127.0.0.1:9/piton")
    assert "canary-secret" not in told.value.sentence


def test_somebody_elses_database_is_refused() -> None:
    with postgres.database(empty=True) as url:
        with psycopg.connect(url) as other:
            other.execute("CREATE TABLE theirs (id int)")
        assert schema_state(url) == "unknown"
        with pytest.raises(BotError, match="something else"):
            migrate(url)


@pytest.mark.usefixtures("patient")
async def test_those_about_one_round_share_commits(store: PostgresStore, url: str) -> None:
    await store.run(begin)
    before = _commits(url)
    found = await asyncio.gather(*(store.run(count, R1) for _ in range(60)))
    assert found == list(range(1, 61)), "in the order in which they came"
    assert _commits(url) - before < 20


@pytest.mark.usefixtures("patient")
async def test_one_that_fails_in_company_fails_alone(store: PostgresStore, submitted: Submitted) -> None:
    await store.run(begin)

    def told(ledger: Ledger) -> int:
        ledger.submit("wake", [(HERE, R1)])
        return count(ledger)

    works: list[Callable[[Ledger], object]] = [fail if number % 5 == 3 else told for number in range(30)]
    found = await asyncio.gather(*(store.run(work, R1) for work in works), return_exceptions=True)
    assert [number for number, each in enumerate(found) if isinstance(each, LookupError)] == [
        number for number in range(30) if number % 5 == 3
    ]
    assert sorted(each for each in found if isinstance(each, int)) == list(range(1, 25))
    assert await store.read(counted) == 24
    assert {job for _, jobs in submitted for job in jobs} == {(HERE, R1)}, "nothing of those that failed"


async def test_company_that_is_kept_waiting_is_all_told_so_in_time(store: PostgresStore, url: str) -> None:
    await store.run(begin)
    with psycopg.connect(url) as other:
        other.execute("SELECT 1 FROM teams FOR UPDATE")
        started = time.monotonic()
        found = await asyncio.gather(*(store.run(count, R1) for _ in range(40)), return_exceptions=True)
        assert time.monotonic() - started < 6
    assert all(isinstance(each, Busy) for each in found)
    assert len({id(each) for each in found}) == 40, "to each their own"
    assert await store.run(count, R1) == 1


async def test_what_has_waited_too_long_for_its_turn_is_not_begun(store: PostgresStore, url: str) -> None:
    """Whoever asked was told to try once more by then."""
    await store.run(begin)
    begun: set[int] = set()

    def marked(number: int, ledger: Ledger) -> int:
        begun.add(number)
        return count(ledger)

    with psycopg.connect(url) as other:
        other.execute("SELECT 1 FROM teams FOR UPDATE")
        works = [store.run(partial(marked, number), f"{number}") for number in range(3 * CONNECTIONS)]
        found = await asyncio.gather(*works, return_exceptions=True)
    assert all(isinstance(each, Busy) for each in found)
    assert len(begun) == CONNECTIONS


def _commits(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    return int(row[0]) if row else 0
