"""The whole bot by HTTP instead of Socket Mode: what Slack would post, and what it would read."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app import App
from bot.config import Settings
from playground import Playground
from tests.handlers.test_web import SECRET, get, signed


def bot(there: Playground, tmp_path: Path) -> App:
    return App(
        Settings(
            database_url=f"sqlite:///{tmp_path}/piton.db",
            slack_bot_token=SecretStr(there.bot_token),
            slack_app_token=None,
            slack_signing_secret=SecretStr(SECRET),
            slack_api_url=there.api_url,
            port=0,
        )
    )


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    there = Playground()
    await there.start()
    app = bot(there, tmp_path)
    await app.start()
    yield f"http://127.0.0.1:{app.port}"
    await app.stop()
    await there.stop()


async def post(address: str, body: bytes, kind: str) -> tuple[int, Any]:
    headers = signed(body) | {"Content-Type": kind}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{address}/slack/events", data=body, headers=headers) as answer,
    ):
        text = await answer.text()
        return answer.status, json.loads(text) if text.startswith("{") else text


async def test_slack_can_save_the_address(address: str) -> None:
    body = json.dumps({"type": "url_verification", "token": "x", "challenge": "3eZbrw1aB"}).encode()
    assert await post(address, body, "application/json") == (200, {"challenge": "3eZbrw1aB"})


async def test_a_command_is_answered_to_the_person_alone(address: str) -> None:
    command = {
        "command": "/piton",
        "text": "help",
        "team_id": "T0PLAY",
        "user_id": "UOLIVER",
        "channel_id": "C0DATA",
        "trigger_id": "1.2",
    }
    status, said = await post(address, urlencode(command).encode(), "application/x-www-form-urlencoded")
    assert status == 200
    assert "/standup setup" in said["text"]
    assert said.get("response_type", "ephemeral") == "ephemeral"


async def test_a_press_is_acked(address: str) -> None:
    press = {
        "type": "block_actions",
        "team": {"id": "T0PLAY"},
        "user": {"id": "UOLIVER", "team_id": "T0PLAY"},
        "actions": [{"type": "button", "action_id": "standup.skip", "value": "gone"}],
    }
    body = urlencode({"payload": json.dumps(press)}).encode()
    assert await post(address, body, "application/x-www-form-urlencoded") == (200, "")


async def test_slack_may_check_the_certificate(address: str) -> None:
    body = urlencode({"ssl_check": "1", "token": "x"}).encode()
    assert (await post(address, body, "application/x-www-form-urlencoded"))[0] == 200


async def test_the_bot_is_ready_when_database_and_slack_answer(address: str) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"{address}/readyz") as answer:
        assert (answer.status, await answer.json()) == (200, {"ok": True, "why": ""})


async def test_while_slack_is_away_at_the_start_it_lives_and_is_not_ready(tmp_path: Path) -> None:
    there = Playground()
    await there.start()
    there.slack.faults.add("auth.test", "status", status=503)
    app = bot(there, tmp_path)
    start = asyncio.create_task(app.start())
    while not app.port:  # noqa: ASYNC110 — it opens when it opens
        await asyncio.sleep(0.01)
    address = f"http://127.0.0.1:{app.port}"
    assert [await get(address, path) for path in ("/healthz", "/readyz")] == [
        (200, {"ok": True}),
        (503, {"ok": False, "why": "starting"}),
    ]
    told = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_home_opened"}})
    assert (await post(address, told.encode(), "application/json"))[0] == 503, "Slack tells it again"
    there.slack.faults.clear()
    await start
    assert await get(address, "/readyz") == (200, {"ok": True, "why": ""})
    await app.stop()
    await there.stop()
