"""The real process, killed at each point of the question whether a decision still stands: it comes once."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from playground import Playground
from tests.faults.process import Bot, world
from tests.faults.test_count_killed import rest, told
from tests.faults.test_kill import act
from tests.faults.test_spike_killed import ahead
from tests.scenarios.stage import DATA

#: In London, where Oliver is; and the morning of its day.
WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


async def recorded(bot: Bot, there: Playground) -> None:
    """A decision of Oliver's, typed and sent."""
    await bot.start(AHEAD=ahead(there))
    await act(there, "command", user="UOLIVER", channel=DATA, text="/decision Features by day")
    values = {"why": "They drift apart", "day": "2026-11-20"}
    saved = await act(there, "submit", user="UOLIVER", values=values)
    assert saved["ok"], saved
    while not await told(there, "Decision #1"):  # noqa: ASYNC110 — another process posts it
        await asyncio.sleep(0.1)
    await bot.stop()


@pytest.mark.parametrize("point", ["after_claim", "before_send", "after_send", "after_settle"])
async def test_a_kill_while_it_is_asked_whether_it_stands(point: str, tmp_path: Path) -> None:
    async with world(tmp_path) as (bot, there):
        there.clock.set(WEDNESDAY)
        await recorded(bot, there)
        there.clock.set(FRIDAY - timedelta(seconds=3))
        await bot.start(AHEAD=ahead(there), FAULTPOINT=f"{point}:1")
        assert await bot.ended(30), "it dies by its own hand"
        assert bot.killed
        await bot.start(AHEAD=ahead(there))
        while not await told(there, "Does it still stand?", direct=True):  # noqa: ASYNC110 — another process posts it
            await asyncio.sleep(0.1)
        await rest(tmp_path / "piton.db")
        [asked] = await told(there, "Features by day", direct=True)
        assert "as of Fri 20 Nov. Does it still stand?" in asked["text"]
        assert len(await told(there, "Decision #1: Features by day")) == 1
        await bot.stop()
