"""The command `piton report`: gathers what was measured, and hands it in."""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer
from pydantic import SecretStr

from bot.errors import BotError
from bot.reports import reported
from bot.reports.gathering import gathered, metrics

if TYPE_CHECKING:
    from bot.model.report import Report
    from bot.reports.posting import Answer

#: Exit codes; 1 is a mistake in what was given, found before anything was sent, 2 the command line's own.
REFUSED, NOT_LET_IN, NOT_REACHED = 3, 4, 5
_KNOWN, _OK, _SIGN, _LATER = 200, 300, frozenset({401, 403, 407}), frozenset({0, 429, 500, 502, 503, 504})

#: The options, each by its name.
_Experiment = Annotated[
    str,
    typer.Option(help="Its key, as /experiment list shows it; without it, what the team keeps in view."),
]
_Metric = Annotated[list[str] | None, typer.Option(help="NAME=VALUE, or NAME@SUBSET=VALUE.")]
_Interval = Annotated[list[str] | None, typer.Option(help="NAME=LOW:HIGH.")]
_From = Annotated[
    Path | None,
    typer.Option(
        "--from", help="A metrics file: JSON, YAML or TOML, or what `dvc metrics show --json` says."
    ),
]
_Wandb = Annotated[Path | None, typer.Option(help="A W&B run's summary, wandb-summary.json.")]
_MlflowRun = Annotated[str, typer.Option(help="A run's id; needs piton[mlflow].")]
_TrackingUri = Annotated[str, typer.Option(help="MLflow's; else MLFLOW_TRACKING_URI holds.")]
_Pick = Annotated[
    list[str] | None, typer.Option(help="Only this number of a file or run; NAME=THEIRS renames it.")
]
_FteDays = Annotated[
    float | None, typer.Option(help="Days of one person that went into it since the last result.")
]
_InCi = Annotated[str, typer.Option(help="In GitHub Actions and GitLab CI it is known.")]
_Data = Annotated[str, typer.Option(help="Which data: a version, a hash, a path.")]
_Model = Annotated[str, typer.Option(help="Which model.")]
_Words = Annotated[str, typer.Option()]
_Source = Annotated[str, typer.Option(help="Where it comes from, as people call it.")]
_At = Annotated[str, typer.Option(help="When it was measured: 2027-01-15T17:00:00Z.")]
_Key = Annotated[
    str, typer.Option(help="Two reports with one key are one report. It is made of what is reported.")
]
_Url = Annotated[str, typer.Option(envvar="PITON_URL", help="Where Piton answers.")]
_Team = Annotated[str, typer.Option(envvar="PITON_TEAM", help="The team's id, of /piton hooks.")]
_Secret = Annotated[
    str,
    typer.Option(
        envvar="PITON_SECRET",
        help="The team's secret; others see it in a command line.",
        show_default=False,
    ),
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")]


def add_to(cli: typer.Typer) -> None:
    """Give a command line this command."""
    cli.command()(report)


def report(
    experiment: _Experiment = "",
    metric: _Metric = None,
    interval: _Interval = None,
    from_: _From = None,
    wandb: _Wandb = None,
    mlflow_run: _MlflowRun = "",
    tracking_uri: _TrackingUri = "",
    pick: _Pick = None,
    fte_days: _FteDays = None,
    commit: _InCi = "",
    data: _Data = "",
    model: _Model = "",
    note: _Words = "",
    link: _InCi = "",
    source: _Source = "",
    at: _At = "",
    key: _Key = "",
    url: _Url = "",
    team: _Team = "",
    secret: _Secret = "",
    *,
    dry_run: _DryRun = False,
) -> None:
    """Report a result, from CI or by hand: docs/results.md. Exit codes: 0 it is there, 1 and 2 a mistake in what
    was given, 3 Piton refused it, 4 the signature is not good, 5 Piton was not reached within two minutes."""
    found, told = gathered(from_, wandb, mlflow_run, tracking_uri, pick or [])
    given = {
        "experiment": experiment, "commit": commit, "data": data, "model": model, "note": note, "link": link,
        "source": source, "at": at,
    }  # fmt: skip
    known = told | {name: value for name, value in given.items() if value}
    body = known | {"metrics": metrics(found, metric or [], interval or []), "fte_days": fte_days}
    made = make(body, key, datetime.now(UTC))
    if dry_run:
        print(json.dumps({"key": made.key, "body": reported.written(made)}, indent=2, ensure_ascii=False))
        return
    raise typer.Exit(_send(made, url, team, secret))


def make(body: dict[str, Any], key: str, now: datetime) -> "Report":
    """The report, with its key. A reading of what a team keeps in view is a new one each time, unless it says when it
    was measured: only results are known again by what they say. Raises BadInput."""
    report = reported.from_body(body, key, now)
    if key:
        return report
    gist = reported.gist(report)
    once = report.at.isoformat() if report.at else uuid4().hex
    return replace(report, key=gist if report.experiment else f"{gist[:40]}-{once}")


def _send(report: "Report", url: str, team: str, secret: str) -> int:
    from bot.reports.posting import Sender, hand_in

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
        sentence = sentence or "It is there."
        if answer.status == _KNOWN:
            sentence = f"This was there already, and counts once. Then it said: {sentence}"
        print(" ".join(filter(None, (sentence, link))))
        return 0
    where = f"{field}: " if field else ""
    said = f"{where}{sentence or 'There was no answer of Piton; is PITON_URL right?'}"
    print(f"piton: {f'{answer.status} ' if answer.status else ''}{said}", file=sys.stderr)
    return NOT_LET_IN if answer.status in _SIGN else NOT_REACHED if answer.status in _LATER else REFUSED
