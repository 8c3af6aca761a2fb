"""What an MLflow run measured, asked of a tracking server or a local store. It is there only if it was asked for."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from bot.errors import BotError


@dataclass(frozen=True, slots=True)
class Run:
    """A run's metrics, the latest value of each; the commit that MLflow noted; its page; when it ended."""

    metrics: dict[str, float]
    commit: str = ""
    link: str = ""
    at: datetime | None = None


def read(run: str, uri: str | None = None) -> Run:
    """A run by its id. `uri`: as MLFLOW_TRACKING_URI, which holds without it. Raises BotError with what to do."""
    os.environ.setdefault(
        "MLFLOW_ALLOW_FILE_STORE", "true"
    )  # it refuses folders else, also to whoever only reads
    try:
        import mlflow
        from mlflow.exceptions import MlflowException
        from mlflow.tracking import MlflowClient
    except ImportError:
        raise BotError("MLflow is not there. Install it beside Piton: pip install 'piton[mlflow]'") from None
    try:
        there = str(uri or mlflow.get_tracking_uri())
        if (place := _place(there)) and not place.exists():  # it would make a new one
            raise BotError(f"There is no MLflow store at {place}. Name yours by --tracking-uri.")
        return _run(MlflowClient(there).get_run(run), there)
    except MlflowException as error:
        reason = str(error).strip().partition("\n")[0][:300]
        raise BotError(f"MLflow does not give the run {run}: {reason}") from None
    except OSError as error:  # no connection, no right to read
        raise BotError(f"MLflow cannot be reached: {type(error).__name__}.") from None


def _place(uri: str) -> Path | None:
    """The file or folder of a local store."""
    if uri.startswith("sqlite:///"):
        return Path(uri.removeprefix("sqlite:///"))
    parts = urlsplit(uri)
    return Path(url2pathname(parts.path)) if parts.scheme in {"", "file"} else None


def _run(found: Any, uri: str) -> Run:  # noqa: ANN401 — MLflow's own, without types
    at = found.info.end_time
    web = uri.rstrip("/") if uri.startswith(("https://", "http://")) else ""
    return Run(
        {str(name): float(value) for name, value in found.data.metrics.items()},
        str(found.data.tags.get("mlflow.source.git.commit", "")),
        f"{web}/#/experiments/{found.info.experiment_id}/runs/{found.info.run_id}"
        if web and "@" not in web
        else "",
        datetime.fromtimestamp(at / 1000, UTC) if at else None,
    )
