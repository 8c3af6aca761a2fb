"""What `piton report` hands in, gathered from the one source that is named and from the command line."""

import os
from pathlib import Path
from typing import Any

from bot.errors import BadInput, BotError
from bot.whence import whence


def gathered(
    file: Path | None, summary: Path | None, run: str, uri: str, picks: list[str]
) -> tuple[dict[str, float], dict[str, str]]:
    """The numbers of the one source that is named, and what the job and the source know besides."""
    from bot import readers

    job = whence(os.environ)
    told = {"source": job.source, "commit": job.commit, "link": job.link}
    if sum(map(bool, (file, summary, run))) > 1:
        raise BadInput("Name one of --from, --wandb and --mlflow-run.")
    if run:
        return _of_mlflow(run, uri, picks, told)
    if file:
        return readers.pick(readers.read(_content(file), file.name), picks), told
    if summary:
        return readers.pick(readers.summary(_content(summary), summary.name), picks), told
    if picks:
        raise BadInput("--pick is of a file or a run: name one.")
    return {}, told


def _of_mlflow(
    run: str, uri: str, picks: list[str], told: dict[str, str]
) -> tuple[dict[str, float], dict[str, str]]:
    from bot import mlflow_runs, readers

    found = mlflow_runs.read(run, uri or None)
    own = {
        "source": "MLflow",
        "commit": found.commit,
        "link": found.link,
        "at": found.at and found.at.isoformat(),
    }
    return readers.pick(found.metrics, picks), told | {name: value for name, value in own.items() if value}


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BotError(f"{file} cannot be read: {error.strerror}.") from None


def metrics(found: dict[str, float], typed: list[str], intervals: list[str]) -> dict[str, Any]:
    """All numbers by their names, those of the command line before others'."""
    given: dict[str, Any] = {}
    for each in typed:
        name, _, value = each.partition("=")
        if name in given:
            raise BadInput(f"{name} is given twice.", "--metric")
        given[name] = _float(value, f"--metric {each}", "NAME=VALUE, such as f1=0.80")
    whole: dict[str, Any] = found | given
    for each in intervals:
        name, _, ends = each.partition("=")
        low, _, high = ends.partition(":")
        if name not in whole or isinstance(whole[name], dict):
            raise BadInput(
                f"An interval belongs to one metric; {name} has none, or has one already.", "--interval"
            )
        how = "NAME=LOW:HIGH, such as f1=0.78:0.82"
        low_end, high_end = (_float(end, f"--interval {each}", how) for end in (low, high))
        whole[name] = {"value": whole[name], "low": low_end, "high": high_end}
    return whole


def _float(text: str, given: str, how: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadInput(f"{given} is not understood. Write {how}.") from None
