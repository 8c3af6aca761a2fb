"""Taking data out, as people would: a lead exports, a member looks at what is kept, takes it along and erases it."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, MONDAY_NOON, Stage, stage
from tests.scenarios.test_edges import whispers

Json = dict[str, Any]
FORMULA = '=HYPERLINK("https://evil.example","look")'


async def answered(play: Stage) -> None:
    await play.command("UOLIVER", "/standup setup")
    await play.submit("UOLIVER")
    await play.at(MONDAY_NOON + timedelta(hours=22))
    await play.answer("UOLIVER", "Cleaned the cohort", FORMULA, "No access to billing")


async def file_of(play: Stage, user: str) -> tuple[str, bytes]:
    """The last file that somebody got by direct message."""
    await play.settle()
    message = [each for each in await play.seen(user, "@Piton") if each.get("files")][-1]
    [file] = message["files"]
    async with play.http.get(file["url_private"]) as answer:
        assert answer.status == 200
        return str(file["name"]), await answer.read()


async def said(play: Stage, user: str, channel: str = DATA) -> str:
    return await whispers(play, user, channel)


async def test_a_lead_exports_what_the_team_made(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await answered(play)
        await play.command("UOLIVER", "/piton export")
        assert "is being made" in await said(play, "UOLIVER")
        name, content = await file_of(play, "UOLIVER")
        assert name == "data-science-c0data.zip"
        with zipfile.ZipFile(io.BytesIO(content)) as whole:
            assert whole.testzip() is None
            sheet = whole.read("data-science-c0data/answers.csv").decode("utf-8-sig")
            team = json.loads(whole.read("data-science-c0data/team.json"))
        cells = [row["text"] for row in csv.DictReader(io.StringIO(sheet, newline=""))]
        assert f"'{FORMULA}" in cells
        assert FORMULA in [row["text"] for row in team["tables"]["answers"]]
        others = [each for each in await play.seen("UPRIYA", "@Piton") if each.get("files")]
        assert others == [], "it comes to whoever asked for it"


async def test_nobody_else_exports_it_and_nowhere_else(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await answered(play)
        await play.command("UDIEGO", "/piton export")
        assert "Only the team's leads" in await said(play, "UDIEGO")
        await play.command("UOLIVER", "/piton export", "@Piton")
        assert "in the channel of your team" in await said(play, "UOLIVER", "@Piton")
        assert not [each for each in await play.seen("UDIEGO", "@Piton") if each.get("files")]


async def test_a_member_takes_their_own_along_and_erases_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await answered(play)
        await play.command("UOLIVER", "/piton my-data")
        assert "1 answer, 1 blocker, 1 plan that you set up since Tue 24 Nov 2026" in await said(
            play, "UOLIVER"
        )
        await play.press("UOLIVER", "Send me the file", DATA)
        name, content = await file_of(play, "UOLIVER")
        own = json.loads(content)
        assert name == "my-piton-data.json"
        assert next(row["text"] for row in own["tables"]["answers"]) == "Cleaned the cohort"
        await play.press("UOLIVER", "Erase my data", DATA)
        await play.settle()
        assert "is being erased" in await said(play, "UOLIVER")
        await play.post("clock", advance=600)
        shown = str([each for each in await play.seen("UDIEGO", DATA) if "metadata" in each])
        assert "Cleaned the cohort" not in shown
        assert "billing" not in shown
        await play.command("UOLIVER", "/piton my-data")
        assert "1 plan that you set up." in await said(play, "UOLIVER")
        await play.at(MONDAY_NOON + timedelta(days=1, hours=22))
        assert await play.prompts("UOLIVER"), "they are asked again"


async def test_a_stranger_hears_that_nothing_is_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await play.command("UDIEGO", "/piton mydata")
        assert "keeps nothing that you wrote" in await said(play, "UDIEGO")
