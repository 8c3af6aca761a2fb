"""What is kept of one member, for themself: in numbers, and all of it as one JSON file."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from bot.errors import NotFound
from bot.keeping.exporting import FORMAT, PAGE, records
from bot.keeping.sheets import plain
from bot.ledger import Ledger, Store
from bot.ledger.archive import TABLES, Deed, Lines, Mark, Table
from bot.model import Cell, MemberId, Record, Round, RoundId, WorkspaceId

#: Where an export says whose a line is.
_WHOSE = ("member", "owner", "by", "facilitator", "starter")
#: So many rounds are looked through at a time.
_ROUNDS = 100

Tables = dict[str, list[dict[str, object]]]


@dataclass(frozen=True, slots=True)
class Kept:
    """In numbers: how many lines of each table are theirs, since when, and whether they are being erased."""

    counts: Mapping[Table, int]
    since: date | None
    going: bool = False


def kept(ledger: Ledger, workspace: WorkspaceId, member: MemberId) -> Kept:
    """What is kept of a member, in all teams of a workspace."""
    archive = ledger.archive
    return Kept(
        {table: number for table, number in archive.counts(workspace, member).items() if number},
        archive.first_day(workspace, member),
        ledger.erasures.wished(workspace, member),
    )


async def gather(store: Store, workspace: WorkspaceId, member: MemberId, at: datetime) -> str:
    """All that is a member's own, as JSON. Nothing sealed: a card of a vote that is not counted is shown to nobody.
    Raises NotFound for somebody who is not known."""
    head = await store.read(partial(_head, workspace, member, at))
    tables: Tables = {}
    for table in TABLES:
        async for page in _lines(store, workspace, member, table):
            _put(tables, table, page)
    acts: list[dict[str, object]] = []
    async for round_, deeds in _rounds(store, workspace, member):
        for each in records(round_):
            if _is_theirs(each, member):
                _put(tables, each.table, Lines((dict(each.row),)))
        acts += [_told(round_, each) for each in deeds]
    whole = head | {"tables": tables, "acts": acts}
    return await asyncio.to_thread(json.dumps, whole, ensure_ascii=False)


def _head(workspace: WorkspaceId, member: MemberId, at: datetime, ledger: Ledger) -> dict[str, object]:
    person, chosen = ledger.roster.person(workspace, member), ledger.roster.chosen(workspace, member)
    if person is None or chosen is None:
        raise NotFound(f"Piton does not know {member} in {workspace}.")
    return {
        "format": FORMAT,
        "exported_at": plain(at),
        "workspace": workspace,
        "member": {"id": person.id, "name": person.name, "zone": person.zone},
        "settings": json.loads(json.dumps(asdict(chosen), default=lambda moment: f"{moment:%H:%M}")),
        "teams": [each.name for each in ledger.roster.teams_of(workspace, member)],
    }


async def _lines(
    store: Store, workspace: WorkspaceId, member: MemberId, table: Table
) -> AsyncIterator[Lines]:
    after: Mark | None = None
    while True:
        page = await store.read(partial(_page, workspace, member, table, after))
        yield page
        if page.next is None:
            return
        after = page.next


def _page(
    workspace: WorkspaceId, member: MemberId, table: Table, after: Mark | None, ledger: Ledger
) -> Lines:
    return ledger.archive.of_member(workspace, member, table, after, PAGE)


def _put(tables: Tables, table: str, page: Lines) -> None:
    for line in page.lines:
        cells: Mapping[str, Cell] = line
        tables.setdefault(table, []).append({name: plain(cell) for name, cell in cells.items()})


Done = tuple[Round[Any], tuple[Deed, ...]]


async def _rounds(store: Store, workspace: WorkspaceId, member: MemberId) -> AsyncIterator[Done]:
    after: RoundId | None = None
    while True:
        found, after = await store.read(partial(_held, workspace, member, after))
        for each in found:
            yield each
        if after is None:
            return


def _held(
    workspace: WorkspaceId, member: MemberId, after: RoundId | None, ledger: Ledger
) -> tuple[list[Done], RoundId | None]:
    held = ledger.archive.holding(workspace, member, after, _ROUNDS)
    return [(each, ledger.archive.deeds(workspace, each.id, member)) for each in held.rounds], held.next


def _is_theirs(record: Record, member: MemberId) -> bool:
    return any(record.row.get(each) == member for each in _WHOSE)


def _told(round_: Round[Any], deed: Deed) -> dict[str, object]:
    return {
        "at": plain(deed.at),
        "round": round_.id,
        "ceremony": round_.kind,
        "act": deed.kind,
        "said": json.loads(deed.payload) if deed.payload else None,
    }
