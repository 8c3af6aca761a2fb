"""The real process, killed while a job's result is taken in: sent again, it is there once and told once."""

import asyncio
import json
import socket
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.ledger import Ledger
from bot.ledger.hooks import Key
from bot.model import ChannelId, Team, TeamId, WorkspaceId
from playground import Playground
from tests.doubles import open_store
from tests.faults.process import Bot, world
from tests.faults.test_count_killed import POINTS, rest, rows, told
from tests.faults.test_kill import act
from tests.hooked import SECRET, body, post, signed
from tests.scenarios.stage import DATA

VALUES = {"question": "Do we call?", "metric": "f1", "key": "churn-1"}


def free_port() -> str:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return str(held.getsockname()[1])


async def registered(bot: Bot, there: Playground, folder: Path, port: str) -> str:
    """An experiment of Oliver's whose card is told, and the team with a secret; returns the team."""
    await bot.start(PORT=port)
    opened = await act(there, "command", user="UOLIVER", channel=DATA, text="/experiment new Usage tells")
    assert opened["view"], opened
    saved = await act(there, "submit", user="UOLIVER", values=VALUES)
    assert saved["ok"], saved
    while not await told(there, "Experiment churn-1"):  # noqa: ASYNC110 — another process posts it
        await asyncio.sleep(0.1)
    await rest(folder / "piton.db")
    await bot.stop()
    [(workspace, team)] = rows(
        folder / "piton.db", "SELECT workspace, team FROM rounds WHERE kind = 'experiment'"
    )
    whose = Team(TeamId(team), WorkspaceId(workspace), ChannelId("C1"), "data", "UTC")
    store = open_store(folder)

    def add(ledger: Ledger) -> None:
        ledger.hooks.add(whose, Key(SecretStr(SECRET), datetime.now(UTC)))

    await store.run(add)
    await store.close()
    return str(team)


async def send(port: str, team: str) -> int | None:
    """The status, or None where the line was cut."""
    raw = body(source="CI")
    try:
        status, _ = await post(f"http://127.0.0.1:{port}", raw, signed(raw) | {"Piton-Team": team})
    except aiohttp.ClientError:
        return None
    return status


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_while_a_result_is_taken_in(point: str, tmp_path: Path) -> None:
    file, port = tmp_path / "piton.db", free_port()
    async with world(tmp_path) as (bot, there):
        team = await registered(bot, there, tmp_path, port)
        await bot.start(PORT=port, FAULTPOINT=f"{point}:1")
        first = await send(port, team)
        assert first in {201, None}
        assert await bot.ended(30), "it dies by its own hand"
        assert bot.killed
        kept = _results(file)
        assert len(kept) == (point != "before_commit")
        await bot.start(PORT=port)
        assert await send(port, team) == (200 if kept else 201)
        assert await send(port, team) == 200
        while not await told(there, "Result 1: f1 is 0.8"):  # noqa: ASYNC110 — another process posts it
            await asyncio.sleep(0.1)
        await rest(file)
        assert [(each["value"], each["number"]) for each in _results(file)] == [(0.8, 1)]
        [below] = await told(there, "Result 1: f1 is 0.8")
        [card] = await told(there, "Experiment churn-1")
        assert below["thread_ts"] == card["ts"]
        assert "f1 is 0.8, higher is better" in card["text"]
        await bot.stop()


def _results(file: Path) -> list[dict[str, object]]:
    [(state,)] = rows(file, "SELECT state FROM rounds WHERE kind = 'experiment'")
    found: list[dict[str, object]] = json.loads(state)["results"]
    return found
