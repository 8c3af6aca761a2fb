"""What is to be checked with the platform, as rows."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Dialect, bindparam, delete, select, update
from sqlalchemy.dialects import sqlite

from bot.ledger import Job
from bot.model import WorkspaceId
from storage.claims import Claim
from storage.statements import Statements
from storage.tables import checks
from storage.upsert import insert_for

_CLAIM = Claim(checks.c.due_at, checks.c.workspace, checks.c.thing)
_NOTED = select(checks.c.thing).where(checks.c.workspace == bindparam("w"))
_ONE = (checks.c.workspace == bindparam("w"), checks.c.thing == bindparam("t"))
_HELD = (*_ONE, checks.c.due_at == bindparam("until"))
_TAKE = update(checks).where(*_ONE).values(due_at=bindparam("until"))
_DONE = delete(checks).where(*_HELD)
_AGAIN = update(checks).where(*_HELD).values(due_at=bindparam("at"))


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

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def note(self, workspace: WorkspaceId, thing: str, at: datetime) -> None:
        self._statements.execute(
            _note(self._statements.dialect), {"workspace": workspace, "thing": thing, "due_at": at}
        )

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        return _CLAIM.take(self._statements, at, lease, limit)

    def noted(self, workspace: WorkspaceId) -> frozenset[str]:
        return frozenset(self._statements.execute(_NOTED, {"w": workspace}).scalars())

    def take(self, workspace: WorkspaceId, thing: str, until: datetime) -> bool:
        return self._statements.execute(_TAKE, {"w": workspace, "t": thing, "until": until}).rowcount > 0

    def done(self, workspace: WorkspaceId, thing: str, until: datetime) -> bool:
        return self._statements.execute(_DONE, {"w": workspace, "t": thing, "until": until}).rowcount > 0

    def again(self, workspace: WorkspaceId, thing: str, until: datetime, at: datetime) -> bool:
        key = {"w": workspace, "t": thing, "until": until, "at": at}
        return self._statements.execute(_AGAIN, key).rowcount > 0
