"""Gates, as rows: one for each channel, which is pacing and lease in one. It opens at `next_at`; idle, it has none."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Dialect, and_, bindparam, case, exists, false, func, not_, or_, select, text, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.ledger import Job, by_workspace
from bot.model import WorkspaceId
from storage.claims import FAR
from storage.paces import ALL, LONGEST, Lanes
from storage.statements import Statements
from storage.tables import SENDING, gates, paces, slots
from storage.upsert import insert_for

#: Of one workspace a claim takes so many channels at most: more than it takes messages until the next claim, and few
#: enough to leave room for others. Of one that may be out of order still, it takes one, which goes to see.
SHARE = 50
#: A gate opens within this time, were it only to see that there is nothing to do yet: later moments look as if they
#: had been written before the clock stepped back.
NAP = timedelta(minutes=4)

_ONE = (gates.c.workspace == bindparam("w"), gates.c.channel == bindparam("c"))
_LOCK = (
    select(paces.c.lane, paces.c.free_at)
    .select_from(gates.outerjoin(paces, paces.c.workspace == gates.c.workspace))
    .where(*_ONE)
    .with_for_update(of=gates)
)
_REST = update(gates).where(*_ONE).values(next_at=bindparam("at"))
_PUT = (
    update(gates)
    .where(gates.c.workspace == bindparam("w"), gates.c.channel.in_(bindparam("channels", expanding=True)))
    .values(next_at=bindparam("at"))
)
_LET_GO = _PUT.where(gates.c.next_at > bindparam("at"))
_FREE = update(gates).where(gates.c.next_at > bindparam("at")).values(next_at=bindparam("at"))

# A gate far ahead was set before the clock stepped back: a claim takes it at once, so it is owed now.
_DUE = or_(gates.c.next_at <= bindparam("due"), gates.c.next_at > bindparam("far"))
_hold = paces.alias("hold")
_OF_HOLD = and_(_hold.c.workspace == gates.c.workspace, _hold.c.lane == ALL)
_TRIED = or_(_hold.c.free_at <= bindparam("due"), _hold.c.free_at > bindparam("longest"))
_held_until = select(_hold.c.free_at).where(_OF_HOLD).correlate(gates).scalar_subquery()
_OWED = (
    select(func.count())
    .select_from(gates)
    .where(
        or_(gates.c.next_at < bindparam("due"), gates.c.next_at > bindparam("far")),
        not_(func.coalesce(_held_until.between(bindparam("due"), bindparam("longest")), false())),
    )
)
_doubtful = exists().where(
    slots.c.workspace == gates.c.workspace, slots.c.channel == gates.c.channel, text(SENDING)
)
# The limit is far off: it is there for SQLite, which would look at every gate otherwise, in the order of workspaces.
_due = (
    select(gates.c.workspace, gates.c.channel, gates.c.next_at, case((_doubtful, 0), else_=1).label("sure"))
    .where(_DUE)
    .order_by(gates.c.next_at)
    .limit(100_000)
    .subquery("due")
)
# To see whether a platform is well again, what failed last goes once more: it may be in doubt already, and a look-up
# leaves no new doubt behind.
# Else what is in doubt goes first, however much is still to be sent: it takes a look-up, and room from nothing.
_sure = case((_hold.c.free_at.is_(None), _due.c.sure))
_oldest = case((_hold.c.free_at.is_(None), _due.c.next_at))
_ranked = (
    select(
        _due.c.workspace,
        _due.c.channel,
        func.row_number()
        .over(partition_by=_due.c.workspace, order_by=(_sure, _oldest, _due.c.next_at.desc(), _due.c.channel))
        .label("place"),
        case((_hold.c.free_at.is_(None), bindparam("share")), (_TRIED, 1), else_=0).label("share"),
    )
    .select_from(_due.outerjoin(_hold, and_(_hold.c.workspace == _due.c.workspace, _hold.c.lane == ALL)))
    .subquery("ranked")
)
# What is due is said once more of the gate itself: that is looked at again once its row is locked.
_CLAIM = (
    select(gates.c.workspace, gates.c.channel)
    .join(_ranked, and_(_ranked.c.workspace == gates.c.workspace, _ranked.c.channel == gates.c.channel))
    .where(_ranked.c.place <= _ranked.c.share, _DUE)
    .order_by(_ranked.c.place, gates.c.next_at, gates.c.workspace)
    .limit(bindparam("most"))
    .with_for_update(of=gates, skip_locked=True)
)


@cache
def _leasing(dialect: Dialect) -> ReturningInsert[Any]:
    """Lease these channels' gates where they are idle, or not there yet, and tell which they were. All are locked."""
    statement = insert_for(dialect, gates)
    return statement.on_conflict_do_update(
        index_elements=[gates.c.workspace, gates.c.channel],
        set_={"next_at": statement.excluded.next_at},
        where=gates.c.next_at.is_(None),
    ).returning(gates.c.channel)


class GateRows:
    """The verbs of `bot.ledger.Outbox` that concern gates."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._leased: set[Job] = set()  #: found leased in this transaction, and locked

    def lock(self, workspace: WorkspaceId, channel: str) -> Lanes:
        """Nobody else changes this channel's line until the transaction ends; what is known of its workspace."""
        rows = self._statements.execute(_LOCK, {"w": workspace, "c": channel}).all()
        return Lanes({row.lane: row.free_at for row in rows if row.lane is not None})

    def lease_idle(self, workspace: WorkspaceId, until: Mapping[str, datetime]) -> list[Job]:
        """Lock these channels' gates, in the one order that all keep to, and lease those that were idle."""
        new = sorted(each for each in until if (workspace, each) not in self._leased)
        rows = [{"workspace": workspace, "channel": each, "next_at": until[each]} for each in new]
        if not rows:
            return []
        self._leased.update((workspace, each) for each in new)
        statement = _leasing(self._statements.dialect)
        found = self._statements.beside(statement, rows if len(rows) > 1 else rows[0])
        return [(workspace, str(row.channel)) for row in found.all()]

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        key = {"due": at, "far": at + FAR, "longest": at + LONGEST, "share": SHARE, "most": limit}
        rows = self._statements.execute(_CLAIM, key).all()
        found = [(WorkspaceId(row.workspace), str(row.channel)) for row in rows]
        for workspace, channels in by_workspace(found).items():
            self.put(workspace, channels, at + lease)
        return found

    def put(self, workspace: WorkspaceId, channels: Sequence[str], until: datetime) -> None:
        """Let these gates, which are ours, open at this moment."""
        self._statements.execute(_PUT, {"w": workspace, "channels": channels, "at": until})

    def rest(self, workspace: WorkspaceId, channel: str, until: datetime | None) -> None:
        """End a lease: the gate opens at this moment, or when something is wanted."""
        self._leased.discard((workspace, channel))
        self._statements.execute(_REST, {"w": workspace, "c": channel, "at": until})

    def let_go(self, jobs: Sequence[Job], at: datetime) -> None:
        for workspace, channels in by_workspace(jobs).items():
            self._statements.execute(_LET_GO, {"w": workspace, "channels": channels, "at": at})

    def free(self, at: datetime) -> None:
        self._statements.execute(_FREE, {"at": at})

    def owed(self, before: datetime) -> int:
        key = {"due": before, "far": before + FAR, "longest": before + LONGEST}
        return self._statements.execute(_OWED, key).scalar_one()
