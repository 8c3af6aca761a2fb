"""The HTTP front: health, and what it takes to get past it."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from handlers.slack.door import parse
from handlers.web import MOST, Web

SECRET = "a-secret-of-the-test"
BODY = urlencode({"command": "/standup", "text": "näh"}).encode()


class Inside:
    """Remembers what came through."""

    def __init__(self) -> None:
        self.wrong = ""
        self.came: list[object] = []

    async def ready(self) -> str:
        return self.wrong

    async def dispatch(self, body: str, headers: Mapping[str, str]) -> tuple[int, str, str]:
        self.came.append(parse(body, headers))
        return 200, "", "text/plain"


@pytest.fixture
async def inside() -> Inside:
    return Inside()


@pytest.fixture
async def address(inside: Inside) -> AsyncIterator[str]:
    web = Web("127.0.0.1", 0, ready=inside.ready, secret=SECRET, dispatch=inside.dispatch)
    yield f"http://127.0.0.1:{await web.start()}"
    await web.stop()


def signed(body: bytes, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


async def post(address: str, body: bytes, headers: dict[str, str]) -> int:
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{address}/slack/events", data=body, headers=headers) as answer,
    ):
        return answer.status


async def get(address: str, path: str) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as http, http.get(address + path) as answer:
        return answer.status, await answer.json()


async def test_health_is_the_process_and_readiness_what_it_stands_on(address: str, inside: Inside) -> None:
    assert await get(address, "/healthz") == (200, {"ok": True})
    assert await get(address, "/readyz") == (200, {"ok": True, "why": ""})
    inside.wrong = "slack: no socket"
    assert await get(address, "/readyz") == (503, {"ok": False, "why": "slack: no socket"})
    assert (await get(address, "/healthz"))[0] == 200


async def test_a_signed_request_comes_through_parsed(address: str, inside: Inside) -> None:
    assert await post(address, BODY, signed(BODY)) == 200
    payload = urlencode({"payload": json.dumps({"type": "block_actions"})}).encode()
    assert await post(address, payload, signed(payload)) == 200
    assert inside.came == [{"command": "/standup", "text": "näh"}, {"type": "block_actions"}]


def _without(name: str) -> dict[str, str]:
    return {key: value for key, value in signed(BODY).items() if key != name}


@pytest.mark.parametrize(
    "sign",  # in the test, not before it: what lies ahead now is just right some minutes later
    [
        dict,
        lambda: _without("X-Slack-Signature"),
        lambda: _without("X-Slack-Request-Timestamp"),
        lambda: signed(BODY, secret="another"),
        lambda: signed(b"another body"),
        lambda: signed(BODY, at=time.time() - 600),
        lambda: signed(BODY, at=time.time() + 240),
        lambda: signed(BODY) | {"X-Slack-Request-Timestamp": "abc"},
        lambda: signed(BODY) | {"X-Slack-Request-Timestamp": "-1"},
        lambda: signed(BODY) | {"X-Slack-Request-Timestamp": "9" * 40},
        lambda: signed(BODY) | {"X-Slack-Signature": "v0=é"},
        lambda: signed(BODY) | {"X-Slack-Signature": "v0="},
    ],
)
async def test_whatever_is_not_signed_just_now_by_slack_is_refused(
    address: str, inside: Inside, sign: Callable[[], dict[str, str]]
) -> None:
    assert await post(address, BODY, sign()) == 401
    assert inside.came == []


async def test_too_much_is_refused_before_it_is_read(address: str, inside: Inside) -> None:
    body = b"x" * (MOST + 1)
    assert await post(address, body, signed(body)) == 413
    assert inside.came == []


async def test_signed_garbage_is_nothing_and_never_an_error(address: str, inside: Inside) -> None:
    assert await post(address, b"\xff\xfe", signed(b"\xff\xfe")) == 401
    deep = b"[" * 100_000
    assert await post(address, deep, signed(deep) | {"Content-Type": "application/json"}) == 200
    assert inside.came == [None]


async def test_a_refusal_logs_a_short_line_without_the_body(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await post(address, b"forged\nline=1 " * 1000, signed(BODY))
    said = capsys.readouterr().out
    assert "forged" not in said
    assert len(said) <= 200


async def test_metrics_are_there_where_they_are_asked_for_and_nowhere_else(
    address: str, inside: Inside
) -> None:
    async def text() -> str:
        return "piton_acts_total 1.0\n"

    async with aiohttp.ClientSession() as http, http.get(f"{address}/metrics") as answer:
        assert answer.status == 404
    web = Web("127.0.0.1", 0, ready=inside.ready, metrics=text)
    meter = f"http://127.0.0.1:{await web.start()}"
    async with aiohttp.ClientSession() as http, http.get(f"{meter}/metrics") as answer:
        assert (answer.status, answer.content_type) == (200, "text/plain")
        assert await answer.text() == "piton_acts_total 1.0\n"
    await web.stop()
