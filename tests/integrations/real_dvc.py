"""Metrics of a real DVC pipeline: the files that its stage writes, and what `dvc metrics show --json` says of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integrations.command import would_send

_STAGE = """\
stages:
  evaluate:
    cmd: "{python} evaluate.py"
    deps: [evaluate.py]
    metrics:
{files}
"""
_EVALUATE = """\
import json
from pathlib import Path
from dvc.utils.serialize import dump_toml, dump_yaml
whole = {"f1": 0.8, "eval": {"de": 0.71}, "loss": 1e-05, "name": "churn"}
Path("metrics.json").write_text(json.dumps(whole))
dump_yaml("metrics.yaml", {"yaml": whole})
dump_toml("metrics.toml", {"toml": whole})
"""
FILES = ("metrics.json", "metrics.yaml", "metrics.toml")


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which `dvc repro` ran."""
    folder = tmp_path_factory.mktemp("dvc")
    (folder / "evaluate.py").write_text(_EVALUATE)
    listed = "\n".join(f"      - {name}:\n          cache: false" for name in FILES)
    (folder / "dvc.yaml").write_text(_STAGE.format(python=sys.executable, files=listed))
    dvc(folder, "init", "--no-scm", "-q")
    dvc(folder, "repro", "-q")
    return folder


def dvc(folder: Path, *words: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "dvc", *words],
        cwd=folder,
        env={**os.environ, "DVC_NO_ANALYTICS": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_file_is_read_whole(pipeline: Path, name: str) -> None:
    kind = name.partition(".")[2]
    before = "" if kind == "json" else f"{kind}."
    assert would_send("--from", name, at=pipeline)["metrics"] == {
        f"{before}f1": 0.8,
        f"{before}eval.de": 0.71,
        f"{before}loss": 1e-05,
    }


def test_what_dvc_shows_is_all_of_them(pipeline: Path) -> None:
    (pipeline / "shown.json").write_text(dvc(pipeline, "metrics", "show", "--json"))
    found = would_send("--from", "shown.json", at=pipeline)["metrics"]
    assert len(found) == 9
    assert (found["f1"], found["yaml.loss"], found["toml.eval.de"]) == (0.8, 1e-05, 0.71)


def test_the_teams_own_names_are_picked_of_them(pipeline: Path) -> None:
    words = ("--from", "metrics.json", "--pick", "f1", "--pick", "f1@de=eval.de")
    assert would_send(*words, at=pipeline)["metrics"] == {"f1": 0.8, "f1@de": 0.71}
