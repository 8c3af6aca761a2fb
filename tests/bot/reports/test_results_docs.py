"""What docs/results.md says: its example works as it stands, its snippets are YAML, its lists are whole."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml

from bot.model.report import Measured
from bot.reports.reported import _FIELDS
from tests.hooked import DOCUMENTED, SECRET, TEAM, House, house

DOCS = (Path(__file__).parents[3] / "docs" / "results.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", DOCS, re.DOTALL)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as found:
        yield found


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("openssl")), reason="needs curl and openssl")
async def test_the_example_works_as_it_stands(here: House) -> None:
    [script] = blocks("bash")
    run = await asyncio.create_subprocess_exec(
        "bash", "-euc", script,
        env={**os.environ, "PITON_URL": here.address, "PITON_TEAM": TEAM.id, "PITON_SECRET": SECRET},
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await run.communicate()
    assert (run.returncode, b"f1 is 0.8 now." in out) == (0, True), out
    [report] = here.taker.runs
    assert report.measured == (Measured("f1", 0.8), Measured("f1", 0.71, 0.69, 0.73, "de"))


def test_the_snippets_are_yaml() -> None:
    assert [list(yaml.safe_load(each)) for each in blocks("yaml")] == [["jobs"], ["report"]]


def test_each_status_and_each_field_is_told() -> None:
    assert {int(each) for each in re.findall(r"^\| (\d{3}) \|", DOCS, re.MULTILINE)} == DOCUMENTED | {500}
    body = DOCS.partition("| field |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", body.replace("`low`", ""))) == _FIELDS
