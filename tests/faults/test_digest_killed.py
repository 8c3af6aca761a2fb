"""The real process, killed at each point of a digest's posting, and of an answer: each is there once."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from playground import Playground
from tests.faults.process import Bot, world
from tests.faults.test_count_killed import POINTS, rest, rows, told
from tests.faults.test_kill import act
from tests.scenarios.stage import DATA

Json = dict[str, Any]
GENERAL = "#general"


async def in_general(there: Playground, words: str) -> list[Json]:
    async with aiohttp.ClientSession() as http, http.get(f"{there.control_url}/state") as response:
        state = await response.json()
    [general] = [each for each in state["channels"] if each["name"] == "general"]
    return [each for each in general["messages"] if words in each["text"]]


async def ready(bot: Bot, there: Playground, file: Path) -> None:
    """A digest is set up, and a story without a value makes something to tell."""
    await bot.start()
    opened = await act(there, "command", user="UOLIVER", channel=DATA, text="/digest setup")
    assert opened["view"], opened
    saved = await act(there, "submit", user="UOLIVER", values={"channel": GENERAL})
    assert saved["ok"], saved
    opened = await act(there, "command", user="UOLIVER", channel=DATA, text="/story add")
    assert opened["view"], opened
    assert (await act(there, "submit", user="UOLIVER", values={"title": "Churn by region"}))["ok"]
    await rest(file)


async def pressed(there: Playground, user: str, channel: str, message: Json, label: str) -> Json:
    return await act(there, "click", user=user, channel=channel, ts=message["ts"], text=label)


async def posts(there: Playground) -> Json:
    await act(there, "command", user="UOLIVER", channel=DATA, text="/digest now")
    async with asyncio.timeout(10):
        while not (offer := await told(there, "Post it now?")):  # noqa: ASYNC110 — another process says it
            await asyncio.sleep(0.1)
    return await pressed(there, "UOLIVER", DATA, offer[-1], "Post it now")


@pytest.mark.parametrize("point", [each for each in POINTS if not each.endswith("commit")])
async def test_a_kill_while_a_digest_is_posted(point: str, tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    async with world(tmp_path) as (bot, there):
        await ready(bot, there, file)
        await bot.stop()
        await bot.start(FAULTPOINT=f"{point}:1")
        await posts(there)
        assert await bot.ended(10), "it dies by its own hand"
        assert bot.killed
        await bot.start()
        await rest(file)
        assert rows(file, "SELECT count(*) FROM rounds WHERE kind = 'digest'") == [(1,)]
        assert len(await in_general(there, "what we learnt")) == 1
        await bot.stop()


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_while_a_question_is_answered(point: str, tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    async with world(tmp_path) as (bot, there):
        await ready(bot, there, file)
        await posts(there)
        await rest(file)
        [digest] = await in_general(there, "what we learnt")
        assert (await pressed(there, "UDIEGO", GENERAL, digest, "Ask the team"))["view"]
        assert (await act(there, "submit", user="UDIEGO", values={"text": "Why?"}))["ok"]
        await rest(file)
        await bot.stop()
        await bot.start(FAULTPOINT=f"{point}:1")
        [card] = await told(there, "asks, below the digest")
        await answers(there, card)
        assert await bot.ended(10), "it dies by its own hand"
        assert bot.killed
        await bot.start()
        if not rows(file, "SELECT 1 FROM rounds WHERE kind = 'question' AND state LIKE '%Because.%'"):
            await answers(there, card)
        await rest(file)
        assert len(await in_general(there, "answers: Because.")) == 1
        [card] = await told(there, "below the digest of")
        assert "Oliver Shaw has answered: Because." in card["text"]
        await bot.stop()


async def answers(there: Playground, card: Json) -> None:
    assert (await pressed(there, "UOLIVER", DATA, card, "Answer"))["view"]
    await act(there, "submit", user="UOLIVER", values={"text": "Because."})
