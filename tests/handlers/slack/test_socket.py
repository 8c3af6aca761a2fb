"""Socket Mode without a network: who is counted as a stranger, how long a retry waits, what an ear makes of frames."""

import asyncio
import json
from collections import deque
from typing import Any

import pytest
from aiohttp import WSMessage, WSMsgType
from slack_bolt.response import BoltResponse

from bot.errors import NotDelivered
from handlers.slack import ear as subject
from handlers.slack.ear import Ear, NotUp
from handlers.slack.socket import GHOST, Neighbours, _ack, _back_off

Json = dict[str, Any]


class Line:
    """A WebSocket that says what it was given, and remembers what was said to it."""

    def __init__(self, *frames: object) -> None:
        self.frames = deque(frames)
        self.sent: list[Json] = []
        self.closed = self.broken = False

    async def receive(self) -> WSMessage:
        await asyncio.sleep(0)
        if not self.frames:
            return WSMessage(WSMsgType.CLOSE, 1000, None)
        said = self.frames.popleft()
        if isinstance(said, WSMessage):
            return said
        return WSMessage(WSMsgType.TEXT, said if isinstance(said, str) else json.dumps(said), None)

    async def send_str(self, said: str) -> None:
        if self.broken:
            raise ConnectionResetError
        self.sent.append(json.loads(said))

    async def close(self) -> None:
        self.closed = True


def listening(line: Line, answer: Json | None = None) -> tuple[Ear, list[Json]]:
    taken: list[Json] = []

    async def take(envelope: Json) -> Json | None:
        taken.append(envelope["payload"])
        return answer

    return Ear(line, take, lambda: None), taken  # type: ignore[arg-type] # a double


def envelope(number: int) -> Json:
    return {"envelope_id": str(number), "type": "interactive", "payload": {"n": number}}


async def test_each_envelope_is_taken_once_and_answered_and_nonsense_is_passed_over() -> None:
    binary = WSMessage(WSMsgType.BINARY, b"\x00", None)
    line = Line("{", "[1]", "null", '"x"', "[" * 100_000, binary, {"type": "new"}, envelope(1), envelope(2))
    ear, taken = listening(line, {"text": "here"})
    await ear.listen()
    assert taken == [{"n": 1}, {"n": 2}]
    assert line.sent == [{"envelope_id": each, "payload": {"text": "here"}} for each in ("1", "2")]
    assert (line.closed, ear.lost) == (True, False)


@pytest.mark.parametrize(("answer", "acks"), [({}, [{"envelope_id": "1"}]), (None, [])])
async def test_an_ack_may_be_empty_or_left_out(answer: Json | None, acks: list[Json]) -> None:
    line = Line(envelope(1))
    await listening(line, answer)[0].listen()
    assert line.sent == acks


async def test_an_ack_that_comes_too_late_harms_nothing() -> None:
    line = Line(envelope(1), envelope(2))
    line.broken = True
    ear, taken = listening(line, {})
    await ear.listen()
    assert (len(taken), line.closed) == (2, True)


async def test_what_is_in_hand_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MOST", 3)
    go_on = asyncio.Event()
    taken: list[Json] = []

    async def take(envelope: Json) -> Json:
        taken.append(envelope)
        await go_on.wait()
        return {}

    line = Line(*map(envelope, range(9)))
    ear = Ear(line, take, lambda: None)  # type: ignore[arg-type] # a double
    hearing = asyncio.create_task(ear.listen())
    await asyncio.sleep(0.01)
    go_on.set()
    await hearing
    assert [each["envelope_id"] for each in line.sent] == ["0", "1", "2"]


async def test_an_ear_that_was_told_to_go_listens_on_until_slack_closes_it_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(subject, "LINGER", 0.05)

    class Open(Line):
        async def receive(self) -> WSMessage:
            return await super().receive() if self.frames else await asyncio.Event().wait()  # type: ignore[return-value] # never

    line = Open({"type": "disconnect", "reason": "warning"}, envelope(1))
    ear, taken = listening(line, {})
    assert ear.fresh
    hearing = asyncio.create_task(ear.listen())
    await asyncio.sleep(0.02)
    assert (taken, line.closed, ear.fresh) == ([{"n": 1}], False, False)
    await hearing
    assert (line.closed, ear.lost) == (True, False)


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        ({"type": "disconnect", "reason": "too_many_websockets"}, "too_many_websockets"),
        ({"type": "events_api"}, "no hello"),
        ("<html>", "no hello"),
        (WSMessage(WSMsgType.CLOSED, None, None), "no hello"),
    ],
)
async def test_without_a_hello_it_is_not_up(frame: object, why: str) -> None:
    with pytest.raises(NotUp) as refusal:
        await listening(Line(frame))[0].greet(1)
    assert refusal.value.why == why


@pytest.mark.parametrize(
    ("said", "counted"), [({"num_connections": 3}, 3), ({}, 1), ({"num_connections": "x"}, 1)]
)
async def test_a_hello_counts(said: Json, counted: int) -> None:
    ear, _ = listening(Line({"type": "hello"} | said))
    await ear.greet(1)
    assert ear.counted == counted


def test_strangers_are_those_whom_slack_counts_beyond_ours(capsys: pytest.CaptureFixture[str]) -> None:
    others = Neighbours(settled=10)
    told = []
    for at, counted, ours in (
        (0, 1, 1),
        (60, 3, 2),
        (61, 3, 2),
        (75, 4, 2),
        (90, 4, 2),
        (100, 2, 2),
        (200, 3, 2),
    ):
        others.heard(counted, ours, at)
        told.append((others.count, "others listen" in capsys.readouterr().out))
    assert told == [(0, False), (1, False), (1, False), (2, True), (2, False), (0, False), (1, False)]


def test_what_we_lost_ourselves_is_no_stranger_for_a_while() -> None:
    others = Neighbours(settled=0)
    others.lost(0)
    others.heard(3, 2, 1)
    assert others.count == 0
    others.heard(3, 2, GHOST)
    assert others.count == 1


@pytest.mark.parametrize(
    ("error", "tries", "seconds"),
    [
        (TimeoutError(), 1, 0.5),
        (TimeoutError(), 4, 4.0),
        (OSError(), 1_000_000, 60.0),
        (NotDelivered("rate limited", 30), 1, 30.0),
        (NotDelivered("rate limited", 3600), 1, 3600.0),
        (NotUp("too_many_websockets"), 1, 10.0),
        (ValueError("our own mistake"), 2, 1.0),
    ],
)
def test_a_retry_waits_longer_each_time_and_as_long_as_slack_says(
    error: Exception, tries: int, seconds: float
) -> None:
    assert 0.8 * seconds <= _back_off(error, tries) <= 1.2 * seconds


@pytest.mark.parametrize(
    ("response", "ack"),
    [
        (BoltResponse(status=200, body=""), {}),
        (BoltResponse(status=200, body="here"), {"text": "here"}),
        (BoltResponse(status=200, body={"response_action": "clear"}), {"response_action": "clear"}),
        (BoltResponse(status=503, body=""), None),
        (BoltResponse(status=404, body={"error": "unhandled request"}), None),
    ],
)
def test_bolt_s_answer_becomes_the_ack(response: BoltResponse, ack: Json | None) -> None:
    assert _ack(response) == ack
