"""A recorded act over HTTP, signature to durable commit to ack, against stock Bolt that records it by SQLAlchemy's ORM.

`BENCH_DATABASE_URL` says where both keep it; without one, each has a SQLite file of its own.
"""

import asyncio
import os
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from bot import opening, rounds
from bot.ceremonies import blocker, standup, survey
from bot.ledger import Ledger
from bot.model import RoundId, round_id
from tests.bench import seeds
from tests.bench.acks import connected
from tests.bench.figures import Figure, at_least, at_most, quantile
from tests.bench.pressing import SECRET, Line, closed_loop, open_loop, press, signed
from tests.bench.running import free_port, ready, running
from tests.bench.stub import Stub

TEAMS = 20
PEOPLE = TEAMS * seeds.TEN
RATE = 200.0
STOCK_TIMES = 5  #: more at once it does not ack in its three seconds
_STUCK = {"since": "Loaded May.", "until": "Load June.", "blockers": "No access to billing"}


@dataclass
class Side:
    """One of the two, and what was measured: acts a second, by the shape of the rounds."""

    port: int = field(default_factory=free_port)
    there: list[Line] = field(default_factory=list)
    rates: dict[str, list[float]] = field(default_factory=dict)
    pressed: "Counter[int]" = field(default_factory=Counter)

    @property
    def refused(self) -> int:
        """Presses that got no 200."""
        return sum(line.refused for line in self.there)

    @property
    def acked(self) -> int:
        """Presses that did."""
        return self.pressed.total() - self.refused

    def next_press(self, stuck: Sequence[RoundId], person: int) -> bytes:
        """Each takes their own blocker on and puts it back, by turns: every press changes something, in the blocker
        and in their team's digest."""
        number = self.pressed[person]
        self.pressed[person] += 1
        action = ("blocker.acknowledge", "blocker.hand_back")[number % 2]
        user = f"U{person // seeds.TEN:03}{person % seeds.TEN:03}"
        return signed(press(action, stuck[person], person * 10_000 + number, user))


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """Both run all the time; rounds of presses go to one, then to the other, in turns."""
    shapes = {"8 x 5": (8, 5, 4 if quick else 20), "200 x 10": (PEOPLE, 10, 1 if quick else 3)}
    with tempfile.TemporaryDirectory(prefix="piton-bench-") as folder:
        database = os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{Path(folder) / 'ours.db'}"
        theirs = os.environ.get("BENCH_DATABASE_URL", "").replace("postgresql://", "postgresql+psycopg://")
        stuck = await _seed(database)
        ours, stock = Side(), Side()
        async with AsyncExitStack() as open_:
            slack = await open_.enter_async_context(Stub(seeds.people(TEAMS)))
            env = _settings(slack.url, database, ours.port)
            await open_.enter_async_context(running("bot", "run", env=env, quiet=False))
            words = (str(stock.port), theirs or f"sqlite+aiosqlite:///{Path(folder) / 'stock.db'}")
            await open_.enter_async_context(running("tests.bench.stock_http", *words, env=env, quiet=False))
            await ready(ours.port)
            await asyncio.sleep(
                3 if quick else 15
            )  # what it owes to 200 people takes longer, and goes on meanwhile
            for each in (ours, stock):
                each.there = await connected(each.port, PEOPLE)
                await _round(each, stuck, 8, 2)  # to warm up
                each.rates.clear()
            for name, (people, times, turns) in shapes.items():
                for _ in range(turns):
                    for each, most in ((ours, times), (stock, STOCK_TIMES)):
                        rate = await _round(each, stuck, people, min(times, most))
                        each.rates.setdefault(name, []).append(rate)
            late = await _steady(ours, stuck, 1 if quick else 5)
        lost = ours.acked - await _acts(database, stuck)
    for name in shapes:
        mine, other = (median(each.rates[name]) for each in (ours, stock))
        against = f"stock Bolt and the ORM: {other:.0f}; {name}: so many people at once, each so often"
        yield at_least(
            f"recorded_acts_{name.replace(' ', '')}", mine, "acts/s", 2, against=against, other=other
        )
    yield at_most("recorded_act_p99", late * 1000, "ms", 20, against=f"{RATE:.0f}/s open loop")
    yield at_most(
        "recorded_acts_lost",
        lost,
        "acts",
        0,
        against=f"{ours.acked} acked, {ours.refused} refused; stock refused {stock.refused}",
    )


async def _round(side: Side, stuck: Sequence[RoundId], people: int, times: int) -> float:
    """All of them press at once, each so many times. Returns acts a second."""
    requests = [[side.next_press(stuck, person) for _ in range(times)] for person in range(people)]
    start = perf_counter()
    await asyncio.gather(
        *(closed_loop([line], theirs) for line, theirs in zip(side.there, requests, strict=False))
    )
    return people * times / (perf_counter() - start)


async def _steady(side: Side, stuck: Sequence[RoundId], seconds: int) -> float:
    """The seconds within which 99 of 100 are acked, at a steady rate."""
    presses = int(RATE) * seconds
    requests = [side.next_press(stuck, number % PEOPLE) for number in range(presses)]
    return quantile(await open_loop(side.there, requests, RATE), 0.99)


def _settings(api: str, database: str, port: int) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api,
        "DATABASE_URL": database,
        "PORT": str(port),
        "LOG_LEVEL": "INFO",
    }


async def _seed(database: str) -> list[RoundId]:
    """Teams whose members all are blocked, as their digests say; returns the blockers."""
    now = datetime.now(UTC)
    store = seeds.store(database)
    try:
        return await store.run(lambda ledger: _blocked(ledger, now - timedelta(hours=1)))
    finally:
        await store.close()


def _blocked(ledger: Ledger, at: datetime) -> list[RoundId]:
    teams = seeds.people(TEAMS)
    plans = seeds.seat(ledger, teams, seeds.daily(at.time(), at), at - timedelta(minutes=1))
    day, stuck = at.date().isoformat(), []
    for plan, team in zip(plans, teams, strict=True):
        opening.open_due(ledger, (seeds.HERE, plan.id), at)
        here = round_id(plan.id, standup.KIND, day)
        for person in team:
            rounds.perform(ledger, seeds.HERE, here, survey.Answer(_STUCK), person.id, at)
            stuck.append(round_id(plan.id, blocker.CEREMONY.kind, f"{day}/{person.id}"))
    return stuck


async def _acts(database: str, stuck: Sequence[RoundId]) -> int:
    """How many acts on the blockers the database knows, counted by their versions."""
    store = seeds.store(database)
    try:
        found = [
            await store.read(lambda ledger, each=each: ledger.rounds.get(seeds.HERE, each))  # type: ignore[misc]
            for each in stuck
        ]
    finally:
        await store.close()
    return sum(each.version - 1 for each in found if each)
