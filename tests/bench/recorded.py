"""A recorded act over HTTP, signature to durable commit to ack, against stock Bolt that records it by SQLAlchemy's ORM.

On SQLite and then on a PostgreSQL of its own, or only where `BENCH_DATABASE_URL` says, for both.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import func, select

from bot import opening
from bot.ceremonies import standup
from bot.ceremonies.survey.state import Answer
from bot.ledger import Ledger
from bot.model import MemberId, RoundId, round_id
from storage.ledger import LedgerRows
from storage.tables import acts
from tests.bench import databases, seeds
from tests.bench.acks import connected
from tests.bench.figures import Figure, at_least, at_most, quantile
from tests.bench.pressing import SECRET, Line, closed_loop, open_loop, signed
from tests.bench.running import free_port, ready, running
from tests.bench.stub import Stub

TEAMS = 20
PEOPLE = TEAMS * seeds.TEN
RATE = 200.0
LONGEST = 45.0  #: seconds; more are not waited for until it is quiet
STOCK_TIMES = 5  #: more at once it does not ack in its three seconds


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

    def next_answer(self, rounds_: Sequence[RoundId], person: int) -> bytes:
        """Each answers again and again, as votes are changed: every one of them changes the team's round."""
        self.pressed[person] += 1
        return signed(_answer(rounds_[person // seeds.TEN], person, self.pressed[person]))


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """On each store in turn."""
    for store in databases.kinds():
        with databases.pair(store) as (ours, stock):
            async for figure in _measure(store, ours, stock, quick=quick):
                yield figure


async def _measure(store: str, database: str, theirs: str, *, quick: bool) -> AsyncIterator[Figure]:
    """Both run all the time; rounds of presses go to one, then to the other, in turns."""
    shapes = {"8 x 5": (8, 5, 4 if quick else 20), "200 x 10": (PEOPLE, 10, 1 if quick else 3)}
    standups = await _seed(database)
    ours, stock = Side(), Side()
    async with AsyncExitStack() as open_:
        slack = await open_.enter_async_context(Stub(seeds.people(TEAMS)))
        env = settings(slack.url, database, ours.port)
        await open_.enter_async_context(running("bot", "run", env=env, quiet=False))
        words = (str(stock.port), theirs)
        await open_.enter_async_context(running("tests.bench.stock_http", *words, env=env, quiet=False))
        await ready(ours.port)
        await quiet(database, 3 if quick else LONGEST)
        for each in (ours, stock):
            each.there = await connected(each.port, PEOPLE)
            await _round(each, standups, 8, 2)  # to warm up
            each.rates.clear()
        for name, (people, times, turns) in shapes.items():
            for _ in range(turns):
                for each, most in ((ours, times), (stock, STOCK_TIMES)):
                    rate = await _round(each, standups, people, min(times, most))
                    each.rates.setdefault(name, []).append(rate)
        lost = await _lost(database, standups, ours)
        late = await _steady(ours, standups, 1 if quick else 5)
    lost += max(0, ours.acked - await _noted(database))
    for name in shapes:
        mine, other = (median(each.rates[name]) for each in (ours, stock))
        against = f"stock Bolt and the ORM: {other:.0f}; {name}: so many people at once, each so often"
        called = f"recorded_acts_{name.replace(' ', '')}_{store}"
        yield at_least(called, mine, "acts/s", 2, against=against, other=other)
    yield at_most(f"recorded_act_p99_{store}", late * 1000, "ms", 20, against=f"{RATE:.0f}/s open loop")
    refused = f"{ours.acked} acked, {ours.refused} refused; stock refused {stock.refused}"
    yield at_most(f"recorded_answers_lost_{store}", lost, "acts", 0, against=refused)


async def quiet(database: str, longest: float) -> None:
    """Until the prompts are out, which go at the pace that Slack allows: what is measured is acts."""
    store = seeds.store(database)
    try:
        until = perf_counter() + longest
        while perf_counter() < until:
            await asyncio.sleep(1)
            soon = datetime.now(UTC) + timedelta(minutes=1)
            if not await store.read(partial(_owed, soon)):
                return
    finally:
        await store.close()


def _owed(before: datetime, ledger: Ledger) -> int:
    return ledger.outbox.owed(before)


async def _round(side: Side, rounds_: Sequence[RoundId], people: int, times: int) -> float:
    """All of them answer at once, each so many times. Returns acts a second."""
    requests = [[side.next_answer(rounds_, person) for _ in range(times)] for person in range(people)]
    start = perf_counter()
    await asyncio.gather(
        *(closed_loop([line], theirs) for line, theirs in zip(side.there, requests, strict=False))
    )
    return people * times / (perf_counter() - start)


async def _steady(side: Side, rounds_: Sequence[RoundId], seconds: int) -> float:
    """The seconds within which 99 of 100 are acked, at a steady rate."""
    answers = int(RATE) * seconds
    requests = [side.next_answer(rounds_, number % PEOPLE) for number in range(answers)]
    return quantile(await open_loop(side.there, requests, RATE), 0.99)


def _person(number: int) -> str:
    return f"U{number // seeds.TEN:03}{number % seeds.TEN:03}"


def _text(number: int) -> str:
    return f"Loaded batch {number}."


def _answer(round_: RoundId, person: int, number: int) -> dict[str, Any]:
    """What Slack sends when a form is submitted."""
    texts = {"since": _text(number), "until": "Load June.", "blockers": None}
    user = {"id": _person(person), "username": "person", "name": "person", "team_id": "T0BENCH"}
    return {
        "type": "view_submission",
        "team": {"id": "T0BENCH", "domain": "bench"},
        "user": user,
        "api_app_id": "A0BENCH",
        "token": "unused",
        "trigger_id": f"{person}.{number}.bench",
        "view": {
            "id": f"V{person}N{number}",
            "hash": "1767603601.abc",
            "type": "modal",
            "callback_id": "standup.answer",
            "private_metadata": json.dumps({"round": round_}),
            "blocks": [{"type": "input", "block_id": name} for name in texts],
            "state": {
                "values": {
                    name: {name: {"type": "plain_text_input", "value": text}} for name, text in texts.items()
                }
            },
        },
    }


def settings(api: str, database: str, port: int) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api,
        "DATABASE_URL": database,
        "PORT": str(port),
        "LOG_LEVEL": "INFO",
    }


async def _seed(database: str) -> list[RoundId]:
    """Teams whose standups are open; returns the rounds."""
    now = datetime.now(UTC)
    store = seeds.store(database)
    try:
        return await store.run(lambda ledger: _opened(ledger, now - timedelta(hours=1)))
    finally:
        await store.close()


def _opened(ledger: Ledger, at: datetime) -> list[RoundId]:
    before = at - timedelta(minutes=1)  # a digest at an earlier hour comes on the next day
    plans = seeds.seat(ledger, seeds.people(TEAMS), seeds.daily(at.time(), at), before, before.time())
    for plan in plans:
        opening.open_due(ledger, (seeds.HERE, plan.id), at)
    return [round_id(plan.id, standup.KIND, at.date().isoformat()) for plan in plans]


async def _noted(database: str) -> int:
    """How many answers the database has heard of."""
    store = seeds.store(database)
    try:
        return await store.read(_answers)
    finally:
        await store.close()


def _answers(ledger: Ledger) -> int:
    assert isinstance(ledger, LedgerRows)
    given = select(func.count()).select_from(acts).where(acts.c.kind == Answer.__name__)
    return ledger._statements.execute(given).scalar_one()


async def _lost(database: str, rounds_: Sequence[RoundId], side: Side) -> int:
    """How many people's last answer, when all were waited for, is not what the database holds."""
    store = seeds.store(database)
    try:
        found = await store.read(lambda ledger: [ledger.rounds.get(seeds.HERE, each) for each in rounds_])
    finally:
        await store.close()
    seats = {seat.member.id: seat for each in found if each for seat in each.state.survey.seats}
    return sum(
        (given := seats[MemberId(_person(person))].given) is None or given.texts["since"] != _text(number)
        for person, number in side.pressed.items()
    )
