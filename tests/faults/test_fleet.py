"""A fleet of real processes: what Slack calls, and what does the work; any of them may die at any time."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp

from playground import Playground
from tests import postgres
from tests.bench.running import free_port
from tests.faults.process import Bot
from tests.faults.test_kill import act, prompts, settled
from tests.scenarios.stage import DATA


@dataclass
class Parts:
    """One that hears, two that work, and where they meet."""

    there: Playground
    web: Bot
    workers: tuple[Bot, Bot]
    port: int


@asynccontextmanager
async def fleet() -> AsyncIterator[Parts]:
    async with AsyncExitStack() as open_:
        database = open_.enter_context(postgres.database())
        there, port = Playground(), free_port()
        await there.start()
        open_.push_async_callback(there.stop)
        secret = {"SLACK_SIGNING_SECRET": there.signing_secret, "SLACK_APP_TOKEN": ""}
        web = Bot(there, database, "web", **secret, PORT=str(port))
        workers = tuple(Bot(there, database, "worker") for _ in range(2))
        for each in (web, *workers):
            await each.start()
            open_.push_async_callback(_end, each)
        await act(there, "request_url", url=f"http://127.0.0.1:{port}/slack/events")
        yield Parts(there, web, (workers[0], workers[1]), port)


async def _end(bot: Bot) -> None:
    if bot.alive:
        await bot.kill()


async def test_a_fleet_plays_a_standup_though_one_after_the_other_is_killed() -> None:
    async with fleet() as parts:
        there, (first, second) = parts.there, parts.workers
        assert (await act(there, "command", user="UOLIVER", channel=DATA, text="/standup setup"))["view"]
        saved = await act(there, "submit", user="UOLIVER", values={})
        assert saved["ok"], saved
        await act(there, "click", user="UOLIVER", view_id=saved["view"]["id"], action_id="standup.try")
        await first.kill()  # it may have had the prompt in hand
        [prompt] = await settled(there, "UOLIVER", 1, seconds=40)
        await first.start()
        await second.kill()
        await act(there, "click", user="UOLIVER", channel="@Piton", ts=prompt["ts"], text="Answer")
        sent = await act(there, "submit", user="UOLIVER", values={"since": "Before", "until": "After"})
        assert sent["ok"], sent
        await parts.web.kill()  # the answer was acknowledged
        await parts.web.start()
        await settled(there, "UOLIVER", 2, seconds=40)
        await asyncio.sleep(17)  # a doubt is settled within 15 s and a gate's lease runs out after 15
        found = await prompts(there, "UOLIVER")
        assert len(found) == 2, [each["text"] for each in found]
        assert "After" in str(found[1]["blocks"])
        for each in (parts.web, first):
            assert "Traceback" not in await each.stop()


async def test_a_part_that_is_told_to_stop_is_gone_within_its_grace_and_says_nothing_odd() -> None:
    async with fleet() as parts:
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"http://127.0.0.1:{parts.port}/readyz") as answer,
        ):
            assert (answer.status, await answer.json()) == (200, {"ok": True, "why": ""})
        for each in (parts.web, *parts.workers):
            each.signal(signal.SIGTERM)
            assert await each.ended(4)
            said = await each.stop()
            assert "Traceback" not in said
            assert "error" not in said
