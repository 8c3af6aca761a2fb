"""The real process, killed while a reading is taken in that spends a budget: sent again, it counts and is told once."""

import asyncio
import json
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
from tests.faults.test_count_killed import rest, rows, told
from tests.faults.test_experiment_killed import free_port
from tests.faults.test_kill import act
from tests.hooked import SECRET, post, signed
from tests.scenarios.stage import DATA

#: What is posted waits for working hours: at any hour a reading only edits a card.
POINTS = ("before_commit", "after_commit", "after_settle")
#: Of four readings none says anything of a budget; a fifth spends it.
BEFORE = 4


async def kept(bot: Bot, there: Playground, folder: Path, port: str) -> str:
    """A KPI of Oliver's whose card is told, with readings, and the team with a secret; returns the team."""
    await bot.start(PORT=port)
    opened = await act(there, "command", user="UOLIVER", channel=DATA, text="/kpi new")
    assert opened["view"], opened
    saved = await act(there, "submit", user="UOLIVER", values={"kind": "availability"})
    assert saved["ok"], saved
    while not await told(there, "availability. "):  # noqa: ASYNC110 — another process posts it
        await asyncio.sleep(0.1)
    for _ in range(BEFORE):
        await act(there, "command", user="UOLIVER", channel=DATA, text="/kpi read availability=0.9")
    await rest(folder / "piton.db")
    await bot.stop()
    [(workspace, team)] = rows(folder / "piton.db", "SELECT workspace, team FROM rounds WHERE kind = 'kpi'")
    whose = Team(TeamId(team), WorkspaceId(workspace), ChannelId("C1"), "data", "UTC")
    store = open_store(folder)

    def add(ledger: Ledger) -> None:
        ledger.hooks.add(whose, Key(SecretStr(SECRET), datetime.now(UTC)))

    await store.run(add)
    await store.close()
    return str(team)


async def send(port: str, team: str) -> int | None:
    """The status, or None where the line was cut."""
    raw = json.dumps({"metrics": {"availability": 0.9}, "source": "CI"}).encode()
    headers = signed(raw) | {"Piton-Team": team, "Piton-Key": "job-5"}
    try:
        status, _ = await post(f"http://127.0.0.1:{port}", raw, headers)
    except aiohttp.ClientError:
        return None
    return status


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_while_a_reading_is_taken_in(point: str, tmp_path: Path) -> None:
    file, port = tmp_path / "piton.db", free_port()
    async with world(tmp_path) as (bot, there):
        team = await kept(bot, there, tmp_path, port)
        assert _readings(file) == BEFORE
        await bot.start(PORT=port, FAULTPOINT=f"{point}:1")
        assert await send(port, team) in {201, None}
        assert await bot.ended(30), "it dies by its own hand"
        assert bot.killed
        there_already = _readings(file) > BEFORE
        assert there_already == (point != "before_commit")
        await bot.start(PORT=port)
        assert await send(port, team) == (200 if there_already else 201)
        assert await send(port, team) == 200
        while not await told(there, "Its error budget is spent"):  # noqa: ASYNC110 — another process edits it
            await asyncio.sleep(0.1)
        assert _readings(file) == BEFORE + 1
        assert _turnings(file) == ["spent"]
        [card] = await told(there, "availability. ")
        assert "0.9 on average in 28 days: 100 times the downtime that 0.999 allows" in card["text"]
        await bot.stop()


def _state(file: Path) -> dict[str, list[dict[str, str]]]:
    [(state,)] = rows(file, "SELECT state FROM rounds WHERE kind = 'kpi'")
    found: dict[str, list[dict[str, str]]] = json.loads(state)
    return found


def _readings(file: Path) -> int:
    return len(_state(file)["readings"])


def _turnings(file: Path) -> list[str]:
    return [each["how"] for each in _state(file).get("turnings", [])]
