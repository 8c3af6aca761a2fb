"""Histories out of a CSV file, and `piton backtest` as a person meets it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.book.sprints import Sprint
from bot.errors import BadInput
from bot.histories import read
from tests.histories import boards

HEAD = "board,sprint,start,days,committed,added,removed,completed\n"


def file(folder: Path, text: str | bytes) -> Path:
    path = folder / "sprints.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def as_csv(histories: dict[str, list[Sprint]]) -> str:
    return HEAD + "".join(
        f"{board},{at},{each.start},{each.days},{each.committed},{each.added},{each.removed},{each.completed}\n"
        for board, sprints in histories.items()
        for at, each in enumerate(sprints, start=1)
    )


def test_a_row_is_a_sprint(tmp_path: Path) -> None:
    assert read(file(tmp_path, HEAD + "A,Sprint 1,2024-05-06,14,20,3,1.5,17.5\n")) == {
        "A": [Sprint(date(2024, 5, 6), 14, 20, 17.5, 3, 1.5, "Sprint 1")]
    }


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + HEAD + "A,1,2024-05-06,14,20,0,0,17\n",
        "completed,committed,owner,days,start,sprint,board\n17,20,Ada,14,2024-05-06,1,A\n",
        "Board, Sprint ,START,days,committed,added,removed,completed\r\nA,1,2024-05-06,14,20,,,17\r\n\r\n",
        HEAD + "A,1,2024-05-06T09:30:00.000Z,14.0,20.0,,,17.0\n,,,,,,,\n",
        HEAD.replace(",", ";") + "A;1;2024-05-06 09:30:00;14;20;0;0;17",
        HEAD + '"A","1"," 2024-05-06 ","14","2e1","0","0","17"\n',
    ],
    ids=["BOM", "other order", "other case, CRLF", "times, floats, empty cells", "semicolons", "quotes"],
)
def test_files_as_they_come(tmp_path: Path, text: str) -> None:
    assert read(file(tmp_path, text)) == {"A": [Sprint(date(2024, 5, 6), 14, 20, 17, name="1")]}


def test_start_and_days_may_be_unknown(tmp_path: Path) -> None:
    assert read(file(tmp_path, HEAD + "A,1,,,20,,,17\n")) == {"A": [Sprint(None, 0, 20, 17, name="1")]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty. Its first line names the columns"),
        ("\n \n", "is empty"),
        (HEAD, "has no sprints"),
        ("board,sprint,start,days,committed\n", "lacks completed. Its first line names"),
        ("a,b\n1,2\n", "lacks board, sprint, start, days, committed, completed"),
        (HEAD.strip() + ",completed\n", "has completed twice"),
        (
            HEAD + "A,1,2024-05-06,14,20,0,0,17\nA,2,2024-05-20,14,many,0,0,17\n",
            "line 3: committed is 'many'",
        ),
        (HEAD + "A,1,2024-05-06,14,20,0,0,-1\n", "line 2: completed is -1. Write a number from 0 up"),
        (HEAD + "A,1,2024-05-06,14,20,-2,0,1\n", "line 2: added is -2"),
        (HEAD + "A,1,2024-05-06,14,nan,0,0,1\n", "line 2: committed is 'nan'"),
        (HEAD + 'A,1,2024-05-06,14,"1,234",0,0,1\n', "line 2: committed is '1,234'"),
        (HEAD + 'A,1,2024-05-06,14,"0,85",0,0,1\n', "line 2: committed is '0,85'"),
        (HEAD + "A,1,2024-05-06,14,20,0,0,1e300\n", "line 2: completed is '1e300'"),
        (HEAD + "A,1,2024-05-06,14,,0,0,17\n", "line 2: committed is empty. Write 0"),
        (HEAD + "A,1,2024-05-06,14\n", "line 2: committed is empty"),
        (HEAD + "A,1,6 May,14,20,0,0,17\n", "line 2: start is '6 May'. Write it as 2024-05-31"),
        (
            (HEAD + "Grün,1,2024-05-06,14,20,0,0,17\n").encode("latin-1"),
            "is not UTF-8. Save it as CSV in UTF-8",
        ),
        (HEAD + "A" * 200_000 + ",1,2024-05-06,14,20,0,0,17\n", "line 2: this is not CSV"),
    ],
)
def test_a_mistake_says_where_and_what_to_do(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(file(tmp_path, text))
    assert says in caught.value.sentence
    assert "\n" not in caught.value.sentence


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadInput, match="cannot be read"):
            read(path)


def backtest(*words: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(cli, ["backtest", *words])
    assert done.exit_code == 0, done.output
    return [json.loads(each) for each in done.stdout.splitlines()]


def test_it_ends_with_one_object(tmp_path: Path) -> None:
    path = file(tmp_path, as_csv(boards("steady", 1, 3)))
    (whole,) = backtest(str(path))
    figures = ["sprints", "coverage50", "coverage85", "pinball50", "pinball15"]
    assert list(whole) == [*figures, "naive"]
    assert list(whole["naive"]) == figures
    assert whole["sprints"] == whole["naive"]["sprints"] == sum(len(each) - 3 for each in read(path).values())


def test_each_sprint_can_be_looked_at(tmp_path: Path) -> None:
    path = file(tmp_path, as_csv(boards("steady", 1, 1)))
    *each, whole = backtest("--each", str(path))
    assert len(each) == whole["sprints"]
    assert each[0].keys() == {"board", "sprint", "completed", "half", "sure", "naive"}
    assert each[0]["sprint"] == "4"


def test_too_short_a_history_has_no_figures(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "A,1,2024-05-06,14,20,0,0,17\n")
    done = CliRunner().invoke(cli, ["backtest", str(path)])
    assert done.exit_code == 0
    whole = json.loads(done.stdout.splitlines()[-1])
    assert (whole["sprints"], whole["coverage50"], whole["naive"]["pinball15"]) == (0, None, None)
    assert "first three" in done.stderr
