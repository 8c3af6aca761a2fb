"""The real process, killed at each point of a sprint's close: it is closed once, each is asked once, one follows."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from playground import Playground
from tests.faults.process import Bot, world
from tests.faults.test_count_killed import rest, rows, told
from tests.faults.test_kill import act
from tests.faults.test_spike_killed import ahead
from tests.scenarios.stage import DATA
from tests.scenarios.test_sprint_by_hand import stories_in

#: The Monday on which the sprint begins, in London.
MONDAY = datetime(2027, 1, 4, 11, tzinfo=UTC)
CLOSES = datetime(2027, 1, 15, 17, tzinfo=UTC)
POINTS = ("after_claim:1", "after_send:2", "after_settle:2")


async def running(bot: Bot, there: Playground, file: Path) -> None:
    """A sprint of one story, which Priya has; all of it is told."""
    await bot.start(AHEAD=ahead(there))
    await act(there, "command", user="UOLIVER", channel=DATA, text="/story add")
    saved = await act(there, "submit", user="UOLIVER", values={"title": "Churn by region"})
    assert saved["ok"], saved
    await act(there, "command", user="UOLIVER", channel=DATA, text="/sprint start")
    saved = await act(there, "submit", user="UOLIVER", values={"weeks": "2", "first": "2027-01-04"})
    assert saved["ok"], saved
    opened = await act(there, "command", user="UOLIVER", channel=DATA, text="/sprint plan")
    [story] = stories_in(opened["view"]).values()
    saved = await act(there, "submit", user="UOLIVER", values={"stories": [story]})
    assert saved["ok"], saved
    await act(there, "command", user="UPRIYA", channel=DATA, text="/sprint take #1")
    while not await told(there, "0 of 1 story done"):  # noqa: ASYNC110 — another process posts it
        await asyncio.sleep(0.1)
    await rest(file)


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_while_a_sprint_is_closed(point: str, tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    async with world(tmp_path) as (bot, there):
        there.clock.set(MONDAY)
        await running(bot, there, file)
        await bot.stop()
        there.clock.set(CLOSES - timedelta(seconds=2))
        await bot.start(AHEAD=ahead(there), FAULTPOINT=point)
        assert await bot.ended(30), "it dies by its own hand"
        assert bot.killed
        await bot.start(AHEAD=ahead(there))
        while not await told(there, "What made it take longer", direct=True):  # noqa: ASYNC110 — the same
            await asyncio.sleep(0.1)
        await rest(file)
        assert len(await told(there, "What made it take longer", direct=True)) == 1
        assert len(await told(there, "Sprint 1 closed")) == 1
        assert rows(file, "SELECT state FROM claims") == [("rolled",)]
        assert rows(file, "SELECT count(*) FROM rounds WHERE kind = 'sprint'") == [(2,)]
        await bot.stop()
