"""Claims: of what is due, each row goes to one taker, who holds it for the length of a lease."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, bindparam, or_, select, true, update

from bot.ledger import Job
from bot.model import WorkspaceId

#: Nothing in an outbox waits longer than this on purpose: what seems to was written before the clock stepped back.
FAR = timedelta(minutes=5)


class Claim:
    """The rows that are due by a column of moments, oldest first; taking them pushes that column on by the lease.

    It is the one kind of query that spans workspaces. `far`: moments that lie absurdly far ahead are due as well.
    """

    def __init__(
        self,
        moment: Column[Any],
        workspace: Column[Any],
        name: Column[Any],
        *,
        also: ColumnElement[bool] | None = None,
        far: bool = False,
    ) -> None:
        due = moment <= bindparam("claimed_at")
        self._due = (
            select(workspace, name)
            .where(or_(due, moment > bindparam("far")) if far else due, true() if also is None else also)
            .order_by(moment)
            .limit(bindparam("most"))
            .with_for_update(skip_locked=True)
        )
        self._push = (
            update(moment.table)
            .where(workspace == bindparam("of_workspace"), name == bindparam("of_name"))
            .values({moment.name: bindparam("until")})
        )

    def take(self, connection: Connection, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        """At most `limit` of what is due at `at`."""
        rows = connection.execute(self._due, {"claimed_at": at, "most": limit, "far": at + FAR}).all()
        if rows:
            pushed = [{"of_workspace": row[0], "of_name": row[1], "until": at + lease} for row in rows]
            connection.execute(self._push, pushed)
        return [(WorkspaceId(row[0]), row[1]) for row in rows]
