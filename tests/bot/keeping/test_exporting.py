"""The export: all that a team made and nothing else, read back as it was; nothing sealed, nothing of another team."""

import asyncio
import csv
import io
import json
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bot.ceremonies import CEREMONIES
from bot.errors import BadInput, BotError, NotFound
from bot.keeping import exporting, mine, takeout
from bot.keeping.sheets import BOM, fused
from bot.ledger import Ledger
from bot.ledger.archive import TABLES
from bot.model import ChannelId, Record, Team, TeamId, Workspace
from tests.bot.furnished import ADA, CARD, NAME, NOON, SEALED, WORDS, furnish
from tests.factories import OTHER_WORKSPACE, WORKSPACE, make_absence, make_person
from tests.shell import Shell

#: Those of which nothing is in an export, and why: what they say is in the book, or they say nothing of a team's.
WITHOUT = {"blocker": "its line is in the book", "news": "told to leads", "quarter": "it only looks"}
DOCS = Path(__file__).parents[3] / "docs" / "export.md"

Json = dict[str, Any]


def test_every_ceremony_says_what_of_it_is_exported_or_is_listed_as_having_nothing() -> None:
    assert {kind for kind, each in CEREMONIES.items() if each.record is None} == WITHOUT.keys()


def test_every_ceremony_in_which_people_write_can_be_erased_from() -> None:
    assert {kind for kind, each in CEREMONIES.items() if each.erase is None} == {"epic", "quarter"}


def sheet(file: Path) -> list[dict[str, str]]:
    raw = file.read_bytes()
    assert raw.startswith(BOM.encode())
    text = raw.decode("utf-8-sig")
    return [
        {name: fused(cell) for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text, newline=""), strict=True)
    ]


def parts(folder: Path) -> list[Path]:
    return list(folder.rglob("*.part"))


async def exported(shell: Shell, into: Path) -> tuple[Path, Json]:
    folder = await exporting.export(shell.store, await shell.team(), into, NOON)
    whole: Json = json.loads((folder / "team.json").read_text(encoding="utf-8"))
    return folder, whole


async def test_all_that_a_team_made_is_in_it(shell: Shell, tmp_path: Path) -> None:
    await furnish(shell)
    folder, whole = await exported(shell, tmp_path / "out")
    assert folder.name == "data-c0data"
    tables = whole["tables"]
    assert {name for name, rows in tables.items() if rows} == {
        *TABLES, "surveys", "estimations", "estimation_reasons", "spike_boxes", "spike_changes", "sprint_progress",
        "lookahead_items", "access_requests", "epic_crossings", "decisions", "experiments",
        "experiment_changes", "experiment_results",
    }  # fmt: skip
    assert {each.name for each in folder.iterdir()} == {"team.json", *(f"{name}.csv" for name in tables)}
    assert [(row["name"], row["question"], row["text"]) for row in tables["answers"]][:2] == [
        (NAME, "What have you done since last time?", WORDS),
        (NAME, "What will you do until next time?", WORDS),
    ]
    assert {row["name"]: json.loads(row["roles"]) for row in tables["members"]}["Ben"] == [
        "developer",
        "lead",
    ]
    [settled] = tables["estimates"]
    assert (settled["story"], settled["outcome"], settled["points"], settled["by"]) == (1, "settled", 8, ADA)
    assert [row["text"] for row in tables["lookahead_items"]].count("Move the jobs") == 1
    assert [(row["what"], row["reason"]) for row in tables["spike_changes"]].count(("paused", WORDS)) == 2
    assert sorted((row["number"], row["decision"], row["standing"]) for row in tables["decisions"]) == [
        (1, "Features are stored by day", "stands"),
        (2, "One model for all", "reversed"),
    ]
    told = {row["key"]: row for row in tables["experiments"]}
    assert {key: row["verdict"] for key, row in told.items()} == {"churn-1": None, "churn-2": "disproved"}
    assert [(row["number"], row["value"], row["fte_days"], row["by"]) for row in tables["experiment_results"]] == [
        (1, 75.0, 10.0, ADA), (2, 75.0, 8.0, ""),
    ] * 2  # fmt: skip
    assert (whole["format"], whole["exported_at"], whole["team"]["name"]) == (
        1,
        "2026-11-24T12:00:00Z",
        "data",
    )


