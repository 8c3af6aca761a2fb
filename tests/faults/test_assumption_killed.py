"""The real process, killed while an assumption breaks: it is broken with all of its stories, or not at all."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from playground import Playground
from tests.faults.process import world
from tests.faults.test_count_killed import rest, rows, told
from tests.faults.test_kill import act
from tests.scenarios.stage import DATA

Json = dict[str, Any]
#: In the channel, without bots.
PEOPLE = 6
STORIES = "Find another sign\nLabel last year again\nAsk support"


async def breaks(there: Playground) -> Json:
    """Typed and sent."""
    await act(there, "command", user="UOLIVER", channel=DATA, text="/assumption broken 1")
    values = {"what": "They stay logged in", "stories": STORIES}
    return await act(there, "submit", user="UOLIVER", values=values)


@pytest.mark.parametrize(
    ("point", "kept"), [("before_commit", 0), ("after_commit", 3), ("after_edit", 3), ("after_settle", 3)]
)
async def test_a_kill_while_it_breaks(point: str, kept: int, tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    async with world(tmp_path) as (bot, there):
        await bot.start()
        typed = "/assumption new Customers log in weekly"
        await act(there, "command", user="UOLIVER", channel=DATA, text=typed)
        saved = await act(there, "submit", user="UOLIVER", values={"work": "Find another sign"})
        assert saved["ok"], saved
        await rest(file)
        await bot.stop()
        await bot.start()
        while rows(file, "SELECT count(*) FROM seats") < [(PEOPLE,)]:  # noqa: ASYNC110 — another process looks who leads
            await asyncio.sleep(0.1)
        await rest(file)
        await bot.stop()
        await bot.start(FAULTPOINT=f"{point}:1")
        await breaks(there)
        assert await bot.ended(20), "it dies by its own hand"
        assert bot.killed
        assert rows(file, "SELECT count(*) FROM stories") == [(kept,)]
        await bot.start()
        if not kept:
            answer = await breaks(there)
            assert "3 stories in the backlog for that: #1, #2, #3." in str(answer["ack"]), answer
        await rest(file)
        assert rows(file, "SELECT number, title FROM stories ORDER BY number") == [
            (1, "Find another sign"),
            (2, "Label last year again"),
            (3, "Ask support"),
        ]
        [card] = await told(there, "Assumption #1")
        assert "Broken, said Oliver Shaw" in card["text"]
        assert "#3 Ask support" in card["text"]
        await bot.stop()
