"""Tokens, secrets, signatures and what people typed: whatever happens, none of it in a log, an answer or a metric."""

import asyncio
import json
import os
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlencode

import aiohttp
import pytest
from pydantic import SecretStr

from bot import log
from bot.app import App
from bot.config import Settings
from bot.doctor import examine
from handlers.slack.manifest import manifest
from handlers.web import MOST
from playground import Playground
from playground.silence import SilenceError
from tests.handlers.test_web import signed
from tests.playground.conftest import until
from tests.scenarios.stage import MONDAY_NOON

TYPED = "canary-of-what-somebody-typed"
PASSWORD = "canary-pa55word"
SIGNING = "canary0f5igning5ecret"
#: A signature or a ticket, which are new each time.
SHAPES = re.compile(r"v0=[0-9a-f]{20,}|ticket=[^\s\[]{8,}")


@pytest.fixture
async def there() -> AsyncIterator[Playground]:
    there = Playground()
    there.clock.set(MONDAY_NOON)
    await there.start()
    there.install(manifest())
    yield there
    await there.stop()


@pytest.fixture
def canaries(there: Playground) -> set[str]:
    return {there.bot_token, there.app_token, there.signing_secret, SIGNING, PASSWORD, TYPED}


@dataclass
class Play:
    """The whole bot, and people at work."""

    http: aiohttp.ClientSession
    control: str
    app: App
    there: Playground

    async def post(self, move: str, **body: object) -> Any:  # noqa: ANN401 — whatever JSON holds
        async with self.http.post(f"{self.control}/{move}", json=body) as answer:
            seen = await answer.json()
            assert answer.status == 200, seen
            return seen

    async def state(self) -> Any:  # noqa: ANN401 — as above
        async with self.http.get(f"{self.control}/state") as answer:
            return await answer.json()

    async def ask(self) -> None:
        """Set a standup up, and let it be asked."""
        await self.post("command", user="UOLIVER", channel="C0DATA", text="/standup setup")
        await self.post("submit", user="UOLIVER", values={})
        await self.post("clock", advance=24 * 3600)

    async def answer(self) -> Any:  # noqa: ANN401 — as above
        """In the words that must not be seen."""
        await self.open()
        return await self.fill()

    async def open(self) -> None:
        await self.post("command", user="UOLIVER", channel="C0DATA", text="/standup")

    async def fill(self) -> Any:  # noqa: ANN401 — as above
        values = {"since": TYPED, "until": TYPED, "blockers": TYPED}
        return await self.post("submit", user="UOLIVER", values=values)

    async def counted(self) -> str:
        async with self.http.get(f"http://127.0.0.1:{self.app.metrics_port}/metrics") as answer:
            return await answer.text()


def fail(*_: object, **__: object) -> NoReturn:
    """As a mistake of ours may: with words of somebody's in it."""
    raise ValueError(f"what is {TYPED}?")


class Watch:
    """All that was said so far, on either stream, at the most talkative level."""

    def __init__(self, capture: pytest.CaptureFixture[str], canaries: set[str]) -> None:
        self._capture, self._canaries = capture, canaries
        self.heard = ""

    def hear(self, *more: str) -> str:
        self.heard += "\n".join((*self._capture.readouterr(), *more))
        return self.heard

    def found(self, *more: str) -> set[str]:
        """The canaries that got out."""
        heard = self.hear(*more)
        return {each for each in self._canaries if each in heard} | {*SHAPES.findall(heard)}


@pytest.fixture
def watch(capsys: pytest.CaptureFixture[str], canaries: set[str]) -> Watch:
    return Watch(capsys, canaries)


def settings(there: Playground, folder: Path, *, socket: bool) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg] # the library's own
        log_level="DEBUG",
        port=0,
        metrics_port=0,
        database_url=f"sqlite:///{folder}/piton.db",
        slack_bot_token=SecretStr(there.bot_token),
        slack_app_token=SecretStr(there.app_token) if socket else None,
        slack_signing_secret=SecretStr(SIGNING),
        slack_api_url=there.api_url,
    )


@pytest.fixture(params=[True, False], ids=["socket", "http"])
async def play(request: pytest.FixtureRequest, there: Playground, tmp_path: Path) -> AsyncIterator[Play]:
    given = settings(there, tmp_path, socket=request.param)
    log.set_up(given.log_level, given.log_format, given.secrets())
    app = App(given, there.clock)
    await app.start()
    there.on_clock = lambda target: app.take_to(target, there.clock.set)
    if not request.param:
        there.app.signing_secret = SIGNING
        there.app.line.request_url.secret = SIGNING
        there.request_url = f"http://127.0.0.1:{app.port}/slack/events"
    async with aiohttp.ClientSession() as http:
        yield Play(http, there.control_url, app, there)
    await app.stop()