async def test_the_sheets_say_what_the_json_says(shell: Shell, tmp_path: Path) -> None:
    await furnish(shell)
    folder, whole = await exported(shell, tmp_path)
    for table, rows in whole["tables"].items():
        said = sheet(folder / f"{table}.csv")
        assert [list(row) for row in said] == [list(row) for row in rows], table
        assert [list(row.values()) for row in said] == [
            [as_cell(each) for each in row.values()] for row in rows
        ]


def as_cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


async def test_nothing_sealed_is_in_it(shell: Shell, tmp_path: Path) -> None:
    await furnish(shell)
    assert SEALED in str(shell.rows("SELECT state FROM rounds")), "it is there to be found"
    folder, whole = await exported(shell, tmp_path)
    everything = "".join(each.read_text(encoding="utf-8") for each in folder.iterdir())
    assert SEALED not in everything
    for row in whole["tables"]["estimations"]:
        assert CARD not in {str(each) for each in row.values()}
    own = await mine.gather(shell.store, WORKSPACE, ADA, NOON)
    assert SEALED not in own


async def test_a_member_gets_their_own_and_no_one_elses(shell: Shell) -> None:
    await furnish(shell)
    own = json.loads(await mine.gather(shell.store, WORKSPACE, ADA, NOON))
    assert own["member"] == {"id": ADA, "name": NAME, "zone": "Europe/London"}
    assert own["settings"]["zone"] == "Asia/Kolkata"
    assert own["settings"]["starts"] == "09:00"
    assert {row["text"] for row in own["tables"]["answers"]} == {WORDS}
    assert "tidy up" not in str(own)
    assert "no GPU" not in str(own)
    assert {"absences", "blockers", "epics", "sprint_stories", "spikes", "estimates"} <= own["tables"].keys()
    assert {"lookahead_items", "spike_boxes", "spike_changes", "access_requests"} <= own["tables"].keys()
    assert [row["reason"] for row in own["tables"]["estimation_reasons"]] == [WORDS]
    assert {"Acknowledge", "Pause", "Extend", "Decide", "Answer", "Settle"} <= {
        each["act"] for each in own["acts"]
    }
    kept = await shell.store.read(lambda ledger: mine.kept(ledger, WORKSPACE, ADA))
    assert (kept.counts["answers"], kept.counts["blockers"], kept.counts["absences"]) == (1, 1, 1)
    assert (str(kept.since), kept.going) == ("2026-11-24", False)


async def test_of_a_stranger_nothing_is_told(shell: Shell) -> None:
    await furnish(shell)
    with pytest.raises(NotFound):
        await mine.gather(shell.store, OTHER_WORKSPACE, ADA, NOON)


async def test_nothing_of_another_team_or_workspace_is_in_it(shell: Shell, tmp_path: Path) -> None:
    await furnish(shell)

    def add(ledger: Ledger) -> None:
        ledger.roster.put_workspace(Workspace(OTHER_WORKSPACE, "slack", "Peak"), NOON)
        ledger.roster.put_people(OTHER_WORKSPACE, [make_person("Ada")])
        for workspace, id_ in ((OTHER_WORKSPACE, "team-data"), (WORKSPACE, "team-two")):
            other = Team(TeamId(id_), workspace, ChannelId("C0TWO"), "two", "Europe/London")
            ledger.roster.put_team(other)
            ledger.roster.seat(other, ADA)

    await shell.run(add)
    await shell.run(lambda ledger: ledger.roster.add_absence(OTHER_WORKSPACE, make_absence("Ada")))
    two = await shell.store.read(lambda ledger: ledger.roster.teams(OTHER_WORKSPACE))
    folder = await exporting.export(shell.store, two[0], tmp_path, NOON)
    everything = "".join(each.read_text(encoding="utf-8") for each in folder.iterdir())
    assert WORDS not in everything
    assert NAME not in everything
    whole = json.loads((folder / "team.json").read_text(encoding="utf-8"))
    assert {name for name, rows in whole["tables"].items() if rows} == {"members", "absences"}
    assert len(whole["tables"]["absences"]) == 1
    elsewhere = json.loads(await mine.gather(shell.store, OTHER_WORKSPACE, ADA, NOON))
    assert (elsewhere["acts"], WORDS in str(elsewhere)) == ([], False)


