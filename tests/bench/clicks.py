"""Click to ack through the whole bot, which writes the act down durably first, against a stock Bolt app, which acks."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median

from bot import opening, rounds
from bot.ceremonies import blocker, standup, survey
from bot.ledger import Ledger
from bot.model import RoundId, round_id
from tests.bench import seeds
from tests.bench.figures import Figure, at_most, quantile
from tests.bench.pressing import press
from tests.bench.running import free_port, ready, running, settings
from tests.bench.stub import Stub

WARM_UP = 30
_TEXTS = {"since": "Loaded May.", "until": "Load June.", "blockers": "No access to billing"}

_number = count(1)
_WHO = "U000001"


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """Both run all the time; clicks go to one, then to the other, in turns."""
    turns, clicks = (2, 20) if quick else (5, 100)
    teams = seeds.people(1)
    with tempfile.TemporaryDirectory(prefix="piton-bench-") as folder:
        database = f"sqlite:///{Path(folder) / 'clicks.db'}"
        stuck = await _seed(database)
        async with AsyncExitStack() as open_:
            ours, stock = (
                await open_.enter_async_context(Stub(teams)),
                await open_.enter_async_context(Stub([])),
            )
            port = free_port()
            env = settings(ours.url, database, port)
            await open_.enter_async_context(running("bot", "run", env=env))
            await open_.enter_async_context(
                running("tests.bench.stock", env={**env, "SLACK_API_URL": stock.url})
            )
            await ready(port)
            await stock.connected()
            await ours.quiet(4)
            await _press(ours, stuck, WARM_UP)
            await _press(stock, stuck, WARM_UP)
            took: dict[Stub, list[float]] = {ours: [], stock: []}
            for _ in range(turns):
                for each in took:
                    took[each] += await _press(each, stuck, clicks)
        wrong = turns * clicks + WARM_UP - await _acts(database, stuck)
    mine, theirs = (median(took[each]) * 1000 for each in (ours, stock))
    shape = f"stock Bolt with its defaults: {theirs:.2f} ms; {turns} x {clicks} clicks each"
    yield at_most("click_to_ack_p50", mine, "ms", 0.5, against=shape, other=theirs)
    late = [quantile(took[each], 0.99) * 1000 for each in (ours, stock)]
    yield Figure(
        "click_to_ack_p99",
        round(late[0], 3),
        "ms",
        f"stock Bolt: {late[1]:.2f} ms",
        round(late[0] / late[1], 3),
    )
    yield at_most("clicks_acked_but_not_kept", wrong, "clicks", 0)


async def _seed(database: str) -> RoundId:
    """A team whose standup has been answered, its digest posted, and with it a blocker; returns the blocker."""
    now = datetime.now(UTC)
    before = now - timedelta(hours=1)
    store = seeds.store(database)
    try:
        return await store.run(lambda ledger: _blocked(ledger, before))
    finally:
        await store.close()


def _blocked(ledger: Ledger, at: datetime) -> RoundId:
    [team] = seeds.people(1)
    [plan] = seeds.seat(ledger, [team], seeds.daily(at.time(), at), at - timedelta(minutes=1))
    opening.open_due(ledger, (seeds.HERE, plan.id), at)
    day = at.date().isoformat()
    here = round_id(plan.id, standup.KIND, day)
    for number, person in enumerate(team):
        texts = _TEXTS if number == 0 else {**_TEXTS, "blockers": ""}
        rounds.perform(ledger, seeds.HERE, here, survey.Answer(texts), person.id, at)
    return round_id(plan.id, blocker.CEREMONY.kind, f"{day}/{team[0].id}")


async def _acts(database: str, stuck: RoundId) -> int:
    """How many acts on the blocker the database knows, counted by its version."""
    store = seeds.store(database)
    try:
        round_ = await store.read(lambda ledger: ledger.rounds.get(seeds.HERE, stuck))
    finally:
        await store.close()
    return round_.version - 1 if round_ else 0


async def _press(there: Stub, stuck: RoundId, times: int) -> list[float]:
    """Take the blocker on and put it back, by turns."""
    moves = ("blocker.acknowledge", "blocker.hand_back")
    return [
        await there.click(press(moves[number % 2], stuck, next(_number), _WHO)) for number in range(times)
    ]