async def test_when_all_goes_well(play: Play, watch: Watch) -> None:
    await play.ask()
    await play.answer()
    await play.post("clock", advance=12 * 3600)
    assert TYPED in str(await play.state()), "it is where it belongs"
    counted = await play.counted()
    await play.app.stop()
    assert watch.found(counted) == set()
    assert 'piton_deliveries_total{state="shown"}' in counted


async def test_when_a_listener_fails(play: Play, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    await play.ask()
    await play.open()
    monkeypatch.setattr("bot.rounds.perform", fail)
    assert "Something went wrong" in str(await play.fill())
    assert watch.found(await play.counted()) == set()
    assert "listener failed" in watch.heard
    assert "ValueError at " in watch.heard


async def test_when_the_store_fails(play: Play, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    await play.ask()
    await play.open()
    monkeypatch.setattr(play.app.store, "run", fail)
    monkeypatch.setattr(play.app.store, "read", fail)
    assert "Something went wrong" in str(await play.fill())
    await asyncio.sleep(1.1)  # a tick
    assert watch.found(await play.counted()) == set()
    assert "tick failed" in watch.heard
    assert "piton_store_up 0.0" in watch.heard


async def test_when_slack_refuses_in_words_of_ours(play: Play, watch: Watch) -> None:
    await play.ask()
    for method in ("chat.update", "chat.postMessage", "views.open", "views.publish"):
        play.there.slack.faults.add(method, "error", code=f"bad {TYPED}", times=3)
    for _ in range(4):  # the form is refused three times
        await play.open()
    assert (await play.fill())["ok"]
    await play.post("clock", advance=5)
    assert {method for method, _ in play.there.slack.faults.met} >= {"chat.update", "views.open"}
    assert watch.found(await play.counted()) == set()
    assert "unknown_error" in watch.heard


async def test_when_a_message_cannot_be_drawn(
    play: Play, watch: Watch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await play.ask()
    monkeypatch.setattr("handlers.slack.messenger.draw", fail)
    await play.answer()
    await until(lambda: "cannot be sent" in watch.hear())
    assert watch.found(await play.counted()) == set()
    with closing(sqlite3.connect(tmp_path / "piton.db")) as file:
        why = str(file.execute("SELECT why FROM slots").fetchall())
    assert TYPED not in why


async def test_when_a_request_is_refused(play: Play, watch: Watch) -> None:
    body = urlencode({"command": "/standup", "text": TYPED, "token": SIGNING}).encode()
    address = f"http://127.0.0.1:{play.app.port}/slack/events?text={TYPED}"
    forged = signed(body, secret=SIGNING + "?")
    crooked = {"X-Slack-Signature": f"v0={SIGNING}", "X-Slack-Request-Timestamp": TYPED, "Cookie": TYPED}
    for headers in (forged, crooked, {}):
        async with play.http.post(address, data=body, headers=headers) as answer:
            assert SIGNING not in await answer.text()
    async with play.http.post(address, data=(body * 15_000)[: MOST + 1], headers=forged) as answer:
        assert TYPED not in await answer.text()
    unsound = {"type": TYPED, "team": {"id": [TYPED]}, "text": TYPED}
    if play.there.request_url:
        raw = json.dumps(unsound).encode()
        async with play.http.post(
            address, data=raw, headers=signed(raw, secret=SIGNING) | {"Content-Type": "application/json"}
        ) as answer:
            assert TYPED not in await answer.text()
    else:
        play.there.slack.sockets.ack_deadline = 0.2
        with pytest.raises(SilenceError):
            await play.there.slack.line.sockets.send("interactive", unsound)
    assert watch.found(await play.counted()) == set()
    assert "refused" in watch.heard


async def test_when_a_doctor_looks(
    there: Playground, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = settings(there, tmp_path, socket=True)
    there.slack.faults.add("auth.test", "error", code=f"bad {there.bot_token}")
    assert not await examine(given)
    assert watch.found() == set()


@pytest.mark.parametrize("command", ["run", "doctor", "migrate"])
async def test_when_the_database_cannot_be_reached(
    there: Playground, canaries: set[str], command: str, tmp_path: Path
) -> None:
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://piton:{PASSWORD}@127.0.0.1:1/piton",
        "SLACK_API_URL": there.api_url,
        "SLACK_BOT_TOKEN": there.bot_token,
        "SLACK_APP_TOKEN": there.app_token,
        "SLACK_SIGNING_SECRET": SIGNING,
        "LOG_LEVEL": "DEBUG",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        command,
        cwd=tmp_path,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = (await process.communicate())[0].decode()
    assert process.returncode != 0
    assert said
    assert {each for each in canaries if each in said} == set()