async def test_two_exports_at_once_are_each_whole(shell: Shell, tmp_path: Path) -> None:
    await furnish(shell)
    await asyncio.gather(
        *(exported(shell, tmp_path / name) for name in ("a", "b")), shell.answer("Cai", "late")
    )
    read = [(tmp_path / name / "data-c0data" / "stories.csv").read_bytes() for name in ("a", "b")]
    assert read[0] == read[1]
    with pytest.raises(FileExistsError):
        await exported(shell, tmp_path / "a")


async def test_pages_lose_and_double_nothing(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnish(shell)
    _, whole = await exported(shell, tmp_path / "whole")
    own = await mine.gather(shell.store, WORKSPACE, ADA, NOON)
    for module, name in ((exporting, "PAGE"), (exporting, "ROUNDS"), (mine, "PAGE"), (mine, "_ROUNDS")):
        monkeypatch.setattr(module, name, 1)
    assert (await exported(shell, tmp_path / "pages"))[1] == whole
    assert await mine.gather(shell.store, WORKSPACE, ADA, NOON) == own


async def test_a_failure_leaves_no_half_written_parts(shell: Shell, tmp_path: Path) -> None:
    team = await furnish(shell)

    class Failing:
        reads = 0

        async def read(self, fn: Any) -> Any:  # noqa: ANN401 — as a store
            self.reads += 1
            if self.reads > 9:
                raise BotError
            return await shell.store.read(fn)

    store: Any = Failing()
    with pytest.raises(BotError):
        await exporting.export(store, team, tmp_path, NOON)
    assert parts(tmp_path) == []


async def test_by_the_command_line_one_team_or_all(shell: Shell, tmp_path: Path) -> None:
    await furnish(shell)
    zip_, number = await takeout.export(shell.store, takeout.Which(team="#data"), tmp_path / "all.zip", NOON)
    assert number == 1
    with zipfile.ZipFile(zip_) as file:
        assert file.testzip() is None
        assert {"data-c0data/team.json", "data-c0data/answers.csv"} <= set(file.namelist())
    with pytest.raises(BotError, match="there already"):
        await takeout.export(shell.store, takeout.Which(), tmp_path / "all.zip", NOON)
    with pytest.raises(BadInput, match="no such team"):
        await takeout.export(shell.store, takeout.Which(channel="C0NONE"), tmp_path / "x", NOON)
    await takeout.export(shell.store, takeout.Which(), tmp_path / "folder", NOON)
    assert (tmp_path / "folder" / "data-c0data" / "team.json").is_file()
    assert json.loads(await takeout.give(shell.store, "", ADA, NOON))["member"]["name"] == NAME
    with pytest.raises(NotFound, match="does not know UNOBODY"):
        await takeout.give(shell.store, "", "UNOBODY", NOON)
    with pytest.raises(NotFound, match="no workspace"):
        await takeout.give(shell.store, "slack:T404", ADA, NOON)
    await takeout.erase(shell.store, shell.clock, "", ADA)
    assert WORDS not in await takeout.give(shell.store, "", ADA, NOON)


async def test_every_column_is_documented(shell: Shell, tmp_path: Path) -> None:
    await furnish(shell)
    _, whole = await exported(shell, tmp_path)
    docs = DOCS.read_text(encoding="utf-8")
    for table, rows in whole["tables"].items():
        [line] = [each for each in docs.splitlines() if each.startswith(f"| `{table}` |")]
        columns = line.split("|")[3].replace("`", "").split(",")
        assert [each.strip() for each in columns] == list(rows[0]), table
    assert [each.name for each in fields(Record)] == ["table", "row"]


async def test_erased_members_are_no_ones_in_an_export(shell: Shell, tmp_path: Path) -> None:
    await furnish(shell)
    await takeout.erase(shell.store, shell.clock, "", ADA)
    await shell.run(lambda ledger: ledger.roster.unseat(_team(ledger), ADA))
    folder, _ = await exported(shell, tmp_path)
    over = {
        "sprint_stories",
        "spikes",
        "estimates",
        "epics",
        "answers",
        "blockers",
        "stories",
        "estimation_reasons",
    }
    everything = "".join((folder / f"{each}.csv").read_text(encoding="utf-8") for each in over)
    assert ADA not in everything
    assert NAME not in everything
    assert WORDS not in everything


def _team(ledger: Ledger) -> Team:
    [team] = ledger.roster.teams(WORKSPACE)
    return team
