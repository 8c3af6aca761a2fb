"""`piton report` as a CI job runs it, against the real hook with a double behind it."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.model.report import Measured
from tests.hooked import SECRET, TEAM, House, house, taken_in

_CI = ("GITHUB_", "GITLAB_", "CI_", "PITON_", "MLFLOW_", "SLACK_")
RESULT = ["--experiment", "churn-1", "--metric", "f1=0.80", "--interval", "f1=0.78:0.82", "--fte-days", "5"]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as found:
        yield found


async def piton(*words: str, **environment: str) -> tuple[int, str, str]:
    """The command in a process of its own, as the hook answers meanwhile."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(_CI)}
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "report", *words,
        env={**clean, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    out, error = await asyncio.wait_for(run.communicate(), 60)
    return run.returncode or 0, out.decode().strip(), error.decode().strip()


def known(here: House, secret: str = SECRET) -> dict[str, str]:
    return {"PITON_URL": here.address, "PITON_TEAM": TEAM.id, "PITON_SECRET": secret}


async def test_a_result_is_there_and_the_same_again_is_the_same_result(here: House) -> None:
    actions = {
        "GITHUB_ACTIONS": "true", "GITHUB_SHA": "abc", "GITHUB_REPOSITORY": "acme/churn",
        "GITHUB_SERVER_URL": "https://github.com", "GITHUB_RUN_ID": "7",
    }  # fmt: skip
    first = await piton(*RESULT, **known(here), **actions)
    again = await piton(*RESULT, "--note", "once more", **known(here), **(actions | {"GITHUB_RUN_ID": "8"}))
    told = "f1 is 0.8 now. https://acme.slack.com/x"
    assert first == (0, told, "")
    assert again == (0, f"This was there already, and counts once. Then it said: {told}", "")
    [report] = here.taker.runs
    assert report.measured == (Measured("f1", 0.8, 0.78, 0.82),)
    assert (report.experiment, report.days, report.commit) == ("churn-1", 5, "abc")
    assert (report.source, report.link) == ("GitHub Actions", "https://github.com/acme/churn/actions/runs/7")
    assert (await piton(*RESULT, **known(here), **(actions | {"GITHUB_SHA": "def"})))[0] == 0
    assert await taken_in(here.store) == 2


async def test_two_jobs_at_once_leave_one_result(here: House) -> None:
    answers = await asyncio.gather(*(piton(*RESULT, **known(here)) for _ in range(2)))
    assert [code for code, _, _ in answers] == [0, 0]
    assert await taken_in(here.store) == 1


async def test_a_file_of_metrics_is_reported_by_the_teams_names(here: House, tmp_path: Path) -> None:
    file = tmp_path / "metrics.json"
    file.write_text('{"eval": {"f1": 0.75, "de": 0.71}, "loss": NaN}')
    job = {"GITLAB_CI": "true", "CI_COMMIT_SHA": "abc", "CI_JOB_URL": "https://gitlab.com/acme/-/jobs/1"}
    words = [
        "--from",
        str(file),
        "--pick",
        "f1=eval.f1",
        "--pick",
        "f1@de=eval.de",
        "--experiment",
        "churn-1",
    ]
    assert (await piton(*words, **known(here), **job))[0] == 0
    [report] = here.taker.runs
    assert report.measured == (Measured("f1", 0.75), Measured("f1", 0.71, subset="de"))
    assert (report.source, report.link) == ("GitLab CI", "https://gitlab.com/acme/-/jobs/1")


@pytest.mark.parametrize(
    ("words", "secret", "code", "says"),
    [
        (["--experiment", "churn-2", "--metric", "f1=0.8"], SECRET, 3, "404 There is no experiment"),
        (
            ["--experiment", "churn-1", "--metric", "auc=0.8"],
            SECRET,
            3,
            "422 metrics.auc: This metric is not",
        ),
        (
            ["--experiment", "churn-1", "--metric", "f1=80"],
            SECRET,
            3,
            "422 metrics.f1: f1 lies between 0 and 1",
        ),
        (["--experiment", "churn-1", "--metric", "f1=0.8"], "pitonsec_wrong", 4, "401 Sign with"),
        (["--experiment", "churn-1", "--metric", "f1=nan"], SECRET, 1, "metrics.f1: NaN is not a number"),
        (["--experiment", "churn-1", "--metric", "f1=inf"], SECRET, 1, "metrics.f1: This is infinite"),
        (["--experiment", "churn-1", "--metric", "f1"], SECRET, 1, "--metric f1 is not understood"),
        (
            ["--experiment", "churn-1", "--metric", "f1=0,805"],
            SECRET,
            1,
            "--metric f1=0,805 is not understood",
        ),
        (
            ["--experiment", "churn-1", "--metric", "f1=1,234"],
            SECRET,
            1,
            "--metric f1=1,234 is not understood",
        ),
        (["--metric", "f1=1", "--interval", "f1=0,5:1,5"], SECRET, 1, "--interval f1=0,5:1,5 is not"),
        (["--metric", "f1=1", "--fte-days", "1,234"], SECRET, 2, ""),
        (["--metric", "f1=1", "--metric", "f1=2"], SECRET, 1, "f1 is given twice"),
        (["--metric", "f1=1", "--interval", "auc=1:2"], SECRET, 1, "auc has none"),
        (["--metric", "f1=1", "--interval", "f1=2:3"], SECRET, 1, "outside of its interval"),
        (["--metric", "f1=1", "--fte-days", "0"], SECRET, 1, "fte_days: FTE-days are more than 0"),
        (["--experiment", "churn-1"], SECRET, 1, "Say at least one metric"),
        (["--from", "/proc/nowhere.json"], SECRET, 1, "cannot be read"),
        (["--metric", "f1=1", "--pick", "f1"], SECRET, 1, "--pick is of a file"),
        (["--from", "a", "--wandb", "b"], SECRET, 1, "Name one of"),
        (["--metric", "f1=1", "--fte-days", "x"], SECRET, 2, ""),
        (["--metric", "f1=1"], "", 1, "Set PITON_SECRET"),
    ],
)
async def test_a_mistake_is_a_line_and_a_code(
    here: House, words: list[str], secret: str, code: int, says: str
) -> None:
    found, out, error = await piton(*words, **known(here, secret))
    assert (found, out) == (code, "")
    assert says in error
    assert code == 2 or len(error.splitlines()) == 1
    assert not secret or secret not in error
    assert await taken_in(here.store) == 0


async def test_a_dry_run_says_what_it_would_send_and_needs_no_secret() -> None:
    code, out, _ = await piton(*RESULT, "--dry-run")
    said: dict[str, Any] = json.loads(out)
    assert code == 0
    assert len(said["key"]) == 64
    assert said["body"] == {
        "key": said["key"], "experiment": "churn-1",
        "metrics": {"f1": {"value": 0.8, "low": 0.78, "high": 0.82}}, "fte_days": 5.0
    }  # fmt: skip
