"""Runs of real MLflow stores, folder and database: the latest value of each metric, and what is known of the run."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BotError
from bot.reports import mlflow_runs
from tests.integrations.command import report, would_send

os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")


@pytest.fixture(scope="module", params=["folder", "database"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store of each kind."""
    there = tmp_path_factory.mktemp("mlflow")
    return f"sqlite:///{there}/mlflow.db" if request.param == "database" else f"{there}/mlruns"


@pytest.fixture(scope="module")
def run(store: str) -> Any:  # noqa: ANN401 — MLflow's own
    from mlflow.tracking import MlflowClient

    client = MlflowClient(store)
    made = client.create_run(client.create_experiment("churn"), tags={"mlflow.source.git.commit": "abc"})
    for step, value in enumerate((0.7, 0.9, 0.8)):
        client.log_metric(made.info.run_id, "val/f1", value, step=step)
    client.log_metric(made.info.run_id, "recall", 0.71)
    client.set_terminated(made.info.run_id)
    return client.get_run(made.info.run_id)


def test_the_latest_values_are_read(store: str, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401 — the same
    found = mlflow_runs.read(run.info.run_id, store)
    ended = datetime.fromtimestamp(run.info.end_time / 1000, UTC)
    assert found == mlflow_runs.Run({"val/f1": 0.8, "recall": 0.71}, "abc", "", ended)
    monkeypatch.setattr("mlflow.get_tracking_uri", lambda: store)
    assert mlflow_runs.read(run.info.run_id) == found


def test_they_are_reported_unless_they_are_no_numbers(store: str, run: Any, tmp_path: Path) -> None:  # noqa: ANN401 — the same
    if store.startswith("sqlite"):
        pytest.skip("reading is tried above; this is about what follows, and MLflow takes its time to start")
    given = ("--mlflow-run", run.info.run_id, "--tracking-uri", store)
    found = would_send(*given, "--pick", "f1=val/f1", at=tmp_path)
    assert (found["metrics"], found["source"], found["commit"]) == ({"f1": 0.8}, "MLflow", "abc")
    (Path(store) / run.info.experiment_id / run.info.run_id / "metrics" / "broken").write_text(
        "1700000000000 nan 0\n"
    )
    done = report(*given, "--dry-run", at=tmp_path)
    assert (done.returncode, "metrics.broken: NaN is not a number" in done.stderr) == (1, True), done.stderr


def test_a_run_that_is_not_there_is_told(store: str, run: Any) -> None:  # noqa: ANN401 — the same
    assert run
    with pytest.raises(BotError, match="does not give the run"):
        mlflow_runs.read("0" * 32, store)


def test_a_store_that_is_not_there_is_told_and_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for missing in ("sqlite:///none.db", "none", f"file://{tmp_path}/none"):
        with pytest.raises(BotError, match="no MLflow store"):
            mlflow_runs.read("1", missing)
    assert list(tmp_path.iterdir()) == []
