"""The real process, killed with SIGKILL and started again: nothing that was acknowledged or owed is lost or doubled."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp

from playground import Playground
from tests.faults.process import world
from tests.scenarios.stage import DATA

Json = dict[str, Any]


async def act(there: Playground, move: str, **body: Any) -> Json:  # noqa: ANN401 — whatever JSON holds
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{there.control_url}/{move}", json=body) as response,
    ):
        answer: Json = await response.json()
        assert response.status == 200, answer
        return answer


async def prompts(there: Playground, user: str) -> list[Json]:
    async with aiohttp.ClientSession() as http, http.get(f"{there.control_url}/state") as response:
        state = await response.json()
    return [
        message
        for channel in state["channels"]
        if channel["is_im"] and user in channel["members"]
        for message in channel["messages"]
        if "metadata" in message
    ]


async def settled(there: Playground, user: str, count: int, seconds: float = 30) -> list[Json]:
    """Wait until a person has so many messages; then as long again as a doubt may last, to see no more come."""
    deadline = asyncio.get_running_loop().time() + seconds
    while len(found := await prompts(there, user)) < count:
        assert asyncio.get_running_loop().time() < deadline, found
        await asyncio.sleep(0.1)
    return found


async def test_a_kill_after_each_ack_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as (bot, there):
        await bot.start()
        opened = await act(there, "command", user="UOLIVER", channel=DATA, text="/standup setup")
        assert opened["view"], opened
        saved = await act(there, "submit", user="UOLIVER", values={})
        await bot.kill()  # the plan was acknowledged
        await bot.start()
        view = saved["view"]["id"]
        await act(there, "click", user="UOLIVER", view_id=view, action_id="standup.try")
        await bot.kill()  # the prompt is owed; it may have been posted, or not
        await bot.start()
        [prompt] = await settled(there, "UOLIVER", 1)
        channel = "@Piton"
        await act(there, "click", user="UOLIVER", channel=channel, ts=prompt["ts"], text="Answer")
        sent = await act(there, "submit", user="UOLIVER", values={"since": "Before", "until": "After"})
        assert sent["ok"], sent
        await bot.kill()  # the answer was acknowledged; the prompt's edit and the trial's digest are owed
        await bot.start()
        found = await settled(there, "UOLIVER", 2)
        await asyncio.sleep(17)  # a doubt is settled within 15 s and a gate's lease runs out after 15
        found = await prompts(there, "UOLIVER")
        assert len(found) == 2, [each["text"] for each in found]
        assert found[0]["ts"] == prompt["ts"]
        assert "Nothing of it counts" in str(found[0]["blocks"])
        assert "After" in str(found[1]["blocks"])
        assert "Traceback" not in await bot.stop()


async def test_a_stop_is_graceful_and_says_nothing_odd(tmp_path: Path) -> None:
    async with world(tmp_path) as (bot, _):
        await bot.start()
        said = await bot.stop()
        assert "Traceback" not in said
        assert "xoxb" not in said
        assert "xapp" not in said
