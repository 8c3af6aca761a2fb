"""The real process, killed at each point of a spike's decision: it is decided once, and its story voted on once."""

import asyncio
from pathlib import Path

import pytest

from playground import Playground
from tests.faults.process import Bot, world
from tests.faults.test_count_killed import POINTS, rest, rows, told
from tests.faults.test_kill import act
from tests.scenarios.stage import DATA


async def running(bot: Bot, there: Playground, file: Path) -> None:
    """A spike for a story; all of it is told."""
    await bot.start()
    await act(there, "command", user="UOLIVER", channel=DATA, text="/story add")
    saved = await act(there, "submit", user="UOLIVER", values={"title": "Churn by region"})
    assert saved["ok"], saved
    opened = await act(there, "command", user="UOLIVER", channel=DATA, text="/spike #1")
    assert opened["view"], opened
    saved = await act(there, "submit", user="UOLIVER", values={"question": "Which regions?", "box": "3 h"})
    assert saved["ok"], saved
    while not await told(there, "Spike ·"):  # noqa: ASYNC110 — another process posts it
        await asyncio.sleep(0.1)
    await rest(file)


async def decided(there: Playground) -> None:
    opened = await act(there, "command", user="UOLIVER", channel=DATA, text="/spike finish")
    assert opened["view"], opened


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_while_a_spike_is_decided(point: str, tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    values = {"decision": "estimable", "text": "Two of nine"}
    async with world(tmp_path) as (bot, there):
        await running(bot, there, file)
        await decided(there)
        await bot.stop()
        await bot.start(FAULTPOINT=f"{point}:1")
        sent = await act(there, "submit", user="UOLIVER", values=values)
        assert await bot.ended(10), "it dies by its own hand"
        assert bot.killed
        await bot.start()
        if not rows(file, "SELECT 1 FROM spikes"):
            assert not sent["ok"], "what was acknowledged is kept"
            again = await act(there, "submit", user="UOLIVER", values=values)
            assert again["ok"], again
        await rest(file)
        assert rows(file, "SELECT decision FROM spikes") == [("estimable",)]
        assert rows(file, "SELECT count(*) FROM rounds WHERE kind = 'estimation'") == [(1,)]
        assert len(await told(there, "Can be estimated now, says")) == 1
        [vote] = await told(there, "Estimation ·")
        assert "Two of nine" in vote["text"]
        await bot.stop()
