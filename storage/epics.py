"""The epics of a team, as rows."""

from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.model import Epic, EpicId, Team, TeamId, WorkspaceId
from storage.statements import Statements
from storage.tables import epics
from storage.upsert import upsert

_OF_TEAM = (
    select(epics)
    .where(epics.c.workspace == bindparam("w"), epics.c.team == bindparam("t"))
    .order_by(epics.c.name, epics.c.id)
)
_GET = _OF_TEAM.where(epics.c.id == bindparam("e"))


class EpicRows:
    """Implements `bot.ledger.Epics`."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def put(self, team: Team, epic: Epic) -> None:
        self.stands(team.workspace, team.id, epic)

    def stands(self, workspace: WorkspaceId, team: TeamId, epic: Epic) -> None:
        """The same, for what a round writes."""
        row = {
            "workspace": workspace,
            "id": epic.id,
            "team": team,
            "name": epic.name,
            "objective": epic.objective,
            "owner": epic.owner,
            "owner_name": epic.owner_name,
            "year": epic.year,
            "quarter": epic.quarter,
            "late": epic.late,
            "closed": epic.closed,
        }
        self._statements.execute(upsert(self._statements.dialect, epics, "team"), row)

    def get(self, team: Team, epic: EpicId) -> Epic | None:
        key = {"w": team.workspace, "t": team.id, "e": epic}
        row = self._statements.execute(_GET, key).first()
        return _epic(row) if row else None

    def of_team(self, team: Team) -> tuple[Epic, ...]:
        key = {"w": team.workspace, "t": team.id}
        return tuple(map(_epic, self._statements.execute(_OF_TEAM, key).all()))


def _epic(row: Row[Any]) -> Epic:
    return Epic(
        row.id,
        row.name,
        row.objective,
        row.owner,
        row.owner_name,
        row.year,
        row.quarter,
        row.late,
        row.closed,
    )
