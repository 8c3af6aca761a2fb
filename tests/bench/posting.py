"""Two hundred people of one workspace are due at one instant: how long after it does the last prompt reach Slack?

A workspace takes so many posts a minute and no more, so that is what it is compared with.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.pace import RATES
from tests.bench import seeds
from tests.bench.figures import Figure, at_most, quantile
from tests.bench.running import free_port, peak_memory, ready, running, settings
from tests.bench.stub import Stub

#: Seconds from seeding to the instant, so that the bot is up and idle by then; and how long is waited for stragglers.
AHEAD, PATIENCE = 8, 10
#: What may be lost on the way: a tick, and the opening of the rounds.
LOSS, START = 1.1, 2


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
                await arrived(slack, len(who))
                busy = peak_memory(bot.pid)
    waits = [at - due.timestamp() for at, _, _ in slack.posts]
    allowed = least(len(who))
    shape = (
        f"{len(waits)} prompts of one workspace in one second; the last after {max(waits):.2f} s,"
        f" as its pace allows after {allowed:.2f} s"
    )
    goal = round(LOSS * allowed + START, 2)
    yield at_most("due_to_posted_p99", quantile(waits, 0.99), "s", goal, against=shape)
    where = [channel for _, channel, _ in slack.posts]
    wrong = sum(abs(where.count(each) - (each in who)) for each in who | set(where))
    yield at_most("due_prompts_lost_or_doubled", wrong, "prompts", 0, against=f"{len(who)} due")
    yield at_most("memory_peak", busy, "MB", 120, against=f"{idle:.1f} MB when ready, before the prompts")


def least(posts: int) -> float:
    """The seconds that so many posts of a workspace take at its pace."""
    rate = RATES["post"]
    return max(0, posts - rate.burst) * rate.every.total_seconds()


async def arrived(slack: Stub, number: int) -> None:
    """Wait for so many posts, and a little longer for one too many."""
    for _ in range(int((LOSS * least(number) + PATIENCE) * 10)):
        if len(slack.posts) >= number:
            break
        await asyncio.sleep(0.1)
    await slack.quiet(2)
