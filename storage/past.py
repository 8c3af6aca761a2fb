"""What a team's last weeks came to, as rows. Each look is bounded by its day, so that none grows with the years."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.model import (
    BlockerPast,
    Estimate,
    EstimatePast,
    Past,
    Round,
    StandupPast,
    StandupStands,
    Team,
)
from bot.model.past import REACH
from storage import codec
from storage.backlog import BacklogRows
from storage.rounds import RoundRows
from storage.spikes import SpikeRows
from storage.sprints import SprintRows
from storage.statements import Statements
from storage.tables import blockers, estimates, rounds, standups
from storage.upsert import upsert

_STANDUPS = (
    select(standups.c.round, standups.c.day, standups.c.asked, standups.c.answered)
    .where(
        standups.c.workspace == bindparam("w"),
        standups.c.team == bindparam("t"),
        standups.c.day >= bindparam("day"),
    )
    .order_by(standups.c.day, standups.c.round)
)
_BLOCKERS = select(
    blockers.c.round, blockers.c.text, blockers.c.day, blockers.c.standing, blockers.c.ended_at
).where(blockers.c.workspace == bindparam("w"), blockers.c.team == bindparam("t"))
_OPEN = _BLOCKERS.where(blockers.c.standing.in_(["open", "acknowledged"]))
_ENDED = _BLOCKERS.where(blockers.c.ended_at >= bindparam("since"))
_ESTIMATES = (
    select(estimates.c.story, estimates.c.ballot, estimates.c.estimate, rounds.c.opened_at)
    .join(rounds, (rounds.c.workspace == estimates.c.workspace) & (rounds.c.id == estimates.c.round))
    .where(
        rounds.c.workspace == bindparam("w"),
        rounds.c.team == bindparam("t"),
        rounds.c.kind == "estimation",
        rounds.c.opened_at >= bindparam("since"),
        estimates.c.outcome == "settled",
        estimates.c.estimate.is_not(None),
    )
    .order_by(rounds.c.opened_at, estimates.c.round, estimates.c.poll, estimates.c.story, estimates.c.ballot)
)


class PastRows:
    """The page "past" of the book."""

    def __init__(
        self,
        statements: Statements,
        rounds: RoundRows,
        backlog: BacklogRows,
        spikes: SpikeRows,
        sprints: SprintRows,
    ) -> None:
        self._statements = statements
        self._rounds = rounds
        self._backlog = backlog
        self._spikes = spikes
        self._sprints = sprints

    def standup(self, round_: Round[Any], entry: StandupStands) -> None:
        """Keep how many have answered a standup by now."""
        row = {
            "workspace": round_.workspace,
            "round": round_.id,
            "team": round_.team,
            "day": entry.day,
            "asked": entry.asked,
            "answered": entry.answered,
        }
        self._statements.later(upsert(self._statements.dialect, standups), row, (row["workspace"], round_.id))

    def of_team(self, team: Team, at: datetime) -> Past:
        """The weeks up to this moment."""
        since = at - REACH
        key = {"w": team.workspace, "t": team.id}
        return Past(
            tuple(
                StandupPast(row.round, row.day, row.asked, row.answered)
                for row in self._rows(_STANDUPS, key | {"day": since.date()})
            ),
            self._blockers(key, since),
            self._spikes.since(team, since),
            self._rounds.open_of(team, ("spike",)),
            tuple(map(_estimate, self._rows(_ESTIMATES, key | {"since": since}))),
            self._backlog.done_since(team, since),
            self._sprints.past(team, since),
            self._rounds.touched(team, "experiment", since, running=True),
        )

    def _blockers(self, key: dict[str, Any], since: datetime) -> tuple[BlockerPast, ...]:
        rows = [*self._rows(_OPEN, key), *self._rows(_ENDED, key | {"since": since})]
        found = (BlockerPast(row.round, row.text, row.day, row.standing, row.ended_at) for row in rows)
        return tuple(sorted(found, key=lambda each: (each.day, each.round)))

    def _rows(self, statement: Any, key: dict[str, Any]) -> list[Row[Any]]:  # noqa: ANN401 — a select
        return list(self._statements.execute(statement, key).all())


def _estimate(row: Row[Any]) -> EstimatePast:
    return EstimatePast(row.story, row.ballot, codec.load(Estimate, row.estimate).points, row.opened_at)
