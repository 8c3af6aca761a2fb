"""Whatever is thrown at the front door: never an error of ours, a stall, or more than a short line in the log."""

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.slack.door import enter_raw
from handlers.web import MOST, Web
from tests.doubles import open_store
from tests.faults.guards import Written, unstalled, written
from tests.handlers.slack.door import ANN, Door, click, event, seed, submission, the_round
from tests.handlers.test_web import SECRET, signed

Json = dict[str, Any]
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
LINE = 200  #: bytes that one request may leave in the log


class House:
    """The bot behind its real server, spoken to in raw bytes."""

    def __init__(self, door: Door, log: Written) -> None:
        self.door, self.log = door, log
        self.web = Web("127.0.0.1", 0, ready=self._ready, secret=SECRET, dispatch=self._dispatch)
        self.port = 0
        self.dispatched = 0

    async def _ready(self) -> str:
        return ""

    async def _dispatch(self, raw: bytes, kind: str) -> tuple[int, str, str]:
        self.dispatched += 1
        response = await enter_raw(self.door.app, raw, kind)
        return response.status, response.body, response.first_headers().get("content-type", "text/plain")

    async def send(self, raw: bytes, patience: float = 3.0) -> list[int]:
        """The statuses that come back until the connection ends, or nothing more comes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        answer = b""
        try:
            writer.write(raw)
            await writer.drain()
            while piece := await asyncio.wait_for(reader.read(65536), patience):
                answer += piece
        except (ConnectionError, TimeoutError):
            pass  # cut off, or it waits for the rest
        finally:
            writer.close()
        lines = [line for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.")]
        return [status for line in lines if (status := int(line.split()[1])) >= 200]

    async def post(self, body: bytes, headers: dict[str, str], path: str = "/slack/events") -> int:
        """One whole request."""
        [status] = await self.send(request(body, headers, path))
        return status


def request(body: bytes, headers: dict[str, str], path: str = "/slack/events") -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: x", "Connection: close"]
    if "Content-Length" not in headers and "Transfer-Encoding" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


@pytest.fixture
def log() -> Iterator[Written]:
    with written() as found:
        yield found


@pytest.fixture
async def house(tmp_path: Path, log: Written) -> AsyncIterator[House]:
    store = open_store(tmp_path)
    await store.run(seed)
    there = House(Door(store), log)
    there.port = await there.web.start()
    log.take()
    yield there
    await there.web.stop()
    await store.close()


BODY = urlencode({"payload": json.dumps({"type": "block_actions", "canary": "canary"})}).encode()


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in signed(BODY).items() if key != name}


UNSIGNED: dict[str, Callable[[], tuple[bytes, dict[str, str]]]] = {
    "no headers": lambda: (BODY, {}),
    "no signature": lambda: (BODY, without("X-Slack-Signature")),
    "no timestamp": lambda: (BODY, without("X-Slack-Request-Timestamp")),
    "forged": lambda: (BODY, signed(b"another")),
    "wrong secret": lambda: (BODY, signed(BODY, secret="another")),
    "old": lambda: (BODY, signed(BODY, time() - 301)),
    "future": lambda: (BODY, signed(BODY, time() + 70)),
    "words for a timestamp": lambda: (BODY, signed(BODY) | {"X-Slack-Request-Timestamp": "abc"}),
    "Arabic digits": lambda: (BODY, signed(BODY) | {"X-Slack-Request-Timestamp": "١٧٣٢"}),
    "no end of digits": lambda: (BODY, signed(BODY) | {"X-Slack-Request-Timestamp": "9" * 5000}),
    "a signature beyond ASCII": lambda: (BODY, signed(BODY) | {"X-Slack-Signature": "v0=" + "é" * 64}),
    "a signature of bytes": lambda: (BODY, signed(BODY) | {"X-Slack-Signature": "v0=" + "\udcff" * 64}),
    "a long signature": lambda: (BODY, signed(BODY) | {"X-Slack-Signature": "v0=" + "a" * 7000}),
    "huge": lambda: (b"a=" + b"x" * 9_000_000, {"Content-Type": FORM}),
    "huge, forged": lambda: (b"payload=" + b"%22" * 3_000_000, signed(BODY)),
    "deep": lambda: (b"[" * 100_000, signed(BODY) | {"Content-Type": JSON}),
    "not UTF-8": lambda: (b"\xff\xfe" * 1000, signed(BODY)),
    "a list": lambda: (b"[1]", signed(BODY) | {"Content-Type": JSON}),
    "escapes": lambda: (b"%22" * 330_000, signed(BODY)),
    "a log line": lambda: (b'\ncanary\n2026 level=error event="canary"', signed(BODY)),
    "packed": lambda: (gzip.compress(BODY), signed(BODY) | {"Content-Encoding": "gzip"}),
    "a bomb": lambda: (gzip.compress(b"\0" * 300_000_000, 9), signed(BODY) | {"Content-Encoding": "gzip"}),
    "a deflated bomb": lambda: (zlib.compress(b"\0" * 9**8), signed(BODY) | {"Content-Encoding": "deflate"}),
    "broken packing": lambda: (b"x", signed(BODY) | {"Content-Encoding": "br"}),
    "other kinds": lambda: (BODY, signed(b"") | {"Content-Type": "multipart/form-data; boundary=x"}),
    "a strange kind": lambda: (BODY, signed(b"") | {"Content-Type": "\udcff;;charset=utf-99"}),
    "two of each": lambda: (
        BODY,
        signed(BODY) | {"x-slack-signature": "v0=" + "0" * 64, "X-Slack-Signature": "v0="},
    ),
    "another expectation": lambda: (BODY, {"Expect": "canary"}),
}


@pytest.mark.parametrize("make", UNSIGNED.values(), ids=UNSIGNED.keys())
async def test_what_slack_did_not_sign_is_refused_unread(
    house: House, make: Callable[[], tuple[bytes, dict[str, str]]]
) -> None:
    raw = request(*make())
    async with unstalled():
        statuses = await house.send(raw)
    assert set(statuses) <= {401, 400, 413}
    assert statuses or len(raw) > MOST, "what is too much may be cut off while it is sent"
    said = house.log.take()
    assert (len(said.encode()) <= LINE, "canary" in said, house.dispatched) == (True, False, 0), said


BROKEN = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"canary" * 50,
    "a line without end": b"GET /" + b"canary" * 20_000,
    "a header without end": b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX: " + b"canary" * 20_000,
    "a flood of headers": b"POST /slack/events HTTP/1.1\r\n" + b"X-Canary: canary\r\n" * 50_000 + b"\r\n",
    "a strange name": b"POST /slack/events HTTP/1.1\r\nHost: x\r\ncan ary\x00: canary\r\n\r\n",
    "a length in words": b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: canary\r\n\r\n",
    "a length below nothing": b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "two lengths": b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "length and chunks": b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "another version": b"POST /slack/events HTTP/9.9\r\nHost: x\r\n\r\n",
    "another method": b"CANARY /slack/events HTTP/1.1\r\nHost: x\r\n\r\n",
    "a strange path": b"POST /slack/events%ff%00/../../etc?\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    "a tunnel": b"CONNECT canary:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    "an upgrade": b"POST /slack/events HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\ncanary",
    "nothing": b"",
    "half of it": b"POST /slack/events HTTP/1.1\r\nHo",
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN.keys())
async def test_what_is_hardly_http_is_refused(house: House, raw: bytes) -> None:
    async with unstalled():
        statuses = await house.send(raw, patience=0.3)
    assert [status for status in statuses if not 400 <= status < 500] == []
    said = house.log.take()
    assert (len(said.encode()) <= LINE * max(1, len(statuses)), "canary" in said.lower()) == (True, False), (
        said
    )


SIGNED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", FORM),
    "deep": (b"[" * 100_000, JSON),
    "deep, closed": (b"[" * 100_000 + b"]" * 100_000, JSON),
    "just not too deep": (b'{"type":"event_callback","event":' + b'{"a":' * 900 + b"1" + b"}" * 901, JSON),
    "deep within an escape": (
        b'{"type":"shortcut","x":' + b"[" * 900 + rb'"\u0000"' + b"]" * 900 + b"}",
        JSON,
    ),
    "a huge number": (b'{"type":' + b"9" * 900_000 + b"}", JSON),
    "a number of some size": (b'{"type":"event_callback","event":{"type":' + b"9" * 4000 + b"}}", JSON),
    "one name twice": (b'{"type":"shortcut","type":"event_callback","event":{},"event":[]}', JSON),
    "no number": (b'{"type":"event_callback","event":{"type":NaN}}', JSON),
    "infinity": (b'{"type":"event_callback","event":{"type":-Infinity}}', JSON),
    "half a character": (rb'{"type":"event_callback","team_id":"\ud800","event":{"type":"\udfff"}}', JSON),
    "NUL": (rb'{"type":"event_callback","team_id":"\u0000","event":{"type":"\u0000"}}', JSON),
    "NUL itself": (b'{"type":"\0"}', JSON),
    "not UTF-8": (b"\xff\xfe", JSON),
    "a form that is not UTF-8": (b"command=%ff%fe&user_id=\xff&channel_id=x", FORM),
    "a million fields": (b"&" * 999_999, FORM),
    "a million names": (b"a&" * 499_999, FORM),
    "escapes": (b"payload=" + b"%22" * 330_000, FORM),
    "a million lists": (b"[" + b"[]," * 330_000 + b"[]]", JSON),
    "a hundred thousand names": (("{" + ",".join(f'"{n}":0' for n in range(90_000)) + "}").encode(), JSON),
    "many wrong blocks": (
        b'{"type":"view_submission","user":{"id":"U"},"view":{"blocks":[1' + b",1" * 20_000 + b"]}}",
        JSON,
    ),
    "many wrong actions": (
        b'{"type":"block_actions","user":{"id":"U"},"actions":[1' + b",1" * 20_000 + b"]}",
        JSON,
    ),
    "a string": (b'"block_actions"', JSON),
    "null": (b"null", JSON),
    "packed": (gzip.compress(BODY), FORM),
    "no such kind": (BODY, "multipart/form-data; boundary=canary"),
    "a kind that is none": (BODY, ";;;"),
    "a long kind": (json.dumps({"type": "canary" * 10_000}).encode(), JSON),
    "long names": (json.dumps(click("canary" * 10_000, "x", user="U" * 10_000)).encode(), JSON),
}


@pytest.mark.parametrize(("body", "kind"), SIGNED.values(), ids=SIGNED.keys())
async def test_garbage_that_is_signed_is_no_error_of_ours_either(
    house: House, body: bytes, kind: str
) -> None:
    headers = signed(body) | {"Content-Type": kind}
    async with unstalled():
        status = await house.post(body, headers)
    assert status in {200, 400}
    said = house.log.take()
    assert (len(said.encode()) <= LINE, "canary" in said) == (True, False), said


async def test_a_body_that_was_packed_is_judged_by_the_bytes_that_came(house: House) -> None:
    packed = gzip.compress(urlencode(click_form("x")).encode())
    assert await house.post(packed, signed(packed) | {"Content-Encoding": "gzip"}) == 400


def click_form(round_: str) -> dict[str, str]:
    return {"payload": json.dumps(click("standup.skip", round_))}


async def test_a_body_in_chunks_is_a_body(house: House) -> None:
    body = urlencode(click_form(await the_round(house.door))).encode()
    halves = (body[:100], body[100:])
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(half), half) for half in halves) + b"0\r\n\r\n"
    assert await house.send(request(chunks, signed(body) | {"Transfer-Encoding": "chunked"})) == [200]
    endless = b"".join(b"10000\r\n" + b"x" * 0x10000 + b"\r\n" for _ in range(20))
    statuses = await house.send(request(endless, signed(body) | {"Transfer-Encoding": "chunked"}))
    assert set(statuses) <= {413}
    for broken in (b"zz\r\ncanary\r\n", b"5\r\nabcdefgh\r\n0\r\n\r\n", b"ffffffffffffffff\r\nx\r\n"):
        house.log.take()
        raw = request(broken, signed(body) | {"Transfer-Encoding": "chunked"})
        statuses = await house.send(raw, patience=0.3)
        said = house.log.take()
        assert (set(statuses) <= {400, 401}, len(said) <= LINE, "canary" in said) == (True, True, False), said


async def test_a_length_that_lies_is_no_way_in(house: House) -> None:
    body = urlencode(click_form(await the_round(house.door))).encode()
    short = request(body, signed(body) | {"Content-Length": str(len(body) - 1)})
    long = request(body, signed(body) | {"Content-Length": str(len(body) + 1)})
    vast = request(body, signed(body) | {"Content-Length": "9" * 15})
    for raw, fine in ((short, {401, 400}), (long, {400, 401}), (vast, {413})):
        statuses = await house.send(raw, patience=0.3)
        assert set(statuses) <= fine, statuses
    assert house.dispatched == 0


async def test_a_body_that_does_not_come_is_not_waited_for_long(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.bodies.READING", 0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(request(b"x", signed(BODY) | {"Content-Length": "1000"}))
    async with asyncio.timeout(3):
        answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 400")
    assert "too slow" in house.log.take()


async def test_requests_one_behind_the_other_are_answered_in_turn_up_to_the_first_that_is_refused(
    house: House,
) -> None:
    body = urlencode({"ssl_check": "1"}).encode()
    good, bad = (
        request(body, signed(each)).replace(b"Connection: close\r\n", b"") for each in (body, b"another")
    )
    async with unstalled():
        assert await house.send(good * 5 + bad + good) == [200] * 5 + [401]


async def test_what_slack_sends_gets_in_whatever_came_before(house: House) -> None:
    for _ in range(3):
        await house.send(BROKEN["a flood of headers"])
        body = urlencode({"command": "/standup", "text": "help", "user_id": ANN, "channel_id": "C1"}).encode()
        assert await house.post(body + b"&team_id=T1", signed(body + b"&team_id=T1")) == 200


def genuine(number: int) -> list[Json]:
    """One of each kind, each the first of its key."""
    press, form = click("standup.skip", "r"), submission("r")
    press["actions"][0]["action_ts"], form["view"]["id"] = f"{number}.1", f"V{number}"
    press["trigger_id"] = "1.2.3"
    told = event("app_mention", user=ANN, channel="C1", text="help")
    changed = event("user_change", user={"id": ANN, "name": "ann"})
    return [press, form, told | {"event_id": f"Ev{number}"}, changed | {"event_id": f"Ew{number}"}]


LEAVES: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.just([]) | st.just({})
)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[bytes, str]:
    """A genuine payload with some of its values replaced, or some of its bytes."""
    body: Any = draw(st.sampled_from(genuine(draw(st.integers(10**9, 10**10 - 1)))))
    for _ in range(draw(st.integers(0, 3))):
        at: Any = body
        while isinstance(at, (dict, list)) and at:
            key: Any = draw(st.sampled_from(list(at) if isinstance(at, dict) else range(len(at))))
            if draw(st.booleans()) or not (isinstance(at[key], (dict, list)) and at[key]):
                at[key] = draw(LEAVES)
                break
            at = at[key]
    text = json.dumps(body)
    raw, kind = (
        (text.encode(), JSON) if draw(st.booleans()) else (urlencode({"payload": text}).encode(), FORM)
    )
    for _ in range(draw(st.integers(0, 3))):
        where = draw(st.integers(0, len(raw)))
        raw = raw[:where] + draw(st.binary(max_size=5)) + raw[where + draw(st.integers(0, 5)) :]
    return raw, kind


FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(mutated(), st.booleans())
async def test_mutations_of_what_slack_sends_are_answered(
    house: House, what: tuple[bytes, str], genuine_: bool
) -> None:
    body, kind = what
    headers = signed(body if genuine_ else body + b"!") | {"Content-Type": kind}
    house.log.take()
    async with unstalled():
        status = await house.post(body, headers)
        await house.door.desk.drain()
    said = house.log.take()
    assert status in ({200, 400} if genuine_ else {401}), said
    assert len(said.encode()) <= LINE, said


@FUZZ
@given(st.binary(max_size=400), st.sampled_from([b"", b"POST /slack/events HTTP/1.1\r\nHost: x\r\n"]))
async def test_any_bytes_are_answered_or_cut_off(house: House, raw: bytes, start: bytes) -> None:
    house.log.take()
    async with unstalled():
        statuses = await house.send(start + raw, patience=0.05)
    assert [status for status in statuses if not 400 <= status < 500] == []
    assert len(house.log.take().encode()) <= LINE * max(1, len(statuses))
