"""Who has opened their Home, and what it shows, as rows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Dialect, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects import sqlite

from bot.ledger import Job
from bot.model import MemberId, WorkspaceId
from storage.claims import Claim
from storage.columns import UTCDateTime
from storage.statements import ONE_BY_ONE, Statements
from storage.tables import homes
from storage.upsert import insert_for

_CLAIM = Claim(homes.c.due_at, homes.c.workspace, homes.c.member)
_ONE = (homes.c.workspace == bindparam("w"), homes.c.member == bindparam("m"))
_PRINT = select(homes.c.shown_print).where(*_ONE)
_DROP = delete(homes).where(*_ONE)
_AGAIN = update(homes).where(*_ONE)
_OWED = select(func.count()).where(homes.c.due_at < bindparam("before"))
_STALE = (
    update(homes)
    .where(
        homes.c.workspace == bindparam("w"),
        homes.c.member.in_(bindparam("members", expanding=True)),
        or_(homes.c.due_at.is_(None), homes.c.due_at > bindparam("at")),
    )
    .values(due_at=bindparam("at"))
    .execution_options(**ONE_BY_ONE)
)


@cache
def _put(dialect: Dialect) -> sqlite.Insert:
    new = insert_for(dialect, homes)
    # A change that was noted meanwhile is due by now, while a claim's lease lies ahead.
    kept = case((homes.c.due_at <= bindparam("now", type_=UTCDateTime), homes.c.due_at))
    return new.on_conflict_do_update(
        index_elements=list(homes.primary_key),
        set_={"shown_print": new.excluded.shown_print, "due_at": kept},
    )


class HomeRows:
    """Implements `bot.ledger.Homes`."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def shown(self, workspace: WorkspaceId, member: MemberId, print_: str, at: datetime) -> None:
        row = {"workspace": workspace, "member": member, "shown_print": print_, "now": at}
        self._statements.execute(_put(self._statements.dialect), row)

    def print_of(self, workspace: WorkspaceId, member: MemberId) -> str | None:
        return self._statements.execute(_PRINT, {"w": workspace, "m": member}).scalar()

    def stale(self, workspace: WorkspaceId, members: Iterable[MemberId], at: datetime) -> None:
        stale = frozenset(members)
        if stale:
            if known := self._statements.waiting(_STALE, workspace):
                stale, at = stale.union(known["members"]), min(at, known["at"])
            self._statements.later(_STALE, {"w": workspace, "members": sorted(stale), "at": at}, workspace)

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        return _CLAIM.take(self._statements, at, lease, limit)

    def drop(self, workspace: WorkspaceId, member: MemberId) -> None:
        self._statements.execute(_DROP, {"w": workspace, "m": member})

    def again(self, workspace: WorkspaceId, member: MemberId, at: datetime) -> None:
        self._statements.execute(_AGAIN, {"w": workspace, "m": member, "due_at": at})

    def owed(self, before: datetime) -> int:
        return self._statements.execute(_OWED, {"before": before}).scalar_one()
