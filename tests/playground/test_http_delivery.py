"""HTTP mode: what Slack posts to a Request URL, signed, and what it makes of the answers."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from playground import Playground
from tests.playground.conftest import Json, modal, text_input, until
from tests.playground.conftest import field as entry


@dataclass
class Ear:
    """An app that keeps every request that comes and answers as it is told."""

    playground: Playground
    http: aiohttp.ClientSession
    address: str = ""
    heard: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)
    status: int = 200
    answer: str | Json = ""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    content_type: str = "text/plain"

    async def take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.heard.append((raw, dict(request.headers)))
        await asyncio.sleep(self.delay)
        if b"url_verification" in raw and self.status == 200:
            return web.json_response({"challenge": json.loads(raw)["challenge"]})
        if isinstance(self.answer, dict):
            return web.json_response(self.answer, status=self.status, headers=self.headers)
        return web.Response(
            text=self.answer, status=self.status, headers=self.headers, content_type=self.content_type
        )

    async def post(self, move: str, *, status: int = 200, **body: object) -> Json:
        async with self.http.post(f"{self.playground.control_url}/{move}", json=body) as response:
            assert response.status == status, await response.text()
            seen: Json = await response.json()
            return seen

    async def ask(self, text: str = "/standup now") -> Json:
        return await self.post("command", user="UMAYA", channel="C0DATA", text=text)

    def event(self, number: int) -> Any:  # noqa: ANN401 — whatever JSON holds
        return json.loads(self.heard[number][0])

    @property
    def tries(self) -> list[tuple[str | None, str | None]]:
        return [
            (headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason"))
            for _, headers in self.heard
        ]


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    playground = Playground()
    await playground.start()
    playground.slack.events.retries = (0.0, 0.01, 0.02)
    async with aiohttp.ClientSession() as http:
        listener = Ear(playground, http)
        app = web.Application()
        app.router.add_post("/slack/events", listener.take)
        for hop in range(1, 4):
            app.router.add_route("*", f"/hop{hop}", _hop(hop))
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        root = f"http://127.0.0.1:{runner.addresses[0][1]}"
        listener.address = playground.request_url = f"{root}/slack/events"
        yield listener
        await playground.stop()
        await runner.cleanup()


def _hop(number: int) -> Any:  # noqa: ANN401 — aiohttp's handler
    """/hop3 leads to /hop2 and so on to the real address; 307 keeps the method."""

    async def lead(_: web.Request) -> web.Response:
        target = f"/hop{number - 1}" if number > 1 else "/slack/events"
        return web.Response(status=307, headers={"Location": target})

    return lead


async def settled(ear: Ear, count: int) -> None:
    """So many requests came, and no more came within a moment."""
    await until(lambda: len(ear.heard) >= count)
    await asyncio.sleep(0.05)
    assert len(ear.heard) == count


async def test_a_command_is_a_signed_form_and_its_answer_is_shown(ear: Ear) -> None:
    ear.answer = "Done"
    seen = await ear.ask("/standup report & more")
    raw, headers = ear.heard[0]
    assert SignatureVerifier(ear.playground.signing_secret).is_valid_request(raw, headers)
    assert not SignatureVerifier("another").is_valid_request(raw, headers)
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    form = {key: value[0] for key, value in parse_qs(raw.decode()).items()}
    assert (form["command"], form["text"], form["team_id"]) == ("/standup", "report &amp; more", "T0PLAY")
    assert (seen["ok"], seen["text"]) == (True, "Done")


async def test_an_answer_in_json_may_be_for_everybody(ear: Ear) -> None:
    ear.answer = {"text": "Hear, hear", "response_type": "in_channel"}
    assert (await ear.ask())["text"] == "Hear, hear"
    messages = ear.playground.slack.workspace.channels["C0DATA"].messages
    assert [(m["text"], "ephemeral_to" in m) for m in messages] == [("Hear, hear", False)]


async def test_an_event_is_json_without_retry_headers_at_first(ear: Ear) -> None:
    await ear.post("say", user="UMAYA", channel="@Piton", text="hi")
    raw, headers = ear.heard[0]
    assert SignatureVerifier(ear.playground.signing_secret).is_valid_request(raw, headers)
    assert headers["Content-Type"] == "application/json"
    event = ear.event(0)
    assert (event["type"], event["event"]["text"], event["team_id"]) == ("event_callback", "hi", "T0PLAY")
    assert ear.tries == [(None, None)]


async def test_a_failed_event_comes_three_times_more_and_says_why(ear: Ear) -> None:
    ear.status = 500
    await ear.post("say", user="UMAYA", channel="@Piton", text="hi")
    await settled(ear, 4)
    assert ear.tries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({ear.event(number)["event_id"] for number in range(4)}) == 1


async def test_a_slow_event_is_told_again_with_its_reason(ear: Ear) -> None:
    ear.playground.slack.sockets.ack_deadline, ear.delay = 0.05, 0.1
    await ear.post("say", user="UMAYA", channel="@Piton", text="hi")
    await settled(ear, 4)
    assert ear.tries[1:] == [("1", "http_timeout"), ("2", "http_timeout"), ("3", "http_timeout")]


async def test_an_app_may_refuse_to_be_told_again(ear: Ear) -> None:
    ear.status, ear.headers = 500, {"X-Slack-No-Retry": "1"}
    await ear.post("say", user="UMAYA", channel="@Piton", text="hi")
    await settled(ear, 1)


async def test_two_redirects_are_followed_and_a_third_is_not(ear: Ear) -> None:
    root = ear.address.removesuffix("/slack/events")
    ear.answer = "Found"
    ear.playground.request_url = f"{root}/hop2"
    assert (await ear.ask())["text"] == "Found"
    ear.playground.request_url = f"{root}/hop3"
    assert (await ear.ask())["error"] == '/standup failed with the error "dispatch_failed"'
    assert len(ear.heard) == 1


@pytest.mark.parametrize(
    ("status", "code"), [(401, "http_client_error"), (404, "http_client_error"), (503, "http_service_error")]
)
async def test_the_person_reads_why_a_command_failed_and_it_is_never_retried(
    ear: Ear, status: int, code: str
) -> None:
    ear.status = status
    assert (await ear.ask())["error"] == f'/standup failed with the error "{code}"'
    await settled(ear, 1)


async def test_a_command_that_takes_too_long_has_timed_out(ear: Ear) -> None:
    ear.playground.slack.sockets.ack_deadline, ear.delay = 0.05, 0.1
    assert (await ear.ask())["error"] == '/standup failed with the error "operation_timeout"'


async def test_nobody_at_the_address_is_a_failed_dispatch(ear: Ear) -> None:
    ear.playground.request_url = "http://127.0.0.1:9/slack/events"
    assert (await ear.ask())["error"] == '/standup failed with the error "dispatch_failed"'


async def test_a_shortcut_is_json_in_a_form_and_its_status_is_shown(ear: Ear) -> None:
    ear.status = 401
    seen = await ear.post("shortcut", user="UMAYA", callback_id="ask")
    payload = json.loads(parse_qs(ear.heard[0][0].decode())["payload"][0])
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "ask")
    assert seen["error"] == "⚠️ This app responded with Status Code 401."
    await settled(ear, 1)


async def test_a_submission_is_answered_in_the_body(ear: Ear) -> None:
    held = ear.playground.slack
    opened = await _open(ear, held.triggers.issue("UMAYA"))
    assert opened["ok"], opened
    ear.answer = {"response_action": "errors", "errors": {"why": "Too short"}}
    seen = await ear.post("submit", user="UMAYA", values={"why": "x"})
    assert seen["errors"] == [{"block_id": "why", "label": "Why", "message": "Too short"}]
    ear.status = 500
    assert (await ear.post("submit", user="UMAYA", values={}))["error"] == (
        "We had some trouble connecting. Try again?"
    )
    ear.status, ear.answer = 200, ""
    assert (await ear.post("submit", user="UMAYA", values={}))["view"] is None


async def _open(ear: Ear, trigger_id: str) -> Json:
    view = modal(entry("why", "Why", text_input()))
    headers = {"Authorization": f"Bearer {ear.playground.bot_token}"}
    body = {"trigger_id": trigger_id, "view": view}
    async with ear.http.post(f"{ear.playground.api_url}views.open", json=body, headers=headers) as response:
        answered: Json = await response.json()
        return answered


async def test_an_address_is_saved_only_if_it_answers_the_challenge(ear: Ear) -> None:
    address, ear.playground.request_url = ear.address, ""
    ear.status = 404
    refused = await ear.post("request_url", url=address, status=400)
    assert refused["error"].startswith("Your URL didn't respond with the value of the challenge parameter.")
    assert ear.playground.request_url == ""
    nobody = await ear.post("request_url", url="http://127.0.0.1:9/", status=400)
    assert nobody["error"] == "Your URL could not be reached: connection_failed."
    ear.status = 200
    await ear.post("request_url", url=address)
    raw, headers = ear.heard[-1]
    assert SignatureVerifier(ear.playground.signing_secret).is_valid_request(raw, headers)
    assert json.loads(raw)["type"] == "url_verification"
    assert ear.playground.request_url == address
    await ear.post("request_url", url="")
    assert ear.playground.request_url == ""


async def test_slack_checks_the_certificate_with_a_form(ear: Ear) -> None:
    assert (await ear.post("ssl_check"))["status"] == 200
    assert parse_qs(ear.heard[0][0].decode()) == {"ssl_check": ["1"], "token": ["playground-verification"]}


async def test_a_replay_is_the_same_request_byte_for_byte(ear: Ear) -> None:
    await ear.ask()
    await ear.post("say", user="UMAYA", channel="@Piton", text="hi")
    again = await ear.post("repeat", times=2)
    assert again["answers"] == [{"ok": True, "ack": None}] * 2
    await ear.post("repeat", sort="interaction")
    bodies = [raw for raw, _ in ear.heard]
    assert bodies == [bodies[0], bodies[1], bodies[1], bodies[1], bodies[0]]
    signatures = [headers["X-Slack-Signature"] for _, headers in ear.heard]
    assert signatures == [signatures[0], *signatures[1:2] * 3, signatures[0]]


async def test_running_alone_it_signs_with_the_secret_that_it_prints(ear: Ear) -> None:
    ear.answer = "heard"
    command = (sys.executable, "-m", "playground", "--request-url", ear.address)
    alone = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert alone.stdout is not None
    addresses = json.loads(await alone.stdout.readline())
    asked = {"user": "UMAYA", "channel": "C0DATA", "text": "/standup"}
    async with ear.http.post(f"{addresses['control']}/command", json=asked) as response:
        seen = await response.json()
    alone.terminate()
    await alone.wait()
    raw, headers = ear.heard[0]
    assert seen["text"] == "heard"
    assert SignatureVerifier(addresses["signing_secret"]).is_valid_request(raw, headers)


@pytest.mark.parametrize("url", ["nowhere", "ftp://127.0.0.1/", "http://", "//x", "http://127.0.0.1:99999/"])
async def test_an_address_that_is_none_is_refused(ear: Ear, url: str) -> None:
    before = ear.playground.request_url
    assert (await ear.post("request_url", url=url, status=400))["error"].startswith("Your URL could not be")
    assert ear.playground.request_url == before
    ear.playground.request_url = url
    assert (await ear.ask())["error"] == '/standup failed with the error "dispatch_failed"'


@pytest.mark.parametrize("answer", ["[1]", "nonsense", "null", '"x"', "\x00", "{" * 2000])
async def test_an_interaction_answered_with_nonsense_is_answered(ear: Ear, answer: str) -> None:
    ear.answer, ear.content_type = answer, "application/json"
    seen = await ear.post("shortcut", user="UMAYA", callback_id="ask")
    assert (seen["ok"], seen["ack"]) == (True, None)
