"""Socket Mode over a slow line: through refreshes, dead connections and crowds no click is lost."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.slack import socket as subject
from handlers.slack.socket import Socket
from playground import Playground
from playground.silence import SilenceError
from playground.sockets import MOST_CONNECTIONS
from tests.faults.slow_line import SlowLine
from tests.playground.conftest import new_app, until

DELAY = 0.05  # one way
PRESS = {"command": "/standup", "text": "", "user_id": "UMAYA", "channel_id": "C0DATA", "team_id": "T0PLAY"}


@dataclass
class Office:
    """A bot behind a slow line, and people who click without a pause."""

    there: Playground
    line: SlowLine
    ears: list[Socket] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    answered: int = 0

    async def dial(self, app: AsyncApp | None = None, **how: float) -> Socket:
        ears = Socket(app or greeting(self.there), self.there.app_token, **how)
        await ears.connect()
        self.ears.append(ears)
        return ears

    async def up(self, count: int) -> None:
        """So many connections are there for Slack and for the bots."""
        await until(
            lambda: self.there.slack.sockets.count == count == sum(len(each._ears) for each in self.ears)
        )

    async def refresh(self, reason: str) -> None:
        """The oldest connection goes, another comes."""
        sockets = self.there.slack.sockets
        count, oldest = sockets.count, sockets._connections[0]
        await sockets.refresh(reason, 1)
        await until(lambda: oldest not in sockets._connections)
        await self.up(count)

    async def click(self) -> None:
        try:
            answer = await self.there.slack.line.send("slash_commands", PRESS)
            assert answer == {"text": "here"}
            self.answered += 1
        except SilenceError as silence:
            self.lost.append(silence.reason)

    @asynccontextmanager
    async def clicking(self, rate: int = 50) -> AsyncIterator[None]:
        """Fifty clicks a second for as long as the block lasts; then all are waited for."""
        async with asyncio.TaskGroup() as clicks:
            press = clicks.create_task(self._press(clicks, rate))
            yield
            press.cancel()

    async def _press(self, clicks: asyncio.TaskGroup, rate: int) -> None:
        while True:
            clicks.create_task(self.click())
            await asyncio.sleep(1 / rate)


def greeting(there: Playground, work: Callable[[], Coroutine[Any, Any, None]] | None = None) -> AsyncApp:
    app = new_app(there)

    async def greet(ack: AsyncAck) -> None:
        if work:
            await work()
        await ack("here")

    app.command("/standup")(greet)
    return app


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    there = Playground()
    await there.start()
    there.slack.sockets.ack_deadline = 1.5
    there.slack.sockets.notice = 0.4
    async with SlowLine(int(there.url.rsplit(":", 1)[1].strip("/")), DELAY) as line:
        for slack in there.workspaces:
            slack.root = f"http://127.0.0.1:{line.port}"
        office = Office(there, line)
        yield office
        await asyncio.gather(*(each.close() for each in office.ears))
    await there.stop()


async def test_no_click_is_lost_while_one_after_the_other_is_refreshed(office: Office) -> None:
    await office.dial(apart=0.01)
    await office.up(2)
    async with office.clicking():
        for reason in ("refresh_requested", "warning", "refresh_requested", "link_disabled"):
            await office.refresh(reason)
    assert (office.lost, office.answered > 40) == ([], True)


async def test_no_click_is_lost_when_both_are_warned_at_once(office: Office) -> None:
    await office.dial(apart=0.01)
    await office.up(2)
    async with office.clicking():
        for _ in range(3):
            await office.there.slack.sockets.refresh("warning")
            await office.up(4)
            await office.up(2)
    assert (office.lost, office.answered > 40) == ([], True)


async def test_the_second_ear_begins_some_time_after_the_first(office: Office) -> None:
    ears = await office.dial(apart=0.4)
    assert await ears.connected()
    await asyncio.sleep(0.2)
    assert office.there.slack.sockets.count == 1
    await office.up(2)


async def test_a_connection_from_which_nothing_comes_is_noticed_and_replaced(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    ears = await office.dial(apart=0.01, heartbeat=0.4, settled=0)
    await office.up(2)
    office.line.swallow()
    started = time.monotonic()
    await until(lambda: sum(ear.fresh for ear in ears._ears) == 2 and office.line.carried == 4)
    assert time.monotonic() - started < 2
    assert await ears.connected()
    assert office.there.slack.sockets.count == 4, "Slack knows nothing of it yet"
    said = capsys.readouterr().out
    assert (said.count("socket was lost"), said.count("others listen")) == (2, 0)


async def test_what_is_in_hand_is_answered_before_the_bot_hangs_up(office: Office) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await go_on.wait()

    ears = await office.dial(greeting(office.there, work))
    click = asyncio.create_task(office.click())
    await begun.wait()
    closing = asyncio.create_task(ears.close())
    await asyncio.sleep(0.1)
    assert not closing.done()
    go_on.set()
    await asyncio.gather(click, closing)
    assert (office.answered, office.lost) == (1, [])
    await office.up(0)


async def test_a_stop_waits_for_nobody_longer_than_three_seconds(office: Office) -> None:
    async def never() -> None:
        await asyncio.sleep(60)

    ears = await office.dial(greeting(office.there, never))
    click = asyncio.create_task(office.click())
    await asyncio.sleep(0.3)
    office.line.swallow()  # nor does a dead line hold it up
    started = time.monotonic()
    await ears.close()
    assert time.monotonic() - started < 3
    await click


async def test_two_bots_on_one_token_raise_the_alarm_once(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    await office.dial(apart=0.3, settled=0.2)
    await office.up(2)
    alone = capsys.readouterr().out
    await office.dial(apart=0.3, settled=0.2)
    await office.up(4)
    for _ in range(2):
        await office.refresh("refresh_requested")
        await asyncio.sleep(0.2)
    crowded = capsys.readouterr().out
    assert (alone.count("others listen"), crowded.count("others listen")) == (0, 2), "once for each bot"


async def test_when_slack_counts_ten_already_the_bot_waits_and_comes_back(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subject, "_CROWDED_WAIT", 0.3)
    others = [await office.dial(apart=0.01) for _ in range(MOST_CONNECTIONS // 2)]
    await office.up(MOST_CONNECTIONS)
    monkeypatch.setattr(subject, "PATIENCE", 0.5)
    late = await office.dial()
    assert not await late.connected()
    assert "too_many_websockets" in capsys.readouterr().out
    await others[0].close()
    await until(lambda: any(ear.fresh for ear in late._ears))
