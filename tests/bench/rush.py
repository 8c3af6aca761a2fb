"""Five hundred teams of twenty are due at one instant: how long until all rounds are open and all prompts are wanted?

The database is asked, by a connection of its own; what is sent meanwhile goes at the pace of one workspace.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import time

import aiohttp
from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.pool import NullPool

from bot.model import Person
from storage.address import normal
from storage.tables import rounds, slots
from tests.bench import seeds
from tests.bench.databases import KINDS, Kind, database
from tests.bench.figures import Figure, at_least, at_most
from tests.bench.running import free_port, ready, running, settings
from tests.bench.stub import Stub

SIZE = 20
#: Seconds from the last seed to the instant, so that all are up and idle by then; and how long is waited.
AHEAD, PATIENCE = 10, 60
#: Seconds to seed a team at the slowest; the instant must be known before.
SEEDING = 0.05
STALL = 0.05  #: seconds
LOOK = 0.05  #: seconds from one look at the database to the next


@dataclass(frozen=True, slots=True)
class Rush:
    """What came of one."""

    took: float  #: seconds from the instant
    rate: float  #: rounds a second from when the first is open; the next tick may have been a second away
    wrong: int  #: slots too few or too many
    looks: int  #: at the event loops, each 5 ms
    stalls: int  #: of these, how many came too late
    worst: float  #: seconds of the longest stall, rounded up to the next bucket


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """One process on each store, then a fleet of one worker and one of two."""
    teams = seeds.people(20 if quick else 500, size=SIZE)
    shape = f"{len(teams)} teams of {SIZE}"
    for kind in KINDS:
        done = await _rush(kind, teams, ["run"])
        for figure in _told(f"rush_{kind}", shape, done):
            yield figure
    one, two = [await _rush("postgresql", teams, ["worker"] * number) for number in (1, 2)]
    for figure in _told("rush_two_workers", f"{shape}; two `piton worker` on PostgreSQL", two):
        yield figure
    yield at_least(
        "rush_workers",
        two.rate,
        "rounds/s",
        1.3,
        against=f"two, against one: {one.rate:.0f}",
        other=one.rate,
    )


def _told(name: str, shape: str, done: Rush) -> list[Figure]:
    looks = f"{done.looks} looks, one each 5 ms; none later than {done.worst * 1000:g} ms"
    return [
        at_most(name, done.took, "s", 10, against=f"{shape}, all due at one instant"),
        at_most(f"{name}_lost_or_doubled", done.wrong, "slots", 0),
        at_most(f"{name}_stalls", done.stalls, "looks more than 50 ms late", 0, against=looks),
    ]


async def _rush(kind: Kind, teams: Sequence[Sequence[Person]], roles: Sequence[str]) -> Rush:
    with database(kind) as url:
        due = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=AHEAD + SEEDING * len(teams))
        before = due - timedelta(minutes=1)
        store = seeds.store(url)
        await store.run(lambda ledger: seeds.seat(ledger, teams, seeds.daily(due.time(), due), before))
        await store.close()
        async with AsyncExitStack() as open_:
            slack = await open_.enter_async_context(Stub(teams))
            ports = [await _up(open_, role, slack, url) for role in roles]
            await asyncio.sleep(due.timestamp() - 1 - time())
            seen = [await _lags(port) for port in ports]
            await asyncio.sleep(due.timestamp() - time())
            since, until, wanted = await _acted_on(url, len(teams))
            late = [await _lags(port) for port in ports]
    new = [{edge: more[edge] - less[edge] for edge in more} for less, more in zip(seen, late, strict=True)]
    total = {edge: sum(each[edge] for each in new) for edge in new[0]}
    looks = total[float("inf")]
    worst = min(edge for edge, looked in total.items() if looked == looks)
    return Rush(
        until - due.timestamp(),
        len(teams) / (until - since),
        abs(wanted - len(teams) * SIZE),
        looks,
        looks - total[STALL],
        worst,
    )


async def _up(open_: AsyncExitStack, role: str, slack: Stub, url: str) -> int:
    """One more process; the port of its metrics."""
    port, meter = free_port(), free_port()
    env = {**settings(slack.url, url, port), "METRICS_PORT": str(meter)}
    await open_.enter_async_context(running("tests.bench.watched", role, env=env))
    await ready(meter)
    return meter


async def _acted_on(url: str, teams: int) -> tuple[float, float, int]:
    """When none was yet and when all were, and how many slots there are then."""
    engine = create_engine(normal(url), poolclass=NullPool)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            since = time()
            for _ in range(int(PATIENCE / LOOK)):
                opened, wanted = await asyncio.to_thread(_count, connection)
                if opened >= teams and wanted >= teams * SIZE:
                    return since, time(), wanted
                since = since if opened else time()
                await asyncio.sleep(LOOK)
    finally:
        engine.dispose()
    raise RuntimeError(f"{opened} of {teams} rounds are open, and {wanted} slots wanted")


def _count(connection: Connection) -> tuple[int, int]:
    of_rounds, of_slots = (select(func.count()).select_from(each) for each in (rounds, slots))
    return connection.execute(of_rounds).scalar_one(), connection.execute(of_slots).scalar_one()


async def _lags(port: int) -> dict[float, int]:
    """How many looks at the event loop came at most so many seconds late, as the process tells it."""
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/metrics") as answer:
        text = await answer.text()
    start = 'piton_event_loop_lag_seconds_bucket{le="'
    lines = [line.removeprefix(start) for line in text.splitlines() if line.startswith(start)]
    return {float(edge): int(float(count)) for edge, _, count in (line.partition('"} ') for line in lines)}
