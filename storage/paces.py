"""How fast a workspace takes messages, as rows: a moment for each lane, and for all that holds a lane or everything.

`post`, `edit` and `find` are when the lane is free by its rate; `no post` … until when the platform wants none of
these; `all` until when nothing goes, and `down` since when the platform has been out of order. Where `all` has passed
but is still there, one message goes to see whether it is over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Dialect, and_, bindparam, case, delete, or_, select, update
from sqlalchemy.dialects import sqlite

from bot.ledger import Terms, Turn
from bot.model import WorkspaceId
from bot.pace import Lane, back_off
from storage.claims import FAR
from storage.statements import Statements
from storage.tables import paces
from storage.upsert import add, insert_for, upsert

ALL, DOWN = "all", "down"
#: Nobody holds a workspace for longer: what seems to was written before the clock stepped back.
LONGEST = timedelta(minutes=20)
#: Who goes to see whether the platform is well again tells within this time, else somebody else goes.
PROBE = timedelta(seconds=12)

_ONE = (paces.c.workspace == bindparam("w"), paces.c.lane == bindparam("l"))
_FREE_AT = select(paces.c.free_at).where(*_ONE).with_for_update()
_OVER = or_(paces.c.free_at <= bindparam("at"), paces.c.free_at > bindparam("far"))
_PROBE = update(paces).where(*_ONE, _OVER).values(free_at=bindparam("until"))
_PUT = update(paces).where(*_ONE).values(free_at=bindparam("until"))
_RELEASE = delete(paces).where(paces.c.workspace == bindparam("w"), paces.c.lane.in_([ALL, DOWN]))
_TRY_NOW = (
    update(paces)
    .where(paces.c.lane == ALL, paces.c.free_at > bindparam("at"))
    .values(free_at=bindparam("at"))
)


@cache
def _later(dialect: Dialect) -> sqlite.Insert:
    """Put a moment where there is none or an earlier one; one that lies absurdly far ahead gives way too."""
    new = insert_for(dialect, paces)
    known = and_(paces.c.free_at > new.excluded.free_at, paces.c.free_at <= bindparam("far"))
    return new.on_conflict_do_update(
        index_elements=list(paces.primary_key),
        set_={"free_at": case((known, paces.c.free_at), else_=new.excluded.free_at)},
    )


@dataclass(slots=True)
class Lanes:
    """What a workspace's rows say of its lanes."""

    moments: Mapping[str, datetime] = field(default_factory=dict)

    def held(self, at: datetime) -> bool:
        """Whether nothing goes now."""
        moment = self.moments.get(ALL)
        return moment is not None and at < moment <= at + LONGEST

    def tried(self, at: datetime) -> bool:
        """Whether one message is to go to see whether the platform is well again."""
        return ALL in self.moments and not self.held(at)

    def shut(self, at: datetime, terms: Terms) -> dict[Lane, datetime]:
        """The lanes in which nothing can go by `terms.latest`, and when each opens."""
        shut: dict[Lane, datetime] = {}
        for lane in ("post", "edit", "find"):
            opens = self._opens(lane, at, terms)
            if opens:
                shut[lane] = opens
        return shut

    def _opens(self, lane: Lane, at: datetime, terms: Terms) -> datetime | None:
        stop = self.moments.get(f"no {lane}")
        if stop and at < stop <= at + FAR:
            return stop
        free_at, rate = self.moments.get(lane), terms.rates.get(lane)
        paid = terms.has_turn(lane)
        if free_at is None or rate is None or paid or free_at > at + FAR:
            return None
        opens = free_at - rate.slack
        return opens if opens > terms.latest else None


class PaceRows:
    """The verbs of `bot.ledger.Outbox` that concern a workspace's pace."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def reserve(self, workspace: WorkspaceId, lane: Lane, at: datetime, terms: Terms) -> Turn | None:
        """The next turn in a lane, which is ours from now on; None where it comes too late for us."""
        rate = terms.rates[lane]
        key = {"w": workspace, "l": lane}
        free_at = self._statements.execute(_FREE_AT, key).scalar()
        if free_at is None:  # two may come first at once
            row = {"workspace": workspace, "lane": lane, "free_at": at}
            self._statements.execute(add(self._statements.dialect, paces), row)
            free_at = self._statements.execute(_FREE_AT, key).scalar_one()
        goes, free_at = rate.reserve(at if free_at > at + FAR else free_at, at)
        if goes > terms.latest:
            return None
        self._statements.execute(_PUT, {**key, "until": free_at})
        return Turn(lane, goes)

    def probe(self, workspace: WorkspaceId, at: datetime) -> bool:
        """Whether we are the one who goes to see; nobody else does for a while then."""
        key = {"w": workspace, "l": ALL, "at": at, "far": at + LONGEST, "until": at + PROBE}
        return self._statements.execute(_PROBE, key).rowcount > 0

    def probe_again(self, workspace: WorkspaceId, at: datetime) -> None:
        """Who went to see did not get there: somebody else is to go."""
        self._statements.execute(_PUT, {"w": workspace, "l": ALL, "until": at})

    def pause(self, workspace: WorkspaceId, lane: Lane, at: datetime, until: datetime) -> None:
        self._put_later(workspace, f"no {lane}", until, at + FAR)

    def hold(self, workspace: WorkspaceId, at: datetime, until: datetime) -> None:
        self._put_later(workspace, ALL, until, at + LONGEST)

    def down(self, workspace: WorkspaceId, at: datetime) -> None:
        row = {"workspace": workspace, "lane": DOWN, "free_at": at}
        self._statements.execute(add(self._statements.dialect, paces), row)
        since = self._statements.execute(_FREE_AT, {"w": workspace, "l": DOWN}).scalar_one()
        if since > at:  # the clock has stepped back
            self._statements.execute(upsert(self._statements.dialect, paces), row)
        self._put_later(workspace, ALL, at + back_off(since, at), at + LONGEST)

    def release(self, workspace: WorkspaceId) -> None:
        self._statements.execute(_RELEASE, {"w": workspace})

    def try_now(self, at: datetime) -> None:
        """Let whatever is held be tried at once, in every workspace."""
        self._statements.execute(_TRY_NOW, {"at": at})

    def _put_later(self, workspace: WorkspaceId, lane: str, until: datetime, far: datetime) -> None:
        row = {"workspace": workspace, "lane": lane, "free_at": until, "far": far}
        self._statements.execute(_later(self._statements.dialect), row)
