"""The command line: one function a command. A person's mistake gets one line, never a traceback."""

import asyncio
import gc
import json
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot import backtesting, config, log, reporting, taking
from bot.errors import BadInput, BotError

if TYPE_CHECKING:
    from bot.app import Role
    from bot.ledger import Ledger, Store

T = TypeVar("T")
cli = typer.Typer(
    help="Piton keeps a data team's cadence in its chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


stuck = typer.Typer(
    help="Messages that are stuck: `piton doctor` tells which, and why.", no_args_is_help=True
)
cli.add_typer(stuck, name="slots")


@cli.command("try")
def try_(
    port: Annotated[int, typer.Option(help="The page's port; 0 takes a free one.", min=0, max=65535)] = 8765,
    database: Annotated[
        Path | None, typer.Option(help="Keep the bot's memory in this file; else it is gone at the end.")
    ] = None,
    *,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """A Slack workspace on this machine, with the bot in it: no account, no token, no network."""
    asyncio.run(_try(port, database, open_page=open_page))


async def _try(port: int, database: Path | None, *, open_page: bool) -> None:
    from bot.trying import Trial

    log.set_up("WARNING")
    with tempfile.TemporaryDirectory(prefix="piton-") as folder:
        trial = Trial(database or Path(folder) / "piton.db")
        try:
            await trial.start(port)
        except OSError as error:
            raise BotError(f"Port {port} is not free ({error.strerror}). Try: piton try --port 0") from None
        print(json.dumps(trial.addresses()), flush=True)
        print(f"Open {trial.page} in your browser. Ctrl-C ends it.", file=sys.stderr, flush=True)
        results = trial.addresses()["results"]
        print(f"`piton report` reaches it with PITON_URL={results}", file=sys.stderr, flush=True)
        if open_page:
            webbrowser.open(trial.page)
        await _until_stopped(trial.stop)


@cli.command()
def run() -> None:
    """The whole bot in one process, connected to Slack by the tokens in the environment or in `.env`."""
    asyncio.run(_run("all"))


@cli.command()
def web() -> None:
    """The part of a fleet that Slack calls, as many as you like: needs PostgreSQL, and a `piton worker`."""
    asyncio.run(_run("web"))


@cli.command()
def worker() -> None:
    """The part of a fleet that does what is due and sends what is owed, as many as you like: needs PostgreSQL."""
    asyncio.run(_run("worker"))


async def _run(role: "Role") -> None:
    # The store's threads wait for the database often and briefly, and after each time for the loop: else for 5 ms.
    sys.setswitchinterval(0.001)
    settings = config.load()
    log.set_up(settings.log_level, settings.log_format, settings.secrets())
    from bot.app import App

    app = App(settings, role=role)
    stop = asyncio.create_task(_signals().wait())
    start = asyncio.create_task(app.start())
    try:
        await asyncio.wait({start, stop}, return_when=asyncio.FIRST_COMPLETED)
        if start.done():
            await start
            _spare_the_collector()
            await stop
    except OSError as error:
        raise BotError(
            f"Cannot listen on {settings.host}: {error.strerror}. Set PORT, or METRICS_PORT, to one that is free."
        ) from None
    finally:
        start.cancel()
        await asyncio.gather(start, return_exceptions=True)
        await app.stop()


def _spare_the_collector() -> None:
    """What is there by now stays, and need not be looked through: each time it was, everybody waited 0.1 s."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def _signals() -> asyncio.Event:
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    return stop


async def _until_stopped(stop: Callable[[], Awaitable[None]]) -> None:
    await _signals().wait()
    await stop()


@cli.command()
def migrate(
    source: Annotated[
        str | None,
        typer.Option(
            "--from", help="Copy all of this database into the empty one of DATABASE_URL. Stop the bot first."
        ),
    ] = None,
    *,
    back: Annotated[
        bool,
        typer.Option("--back", help="Go on with the database of DATABASE_URL, which was moved to another."),
    ] = False,
) -> None:
    """Bring the database to this version's tables. Safe to repeat."""
    from storage.address import describe
    from storage.moving import move
    from storage.schema import migrate as bring
    from storage.schema import schema_state, take_up

    settings = config.load()
    if source is not None:
        if "database_url" not in settings.model_fields_set:
            raise BotError("DATABASE_URL is not set: it says where to move to.")
        moved = (
            f"{move(source, settings.database_url)} rows are in the {describe(settings.database_url)} now."
        )
        print(f"{moved} The {describe(source)} keeps its own, and nothing starts on it any more.")
        return
    if back:
        take_up(settings.database_url)
        print(f"The {describe(settings.database_url)} is used again. Start no bot on what it was moved to.")
        return
    before = schema_state(settings.database_url)
    bring(settings.database_url)
    print(
        "The database is up to date."
        if before == "current"
        else "The database has this version's tables now."
    )


@stuck.command()
def retry(
    days: Annotated[int, typer.Option(help="Also what was given up in so many days.", min=0, max=60)] = 2,
) -> None:
    """Try once more what `piton doctor` calls kept, left alone or given up. Nothing is sent twice: what was on its way
    is looked up first, and what came too late to be of use is left out again."""
    number = asyncio.run(_mend(lambda ledger, now: ledger.mending.retry(now, now - timedelta(days=days))))
    print(f"{number} to be tried once more; a running bot does it within a minute or so.")


@stuck.command()
def drop(
    days: Annotated[int, typer.Option(help="Only what is older than so many days.", min=0, max=3650)] = 2,
) -> None:
    """Send no more what is still to be sent and older than that."""
    number = asyncio.run(_mend(lambda ledger, now: ledger.mending.drop(now - timedelta(days=days))))
    print(f"{number} will not be sent any more.")


async def _mend(mend: "Callable[[Ledger, datetime], int]") -> int:
    now = datetime.now(UTC)
    return await _with_store(lambda store: store.run(lambda ledger: mend(ledger, now)))


async def _with_store(do: "Callable[[Store], Awaitable[T]]") -> T:
    from bot.ceremonies import CEREMONIES
    from storage.database import open_store
    from storage.schema import schema_state

    if schema_state(config.load().database_url) != "current":
        raise BotError(
            "There is no bot's memory of this version in DATABASE_URL. Is it the right one? Try: piton doctor"
        )
    store = open_store(config.load().database_url, CEREMONIES, lambda _task, _jobs: None)
    try:
        return await do(store)
    finally:
        await store.close()


taking.add_to(cli, _with_store)
reporting.add_to(cli)


@cli.command()
def manifest(
    url: Annotated[
        str | None, typer.Option(help="The bot's public https address, for HTTP; without it, Socket Mode.")
    ] = None,
) -> None:
    """The app manifest to paste at api.slack.com/apps."""
    from handlers.slack.manifest import as_yaml

    if url is not None and not url.startswith("https://"):
        raise BotError("Slack calls https addresses only, such as https://piton.example.org.")
    print(as_yaml(url), end="")


@cli.command()
def doctor(
    to: Annotated[
        str,
        typer.Option(
            help="The id of a channel or member to which the test message goes;"
            " without it, a channel of each kind that the bot is in. It is deleted at once."
        ),
    ] = "",
) -> None:
    """Look at settings, database, tokens, scopes and zone data; send a message and find it again; and say what to
    do about what is wrong."""
    from bot.doctor import examine

    healthy = asyncio.run(examine(config.load(), to))
    raise typer.Exit(0 if healthy else 1)


backtesting.add_to(cli)


def main() -> None:
    """The console script."""
    try:
        cli()
    except BotError as error:
        where = f"{error.field}: " if isinstance(error, BadInput) and error.field else ""
        print(f"piton: {where}{error.sentence}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
