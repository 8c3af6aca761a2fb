"""The commands by which whoever runs the server takes data out: `export` and `my-data`."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import log

if TYPE_CHECKING:
    from bot.ledger import Store

#: Opens the store, does something over it, and closes it again.
WithStore = Callable[["Callable[[Store], Awaitable[Any]]"], Awaitable[Any]]
_Workspace = Annotated[
    str, typer.Option(help="The workspace's id, such as slack:T0123, where there are several.")
]


def add_to(cli: typer.Typer, with_store: WithStore) -> None:
    """Give a command line these commands."""

    @cli.command()
    def export(
        team: Annotated[str, typer.Option(help="Only this team, as its channel is called.")] = "",
        channel: Annotated[str, typer.Option(help="Only the team of this channel's id.")] = "",
        workspace: _Workspace = "",
        out: Annotated[Path, typer.Option(help="A folder, or a file that ends in .zip.")] = Path(
            "piton-export.zip"
        ),
    ) -> None:
        """All that teams made, as CSV files and JSON: docs/export.md. A bot may be at work meanwhile."""
        from bot.keeping import takeout

        which, now = takeout.Which(workspace, team, channel), datetime.now(UTC)
        where, number = _run(with_store, lambda store: takeout.export(store, which, out, now))
        print(f"{number} team{'s' * (number != 1)} in {where}")

    @cli.command("my-data")
    def my_data(
        member: Annotated[str, typer.Argument(help="The member's id, such as U0123.")],
        workspace: _Workspace = "",
        *,
        erase: Annotated[bool, typer.Option("--erase", help="Erase it, for good, instead.")] = False,
    ) -> None:
        """What is kept of one member, as JSON; or erase it, as they can themselves with /piton my-data."""
        from bot.keeping import takeout
        from bot.ticker import SystemClock

        clock = SystemClock()
        if erase:
            _run(with_store, lambda store: takeout.erase(store, clock, workspace, member))
            print("It is erased. What stays, and why, stands in docs/privacy.md.")
        else:
            print(_run(with_store, lambda store: takeout.give(store, workspace, member, clock.now())))


def _run(with_store: WithStore, do: "Callable[[Store], Awaitable[Any]]") -> Any:  # noqa: ANN401 — what was done
    log.set_up("WARNING")

    async def all_of_it() -> Any:  # noqa: ANN401 — the same
        return await with_store(do)

    return asyncio.run(all_of_it())
