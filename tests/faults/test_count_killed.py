"""The real process, killed at each point of the count of a vote: it is counted once, told once, and no vote is lost."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from playground import Playground
from tests.faults.process import Bot, world
from tests.faults.test_kill import act
from tests.scenarios.stage import DATA

Json = dict[str, Any]
POINTS = ("before_commit", "after_commit", "before_send", "after_send", "after_settle")
#: Seconds within which everything has come to rest: a doubt may last for fifteen, and a lease too.
REST = 40.0


async def told(there: Playground, words: str, *, direct: bool = False) -> list[Json]:
    """The messages that say this in the channel, or in direct messages."""
    async with aiohttp.ClientSession() as http, http.get(f"{there.control_url}/state") as response:
        state = await response.json()
    return [
        message
        for channel in state["channels"]
        if (channel["is_im"] if direct else channel["name"] == "data-science")
        for message in channel["messages"]
        if words in message["text"]
    ]


def rows(file: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def at_rest(file: Path) -> bool:
    owed = "SELECT 1 FROM slots WHERE state IN ('wanted', 'sending') OR shown_print != wanted_print"
    return not rows(file, owed)


async def rest(file: Path) -> None:
    async with asyncio.timeout(REST):
        while not at_rest(file):  # noqa: ASYNC110 — another process makes it so
            await asyncio.sleep(0.2)


async def press(there: Playground, user: str, label: str) -> Json:
    [card] = await told(there, "Estimation ·")
    return await act(there, "click", user=user, channel=DATA, ts=card["ts"], text=label)


async def called(bot: Bot, there: Playground, file: Path) -> None:
    """A vote of two, of whom one has voted; all of it is told."""
    await bot.start()
    opened = await act(there, "command", user="UOLIVER", channel=DATA, text="/estimate")
    assert opened["view"], opened
    made = {"pasted": "Churn by region", "effort": ["UOLIVER", "UPRIYA"]}
    saved = await act(there, "submit", user="UOLIVER", values=made)
    assert saved["ok"], saved
    while not await told(there, "Estimation ·"):  # noqa: ASYNC110 — another process posts it
        await asyncio.sleep(0.1)
    await press(there, "UOLIVER", "3")
    await rest(file)
    await bot.stop()


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_while_the_votes_are_counted(point: str, tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    async with world(tmp_path) as (bot, there):
        await called(bot, there, file)
        await bot.start(FAULTPOINT=f"{point}:1")
        pressed = await press(there, "UPRIYA", "5")
        assert await bot.ended(10), "it dies by its own hand"
        assert bot.killed
        await bot.start()
        if not await told(there, "Estimates ·") and not rows(file, "SELECT 1 FROM estimates"):
            assert not pressed["ok"] or pressed.get("error"), "what was acknowledged is kept"
            await press(there, "UPRIYA", "5")
        await rest(file)
        [result] = await told(there, "Estimates ·")
        assert "effort 5 (3 to 5, 2 votes)" in result["text"]
        assert rows(file, "SELECT count(*) FROM estimates") == [(1,)]
        await bot.stop()
