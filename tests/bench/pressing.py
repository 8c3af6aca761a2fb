"""People who press buttons over HTTP: signed requests, made beforehand, so that the machine is the server's."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Sequence
from time import perf_counter, time
from typing import Any
from urllib.parse import urlencode

SECRET = "bench-secret"
PATH = "/slack/events"


def press(action: str, value: str, number: int, user: str = "U000000") -> dict[str, Any]:
    """What Slack sends when a button of a message is pressed; each number is a press of its own."""
    return {
        "type": "block_actions",
        "team": {"id": "T0BENCH", "domain": "bench"},
        "user": {"id": user, "username": "person", "name": "person", "team_id": "T0BENCH"},
        "api_app_id": "A0BENCH",
        "token": "unused",
        "container": {
            "type": "message",
            "message_ts": "1767603600.000100",
            "channel_id": "C000",
            "is_ephemeral": False,
            "thread_ts": "1767603600.000000",
        },
        "trigger_id": f"{number}.2.bench",
        "channel": {"id": "C000", "name": "team-0"},
        "message": {"type": "message", "user": "UBOT", "ts": "1767603600.000100", "text": "…", "blocks": []},
        "state": {"values": {}},
        "response_url": "http://127.0.0.1:9/unused",
        "actions": [
            {
                "action_id": action,
                "block_id": "b1",
                "type": "button",
                "text": {"type": "plain_text", "text": "I'm on it"},
                "value": value,
                "action_ts": f"{1767603601 + number // 10**6}.{number % 10**6:06}",
            }
        ],
    }


def signed(payload: dict[str, Any]) -> bytes:
    """The whole request, as it goes over the wire."""
    body = urlencode({"payload": json.dumps(payload)}).encode()
    stamp = str(int(time()))
    digest = hmac.new(SECRET.encode(), b":".join((b"v0", stamp.encode(), body)), hashlib.sha256).hexdigest()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: bench\r\nUser-Agent: Slackbot 1.0\r\nAccept: */*\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest}\r\n\r\n"
    )
    return head.encode() + body


class Line(asyncio.Protocol):
    """One connection; each answer is waited for before the next is sent."""

    def __init__(self) -> None:
        self.refused = 0
        self._seen = b""
        self._answered: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, piece: bytes) -> None:
        self._seen += piece
        head, end, body = self._seen.partition(b"\r\n\r\n")
        if end and self._answered and len(body) >= _length(head):
            self._seen = b""
            self._answered.set_result(head)

    def connection_lost(self, error: Exception | None) -> None:
        if self._answered and not self._answered.done():
            self._answered.set_exception(error or ConnectionResetError("closed"))

    async def ask(self, request: bytes) -> float:
        """Seconds until the answer; any but 200 and 201 is counted as refused."""
        if self.transport.is_closing():
            raise ConnectionResetError("the server hung up")
        self._answered = asyncio.get_running_loop().create_future()
        start = perf_counter()
        self.transport.write(request)
        head = await self._answered
        took = perf_counter() - start
        self.refused += head[8:13] not in {b" 200 ", b" 201 "}
        return took


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def lines(port: int, number: int) -> list[Line]:
    """Open connections."""
    loop = asyncio.get_running_loop()
    opened = [await loop.create_connection(Line, "127.0.0.1", port) for _ in range(number)]
    return [line for _, line in opened]


async def closed_loop(there: Sequence[Line], requests: Sequence[bytes]) -> tuple[float, list[float]]:
    """Each line sends its next request when it has its answer: the seconds for all, and for each."""
    waiting, took = iter(requests), list[float]()

    async def go(line: Line) -> None:
        for request in waiting:
            took.append(await line.ask(request))

    start = perf_counter()
    await asyncio.gather(*map(go, there))
    return perf_counter() - start, took


async def open_loop(there: Sequence[Line], requests: Sequence[bytes], rate: float) -> list[float]:
    """So many a second, whether the ones before are answered or not: seconds from when each was due. A line that
    is still waiting makes the next one late, as a queue would."""
    start, took = perf_counter() + 0.05, list[float]()
    free: asyncio.Queue[Line] = asyncio.Queue()
    for line in there:
        free.put_nowait(line)

    async def send(due: float, request: bytes) -> None:
        line = await free.get()
        await line.ask(request)
        took.append(perf_counter() - due)
        free.put_nowait(line)

    async with asyncio.TaskGroup() as group:
        for number, request in enumerate(requests):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - perf_counter()))
            group.create_task(send(due, request))
    return took
