"""A standup by HTTP: Slack posts signed requests to the bot's Request URL, and the bot answers each of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.app import App
from bot.config import Settings
from handlers.slack.manifest import manifest
from playground import Playground
from tests.scenarios.stage import MONDAY_NOON

Json = dict[str, Any]


@dataclass
class Stage:
    playground: Playground
    http: aiohttp.ClientSession
    address: str
    settle: Callable[[], Awaitable[None]]

    async def post(self, move: str, **body: object) -> Json:
        async with self.http.post(f"{self.playground.control_url}/{move}", json=body) as response:
            seen: Json = await response.json()
            return seen | {"status": response.status}

    async def command(self, text: str) -> Json:
        answer = await self.post("command", user="UOLIVER", channel="#data-science", text=text)
        if answer.get("view"):  # a form that takes long to make takes the place of one that says so
            await self.settle()
        return answer


@asynccontextmanager
async def by_http(folder: Path, secret: str | None = None) -> AsyncIterator[Stage]:
    """The whole bot without Socket Mode, which knows the app's signing secret, or the wrong one."""
    there = Playground()
    there.clock.set(MONDAY_NOON)
    await there.start()
    app = App(
        Settings(
            database_url=f"sqlite:///{folder}/piton.db",
            slack_bot_token=SecretStr(there.bot_token),
            slack_app_token=None,
            slack_signing_secret=SecretStr(secret or there.signing_secret),
            slack_api_url=there.api_url,
            port=0,
        ),
        there.clock,
    )

    async def settle(target: datetime) -> None:
        await app.take_to(target, there.clock.set)

    there.on_clock = settle
    await app.start()
    address = f"http://127.0.0.1:{app.port}"
    there.install(manifest(address))
    there.request_url = f"{address}/slack/events"
    async with aiohttp.ClientSession() as http:
        try:
            yield Stage(there, http, f"{address}/slack/events", app.settle)
        finally:
            await app.stop()
            await there.stop()


async def test_a_form_is_opened_filled_and_sent_and_a_button_pressed(tmp_path: Path) -> None:
    async with by_http(tmp_path) as play:
        opened = await play.command("/standup setup")
        assert opened["view"], opened
        assert opened["error"] is None
        saved = await play.post("submit", user="UOLIVER", values={})
        assert "First prompt: tomorrow 09:30 your time." in str(saved["view"])
        await play.post("close", user="UOLIVER", all=True)
        await play.post("clock", set="2026-11-24T09:31:00Z")
        direct = play.playground.slack.workspace.direct("UOLIVER")
        prompt = next(message for message in direct.messages if "metadata" in message)
        pressed = await play.post("click", user="UOLIVER", channel="@Piton", ts=prompt["ts"], text="Answer")
        assert (pressed["ok"], pressed["error"]) == (True, None)
        assert pressed["view"], pressed


async def test_a_person_who_writes_to_the_bot_is_greeted(tmp_path: Path) -> None:
    async with by_http(tmp_path) as play:
        await play.post("say", user="UOLIVER", channel="@Piton", text="hello?")
        await play.post("clock", advance=0)
        direct = play.playground.slack.workspace.direct("UOLIVER")
        assert [message["user"] for message in direct.messages][:2] == ["UOLIVER", "UPITON"]


async def test_slack_saves_the_address_of_a_bot_that_knows_the_secret(tmp_path: Path) -> None:
    async with by_http(tmp_path) as play:
        assert (await play.post("request_url", url=play.address))["ok"]
        assert (await play.post("ssl_check"))["status"] == 200


async def test_with_the_wrong_secret_the_person_reads_slacks_sentence_and_nothing_happens(
    tmp_path: Path,
) -> None:
    async with by_http(tmp_path, secret="not the one") as play:
        asked = await play.command("/standup setup")
        assert asked["error"] == '/standup failed with the error "http_client_error"'
        assert asked["view"] is None
        refused = await play.post("request_url", url=play.address)
        assert refused["status"] == 400
        assert "didn't respond with the value of the challenge" in refused["error"]
