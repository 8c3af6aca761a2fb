"""Two hundred people are due at one instant: how long after it does the last prompt reach Slack?"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench import seeds
from tests.bench.figures import Figure, at_most, quantile
from tests.bench.running import free_port, peak_memory, ready, running, settings
from tests.bench.stub import Stub

#: Seconds from seeding to the instant, so that the bot is up and idle by then; and how long is waited for stragglers.
AHEAD, PATIENCE = 8, 10


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """Teams of ten in one zone, all prompted by direct message; also how much memory that took."""
    teams = seeds.people(2 if quick else 20)
    who = {person.id for team in teams for person in team}
    with tempfile.TemporaryDirectory(prefix="piton-bench-") as folder:
        database = f"sqlite:///{Path(folder) / 'posting.db'}"
        due = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=AHEAD)
        store = seeds.store(database)
        before = due - timedelta(minutes=1)
        await store.run(lambda ledger: seeds.seat(ledger, teams, seeds.daily(due.time(), due), before))
        await store.close()
        async with Stub(teams) as slack:
            port = free_port()
            async with running("bot", "run", env=settings(slack.url, database, port)) as bot:
                await ready(port)
                idle = peak_memory(bot.pid)
                await asyncio.sleep(due.timestamp() - datetime.now(UTC).timestamp())
                await _arrived(slack, len(who))
                busy = peak_memory(bot.pid)
    waits = [at - due.timestamp() for at, _, _ in slack.posts]
    shape = f"{len(waits)} prompts in one second of one zone; the last after {max(waits):.2f} s"
    yield at_most("due_to_posted_p99", quantile(waits, 0.99), "s", 2, against=shape)
    where = [channel for _, channel, _ in slack.posts]
    wrong = sum(abs(where.count(each) - (each in who)) for each in who | set(where))
    yield at_most("due_prompts_lost_or_doubled", wrong, "prompts", 0, against=f"{len(who)} due")
    yield at_most("memory_peak", busy, "MB", 120, against=f"{idle:.1f} MB when ready, before the prompts")


async def _arrived(slack: Stub, number: int) -> None:
    """Wait for so many posts, and a little longer for one too many."""
    for _ in range(PATIENCE * 10):
        if len(slack.posts) >= number:
            break
        await asyncio.sleep(0.1)
    await slack.quiet(2)
