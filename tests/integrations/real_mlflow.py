"""Runs of real MLflow stores, folder and database: the latest value of each metric, and what is known of the run."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

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
    client.log_metric(made.info.run_id, "broken", float("nan"))
    client.set_terminated(made.info.run_id)
    return client.get_run(made.info.run_id)


_PICKED = ("--pick", "f1=val/f1", "--pick", "recall")


def test_the_latest_values_are_reported(store: str, run: Any, tmp_path: Path) -> None:  # noqa: ANN401 — the same
    found = would_send("--mlflow-run", run.info.run_id, "--tracking-uri", store, *_PICKED, at=tmp_path)
    assert found["metrics"] == {"f1": 0.8, "recall": 0.71}
    assert (found["source"], found["commit"]) == ("MLflow", "abc")
    assert datetime.fromisoformat(found["at"]).timestamp() * 1000 == run.info.end_time
    by_environment = would_send(
        "--mlflow-run", run.info.run_id, *_PICKED, at=tmp_path, MLFLOW_TRACKING_URI=store
    )
    assert by_environment == found


def test_what_is_no_number_is_refused_unless_others_are_picked(store: str, run: Any, tmp_path: Path) -> None:  # noqa: ANN401 — the same
    done = report("--mlflow-run", run.info.run_id, "--tracking-uri", store, "--dry-run", at=tmp_path)
    assert done.returncode == 1
    assert "metrics.broken: NaN is not a number" in done.stderr


def test_a_run_or_a_store_that_is_not_there_is_told_and_none_is_made(store: str, tmp_path: Path) -> None:
    done = report("--mlflow-run", "0" * 32, "--tracking-uri", store, "--dry-run", at=tmp_path)
    assert (done.returncode, "does not give the run" in done.stderr) == (1, True), done.stderr
    for missing in ("sqlite:///none.db", "none", f"file://{tmp_path}/none"):
        done = report("--mlflow-run", "1", "--tracking-uri", missing, "--dry-run", at=tmp_path)
        assert (done.returncode, "no MLflow store" in done.stderr) == (1, True), done.stderr
    assert list(tmp_path.iterdir()) == []
