"""One transaction at a time works on a team: whoever reads a team, its plans or its rounds in order to write holds the
team's row until it ends. So what was written for a database with one writer is right on one with many.

One act takes its locks in this order: the team, then a channel's gate, then its slots, then the workspace's pace.
Those that share a transaction may meet others in another order: they give way, and go each by itself.
"""

from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from bot.model import ChannelId, MemberId, PlanId, Team, TeamId, WorkspaceId
from storage.statements import Statements
from storage.tables import plans, seats, teams

_ALL = select(teams).where(teams.c.workspace == bindparam("w")).order_by(teams.c.id)


def _held(statement: Select[Any]) -> Select[Any]:
    """Who has it only refers to the team, as each row of it does, is not kept waiting."""
    return statement.with_for_update(of=teams, key_share=True)


_TEAM = _held(_ALL.where(teams.c.id == bindparam("t")))
_CHANNEL = _held(_ALL.where(teams.c.channel == bindparam("c")))
_WORKSPACE = _held(_ALL)
_MEMBER = _held(
    _ALL.join(seats, (seats.c.workspace == teams.c.workspace) & (seats.c.team == teams.c.id)).where(
        seats.c.member == bindparam("m")
    )
)
_PLAN = _held(
    _ALL.where(
        teams.c.id
        == select(plans.c.team)
        .where(plans.c.workspace == bindparam("w"), plans.c.id == bindparam("p"))
        .scalar_subquery()
    )
)


class TeamLocks:
    """The teams that this transaction holds. SQLite has one writer, who holds everything: there it is nothing."""

    def __init__(self, statements: Statements, *, locking: bool) -> None:
        self._statements = statements
        self._needed = locking and statements.dialect.name != "sqlite"
        self._held: dict[tuple[WorkspaceId, TeamId], Team] = {}

    def team(self, workspace: WorkspaceId, team: TeamId) -> Team | None:
        """The team, if it is held now: nobody else can change it."""
        if (workspace, team) not in self._held:
            self._take(_TEAM, workspace, t=team)
        return self._held.get((workspace, team))

    def changed(self, workspace: WorkspaceId, team: TeamId) -> None:
        """We changed it ourselves: it is held, and to be read again."""
        self._held.pop((workspace, team), None)

    def team_in(self, workspace: WorkspaceId, channel: ChannelId) -> None:
        self._take(_CHANNEL, workspace, c=channel)

    def teams(self, workspace: WorkspaceId) -> None:
        self._take(_WORKSPACE, workspace)

    def teams_of(self, workspace: WorkspaceId, member: MemberId) -> None:
        self._take(_MEMBER, workspace, m=member)

    def of_plan(self, workspace: WorkspaceId, plan: PlanId) -> None:
        self._take(_PLAN, workspace, p=plan)

    def hold(self, team: Team) -> None:
        """It was read, and locked where that is needed, together with what belongs to it."""
        self._held[team.workspace, team.id] = team

    def _take(self, statement: Select[Any], workspace: WorkspaceId, **key: str) -> None:
        if self._needed:
            found = self._statements.execute(statement, {"w": workspace, **key}).all()
            self._held.update({(workspace, each.id): team_of(each) for each in found})


def team_of(row: Row[Any], team: TeamId | None = None) -> Team:
    """The team that this row of it is, or that stands in a row under another name."""
    deck = tuple(map(int, row.deck.split()))
    return Team(team or row.id, row.workspace, row.channel, row.name, row.zone, deck)
