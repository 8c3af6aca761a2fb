"""What spikes came to, as rows."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, select, update

from bot.model import Estimate, Round, SpikeEnded, SpikePast, StoryId, Team
from storage import codec
from storage.statements import Statements
from storage.tables import spikes, stories
from storage.upsert import upsert

_LINKS = tuple[str, ...]
_SINCE = (
    select(spikes, stories.c.number, stories.c.effort, stories.c.unclear, stories.c.title, stories.c.epic)
    .select_from(
        spikes.outerjoin(
            stories,
            and_(
                stories.c.workspace == spikes.c.workspace,
                stories.c.team == spikes.c.team,
                stories.c.id == spikes.c.story,
            ),
        )
    )
    .where(
        spikes.c.workspace == bindparam("w"),
        spikes.c.team == bindparam("t"),
        spikes.c.ended_at >= bindparam("since"),
    )
    .order_by(spikes.c.ended_at, spikes.c.round)
)
_STORY = (
    stories.c.workspace == bindparam("w"),
    stories.c.team == bindparam("t"),
    stories.c.id == bindparam("s"),
)
_EFFORT = select(stories.c.effort, stories.c.unclear).where(*_STORY)
_FOUND = update(stories).where(*_STORY).values(finding=bindparam("found"))


class SpikeRows:
    """Implements `bot.ledger.Spikes`."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def ended(self, round_: Round[Any], entry: SpikeEnded) -> None:
        """Keep what a spike came to; what was found is its story's from now on. Written again, it keeps the effort that
        its story had the first time: a vote may have changed that since, and would then be before and after."""
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
            "effort_before": self._effort(round_, entry.story) if entry.story else None,
        }
        self._statements.execute(upsert(self._statements.dialect, spikes, "effort_before"), row)
        if entry.story and entry.finding:
            key = {"w": round_.workspace, "t": round_.team, "s": entry.story, "found": entry.finding}
            self._statements.execute(_FOUND, key)

    def since(self, team: Team, since: datetime) -> tuple[SpikePast, ...]:
        key = {"w": team.workspace, "t": team.id, "since": since}
        return tuple(map(_past, self._statements.execute(_SINCE, key).all()))

    def _effort(self, round_: Round[Any], story: StoryId) -> int | None:
        key = {"w": round_.workspace, "t": round_.team, "s": story}
        row = self._statements.execute(_EFFORT, key).first()
        return _points(row) if row else None


def _past(row: Row[Any]) -> SpikePast:
    return SpikePast(
        _spike(row),
        row.number,
        row.effort_before,
        _points(row),
        row.round,
        row.title or "",
        row.epic or "",
    )


def _points(row: Row[Any]) -> int | None:
    """Of an estimate that still holds: a story that voters could not estimate keeps the one that was settled before."""
    return None if row.effort is None or row.unclear else codec.load(Estimate, row.effort).points


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
