"""A thousand direct messages to a workspace that answers slowly and refuses what comes too fast."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from time import time

from tests.bench import seeds
from tests.bench.databases import database
from tests.bench.figures import Figure, at_least, at_most
from tests.bench.posting import AHEAD, arrived
from tests.bench.running import free_port, ready, running, settings
from tests.bench.stub import MINUTE, Stub

#: What Slack takes, as far as anybody knows, and how long it thinks.
A_MINUTE, LATENCY = 525, 0.2
SIZE = 20


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """From the instant at which all are due to the last that arrives."""
    teams = seeds.people(5 if quick else 50, size=SIZE)
    number = len(teams) * SIZE
    with database("sqlite") as url:
        due = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=AHEAD)
        before = due - timedelta(minutes=1)
        store = seeds.store(url)
        await store.run(lambda ledger: seeds.seat(ledger, teams, seeds.daily(due.time(), due), before))
        await store.close()
        async with Stub(teams, LATENCY, A_MINUTE) as slack:
            port = free_port()
            async with running("bot", "run", env=settings(slack.url, url, port)):
                await ready(port)
                await asyncio.sleep(due.timestamp() - time())
                await arrived(slack, number)
    took = max(at for at, _, _ in slack.posts) - due.timestamp()
    shape = f"{A_MINUTE}, what it takes; {len(slack.posts)} in {took:.1f} s, each answered after {LATENCY} s"
    yield at_least(
        "paced_posts", len(slack.posts) * MINUTE / took, "posts/min", 0.95, against=shape, other=A_MINUTE
    )
    yield at_most("paced_posts_refused", slack.refused, "429s", 0)
    wrong = abs(len({where for _, where, _ in slack.posts}) - number) + abs(len(slack.posts) - number)
    yield at_most("paced_posts_lost_or_doubled", wrong, "posts", 0)
