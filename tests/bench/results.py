"""What machines report, over HTTP: new, again and badly signed, against an app that reads the body and verifies it.

And twenty jobs at once on one experiment, which lose nothing and double nothing; and what working out what is shown of
the results costs. On SQLite and then on a PostgreSQL of its own, or only where `BENCH_DATABASE_URL` says.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from time import perf_counter
from typing import TypeVar

from bot.ledger import Ledger
from tests.bench import databases, reckoned, seeds
from tests.bench.acks import connected
from tests.bench.figures import Figure, at_least, at_most, quantile
from tests.bench.pressing import Line, closed_loop, lines
from tests.bench.recorded import LONGEST, quiet, settings
from tests.bench.reporting import EACH, TEAMS, Reported, register, report, wrong
from tests.bench.running import busy, free_port, ready, running
from tests.bench.stub import Stub

T = TypeVar("T")

CONNECTIONS = 8
JOBS = 20  #: that report at once on one experiment
#: Part of what the bare app does. A new report costs far more than taking it in: the bot works out, draws and sends
#: what it changes, at the same time as it takes in the next.
GOALS = {"new": 0.002, "known": 0.04, "refused": 0.2}


@dataclass
class Side:
    """The bot, or the app that it is compared with: where it is, and what was measured."""

    port: int = field(default_factory=free_port)
    pid: int = 0
    there: list[Line] = field(default_factory=list)
    rates: dict[str, list[float]] = field(default_factory=dict)
    took: dict[str, list[float]] = field(default_factory=dict)
    cost: dict[str, list[float]] = field(default_factory=dict)  #: seconds of a core by report

    def clear(self) -> None:
        """What was measured to warm up is forgotten."""
        for each in (self.rates, self.took, self.cost):
            each.clear()

    async def measure(self, kind: str, requests: Sequence[bytes]) -> None:
        """One turn, of reports that are taken."""
        used = busy(self.pid)
        seconds, took = await closed_loop(self.there, requests)
        if refused := sum(line.refused for line in self.there):
            raise RuntimeError(f"{kind}: {refused} of {len(requests)} reports were refused")
        self._note(kind, seconds, took, used)

    async def refuse(self, requests: Sequence[bytes]) -> None:
        """One turn, of reports that are not: each has a connection of its own, which is closed with the answer."""
        waiting, took = iter(requests), list[float]()

        async def go() -> None:
            for request in waiting:
                start = perf_counter()
                [line] = await lines(self.port, 1)
                await line.ask(request)
                took.append(perf_counter() - start)
                if not line.refused:
                    raise RuntimeError("a report that somebody else signed was taken")

        start, used = perf_counter(), busy(self.pid)
        await asyncio.gather(*(go() for _ in range(CONNECTIONS)))
        self._note("refused", perf_counter() - start, took, used)

    def _note(self, kind: str, seconds: float, took: list[float], used: float) -> None:
        self.cost.setdefault(kind, []).append((busy(self.pid) - used) / len(took))
        self.rates.setdefault(kind, []).append(len(took) / seconds)
        self.took.setdefault(kind, []).extend(took)


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """What is worked out first, then each store in turn."""
    for figure in reckoned.figures(quick=quick):
        yield figure
    for store in databases.kinds():
        with databases.pair(store) as (database, _):
            async for figure in _measure(store, database, quick=quick):
                yield figure


async def _measure(store: str, database: str, *, quick: bool) -> AsyncIterator[Figure]:
    """Both run all the time; reports go to one, then to the other, in turns."""
    turns, reports = (1, 100) if quick else (4, 250)
    now = datetime.now(UTC) - timedelta(minutes=1)
    there = await _in_store(database, partial(register, at=now))
    ours, bare = Side(), Side()
    async with AsyncExitStack() as open_:
        slack = await open_.enter_async_context(Stub(seeds.people(TEAMS + 1, size=2)))
        env = settings(slack.url, database, ours.port)
        bot = await open_.enter_async_context(running("tests.bench.unpaced", "run", env=env, quiet=True))
        it = await open_.enter_async_context(running("tests.bench.stock_hooks", str(bare.port), env={}))
        ours.pid, bare.pid = bot.pid, it.pid
        await ready(ours.port)
        await quiet(database, 3 if quick else LONGEST)
        for side in (ours, bare):
            side.there = await connected(side.port, CONNECTIONS)
        sent = await _in_turns((ours, bare), there, turns, reports)
        rush = await _at_once(ours, there[-1], len(sent))
    for figure in _told(store, ours, bare, f"{turns} x {reports} reports over {CONNECTIONS} connections"):
        yield figure
    lost, doubled = await _in_store(database, lambda ledger: wrong(ledger, there[:-1], sent))
    yield at_most(
        f"reports_lost_or_doubled_{store}", lost + doubled, "results", 0, against=f"{len(sent)} sent twice"
    )
    lost, doubled = await _in_store(database, lambda ledger: wrong(ledger, there[-1:], rush))
    yield at_most(
        f"jobs_at_once_lost_{store}", lost, "results", 0, against=f"{JOBS} on one experiment, each twice"
    )
    yield at_most(f"jobs_at_once_doubled_{store}", doubled, "results", 0)


def _told(store: str, ours: Side, bare: Side, shape: str) -> Iterator[Figure]:
    for kind, goal in GOALS.items():
        mine, other = (median(side.rates[kind]) for side in (ours, bare))
        against = f"an app that reads and verifies: {other:.0f}; {shape}"
        yield at_least(f"reports_{kind}_{store}", mine, "reports/s", goal, against=against, other=other)
        late, theirs = (quantile(side.took[kind], 0.99) * 1000 for side in (ours, bare))
        against = f"an app that reads and verifies: {theirs:.2f} ms"
        yield Figure(f"report_{kind}_p99_{store}", round(late, 3), "ms", against, round(late / theirs, 3))
        mine, other = (median(side.cost[kind]) * 1000 for side in (ours, bare))
        against = (
            f"an app that reads and verifies: {other:.2f} ms; of ours with what is drawn and sent meanwhile"
        )
        yield Figure(f"report_{kind}_cost_{store}", round(mine, 3), "ms of a core", against)


async def _in_turns(
    sides: Sequence[Side], there: Sequence[Reported], turns: int, reports: int
) -> list[tuple[Reported, int]]:
    """New reports, the same again, and as many that somebody else signed; returns what was sent."""
    sent: list[tuple[Reported, int]] = []
    for turn in range(turns + 1):
        new = [(there[number % (TEAMS * EACH)], number) for number in range(len(sent), len(sent) + reports)]
        for kind in ("new", "known"):
            for side in sides:
                await side.measure(kind, [report(each, number) for each, number in new])
        for side in sides:
            await side.refuse([report(each, number, good=False) for each, number in new])
        sent += new
        if turn == 0:  # to warm up
            for side in sides:
                side.clear()
    return sent


async def _at_once(ours: Side, of: Reported, first: int) -> list[tuple[Reported, int]]:
    """Each job reports its own result, and again before it has its answer, as after a timeout of its own."""
    jobs = [(of, number) for number in range(first, first + JOBS)]
    there = await lines(ours.port, 2 * JOBS)
    await asyncio.gather(*(line.ask(report(*job)) for line, job in zip(there, [*jobs, *jobs], strict=True)))
    if refused := sum(line.refused for line in there):
        raise RuntimeError(f"{refused} of {len(there)} reports at once were refused")
    return jobs


async def _in_store(database: str, do: Callable[[Ledger], T]) -> T:
    store = seeds.store(database)
    try:
        return await store.run(do)
    finally:
        await store.close()
