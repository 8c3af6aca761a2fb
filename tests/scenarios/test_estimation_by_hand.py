"""The story of an estimation, as people would live it: from pasted lines to a ranked backlog."""

from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, Stage, has_button, stage
from tests.scenarios.test_standup_by_hand import utc

Json = dict[str, Any]


async def called(play: Stage, stories: str, effort: list[str], value: list[str]) -> None:
    opened = await play.command("UOLIVER", "/estimate")
    assert opened["view"], opened
    saved = await play.submit("UOLIVER", pasted=stories, effort=effort, value=value)
    assert saved["ok"], saved
    await play.settle()


async def cards(play: Stage) -> list[Json]:
    return [each for each in await play.seen("UOLIVER", DATA) if "Estimation" in each["text"]]


async def test_from_pasted_lines_to_a_ranked_backlog(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await called(play, "Churn by region https://x.org/1\nClean March", ["UOLIVER", "UPRIYA"], ["UMAYA"])
        [card] = await cards(play)
        assert "Effort*: 0 of 2 voted" in str(card["blocks"])
        opened = await play.post("click", user="UOLIVER", channel=DATA, ts=card["ts"], text="Vote")
        print(opened)
        raise AssertionError
