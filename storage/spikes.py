"""What spikes came to, as rows."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from bot.model import Round, SpikeEnded, Team
from storage import codec
from storage.statements import Statements
from storage.tables import spikes, stories
from storage.upsert import upsert

_LINKS = tuple[str, ...]
_SINCE = (
    select(spikes)
    .where(
        spikes.c.workspace == bindparam("w"),
        spikes.c.team == bindparam("t"),
        spikes.c.ended_at >= bindparam("since"),
    )
    .order_by(spikes.c.ended_at, spikes.c.round)
)
_FOUND = (
    update(stories)
    .where(
        stories.c.workspace == bindparam("w"),
        stories.c.team == bindparam("t"),
        stories.c.id == bindparam("s"),
    )
    .values(finding=bindparam("found"))
)


class SpikeRows:
    """Implements `bot.ledger.Spikes`."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def ended(self, round_: Round[Any], entry: SpikeEnded) -> None:
        """Keep what a spike came to; what was found is its story's from now on."""
        row = {
            "workspace": round_.workspace,
            "round": round_.id,
            "team": round_.team,
            "question": entry.question,
            "owner": entry.owner,
            "story": entry.story,
            "box": int(entry.box.total_seconds()),
            "used": int(entry.used.total_seconds()),
            "grown": entry.grown,
            "decision": entry.decision,
            "verdict": entry.verdict,
            "finding": entry.finding,
            "links": codec.dump(_LINKS, entry.links),
            "started_at": entry.started_at,
            "ended_at": entry.ended_at,
            "by": entry.by,
        }
        self._statements.execute(upsert(self._statements.dialect, spikes), row)
        if entry.story and entry.finding:
            key = {"w": round_.workspace, "t": round_.team, "s": entry.story, "found": entry.finding}
            self._statements.execute(_FOUND, key)

    def since(self, team: Team, since: datetime) -> tuple[SpikeEnded, ...]:
        key = {"w": team.workspace, "t": team.id, "since": since}
        return tuple(map(_spike, self._statements.execute(_SINCE, key).all()))


def _spike(row: Row[Any]) -> SpikeEnded:
    return SpikeEnded(
        row.question,
        row.owner,
        row.story,
        timedelta(seconds=row.box),
        timedelta(seconds=row.used),
        row.grown,
        row.decision,
        row.verdict,
        row.finding,
        codec.load(_LINKS, row.links),
        row.started_at,
        row.ended_at,
        row.by,
    )
