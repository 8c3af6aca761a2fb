"""Sprints and what was claimed for them, as rows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from bot.model import Claim, MemberId, Round, RoundId, SprintPast, SprintStands, Team
from storage.statements import Statements
from storage.tables import claims, seats, sprints
from storage.upsert import upsert

_PAST = (
    select(sprints)
    .where(
        sprints.c.workspace == bindparam("w"),
        sprints.c.team == bindparam("t"),
        sprints.c.closed_at.is_not(None),
    )
    .order_by(sprints.c.first, sprints.c.number, sprints.c.round)
)
_CLAIMED = (
    select(claims)
    .join(sprints, (sprints.c.workspace == claims.c.workspace) & (sprints.c.round == claims.c.round))
    .where(
        sprints.c.workspace == bindparam("w"),
        sprints.c.team == bindparam("t"),
        sprints.c.closed_at.is_not(None),
    )
    .order_by(claims.c.round, claims.c.place)
)
#: No sprint goes on for so long: those that closed since a day began no earlier than this before it.
_LONGEST = timedelta(days=100)
_SINCE = (sprints.c.closed_at >= bindparam("since")) & (sprints.c.first >= bindparam("first"))
_PAST_SINCE, _CLAIMED_SINCE = _PAST.where(_SINCE), _CLAIMED.where(_SINCE)
_ours = seats.alias("ours")
_CROWD = (
    select(seats.c.member, func.count())
    .join(_ours, (_ours.c.workspace == seats.c.workspace) & (_ours.c.member == seats.c.member))
    .where(
        _ours.c.workspace == bindparam("w"),
        _ours.c.team == bindparam("t"),
        seats.c.roles.contains("developer"),
    )
    .group_by(seats.c.member)
)


class SprintRows:
    """Implements `bot.ledger.Sprints`."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def stands(self, round_: Round[Any], entry: SprintStands) -> None:
        """Keep a sprint as it stands now. A story that was claimed once keeps its row."""
        row = {
            "workspace": round_.workspace,
            "round": round_.id,
            "team": round_.team,
            "number": entry.number,
            "goal": entry.goal,
            "first": entry.first,
            "last": entry.last,
            "days": entry.days,
            "closed_at": entry.closed_at,
        }
        self._statements.execute(upsert(self._statements.dialect, sprints), row)
        rows = [_columns(round_, place, each) for place, each in enumerate(entry.claims)]
        if rows:
            self._statements.execute(upsert(self._statements.dialect, claims), rows)

    def past(self, team: Team, since: datetime | None = None) -> tuple[SprintPast, ...]:
        key: dict[str, Any] = {"w": team.workspace, "t": team.id}
        past, claimed = _PAST, _CLAIMED
        if since is not None:
            past, claimed = _PAST_SINCE, _CLAIMED_SINCE
            key |= {"since": since, "first": since.date() - _LONGEST}
        by_round = _by_round(self._statements.execute(claimed, key).all())
        found = self._statements.execute(past, key).all()
        return tuple(SprintPast(row.round, _sprint(row, by_round.get(row.round, ()))) for row in found)

    def crowd(self, team: Team) -> dict[MemberId, int]:
        key = {"w": team.workspace, "t": team.id}
        return {row[0]: row[1] for row in self._statements.execute(_CROWD, key).all()}


def _columns(round_: Round[Any], place: int, claim: Claim) -> dict[str, Any]:
    return {
        "workspace": round_.workspace,
        "round": round_.id,
        "story": claim.story,
        "place": place,
        "number": claim.number,
        "title": claim.title,
        "kind": claim.kind,
        "points": claim.points,
        "epic": claim.epic,
        "owner": claim.owner,
        "owner_name": claim.owner_name,
        "added": claim.added,
        "rolled": claim.rolled,
        "state": claim.state,
        "done_at": claim.done_at,
        "reason": claim.reason,
        "note": claim.note,
    }


def _by_round(rows: Iterable[Row[Any]]) -> dict[RoundId, tuple[Claim, ...]]:
    return {round_: tuple(map(_claim, found)) for round_, found in groupby(rows, key=lambda row: row.round)}


def _claim(row: Row[Any]) -> Claim:
    return Claim(
        row.story,
        row.number,
        row.title,
        row.kind,
        row.points,
        row.epic,
        row.owner,
        row.owner_name,
        row.added,
        row.rolled,
        row.state,
        row.done_at,
        row.reason,
        row.note,
    )


def _sprint(row: Row[Any], claimed: tuple[Claim, ...]) -> SprintStands:
    return SprintStands(row.number, row.goal, row.first, row.last, row.days, claimed, row.closed_at)
