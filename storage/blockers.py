"""Blockers, as rows: where each stands."""

from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.model import BlockerStands, Obstacle, PlanId, Round, Team
from storage.statements import Statements
from storage.tables import blockers
from storage.upsert import upsert

_BLOCKERS = (
    select(blockers)
    .where(
        blockers.c.workspace == bindparam("w"),
        blockers.c.team == bindparam("t"),
        blockers.c.standing.in_(["open", "acknowledged"]),
    )
    .order_by(blockers.c.day, blockers.c.round)
)
_BLOCKERS_OF_PLAN = _BLOCKERS.where(blockers.c.plan == bindparam("p"))


class BlockerRows:
    """The blockers of all teams that are in the way, and what became of the others."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def of_plan(self, team: Team, plan: PlanId | None) -> tuple[Obstacle, ...]:
        """Those under this plan that are not resolved."""
        if plan is None:
            return ()
        key = {"w": team.workspace, "t": team.id, "p": plan}
        return tuple(map(_obstacle, self._statements.execute(_BLOCKERS_OF_PLAN, key).all()))

    def of_team(self, team: Team) -> tuple[Obstacle, ...]:
        """All that are not resolved."""
        rows = self._statements.execute(_BLOCKERS, {"w": team.workspace, "t": team.id}).all()
        return tuple(map(_obstacle, rows))

    def stands(self, round_: Round[Any], entry: BlockerStands) -> None:
        """Where one stands now."""
        blocker = entry.blocker
        row = {
            "workspace": round_.workspace,
            "round": blocker.round,
            "team": round_.team,
            "plan": round_.plan,
            "member": blocker.member,
            "text": blocker.text,
            "day": blocker.day,
            "standing": blocker.standing,
            "helper": blocker.helper,
            "ended_at": entry.ended_at,
        }
        key = tuple(row[column.name] for column in blockers.primary_key)
        self._statements.later(upsert(self._statements.dialect, blockers), row, key)


def _obstacle(row: Row[Any]) -> Obstacle:
    return Obstacle(row.round, row.member, row.text, row.day, row.standing, row.helper)
