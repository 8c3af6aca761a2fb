"""From `piton run` to ready, against the time that importing its libraries takes."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench import seeds
from tests.bench.figures import Figure, at_most
from tests.bench.running import ROOT, free_port, ready, running, settings
from tests.bench.stub import Stub

#: What `piton run` imports of others, module by module as it does.
LIBRARIES = (
    "aiohttp.web",
    "apscheduler.schedulers.asyncio",
    "holidays",
    "platformdirs",
    "prometheus_client",
    "pydantic_settings",
    "slack_bolt.async_app",
    "slack_sdk.signature",
    "slack_sdk.web.async_client",
    "sqlalchemy",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "structlog",
    "typer",
    "tzdata",
)


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """The one and the other in turns, with the database already migrated, as a release does it."""
    turns = 2 if quick else 7
    ups, imports = [], []
    teams = seeds.people(1)
    with tempfile.TemporaryDirectory(prefix="piton-bench-") as folder:
        database = f"sqlite:///{Path(folder) / 'starting.db'}"
        now = datetime.now(UTC)
        store = seeds.store(database)
        await store.run(lambda ledger: seeds.seat(ledger, teams, seeds.daily(now.time(), now), now))
        await store.close()
        async with Stub(teams) as slack:
            await _importing()  # once for the disk's cache
            for _ in range(turns):
                ups.append(await _up(slack, database))
                imports.append(await _importing())
    mine, theirs = median(ups), median(imports)
    shape = f"importing its libraries: {theirs:.2f} s; medians of {turns}"
    yield at_most("ready_time", mine, "s", 2, against=shape, other=theirs)


async def _up(slack: Stub, database: str) -> float:
    port = free_port()
    start = perf_counter()
    async with running("bot", "run", env=settings(slack.url, database, port)):
        return await ready(port) - start


async def _importing() -> float:
    start = perf_counter()
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", f"import {', '.join(LIBRARIES)}", cwd=ROOT
    )
    if await program.wait() != 0:
        raise RuntimeError("a library cannot be imported")
    return perf_counter() - start
