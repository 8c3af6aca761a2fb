"""What is to be checked with the platform, as rows."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, Dialect, bindparam, delete
from sqlalchemy.dialects import sqlite

from bot.ledger import Job
from bot.model import WorkspaceId
from storage.claims import Claim
from storage.tables import checks
from storage.upsert import insert_for

_CLAIM = Claim(checks.c.due_at, checks.c.workspace, checks.c.thing)
_DONE = delete(checks).where(
    checks.c.workspace == bindparam("w"), checks.c.thing == bindparam("t"), checks.c.due_at > bindparam("at")
)


@cache
def _note(dialect: Dialect) -> sqlite.Insert:
    new = insert_for(dialect, checks)
    return new.on_conflict_do_update(
        index_elements=list(checks.primary_key),
        set_={"due_at": new.excluded.due_at},
        where=checks.c.due_at > new.excluded.due_at,
    )


class CheckRows:
    """Implements `bot.ledger.Checks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, workspace: WorkspaceId, thing: str, at: datetime) -> None:
        self._connection.execute(
            _note(self._connection.dialect), {"workspace": workspace, "thing": thing, "due_at": at}
        )

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        return _CLAIM.take(self._connection, at, lease, limit)

    def done(self, workspace: WorkspaceId, thing: str, at: datetime) -> None:
        self._connection.execute(_DONE, {"w": workspace, "t": thing, "at": at})
