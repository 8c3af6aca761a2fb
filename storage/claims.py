"""Claims: of what is due, each row goes to one taker, who holds it for the length of a lease."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    bindparam,
    case,
    literal,
    select,
    true,
    update,
)

from bot.ledger import Job
from bot.log import log
from bot.model import WorkspaceId
from bot.suspects import POISON, is_suspect, rest
from storage.statements import Statements

#: Nothing in an outbox waits longer than this on purpose: what seems to was written before the clock stepped back.
FAR = timedelta(minutes=5)


class Claim:
    """The rows that are due by a column of moments, oldest first; taking them pushes that column on by the lease.

    It is the one kind of query that spans workspaces.
    `tries`: a column that counts the takings before the work is done; who saves the row sets it back.
    """

    def __init__(
        self,
        moment: Column[Any],
        workspace: Column[Any],
        name: Column[Any],
        *,
        also: ColumnElement[bool] | None = None,
        tries: Column[int] | None = None,
    ) -> None:
        due = moment <= bindparam("claimed_at")
        self._what = moment.table.name
        self._due = (
            select(
                workspace.label("workspace"),
                name.label("name"),
                (literal(0) if tries is None else tries).label("tries"),
            )
            .where(due, true() if also is None else also)
            .order_by(moment)
            .limit(bindparam("most"))
            .with_for_update(skip_locked=True)
        )
        values: dict[str, Any] = {moment.name: bindparam("until")}
        if tries is not None:
            self._free = (
                update(moment.table)
                .where(tries > 0, tries < POISON, moment > bindparam("now"), true() if also is None else also)
                .values({moment.name: bindparam("now")})
            )
            again = bindparam("again", type_=moment.type)
            self._spare = (
                update(moment.table)
                .where(workspace == bindparam("of_workspace"), name == bindparam("of_name"), tries > 0)
                .values({tries.name: 0, moment.name: case((moment > again, again), else_=moment)})
            )
            values[tries.name] = tries + 1
        self._push = (
            update(moment.table)
            .where(workspace == bindparam("of_workspace"), name == bindparam("of_name"))
            .values(values)
        )

    def free(self, statements: Statements, at: datetime) -> None:
        """What was claimed and did not end is due at once: whoever held it is dead. If they live, it is done twice,
        which changes nothing. What is left alone stays so."""
        statements.execute(self._free, {"now": at})

    def spare(self, statements: Statements, job: Job, again: datetime) -> None:
        """Whoever took it lives, whatever came of it: it was no crash, and is due `again` at the latest."""
        statements.execute(self._spare, {"of_workspace": job[0], "of_name": job[1], "again": again})

    def take(self, statements: Statements, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        """At most `limit` of what is due at `at`."""
        rows = _together(statements.execute(self._due, {"claimed_at": at, "most": limit}).all())
        pushed = [
            {
                "of_workspace": row.workspace,
                "of_name": row.name,
                "until": at + max(lease, rest(row.tries + 1)),
            }
            for row in rows
        ]
        if pushed:
            statements.execute(self._push, pushed)
        for row in rows:
            if row.tries + 1 >= POISON:
                log.error("crashed its carriers?", what=self._what, id=row.name, taken=row.tries + 1)
        return [(WorkspaceId(row.workspace), row.name) for row in rows]


def _together(rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """A suspect goes by itself: when it is the oldest, and nothing else with it."""
    if rows and is_suspect(rows[0].tries):
        return rows[:1]
    return [row for row in rows if not is_suspect(row.tries)]
