"""The command `piton backtest`: how good the forecast would have been."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.book.backtest import Told


def add_to(cli: typer.Typer) -> None:
    """Give a command line this command."""
    cli.command()(backtest)


def backtest(
    file: Annotated[Path, typer.Argument(help="CSV: board, sprint, start, days, committed, completed.")],
    *,
    each: Annotated[
        bool, typer.Option("--each", help="Also what was said before each sprint, a line for each.")
    ] = False,
) -> None:
    """How good the forecast would have been on your own sprints: each is told from those before it. The last line is
    JSON: coverage of the 50 % and 85 % statements, and their pinball losses, beside what the last twelve alone say."""
    from bot.book.backtest import score, tell
    from bot.histories import read

    told = list(tell(read(file)))
    for one in told if each else ():
        print(json.dumps(_told(one)))
    forecast, naive = score(told)
    print(json.dumps({**asdict(forecast), "naive": asdict(naive)}))
    if not told:
        print("No sprint is scored: of each board the first three are only learnt from.", file=sys.stderr)


def _told(one: "Told") -> dict[str, object]:
    return {
        "board": one.board,
        "sprint": one.sprint.name,
        "completed": one.sprint.completed,
        "half": one.half,
        "sure": one.sure,
        "naive": {"half": one.naive_half, "sure": one.naive_sure},
    }
