"""Reading all that is kept of a team or of a member, page by page: no page takes long, so nobody is kept waiting."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, func, not_, or_, select, tuple_

from bot.ledger.archive import TABLES, Deed, Held, Lines, Mark, Table
from bot.log import log
from bot.model import Ceremony, MemberId, Round, RoundId, TeamId, WorkspaceId
from bot.model import Row as Line
from storage.rounds import RoundRows
from storage.shelves import SHELVES, Shelf
from storage.statements import Statements
from storage.tables import acts, answers, blockers, people, rounds, workspaces

_ESCAPE = "/"
_ROUNDS = (
    select(rounds)
    .where(
        rounds.c.workspace == bindparam("w"),
        rounds.c.team == bindparam("t"),
        rounds.c.id > bindparam("after"),
    )
    .order_by(rounds.c.id)
    .limit(bindparam("most"))
)
_IDS = (
    select(rounds.c.id)
    .where(rounds.c.workspace == bindparam("w"), rounds.c.id > bindparam("after"))
    .order_by(rounds.c.id)
    .limit(bindparam("most"))
)
_OPEN_IDS = _IDS.where(not_(rounds.c.over))
_THEIRS = (
    select(rounds)
    .where(
        rounds.c.workspace == bindparam("w"),
        rounds.c.id.in_(bindparam("ids", expanding=True)),
        or_(
            rounds.c.state.like(bindparam("id"), escape=_ESCAPE),
            rounds.c.state.like(bindparam("name"), escape=_ESCAPE),
            exists().where(
                acts.c.workspace == rounds.c.workspace,
                acts.c.round == rounds.c.id,
                acts.c.by == bindparam("m"),
            ),
        ),
    )
    .order_by(rounds.c.id)
)
_DEEDS = (
    select(acts)
    .where(acts.c.workspace == bindparam("w"), acts.c.round == bindparam("r"), acts.c.by == bindparam("m"))
    .order_by(acts.c.id)
)
_NAME = select(people.c.name).where(people.c.workspace == bindparam("w"), people.c.id == bindparam("m"))
_WORKSPACES = select(workspaces.c.id).order_by(workspaces.c.id)
_FIRST_DAYS = tuple(
    select(func.min(each.c.day)).where(each.c.workspace == bindparam("w"), each.c.member == bindparam("m"))
    for each in (answers, blockers)
)


class ArchiveRows:
    """Implements `bot.ledger.Archive`."""

    def __init__(
        self, statements: Statements, rounds: RoundRows, ceremonies: Mapping[str, Ceremony[Any]]
    ) -> None:
        self._statements = statements
        self._rounds = rounds
        self._ceremonies = ceremonies

    def workspaces(self) -> tuple[WorkspaceId, ...]:
        return tuple(map(WorkspaceId, self._statements.execute(_WORKSPACES).scalars()))

    def columns(self, table: Table) -> tuple[str, ...]:
        return SHELVES[table].columns

    def of_team(
        self, workspace: WorkspaceId, team: TeamId, table: Table, after: Mark | None, most: int
    ) -> Lines:
        return self._page(table, "team", {"w": workspace, "t": team}, after, most)

    def of_member(
        self, workspace: WorkspaceId, member: MemberId, table: Table, after: Mark | None, most: int
    ) -> Lines:
        return self._page(table, "member", {"w": workspace, "m": member}, after, most)

    def _page(self, table: Table, whose: str, key: dict[str, Any], after: Mark | None, most: int) -> Lines:
        marks = {f"after_{number}": mark for number, mark in enumerate(after or ())}
        statement = _paged(table, whose, later=after is not None)
        rows = self._statements.execute(statement, key | marks | {"most": most}).all()
        shelf = SHELVES[table]
        lines = tuple(_flat(line) for row in rows for line in shelf.lines(row))
        return Lines(lines, _mark(shelf, rows[-1]) if len(rows) == most else None)

    def rounds(self, workspace: WorkspaceId, team: TeamId, after: RoundId | None, most: int) -> Held:
        key = {"w": workspace, "t": team, "after": after or "", "most": most}
        rows = self._statements.execute(_ROUNDS, key).all()
        return self._held(rows, rows[-1].id if len(rows) == most else None)

    def holding(
        self,
        workspace: WorkspaceId,
        member: MemberId,
        after: RoundId | None,
        most: int,
        *,
        open_: bool = False,
    ) -> Held:
        key = {"w": workspace, "after": after or "", "most": most}
        ids = list(self._statements.execute(_OPEN_IDS if open_ else _IDS, key).scalars())
        if not ids:
            return Held(())
        name = self._statements.execute(_NAME, {"w": workspace, "m": member}).scalar()
        theirs = {
            "w": workspace,
            "m": member,
            "ids": ids,
            "id": _somewhere(member),
            "name": _somewhere(name or member),
        }
        rows = self._statements.execute(_THEIRS, theirs).all()
        return self._held(rows, ids[-1] if len(ids) == most else None)

    def _held(self, rows: Any, next_: RoundId | None) -> Held:  # noqa: ANN401 — rows of rounds
        return Held(tuple(self._readable(rows)), next_)

    def _readable(self, rows: Iterable[Row[Any]]) -> Iterator[Round[Any]]:
        """One that cannot be read, as it is of another version, keeps nobody from the others."""
        for row in rows:
            try:
                if row.kind in self._ceremonies:
                    yield self._rounds.of_row(row)
            except ValueError:
                log.error("a round cannot be read", round=row.id, kind=row.kind)

    def deeds(self, workspace: WorkspaceId, round_: RoundId, member: MemberId) -> tuple[Deed, ...]:
        rows = self._statements.execute(_DEEDS, {"w": workspace, "r": round_, "m": member}).all()
        return tuple(Deed(row.round, row.kind, row.at, row.payload) for row in rows)

    def counts(self, workspace: WorkspaceId, member: MemberId) -> Mapping[Table, int]:
        key = {"w": workspace, "m": member}
        return {each: self._statements.execute(_counted(each), key).scalar_one() for each in TABLES}

    def first_day(self, workspace: WorkspaceId, member: MemberId) -> date | None:
        key = {"w": workspace, "m": member}
        found = (self._statements.execute(each, key).scalar() for each in _FIRST_DAYS)
        return min((each for each in found if each), default=None)


@cache
def _paged(table: Table, whose: str, *, later: bool) -> Select[Any]:
    shelf = SHELVES[table]
    asked = shelf.rows.where(shelf.of_team if whose == "team" else shelf.of_member)
    if later:
        asked = asked.where(_after(shelf))
    return asked.order_by(*shelf.key).limit(bindparam("most"))


def _after(shelf: Shelf) -> ColumnElement[bool]:
    marks = [bindparam(f"after_{at}", type_=each.type) for at, each in enumerate(shelf.key)]
    return tuple_(*shelf.key) > tuple_(*marks)


@cache
def _counted(table: Table) -> Select[Any]:
    shelf = SHELVES[table]
    return select(func.count()).select_from(shelf.rows.where(and_(shelf.of_member)).subquery())


def _mark(shelf: Shelf, row: Row[Any]) -> Mark:
    return tuple(getattr(row, f"mark_{number}") for number in range(len(shelf.key)))


def _flat(line: Line) -> Line:
    """Times of day have no type in JSON."""
    cells: dict[str, Any] = dict(line)
    return {name: f"{cell:%H:%M}" if isinstance(cell, time) else cell for name, cell in cells.items()}


def _somewhere(name: str) -> str:
    """The pattern of a JSON in which this stands. It may find more than it should, for lack of case."""
    written = json.dumps(name, ensure_ascii=False)[1:-1]
    for each in (_ESCAPE, "%", "_"):
        written = written.replace(each, _ESCAPE + each)
    return f"%{written}%"
