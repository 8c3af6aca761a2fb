"""The crew of one process: it carries in chunks, survives what fails, drains and stops; the ticker's one tick."""

import asyncio
from collections.abc import Sequence
from functools import partial

from bot.crew import CHUNK, LocalCrew
from bot.ledger import Job, Ledger
from bot.model import ChannelId
from bot.ticker import Ticker, claim
from tests.factories import LOS_ANGELES, WORKSPACE, make_person, utc
from tests.shell import Shell

JOBS = [(WORKSPACE, ChannelId(f"C{number}")) for number in range(2 * CHUNK + 1)]


async def test_jobs_are_carried_in_chunks() -> None:
    carried: list[int] = []

    async def carry(jobs: Sequence[Job]) -> None:
        await asyncio.sleep(0)
        carried.append(len(jobs))

    crew = LocalCrew({"wake": carry})
    crew.begin("wake", JOBS)
    assert carried == []
    await crew.drain()
    assert carried == [CHUNK, CHUNK, 1]


async def test_a_task_that_fails_harms_no_other() -> None:
    carried: list[str] = []

    async def carry(jobs: Sequence[Job]) -> None:
        if jobs[0] == JOBS[0]:
            raise ValueError(jobs)
        carried.extend(name for _, name in jobs)

    crew = LocalCrew({"deliver": carry})
    crew.begin("deliver", JOBS)
    await crew.drain()
    assert carried == [name for _, name in JOBS[CHUNK:]]


async def test_what_a_task_submits_is_drained_too() -> None:
    carried: list[str] = []

    async def first(jobs: Sequence[Job]) -> None:
        carried.append("wake")
        crew.begin("deliver", jobs)

    async def second(jobs: Sequence[Job]) -> None:
        await asyncio.sleep(0)
        carried.append(f"deliver {len(jobs)}")

    crew = LocalCrew({"wake": first, "deliver": second})
    crew.begin("wake", JOBS[:1])
    await crew.drain()
    assert carried == ["wake", "deliver 1"]


async def test_stopping_waits_for_a_grace_and_leaves_the_rest() -> None:
    ended: list[str] = []

    async def carry(jobs: Sequence[Job]) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(f"{len(jobs)} left")

    crew = LocalCrew({"wake": carry})
    crew.begin("wake", JOBS[:3])
    await crew.stop(0.01)
    await crew.drain()
    assert ended == ["3 left"]


async def test_a_tick_claims_what_is_due_and_nothing_twice(shell: Shell) -> None:
    await shell.people(make_person("Ada"), make_person("Lou", LOS_ANGELES))
    await shell.set_up("Ada", "Ada", "Lou")
    ticker = Ticker(shell.store, shell.clock, LocalCrew({}))
    assert await ticker.tick() == 0
    shell.clock.moment = utc("24 09:30")
    assert [await ticker.tick(), await ticker.tick()] == [1, 0]


async def test_what_its_taker_lost_is_claimed_again_when_the_lease_is_over(shell: Shell) -> None:
    await shell.people(make_person("Ada"))
    await shell.set_up("Ada", "Ada")
    found = []
    for at in ("24 09:30:00", "24 09:30:59", "24 09:31:00"):
        shell.clock.moment = utc(at)
        found.append(await shell.store.run(partial(_claim, shell)))
    assert found == [1, 0, 1]


def _claim(shell: Shell, ledger: Ledger) -> int:
    return claim(ledger, shell.clock.now())
