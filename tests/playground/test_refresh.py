"""Slack closes connections now and then; the real client comes back by itself, and nothing is asked twice."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from slack_bolt.context.ack.async_ack import AsyncAck

from playground import Playground
from playground.silence import SilenceError
from playground.sockets import Sockets
from tests.playground.conftest import Json, Stage, until

#: The stock client forgets a line that it was told to leave without closing it, and Python says so when it sweeps.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    """What a test left is swept up with it, and not in another that knows nothing of it."""
    yield
    gc.collect()


async def connected(stage: Stage, count: int = 1) -> None:
    await until(lambda: stage.playground.slack.sockets.count == count)


async def answer(ack: AsyncAck) -> None:
    await ack("here")


async def ask(stage: Stage) -> str | None:
    said = await stage.post("command", user="UMAYA", channel="C0DATA", text="/standup")
    text: str | None = said["text"]
    return text


async def come_back(stage: Stage) -> None:
    """What goes to a connection that the client is just giving up is lost, as in Slack; people try again."""
    await connected(stage)
    async with asyncio.timeout(5):
        while await ask(stage) != "here":
            pass


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
async def test_the_real_client_comes_back_after_a_refresh(stage: Stage, reason: str) -> None:
    stage.app.command("/standup")(answer)
    for _ in range(3):
        before = stage.handler.client.current_session
        await stage.post("refresh", reason=reason)
        await until(lambda: stage.handler.client.current_session is not before)  # noqa: B023 — awaited at once
        await come_back(stage)


async def test_the_real_client_heeds_a_warning(stage: Stage) -> None:
    stage.playground.slack.sockets.notice = 0.1
    stage.app.command("/standup")(answer)
    before = stage.handler.client.current_session
    await stage.post("refresh", reason="warning")
    await until(lambda: stage.handler.client.current_session is not before)
    await asyncio.sleep(0.12)  # until the notice is over
    await come_back(stage)


async def test_an_unknown_reason_is_a_mistake_of_the_script(stage: Stage) -> None:
    seen = await stage.post("refresh", reason="bored", status=400)
    assert seen["known"] == ["refresh_requested", "warning", "link_disabled"]


@dataclass
class Bare:
    """Connections without a client's cleverness."""

    sockets: Sockets
    playground: Playground
    http: aiohttp.ClientSession
    held: list[aiohttp.ClientWebSocketResponse] = field(default_factory=list)

    async def connect(self) -> tuple[aiohttp.ClientWebSocketResponse, Json]:
        headers = {"Authorization": f"Bearer {self.playground.app_token}"}
        opening = self.http.post(f"{self.playground.api_url}apps.connections.open", headers=headers)
        async with opening as opened:
            address = (await opened.json())["url"]
        socket = await self.http.ws_connect(address)
        self.held.append(socket)
        return socket, await socket.receive_json()

    def ask(self) -> asyncio.Task[Json | None]:
        return asyncio.create_task(self.playground.slack.line.send("slash_commands", {"command": "/x"}))


@pytest.fixture
async def bare() -> AsyncIterator[Bare]:
    there = Playground()
    there.slack.sockets.ack_deadline = 0.3
    await there.start()
    async with aiohttp.ClientSession() as http:
        client = Bare(there.slack.sockets, there, http)
        yield client
        await asyncio.gather(*(socket.close() for socket in client.held))
    await there.stop()


async def test_hello_counts_the_connections_and_the_goodbye_says_why(bare: Bare) -> None:
    first, hello = await bare.connect()
    _, again = await bare.connect()
    assert [hello["type"], hello["num_connections"], again["num_connections"]] == ["hello", 1, 2]
    refreshed = asyncio.create_task(bare.sockets.refresh("refresh_requested", 1))
    goodbye = await first.receive_json()
    assert goodbye == {
        "type": "disconnect",
        "reason": "refresh_requested",
        "debug_info": {"host": "playground"},
    }
    assert (await first.receive()).type is aiohttp.WSMsgType.CLOSE
    assert await refreshed == 1
    assert bare.sockets.count == 1


async def test_while_one_connection_is_refreshed_the_other_serves(bare: Bare) -> None:
    leaving, _ = await bare.connect()
    staying, _ = await bare.connect()
    refreshed = asyncio.create_task(bare.sockets.refresh("refresh_requested", 1))
    assert (await leaving.receive_json())["type"] == "disconnect"
    for _ in range(4):
        asked = bare.ask()
        envelope = await staying.receive_json()
        await staying.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "here"}})
        assert await asked == {"text": "here"}
    assert (await leaving.receive()).type is aiohttp.WSMsgType.CLOSE
    assert await refreshed == 1


async def test_after_a_warning_a_connection_lives_until_its_notice_is_over(bare: Bare) -> None:
    bare.sockets.notice = 0.1
    socket, _ = await bare.connect()
    await bare.sockets.refresh("warning")
    assert (await socket.receive_json())["reason"] == "warning"
    asked = bare.ask()
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "still here"}})
    assert await asked == {"text": "still here"}
    assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_an_eleventh_connection_is_turned_away(bare: Bare) -> None:
    held = [await bare.connect() for _ in range(10)]
    _, told = await bare.connect()
    assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")
    assert bare.sockets.count == len(held)


async def test_an_answer_counts_only_on_the_connection_that_was_asked(bare: Bare) -> None:
    sockets = [(await bare.connect())[0] for _ in range(2)]
    asked = bare.ask()
    reads = [asyncio.create_task(socket.receive_json()) for socket in sockets]
    done, waiting = await asyncio.wait(reads, return_when=asyncio.FIRST_COMPLETED)
    for read in waiting:
        read.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    other = sockets[1 - reads.index(next(iter(done)))]
    await other.send_json({"envelope_id": done.pop().result()["envelope_id"], "payload": {"text": "x"}})
    with pytest.raises(SilenceError, match="timeout"):
        await asked
