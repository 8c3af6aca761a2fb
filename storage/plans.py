"""The standing appointments, as rows."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, select

from bot.errors import Settled
from bot.ledger import Job
from bot.model import Ceremony, MemberId, Plan, PlanId, Schedule, Team, WorkspaceId
from storage import codec
from storage.claims import Claim
from storage.locks import TeamLocks
from storage.statements import Statements
from storage.tables import RUNS, plans
from storage.upsert import upsert

_DAYS = tuple[int, ...]
_PEOPLE = tuple[MemberId, ...]

_GET = select(plans).where(plans.c.workspace == bindparam("w"), plans.c.id == bindparam("p"))
_OF_TEAM = (
    select(plans)
    .where(
        plans.c.workspace == bindparam("w"),
        plans.c.team == bindparam("t"),
        plans.c.state != "deleted",
    )
    .order_by(plans.c.kind)
)
_OF = _OF_TEAM.where(plans.c.kind == bindparam("k"))
_CLAIM = Claim(
    plans.c.wake_at,
    plans.c.workspace,
    plans.c.id,
    also=and_(RUNS, plans.c.wake_at.is_not(None)),
    tries=plans.c.tries,
)


class PlanRows:
    """Implements `bot.ledger.Plans`."""

    def __init__(
        self, statements: Statements, ceremonies: Mapping[str, Ceremony[Any]], locks: TeamLocks
    ) -> None:
        self._statements = statements
        self._locks = locks
        self._ceremonies = ceremonies

    def put(self, plan: Plan) -> None:
        if plan.state != "deleted":
            self._alone(plan)
        row = self._row(plan)
        self._statements.execute(upsert(self._statements.dialect, plans), row)

    def _alone(self, plan: Plan) -> None:
        """Raises Settled when the team has another living plan of the kind."""
        # With the team held, two that set up the same ceremony at once come one after the other.
        self._locks.team(plan.workspace, plan.team)
        row = self._statements.execute(_OF, {"w": plan.workspace, "t": plan.team, "k": plan.kind}).first()
        if row is not None and row.id != plan.id:
            raise Settled

    def get(self, workspace: WorkspaceId, plan: PlanId) -> Plan | None:
        self._locks.of_plan(workspace, plan)
        return self.look(workspace, plan)

    def look(self, workspace: WorkspaceId, plan: PlanId) -> Plan | None:
        """The plan of a team that is held already."""
        row = self._statements.execute(_GET, {"w": workspace, "p": plan}).first()
        return self._plan(row) if row else None

    def of(self, team: Team, kind: str) -> Plan | None:
        self._locks.team(team.workspace, team.id)
        row = self._statements.execute(_OF, {"w": team.workspace, "t": team.id, "k": kind}).first()
        return self._plan(row) if row else None

    def of_team(self, team: Team) -> tuple[Plan, ...]:
        self._locks.team(team.workspace, team.id)
        rows = self._statements.execute(_OF_TEAM, {"w": team.workspace, "t": team.id}).all()
        return tuple(map(self._plan, rows))

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        return _CLAIM.take(self._statements, at, lease, limit)

    def free(self, at: datetime) -> None:
        _CLAIM.free(self._statements, at)

    def spare(self, job: Job, again: datetime) -> None:
        _CLAIM.spare(self._statements, job, again)

    def _row(self, plan: Plan) -> dict[str, Any]:
        when = plan.schedule
        return {
            "workspace": plan.workspace,
            "id": plan.id,
            "team": plan.team,
            "kind": plan.kind,
            "days": codec.dump(_DAYS, when.days),
            "at": when.at,
            "anchor": when.anchor,
            "every": when.every,
            "zone": when.zone,
            "holidays": when.holidays,
            "settings": codec.dump(self._ceremonies[plan.kind].settings, plan.settings),
            "owner": plan.owner,
            "people": None if plan.people is None else codec.dump(_PEOPLE, plan.people),
            "state": plan.state,
            "held": plan.held,
            "since": plan.since,
            "next_day": plan.next_day,
            "wake_at": plan.wake_at,
            "tries": 0,
        }

    def _plan(self, row: Row[Any]) -> Plan:
        return Plan(
            id=row.id,
            workspace=row.workspace,
            team=row.team,
            kind=row.kind,
            schedule=Schedule(
                codec.load(_DAYS, row.days), row.at, row.anchor, row.every, row.zone, row.holidays
            ),
            settings=codec.load(self._ceremonies[row.kind].settings, row.settings),
            owner=row.owner,
            people=None if row.people is None else codec.load(_PEOPLE, row.people),
            state=row.state,
            since=row.since,
            next_day=row.next_day,
            wake_at=row.wake_at,
            held=row.held,
        )
