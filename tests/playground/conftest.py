"""A playground on a real socket, with a real Bolt app connected to it over Socket Mode, and a person's hands."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground

Json = dict[str, Any]


@dataclass
class Stage:
    playground: Playground
    app: AsyncApp
    client: AsyncWebClient
    http: aiohttp.ClientSession
    handler: AsyncSocketModeHandler

    async def post(self, move: str, *, status: int = 200, **body: object) -> Json:
        async with self.http.post(f"{self.playground.control_url}/{move}", json=body) as response:
            assert response.status == status, await response.text()
            seen: Json = await response.json()
            return seen

    async def state(self) -> Json:
        async with self.http.get(f"{self.playground.control_url}/state") as response:
            seen: Json = await response.json()
            return seen

    async def said(self, channel: str = "C0DATA") -> list[str]:
        """The texts in a channel, ephemerals marked by whom they were shown to."""
        held = next(entry for entry in (await self.state())["channels"] if entry["id"] == channel)
        return [
            f"({message['ephemeral_to']}) {message['text']}" if "ephemeral_to" in message else message["text"]
            for message in held["messages"]
        ]


def new_app(playground: Playground, *, ignore_own: bool = True) -> AsyncApp:
    client = AsyncWebClient(token=playground.bot_token, base_url=playground.api_url, retry_handlers=[])
    return AsyncApp(client=client, process_before_response=True, ignoring_self_events_enabled=ignore_own)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    playground = Playground()
    await playground.start()
    playground.slack.sockets.ack_deadline = 0.4  # Slack's 3 s would only slow the tests of silence
    app = new_app(playground)
    handler = AsyncSocketModeHandler(app, playground.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call] # so in slack_bolt
    async with aiohttp.ClientSession() as http:
        yield Stage(playground, app, app.client, http, handler)
    await handler.close_async()  # type: ignore[no-untyped-call] # so in slack_bolt
    await playground.stop()


@pytest.fixture
async def here(stage: Stage) -> Stage:
    """As `stage`, with the bot in #data-science, of which it was not told."""
    stage.playground.slack.workspace.channels["C0DATA"].members.append("UPITON")
    return stage


async def until(true: Callable[[], bool]) -> None:
    """Waits for what happens by itself, such as the client's coming back."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 — nobody tells us when
            await asyncio.sleep(0.005)


def words(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def modal(*blocks: Json, callback_id: str = "form", **more: object) -> Json:
    view: Json = {
        "type": "modal",
        "callback_id": callback_id,
        "title": words("A form"),
        "submit": words("Send"),
    }
    return view | {"blocks": list(blocks)} | more


def field(block_id: str, label: str, element: Json, **more: object) -> Json:
    """An input block."""
    return {"type": "input", "block_id": block_id, "label": words(label), "element": element} | more


def text_input(**more: object) -> Json:
    return {"type": "plain_text_input", "action_id": "typed"} | more


def option(value: str) -> Json:
    return {"text": words(value.title()), "value": value}


def buttons(*labels: str) -> Json:
    pressable = [
        {"type": "button", "action_id": label.lower(), "text": words(label), "value": f"v-{label}"}
        for label in labels
    ]
    return {"type": "actions", "block_id": "row", "elements": pressable}
