"""The real process, killed at each point of a lookahead's close: one digest, and each request is followed once."""

from pathlib import Path

import pytest

from tests.faults.process import world
from tests.faults.test_count_killed import POINTS, rest, rows, told
from tests.faults.test_kill import act
from tests.scenarios.stage import DATA


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_while_a_lookahead_closes(point: str, tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    async with world(tmp_path) as (bot, there):
        await bot.start()
        await act(there, "command", user="UOLIVER", channel=DATA, text="/lookahead")
        [offer] = await told(there, "Open one?")
        await act(there, "click", user="UOLIVER", channel=DATA, ts=offer["ts"], text="Open a lookahead")
        await rest(file)
        opened = await act(there, "command", user="UOLIVER", channel=DATA, text="/lookahead")
        assert opened["view"], opened
        saved = await act(there, "submit", user="UOLIVER", values={"kind": "access", "text": "The call logs"})
        assert saved["ok"], saved
        await rest(file)
        await bot.stop()
        await bot.start(FAULTPOINT=f"{point}:1")
        await act(there, "command", user="UOLIVER", channel=DATA, text="/lookahead close")
        assert await bot.ended(10), "it dies by its own hand"
        assert bot.killed
        await bot.start()
        if not rows(file, "SELECT 1 FROM rounds WHERE kind = 'access'"):
            await act(there, "command", user="UOLIVER", channel=DATA, text="/lookahead close")
        await rest(file)
        assert rows(file, "SELECT count(*) FROM rounds WHERE kind = 'access'") == [(1,)]
        assert len(await told(there, "Looked ahead")) == 1
        [card] = await told(there, "Look ahead")
        assert "Closed by Oliver Shaw" in card["text"]
        await bot.stop()
