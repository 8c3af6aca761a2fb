"""The export: all that a team made, as CSV files and one JSON file, read page by page so that it is never all in
memory and keeps nobody waiting. It is no snapshot: what changes meanwhile may be in it or not."""

import asyncio
import json
import shutil
import zipfile
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from bot.ceremonies import CEREMONIES
from bot.keeping.sheets import BOM, csv_lines, file_name, json_line, plain
from bot.ledger import Ledger, Store
from bot.ledger.archive import TABLES, Held, Lines, Mark, Table
from bot.model import Cell, Record, Round, RoundId, Row, Team

#: Of the files. It grows where a column changes its meaning or goes; new columns and tables come without.
FORMAT = 1
#: Lines of the book, and rounds, that are read at a time.
PAGE, ROUNDS = 500, 50


@dataclass
class Folder:
    """A team's files as they are written: a CSV file a table, and the lines of the JSON, which is put together last."""

    path: Path
    _open: ExitStack = field(default_factory=ExitStack)
    _columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _sheets: dict[str, IO[str]] = field(default_factory=dict)
    _parts: dict[str, IO[str]] = field(default_factory=dict)

    def begin(self, table: str, columns: Sequence[str]) -> None:
        """A table's files, with the header; begun again, it is the same."""
        if table in self._columns:
            return
        self._columns[table] = tuple(columns)
        self._sheets[table] = self._file(f"{table}.csv")
        self._parts[table] = self._file(f"{table}.part")
        self._sheets[table].write(BOM + csv_lines([columns]))

    def _file(self, name: str) -> IO[str]:
        path = self.path / name
        return self._open.enter_context(path.open("w+", encoding="utf-8", errors="replace", newline=""))

    def add(self, table: str, rows: Sequence[Mapping[str, Cell]]) -> None:
        """Lines of a table that was begun. Raises KeyError for a line without one of its columns."""
        lines = [{name: row[name] for name in self._columns[table]} for row in rows]
        self._sheets[table].write(csv_lines(tuple(line.values()) for line in lines))
        part = self._parts[table]
        for line in lines:
            part.write((",\n" if part.tell() else "") + json_line(line))

    def add_records(self, records: Iterable[Record]) -> None:
        """What rounds tell of themselves: a table is begun with the columns of its first line."""
        for each in records:
            self.begin(each.table, tuple(each.row))
            self.add(each.table, [each.row])

    def end(self, head: Mapping[str, object]) -> None:
        """Put the JSON together, and close all."""
        with self._open, (self.path / "team.json").open("w", encoding="utf-8", errors="replace") as whole:
            whole.write(json.dumps(dict(head), ensure_ascii=False)[:-1] + ', "tables": {')
            for number, (table, part) in enumerate(self._parts.items()):
                whole.write(("," if number else "") + f'\n"{table}": [\n')
                part.seek(0)
                shutil.copyfileobj(part, whole)
                whole.write("]")
            whole.write("}}\n")
        self.drop_parts()

    def drop_parts(self) -> None:
        """What is of no use once the JSON is there, or will not be."""
        self._open.close()
        for each in self.path.glob("*.part"):
            each.unlink()


async def export(store: Store, team: Team, into: Path, at: datetime) -> Path:
    """Write a team's folder into this one, and return it. It must not be there yet: raises FileExistsError."""
    path = into / file_name(team.name, team.channel)
    await asyncio.to_thread(path.mkdir, parents=True)
    folder = Folder(path)
    try:
        for table in TABLES:
            columns = await store.read(partial(_columns, table))
            await asyncio.to_thread(folder.begin, table, columns)
            async for lines in _lines(store, team, table):
                await asyncio.to_thread(folder.add, table, lines)
        async for rounds in _rounds(store, team):
            await asyncio.to_thread(_add_rounds, folder, rounds)
        await asyncio.to_thread(folder.end, _head(team, at))
    except BaseException:
        folder.drop_parts()
        raise
    return path


def _columns(table: Table, ledger: Ledger) -> tuple[str, ...]:
    return ledger.archive.columns(table)


def _head(team: Team, at: datetime) -> dict[str, object]:
    return {
        "format": FORMAT,
        "exported_at": plain(at),
        "workspace": team.workspace,
        "team": {
            "id": team.id,
            "name": team.name,
            "channel": team.channel,
            "zone": team.zone,
            "deck": list(team.deck),
        },
    }


async def _lines(store: Store, team: Team, table: Table) -> AsyncIterator[Sequence[Row]]:
    after: Mark | None = None
    while True:
        ask = partial(_page, team, table, after)
        page = await store.read(ask)
        yield page.lines
        if page.next is None:
            return
        after = page.next


def _page(team: Team, table: Table, after: Mark | None, ledger: Ledger) -> Lines:
    return ledger.archive.of_team(team.workspace, team.id, table, after, PAGE)


async def _rounds(store: Store, team: Team) -> AsyncIterator[Sequence[Round[Any]]]:
    after: RoundId | None = None
    while True:
        held = await store.read(partial(_held, team, after))
        yield held.rounds
        if held.next is None:
            return
        after = held.next


def _held(team: Team, after: RoundId | None, ledger: Ledger) -> Held:
    return ledger.archive.rounds(team.workspace, team.id, after, ROUNDS)


def records(round_: Round[Any]) -> tuple[Record, ...]:
    """What a round tells of itself, as its ceremony lists it; nothing where it has no such list."""
    record = CEREMONIES[round_.kind].record
    return record(round_) if record else ()


def _add_rounds(folder: Folder, rounds: Sequence[Round[Any]]) -> None:
    for each in rounds:
        folder.add_records(records(each))


def zipped(folder: Path, file: Path) -> Path:
    """All that is in a folder, as one file."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as whole:
        for each in sorted(folder.rglob("*")):
            if each.is_file():
                whole.write(each, each.relative_to(folder).as_posix())
    return file
