"""The real process, killed at each point of the close of a sprint in which an experiment runs: it is asked about once,
in the channel and each who decides."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from playground import Playground
from tests.faults.process import Bot, world
from tests.faults.test_count_killed import rest, rows, told
from tests.faults.test_kill import act
from tests.faults.test_spike_killed import ahead
from tests.faults.test_sprint_killed import CLOSES, MONDAY, running
from tests.scenarios.stage import DATA

#: When Oliver, who decides, is at work again.
MORNING = datetime(2027, 1, 18, 9, tzinfo=UTC)
QUESTION = "Is another sprint on churn-1 worth it?"
#: While the close is claimed, while its messages go out, and once some of them are settled.
POINTS = ("after_claim:1", "after_send:1", "after_settle:1")


async def experimenting(bot: Bot, there: Playground, file: Path) -> None:
    """A sprint, with an experiment that has a result."""
    await running(bot, there, file)
    await act(there, "command", user="UOLIVER", channel=DATA, text="/experiment new Usage tells who leaves")
    saved = await act(
        there,
        "submit",
        user="UOLIVER",
        values={"question": "Do we call?", "metric": "f1", "key": "churn-1", "deciders": ["UOLIVER"]},
    )
    assert saved["ok"], saved
    await act(there, "command", user="UOLIVER", channel=DATA, text="/experiment result churn-1 0.75 10")
    saved = await act(there, "submit", user="UOLIVER", values={})
    assert saved["ok"], saved
    while not await told(there, "Experiment churn-1"):  # noqa: ASYNC110 — another process posts it
        await asyncio.sleep(0.1)
    await rest(file)


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_while_a_sprint_is_closed(point: str, tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    async with world(tmp_path) as (bot, there):
        there.clock.set(MONDAY)
        await experimenting(bot, there, file)
        await bot.stop()
        there.clock.set(CLOSES - timedelta(seconds=2))
        await bot.start(AHEAD=ahead(there), FAULTPOINT=point)
        assert await bot.ended(30), "it dies by its own hand"
        assert bot.killed
        await bot.start(AHEAD=ahead(there))
        while not await told(there, QUESTION):  # noqa: ASYNC110 — another process posts it
            await asyncio.sleep(0.1)
        await rest(file)
        await bot.stop()
        there.clock.set(MORNING)
        await bot.start(AHEAD=ahead(there))
        while not await told(there, QUESTION, direct=True):  # noqa: ASYNC110 — the same
            await asyncio.sleep(0.1)
        await rest(file)
        assert len(await told(there, QUESTION)) == 1
        assert len(await told(there, QUESTION, direct=True)) == 1
        assert rows(file, "SELECT count(*) FROM rounds WHERE kind = 'checkpoint'") == [(1,)]
        await bot.stop()
