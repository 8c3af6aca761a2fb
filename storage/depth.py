"""How much is waiting and what is stuck, counted over the rows."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, bindparam, case, func, not_, select, text

from bot.ledger.depth import Depth, Stuck, Thing, What
from bot.suspects import POISON
from storage.claims import FAR
from storage.statements import Statements
from storage.tables import UNFINISHED, gates, paces, plans, rounds, slots, teams

#: What gets on by itself does so in less.
SLOW = timedelta(minutes=5)
#: So many attempts in a row mean that Slack refuses for a reason.
TRIES = 5
_RECENT = timedelta(days=1)
#: A workspace that waits for less is merely busy.
_PACED = timedelta(minutes=1)

_UNFINISHED = text(UNFINISHED)


def _count(of: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((of, 1), else_=0)), 0)


_KEPT = slots.c.why.is_not(None)
_SLOTS = (
    select(
        _count(and_(not_(_KEPT), slots.c.state != "sending")),
        _count(and_(not_(_KEPT), slots.c.state == "sending")),
        _count(_KEPT),
    )
    .select_from(slots)
    .where(_UNFINISHED)
)
_OLDEST = select(func.min(gates.c.next_at)).where(gates.c.next_at <= bindparam("at"))
_DUE = (
    select(func.count()).select_from(rounds).where(not_(rounds.c.over), rounds.c.wake_at <= bindparam("at"))
)


def _messages(*such: ColumnElement[bool], unfinished: bool = True) -> Executable:
    """Slots of one sort by team and reason; those that stand in no team's channel are direct messages."""
    found = (
        select(
            func.count().label("count"),
            func.coalesce(teams.c.name, "").label("team"),
            func.coalesce(slots.c.why, "").label("why"),
            func.min(slots.c.sent_at).label("since"),
        )
        .select_from(slots)
        .outerjoin(teams, and_(teams.c.workspace == slots.c.workspace, teams.c.channel == slots.c.channel))
        .where(*such)
        .group_by(teams.c.name, slots.c.why)
        .order_by(text("team"), text("why"))
    )
    return found.where(_UNFINISHED) if unfinished else found


def _things(of: Any, moment: ColumnElement[Any], *such: ColumnElement[bool]) -> Executable:  # noqa: ANN401 — a table
    """Rows of one sort, all together."""
    return select(func.count().label("count"), func.min(moment).label("since")).select_from(of).where(*such)


_CRASHING = slots.c.taken >= POISON
_SORTS: tuple[tuple[What, Thing, Executable], ...] = (
    (
        "overdue",
        "channel",
        _things(gates, gates.c.next_at, gates.c.next_at < bindparam("slow")),
    ),
    (
        "overdue",
        "round",
        _things(
            rounds,
            rounds.c.wake_at,
            not_(rounds.c.over),
            rounds.c.wake_at < bindparam("slow"),
            rounds.c.tries < POISON,
        ),
    ),
    (
        "overdue",
        "plan",
        _things(
            plans,
            plans.c.wake_at,
            plans.c.state == "active",
            plans.c.wake_at < bindparam("slow"),
            plans.c.tries < POISON,
        ),
    ),
    (
        "doubtful",
        "message",
        _messages(
            slots.c.state == "sending", slots.c.sent_at < bindparam("slow"), not_(_KEPT), not_(_CRASHING)
        ),
    ),
    ("kept", "message", _messages(_KEPT)),
    (
        "tried",
        "message",
        _messages(slots.c.state != "sending", slots.c.attempts >= TRIES, not_(_KEPT), not_(_CRASHING)),
    ),
    ("crashing", "message", _messages(_CRASHING)),
    (
        "crashing",
        "round",
        _things(rounds, rounds.c.wake_at, not_(rounds.c.over), rounds.c.tries >= POISON),
    ),
    (
        "crashing",
        "plan",
        _things(plans, plans.c.wake_at, plans.c.state == "active", plans.c.tries >= POISON),
    ),
    (
        "unreachable",
        "message",
        _messages(slots.c.state == "unreachable", slots.c.sent_at >= bindparam("recent"), unfinished=False),
    ),
    (
        "paced",
        "workspace",
        select(func.count().label("count"), func.max(paces.c.free_at).label("since")).where(
            paces.c.lane == "all", paces.c.free_at > bindparam("paced"), paces.c.free_at < bindparam("far")
        ),
    ),
)


class DepthRows:
    """Implements `bot.ledger.Depths`."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def measure(self, at: datetime) -> Depth:
        waiting, doubtful, kept = self._statements.execute(_SLOTS).one()
        oldest = self._statements.execute(_OLDEST, {"at": at}).scalar()
        due = self._statements.execute(_DUE, {"at": at}).scalar_one()
        overdue = (at - oldest).total_seconds() if oldest else 0.0
        return Depth(int(waiting), int(doubtful), int(kept), overdue, due)

    def stuck(self, at: datetime) -> tuple[Stuck, ...]:
        moments = {"slow": at - SLOW, "recent": at - _RECENT, "paced": at + _PACED, "far": at + FAR}
        return tuple(
            Stuck(what, thing, row["count"], row.get("team", ""), row.get("why", ""), row["since"])
            for what, thing, statement in _SORTS
            for row in self._statements.execute(statement, moments).mappings().all()
            if row["count"]
        )
