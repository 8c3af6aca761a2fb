"""A database full of rounds whose moment lies far ahead: what does a tick cost, and what does the bot use meanwhile?"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from math import ceil
from statistics import median
from time import perf_counter
from typing import Any, get_args

from sqlalchemy import Connection, Table, create_engine, insert, select, text, update
from sqlalchemy.pool import NullPool

from bot import opening
from bot.crew import LocalCrew
from bot.ledger import Job, Ledger, Store, Task
from bot.ticker import SystemClock, Ticker
from storage.address import normal
from storage.tables import plans, rounds, teams
from tests.bench import seeds
from tests.bench.databases import KINDS, Kind, database
from tests.bench.figures import Figure, at_most
from tests.bench.running import busy, free_port, ready, running, settings
from tests.bench.stub import Stub

FAR = timedelta(days=365)
OF_A_TEAM = 100  #: rounds of one team
DUE = 20  #: rounds that are due at a tick that finds any
#: What costs the same whatever there is, differs by no more from one database to another.
NEAR = 1.25
CHUNK = 5_000
#: Seconds in which an idle bot asks no more than FEW things. At a start it reads all people and channels.
PAUSE, FEW, PATIENCE = 5, 10, 120


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """With few and with many, on each store."""
    few, many = (200, 5_000) if quick else (1_000, 100_000)
    for kind in KINDS:
        with database(kind) as less, database(kind) as more:
            for url, number in ((less, few), (more, many)):
                await _seed(url, number)
            for name, due, ticks in (("idle_tick", 0, 300), ("tick_with_20_due", DUE, 60)):
                took: dict[str, list[float]] = {more: [], less: []}
                for url in (more, less, less, more):
                    took[url] += await _ticks(url, due, ticks)
                mine, other = (median(took[url]) * 1000 for url in (more, less))
                shape = f"{many} future rounds, against {few}: {other:.3f} ms; {kind}"
                yield at_most(f"{name}_{kind}", mine, "ms", NEAR, against=shape, other=other)
            yield await _idle(more, kind, many, 5 if quick else 40)


async def _idle(url: str, kind: Kind, number: int, seconds: int) -> Figure:
    """What `piton run` uses while nothing is due: after a start it looks at its teams' channels for a while."""
    async with Stub(seeds.people(1)) as slack:
        port = free_port()
        async with running("bot", "run", env=settings(slack.url, url, port)) as bot:
            await ready(port)
            await _calm(slack)
            before = busy(bot.pid)
            await asyncio.sleep(seconds)
            used = busy(bot.pid) - before
    shape = f"{number} future rounds and {number // OF_A_TEAM} plans; over {seconds} s"
    return at_most(f"idle_{kind}", 100 * used / seconds, "% of a core", 1, against=shape)


async def _calm(slack: Stub) -> None:
    """Wait until the bot has done what it does at a start."""
    async with asyncio.timeout(PATIENCE):
        asked = -PAUSE * FEW
        while slack.calls - asked > FEW:
            asked = slack.calls
            await asyncio.sleep(PAUSE)


async def _ticks(url: str, due: int, times: int) -> list[float]:
    """Seconds of each of so many ticks that find so many rounds due."""
    store = seeds.store(url)
    crew = LocalCrew(dict.fromkeys(get_args(Task), _leave))
    ticker = Ticker(store, SystemClock(), crew)
    engine = create_engine(normal(url), poolclass=NullPool)
    took = []
    try:
        with engine.connect() as connection:
            ids = [*connection.execute(select(rounds.c.id).order_by(rounds.c.id).limit(due)).scalars()]
            await _settled(ticker, crew)
            for _ in range(times):
                _move(connection, ids, datetime.now(UTC))
                start = perf_counter()
                claimed = await ticker.tick()
                took.append(perf_counter() - start)
                if claimed != due:
                    raise RuntimeError(f"{claimed} claimed, {due} due")
                await crew.drain()
            _move(connection, ids, datetime.now(UTC) + FAR)
    finally:
        engine.dispose()
        await store.close()
    return took


async def _settled(ticker: Ticker, crew: LocalCrew) -> None:
    while await ticker.tick():
        await crew.drain()


async def _leave(jobs: Sequence[Job]) -> None:
    del jobs  # the tick is measured, not the work


def _move(connection: Connection, ids: Sequence[str], at: datetime) -> None:
    """Let these rounds be due then."""
    if ids:
        connection.execute(update(rounds).where(rounds.c.id.in_(ids)).values(wake_at=at, tries=0))
    connection.commit()


async def _seed(url: str, number: int) -> None:
    """One team whose standup is open, and others after its pattern."""
    now = datetime.now(UTC)
    store: Store = seeds.store(url)
    try:
        await store.run(lambda ledger: _open(ledger, now - timedelta(hours=1)))
    finally:
        await store.close()
    await asyncio.to_thread(_copy, url, number, now + FAR)


def _open(ledger: Ledger, at: datetime) -> None:
    [plan] = seeds.seat(
        ledger, seeds.people(1), seeds.daily(at.time(), at), at - timedelta(minutes=1), time(0)
    )
    opening.open_due(ledger, (seeds.HERE, plan.id), at)


def _copy(url: str, number: int, at: datetime) -> None:
    engine = create_engine(normal(url), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            connection.execute(update(rounds).values(wake_at=at))
            many = range(ceil(number / OF_A_TEAM))
            _add(connection, teams, [{"id": f"t{each}", "channel": f"CX{each}"} for each in many])
            of = [{"id": f"p{each}", "team": f"t{each}", "wake_at": at} for each in many]
            _add(connection, plans, of)
            _add(connection, rounds, [_round(each, at) for each in range(number)])
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for each in ("VACUUM", "ANALYZE"):  # PostgreSQL does it by itself, a minute later
                connection.execute(text(each))
    finally:
        engine.dispose()


def _add(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """So many rows like the first of a table."""
    like = connection.execute(select(table).limit(1)).mappings().one()
    _put(connection, table, [{**like, **row} for row in rows])


def _put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), CHUNK):
        connection.execute(insert(table), rows[start : start + CHUNK])


def _round(number: int, at: datetime) -> dict[str, Any]:
    of = number // OF_A_TEAM
    moment = at + timedelta(seconds=number)
    return {
        "id": f"r{number}",
        "team": f"t{of}",
        "plan": f"p{of}",
        "occurrence": str(number),
        "wake_at": moment,
    }
