"""The command `piton report`: gathers what was measured, and hands it in."""

import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import SecretStr

from bot import reported
from bot.errors import BadInput, BotError
from bot.whence import whence

if TYPE_CHECKING:
    from bot.model.report import Report
    from bot.posting import Answer

#: Exit codes; 1 is a mistake in what was given, found before anything was sent, 2 the command line's own.
REFUSED, NOT_LET_IN, NOT_REACHED = 3, 4, 5
_OK, _SIGN, _LATER = 300, frozenset({401, 403, 407}), frozenset({0, 429, 500, 502, 503, 504})

_Words = Annotated[str, typer.Option()]


def add_to(cli: typer.Typer) -> None:
    """Give a command line this command."""

    @cli.command()
    def report(
        experiment: Annotated[
            str,
            typer.Option(
                help="Its key, as /experiment list shows it; without it, what the team keeps in view."
            ),
        ] = "",
        metric: Annotated[list[str] | None, typer.Option(help="NAME=VALUE, or NAME@SUBSET=VALUE.")] = None,
        interval: Annotated[list[str] | None, typer.Option(help="NAME=LOW:HIGH.")] = None,
        from_: Annotated[
            Path | None,
            typer.Option(
                "--from", help="A metrics file: JSON, YAML or TOML, or what `dvc metrics show --json` says."
            ),
        ] = None,
        wandb: Annotated[Path | None, typer.Option(help="A W&B run's summary, wandb-summary.json.")] = None,
        mlflow_run: Annotated[str, typer.Option(help="A run's id; needs piton[mlflow].")] = "",
        tracking_uri: Annotated[str, typer.Option(help="MLflow's; else MLFLOW_TRACKING_URI holds.")] = "",
        pick: Annotated[
            list[str] | None, typer.Option(help="Only this number of a file or run; NAME=THEIRS renames it.")
        ] = None,
        fte_days: Annotated[
            float | None, typer.Option(help="Days of one person that went into it since the last result.")
        ] = None,
        commit: Annotated[str, typer.Option(help="In GitHub Actions and GitLab CI it is known.")] = "",
        data: Annotated[str, typer.Option(help="Which data: a version, a hash, a path.")] = "",
        model: Annotated[str, typer.Option(help="Which model.")] = "",
        note: _Words = "",
        link: Annotated[str, typer.Option(help="In GitHub Actions and GitLab CI it is known.")] = "",
        source: Annotated[str, typer.Option(help="Where it comes from, as people call it.")] = "",
        at: Annotated[str, typer.Option(help="When it was measured: 2027-01-15T17:00:00Z.")] = "",
        key: Annotated[
            str, typer.Option(help="Two reports with one key are one report. It is made of what is reported.")
        ] = "",
        url: Annotated[str, typer.Option(envvar="PITON_URL", help="Where Piton answers.")] = "",
        team: Annotated[str, typer.Option(envvar="PITON_TEAM", help="The team's id, of /piton hooks.")] = "",
        secret: Annotated[
            str,
            typer.Option(
                envvar="PITON_SECRET",
                help="The team's secret; others see it in a command line.",
                show_default=False,
            ),
        ] = "",
        *,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")
        ] = False,
    ) -> None:
        """Report a result, from CI or by hand: docs/results.md. Exit codes: 0 it is there, 1 and 2 a mistake in what
        was given, 3 Piton refused it, 4 the signature is not good, 5 Piton was not reached within two minutes."""
        found, told = _gathered(from_, wandb, mlflow_run, tracking_uri, pick or [])
        given = {
            "experiment": experiment, "commit": commit, "data": data, "model": model, "note": note, "link": link,
            "source": source, "at": at,
        }  # fmt: skip
        known = told | {name: value for name, value in given.items() if value}
        body = known | {"metrics": _metrics(found, metric or [], interval or []), "fte_days": fte_days}
        made = make(body, key, datetime.now(UTC))
        if dry_run:
            print(json.dumps({"key": made.key, "body": reported.written(made)}, indent=2, ensure_ascii=False))
            return
        raise typer.Exit(_send(made, url, team, secret))


def make(body: dict[str, Any], key: str, now: datetime) -> "Report":
    """The report, with its key. A reading of what a team keeps in view is a new one each time: only results are known
    again by what they say. Raises BadInput."""
    report = reported.from_body(body, key, now)
    if key:
        return report
    gist = reported.gist(report)
    return replace(report, key=gist if report.experiment else f"{gist[:40]}-{(report.at or now).isoformat()}")


def _gathered(
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


def _metrics(found: dict[str, float], metrics: list[str], intervals: list[str]) -> dict[str, Any]:
    """All numbers by their names, those of the command line before others'."""
    given: dict[str, Any] = {}
    for each in metrics:
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


def _send(report: "Report", url: str, team: str, secret: str) -> int:
    from bot.posting import Sender, hand_in

    missing = [
        name
        for name, value in (("PITON_URL", url), ("PITON_TEAM", team), ("PITON_SECRET", secret))
        if not value
    ]
    if missing:
        raise BotError(f"Set {', '.join(missing)}: a lead finds them with /piton hooks.")
    raw = json.dumps(reported.written(report)).encode()
    return _told(hand_in(Sender(url, team, SecretStr(secret)), report.key, raw))


def _told(answer: "Answer") -> int:
    """Say what came of it; the exit code."""
    field, sentence, link = (str(answer.said.get(name, "")) for name in ("field", "sentence", "link"))
    if answer.status and answer.status < _OK:
        print(" ".join(filter(None, (sentence or "It is there.", link))))
        return 0
    where = f"{field}: " if field else ""
    said = f"{where}{sentence or 'There was no answer of Piton; is PITON_URL right?'}"
    print(f"piton: {f'{answer.status} ' if answer.status else ''}{said}", file=sys.stderr)
    return NOT_LET_IN if answer.status in _SIGN else NOT_REACHED if answer.status in _LATER else REFUSED
