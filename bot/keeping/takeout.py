"""The command line's `export` and `my-data`, for whoever runs the server: over any store, with or without a bot at
work on it."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import BadInput, BotError, NotFound
from bot.keeping import erasing, exporting, mine
from bot.keeping.sheets import file_name
from bot.ledger import Ledger, Store
from bot.model import MemberId, Team, WorkspaceId
from bot.ports import Clock


@dataclass(frozen=True, slots=True)
class Which:
    """The teams that are meant; what is empty means all."""

    workspace: str = ""
    team: str = ""  #: its name, as its channel is called
    channel: str = ""  #: its channel's id

    def fits(self, team: Team) -> bool:
        """Whether it is one of them."""
        named = not self.team or team.name == self.team.removeprefix("#")
        return named and self.channel in {"", team.channel} and self.workspace in {"", team.workspace}


async def export(store: Store, which: Which, out: Path, at: datetime) -> tuple[Path, int]:
    """Write these teams' folders, or a zip of them; returns where, and how many. Raises BotError."""
    everywhere = await store.read(lambda ledger: ledger.archive.workspaces())
    teams = [each for where in everywhere for each in await _teams(store, where) if which.fits(each)]
    if not teams:
        raise BadInput("There is no such team. Without --team, --channel and --workspace, all are exported.")
    try:
        return await _write(store, teams, out, at), len(teams)
    except FileExistsError as error:
        raise BotError(f"{error.filename} is there already: choose another --out.") from None
    except OSError as error:
        raise BotError(f"{out} cannot be written: {error.strerror}.") from None


async def _teams(store: Store, workspace: WorkspaceId) -> tuple[Team, ...]:
    return await store.read(lambda ledger: ledger.roster.teams(workspace))


async def _write(store: Store, teams: Sequence[Team], out: Path, at: datetime) -> Path:
    if out.suffix != ".zip":
        for each in teams:
            await exporting.export(store, each, out / _folder(each, teams), at)
        return out
    if await asyncio.to_thread(out.exists):
        raise FileExistsError(17, "", str(out))
    with tempfile.TemporaryDirectory(prefix="piton-") as folder:
        for each in teams:
            await exporting.export(store, each, Path(folder) / _folder(each, teams), at)
        return await asyncio.to_thread(exporting.zipped, Path(folder), out)


def _folder(team: Team, teams: Sequence[Team]) -> str:
    """Teams of several workspaces may be called alike, in channels of the same id."""
    alone = len({each.workspace for each in teams}) == 1
    return "" if alone else file_name(team.workspace)


async def give(store: Store, workspace: str, member: str, at: datetime) -> str:
    """A member's own data, as JSON. Raises BotError."""
    return await mine.gather(store, await _where(store, workspace), MemberId(member), at)


async def erase(store: Store, clock: Clock, workspace: str, member: str) -> None:
    """Erase a member's data, as they could themself. Raises BotError."""
    where, who = await _where(store, workspace), MemberId(member)

    def wish(ledger: Ledger) -> None:
        if ledger.roster.person(where, who) is None:
            raise NotFound(f"Piton does not know {who} in {where}.")
        erasing.wish(ledger, where, who, clock.now())

    await store.run(wish)
    await erasing.Erasing(store, clock).one(where, who)


async def _where(store: Store, workspace: str) -> WorkspaceId:
    """The workspace that is meant: the only one, where none is named."""
    there = await store.read(lambda ledger: ledger.archive.workspaces())
    if workspace and workspace not in there:
        raise NotFound(f"There is no workspace {workspace}. There is: {', '.join(there)}")
    if not workspace and len(there) != 1:
        raise BadInput(f"Say which workspace: --workspace {' or '.join(there)}")
    return WorkspaceId(workspace or there[0])
