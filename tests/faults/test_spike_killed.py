"""The real process, killed at each point of a spike's reminder and of its decision: each comes once."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from playground import Playground
from tests.faults.process import Bot, world
from tests.faults.test_count_killed import POINTS, rest, rows, told
from tests.faults.test_kill import act
from tests.scenarios.stage import DATA


async def running(bot: Bot, there: Playground, file: Path, **more: str) -> None:
    """A spike for a story; all of it is told."""
    await bot.start(**more)
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


#: In London; the clock stands a little before half of three hours is used, and goes on.
FRIDAY = datetime(2026, 11, 20, 10, tzinfo=UTC)
HALF = timedelta(minutes=90)


def ahead(there: Playground) -> str:
    """The bot's clock goes by the playground's."""
    return str((there.clock.now() - datetime.now(UTC)).total_seconds())


@pytest.mark.parametrize("point", ["after_claim", "before_send", "after_send", "after_edit", "after_settle"])
async def test_a_kill_while_its_owner_is_reminded(point: str, tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    async with world(tmp_path) as (bot, there):
        there.clock.set(FRIDAY)
        await running(bot, there, file, AHEAD=ahead(there))
        await bot.stop()
        there.clock.set(FRIDAY + HALF - timedelta(seconds=2))
        await bot.start(AHEAD=ahead(there), FAULTPOINT=f"{point}:1")
        assert await bot.ended(30), "it dies by its own hand"
        assert bot.killed
        await bot.start(AHEAD=ahead(there))
        while not await told(there, "Half of your 3 h is used", direct=True):  # noqa: ASYNC110 — another process posts it
            await asyncio.sleep(0.1)
        await rest(file)
        [reminder] = await told(there, "Half of your 3 h is used", direct=True)
        assert "Time is up Fri 20 Nov 13:0" in reminder["text"]
        [shown] = await told(there, "Spike ·")
        assert "Half of the time is used" in shown["text"]
        await bot.stop()
