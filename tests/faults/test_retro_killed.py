"""The real process, killed while dots are counted: no dot is lost, and each topic comes once."""

from pathlib import Path

import pytest

from tests.faults.process import world
from tests.faults.test_count_killed import POINTS, rest, rows, told
from tests.faults.test_kill import act
from tests.scenarios.stage import DATA

OLIVER = "UOLIVER"


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_while_the_dots_are_counted(point: str, tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    async with world(tmp_path) as (bot, there):
        await bot.start()
        await act(there, "command", user=OLIVER, channel=DATA, text="/retro start")
        saved = await act(there, "submit", user=OLIVER, values={})
        assert saved["ok"], saved
        await rest(file)
        for text in ("one", "two"):
            await act(there, "command", user="UPRIYA", channel=DATA, text=f"/retro note {text}")
        for words, label in (("Retro: your notes", "End collecting"), ("Retro: the notes", "Open the vote")):
            [card] = await told(there, words)
            await act(there, "click", user=OLIVER, channel=DATA, ts=card["ts"], text=label)
            await rest(file)
        await act(there, "command", user="UPRIYA", channel=DATA, text="/retro vote 2 2")
        await rest(file)
        [card] = await told(there, "Retro: your dots")
        await bot.stop()
        await bot.start(FAULTPOINT=f"{point}:1")
        await act(there, "click", user=OLIVER, channel=DATA, ts=card["ts"], text="Close the vote")
        assert await bot.ended(10), "it dies by its own hand"
        assert bot.killed
        await bot.start()
        if rows(file, "SELECT 1 FROM rounds WHERE kind = 'retro' AND state LIKE '%\"phase\":\"vote\"%'"):
            await act(there, "click", user=OLIVER, channel=DATA, ts=card["ts"], text="Close the vote")
        await rest(file)
        [counted] = await told(there, "Retro: the dots")
        assert "2 dots: 2" in counted["text"]
        assert len(await told(there, "Topic · 2 dots")) == 1
        await bot.stop()
