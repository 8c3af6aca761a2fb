"""The stories of a team and the votes on them, as rows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, bindparam, func, insert, select, update

from bot.book.pasting import Draft
from bot.model import Estimate, Estimated, Round, RoundId, Story, StoryId, StoryState, Team
from storage import codec
from storage.locks import TeamLocks
from storage.statements import Statements
from storage.tables import estimates, rounds, stories
from storage.upsert import upsert

_COUNTS = tuple[tuple[str, int], ...]

_OF = select(stories).where(stories.c.workspace == bindparam("w"), stories.c.team == bindparam("t"))
_OF_TEAM = _OF.where(stories.c.state.in_(bindparam("states", expanding=True))).order_by(stories.c.number)
# Found by its day alone: by its state too, SQLite would rather walk through all that was ever done.
_DONE_SINCE = _OF.where(stories.c.done_at >= bindparam("since")).order_by(stories.c.done_at, stories.c.number)
_GET = _OF.where(stories.c.id == bindparam("s"))
_THESE = _OF.where(stories.c.id.in_(bindparam("ids", expanding=True))).order_by(stories.c.number)
_NUMBERED = _OF.where(stories.c.number == bindparam("n"))
_LAST = select(func.coalesce(func.max(stories.c.number), 0)).where(
    stories.c.workspace == bindparam("w"), stories.c.team == bindparam("t")
)
_PUT = update(stories).where(stories.c.workspace == bindparam("w"), stories.c.id == bindparam("s"))
_POLLS = (
    select(estimates)
    .join(rounds, (rounds.c.workspace == estimates.c.workspace) & (rounds.c.id == estimates.c.round))
    .where(
        estimates.c.workspace == bindparam("w"),
        estimates.c.story == bindparam("s"),
        rounds.c.team == bindparam("t"),
    )
    .order_by(rounds.c.opened_at, estimates.c.poll, estimates.c.ballot)
)


class BacklogRows:
    """Implements `bot.ledger.Backlog`."""

    def __init__(self, statements: Statements, locks: TeamLocks) -> None:
        self._statements = statements
        self._locks = locks

    def add(self, team: Team, drafts: Sequence[Draft], at: datetime) -> tuple[Story, ...]:
        # With the team held, two that add at once come one after the other, and no number is given twice.
        self._locks.team(team.workspace, team.id)
        last = self._statements.execute(_LAST, {"w": team.workspace, "t": team.id}).scalar_one()
        added = [
            Story(
                StoryId(uuid4().hex),
                number,
                each.title,
                each.text,
                each.link,
                each.epic,
                each.asked_by,
                each.kind,
                each.stage,
            )
            for number, each in enumerate(drafts, start=last + 1)
        ]
        fixed = {"workspace": team.workspace, "team": team.id, "added_at": at}
        rows = [_columns(each) | fixed | {"id": each.id, "number": each.number} for each in added]
        if rows:
            self._statements.execute(insert(stories), rows)
        return tuple(added)

    def put(self, team: Team, story: Story) -> None:
        key = {"w": team.workspace, "s": story.id}
        self._statements.execute(_PUT, key | _columns(story))

    def get(self, team: Team, story: StoryId) -> Story | None:
        return self._one(_GET, team, s=story)

    def numbered(self, team: Team, number: int) -> Story | None:
        return self._one(_NUMBERED, team, n=number)

    def _one(self, statement: Any, team: Team, **key: Any) -> Story | None:  # noqa: ANN401 — a select, and its keys
        self._locks.team(team.workspace, team.id)
        row = self._statements.execute(statement, {"w": team.workspace, "t": team.id, **key}).first()
        return _story(row) if row else None

    def these(self, team: Team, stories: Iterable[StoryId]) -> tuple[Story, ...]:
        if not (ids := sorted(stories)):
            return ()
        self._locks.team(team.workspace, team.id)
        key = {"w": team.workspace, "t": team.id, "ids": ids}
        return tuple(map(_story, self._statements.execute(_THESE, key).all()))

    def of_team(self, team: Team, states: Iterable[StoryState] = ("open",)) -> tuple[Story, ...]:
        self._locks.team(team.workspace, team.id)
        key = {"w": team.workspace, "t": team.id, "states": list(states)}
        return tuple(map(_story, self._statements.execute(_OF_TEAM, key).all()))

    def done_since(self, team: Team, since: datetime) -> tuple[Story, ...]:
        """Those that were done then or later, oldest first."""
        key = {"w": team.workspace, "t": team.id, "since": since}
        found = map(_story, self._statements.execute(_DONE_SINCE, key).all())
        return tuple(each for each in found if each.state == "done")

    def polls(self, team: Team, story: StoryId) -> tuple[Estimated, ...]:
        key = {"w": team.workspace, "t": team.id, "s": story}
        return tuple(map(_polled, self._statements.execute(_POLLS, key).all()))

    def last_vote(self, team: Team, story: StoryId) -> RoundId | None:
        rows = self._statements.execute(_POLLS, {"w": team.workspace, "t": team.id, "s": story}).all()
        return rows[-1].round if rows else None

    def estimated(self, round_: Round[Any], entry: Estimated) -> None:
        """Keep what a vote came to; what it settled is the story's from now on."""
        row = {
            "workspace": round_.workspace,
            "round": round_.id,
            "story": entry.story,
            "ballot": entry.ballot,
            "poll": entry.poll,
            "outcome": entry.outcome,
            "estimate": _written(entry.estimate),
            "counts": codec.dump(_COUNTS, entry.counts),
            "note": entry.note,
            "by": entry.by,
        }
        self._statements.execute(upsert(self._statements.dialect, estimates), row)
        key = {"w": round_.workspace, "s": entry.story}
        found = self._statements.execute(_GET, key | {"t": round_.team}).first()
        if found is not None:
            self._statements.execute(_PUT, key | _columns(_after(_story(found), entry)))


def _after(story: Story, entry: Estimated) -> Story:
    if entry.ballot == "value":
        return replace(story, value=entry.estimate) if entry.outcome == "settled" else story
    if entry.outcome == "settled":
        return replace(story, effort=entry.estimate, unclear=False)
    return replace(story, unclear=True) if entry.outcome == "unsure" else story


def _columns(story: Story) -> dict[str, Any]:
    """What of a story may change."""
    return {
        "title": story.title,
        "text": story.text,
        "link": story.link,
        "epic": story.epic,
        "asked_by": story.asked_by,
        "kind": story.kind,
        "stage": story.stage,
        "state": story.state,
        "effort": _written(story.effort),
        "value": _written(story.value),
        "unclear": story.unclear,
        "finding": story.finding,
        "done_at": story.done_at,
    }


def _written(estimate: Estimate | None) -> str | None:
    return None if estimate is None else codec.dump(Estimate, estimate)


def _read(raw: str | None) -> Estimate | None:
    return None if raw is None else codec.load(Estimate, raw)


def _story(row: Row[Any]) -> Story:
    return Story(
        row.id,
        row.number,
        row.title,
        row.text,
        row.link,
        row.epic,
        row.asked_by,
        row.kind,
        row.stage,
        row.state,
        _read(row.effort),
        _read(row.value),
        row.unclear,
        row.finding,
        row.done_at,
    )


def _polled(row: Row[Any]) -> Estimated:
    return Estimated(
        row.story,
        row.ballot,
        row.poll,
        row.outcome,
        _read(row.estimate),
        codec.load(_COUNTS, row.counts),
        row.note,
        row.by,
    )
