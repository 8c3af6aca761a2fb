"""Slots and gates, as rows: each slot is its own outbox row, and a channel's gate is pacing and lease in one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Dialect, Row, bindparam, case, func, insert, select, text, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.ledger import Address, Job, Parcel, Ref, Wanted
from bot.model import ChannelId, Dm, Place, Round, Thread, WorkspaceId
from storage.claims import FAR, Claim
from storage.line import LINE, Line, line_up
from storage.rounds import RoundRows
from storage.tables import UNFINISHED, gates, slots
from storage.upsert import insert_for

_OF_ROUND = select(
    slots.c.id,
    slots.c.name,
    slots.c.channel,
    slots.c.state,
    slots.c.wanted_print,
    slots.c.shown_print,
).where(slots.c.workspace == bindparam("w"), slots.c.round == bindparam("r"))
_KNOWN = _OF_ROUND.where(slots.c.name.in_(bindparam("names", expanding=True)))
_KNOWN_ONE = _OF_ROUND.where(slots.c.name == bindparam("names"))  # most acts touch one card: half the cost
_CHANNEL = select(slots.c.channel).where(
    slots.c.workspace == bindparam("w"), slots.c.round == bindparam("r"), slots.c.name == bindparam("n")
)
_UNKNOWN = "?"  # the fingerprint of no notice
_ADD = insert(slots)
_SLOT = update(slots).where(slots.c.workspace == bindparam("w"), slots.c.id == bindparam("slot"))
# The state is read as it is written: a delivery may have ended since the slot was looked at.
_WANT = _SLOT.values(
    wanted_print=bindparam("print"),
    state=case((slots.c.state == "unsaid", "wanted"), else_=slots.c.state),
)
# Every taking counts as an attempt, so the count tells a holder whose lease has lapsed that its word is stale.
_HELD = _SLOT.where(slots.c.attempts == bindparam("held"))
_UNSAID = _HELD.values(state=case((slots.c.wanted_print == bindparam("print"), "unsaid"), else_="wanted"))
# What was refused for now is what is unfinished and has a reason why.
_REVIVE = (
    update(slots)
    .where(
        slots.c.workspace == bindparam("w"),
        slots.c.channel == bindparam("c"),
        text(UNFINISHED),
        slots.c.why.is_not(None),
        slots.c.attempts < bindparam("most"),
    )
    .values(why=None, not_before=bindparam("at"))
    .returning(slots.c.id)
)
_REST = (
    update(gates)
    .where(gates.c.workspace == bindparam("w"), gates.c.channel == bindparam("c"))
    .values(next_at=bindparam("at"))
)
# A gate far ahead was set before the clock stepped back: a claim takes it at once, so it is owed now.
_OWED = (
    select(func.count())
    .select_from(gates)
    .where((gates.c.next_at < bindparam("before")) | (gates.c.next_at > bindparam("far")))
)
_CLAIM = Claim(
    gates.c.next_at,
    gates.c.workspace,
    gates.c.channel,
    far=True,
)


@cache
def _leasing(dialect: Dialect) -> ReturningInsert[Any]:
    """Lease these channels' gates where they are idle, or not there yet, and tell which they were."""
    statement = insert_for(dialect, gates)
    return statement.on_conflict_do_update(
        index_elements=[gates.c.workspace, gates.c.channel],
        set_={"next_at": statement.excluded.next_at},
        where=gates.c.next_at.is_(None),
    ).returning(gates.c.channel)


class OutboxRows:
    """Implements `bot.ledger.Outbox`."""

    def __init__(self, connection: Connection, rounds: RoundRows) -> None:
        self._connection = connection
        self._rounds = rounds

    def want(
        self, round_: Round[Any], channel: ChannelId, slots: Sequence[Wanted], at: datetime, lease: timedelta
    ) -> list[Job]:
        if not slots:
            return []
        known = self._known(round_, [each.name for each in slots])
        near = {name: row.channel for name, row in known.items()}
        fresh = self._fresh(round_, channel, [each for each in slots if each.name not in known], near)
        moved = []
        owed = {row["channel"] for row in fresh}
        for each in slots:
            row = known.get(each.name)
            if row is None:
                continue
            if row.wanted_print != each.print:
                moved.append({"w": round_.workspace, "slot": row.id, "print": each.print})
            if _is_owed(row, each):
                owed.add(row.channel)
        if fresh:
            self._connection.execute(_ADD, fresh)
        if moved:
            self._connection.execute(_WANT, moved)
        return self._lease_idle(round_.workspace, owed, at + lease)

    def _known(self, round_: Round[Any], names: Sequence[str]) -> dict[str, Row[*tuple[Any, ...]]]:
        """The rows that are there already of these slots."""
        found = self._connection.execute(
            _KNOWN_ONE if len(names) == 1 else _KNOWN,
            {"w": round_.workspace, "r": round_.id, "names": names[0] if len(names) == 1 else names},
        )
        return {row.name: row for row in found.all()}

    def _fresh(
        self, round_: Round[Any], channel: ChannelId, slots: Sequence[Wanted], near: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        """The rows of slots that were not wanted before."""
        own = {
            each.name: each.place.member if isinstance(each.place, Dm) else channel
            for each in slots
            if not isinstance(each.place, Thread)
        }
        near = {**near, **own}
        return [
            {
                "workspace": round_.workspace,
                "round": round_.id,
                "name": each.name,
                "state": "wanted",
                "key": uuid4().hex,
                "wanted_print": each.print,
                "attempts": 0,
                **self._target(round_, each.place, channel, near),
            }
            for each in slots
        ]

    def _target(
        self, round_: Round[Any], place: Place, channel: ChannelId, near: Mapping[str, str]
    ) -> dict[str, str | None]:
        """Where a slot's message goes: a thread stands in its parent's channel, the team's until that is known."""
        match place:
            case Dm(member):
                return {"channel": member, "parent_round": None, "parent_slot": None}
            case Thread(slot, other):
                parent = other or round_.id
                found = near.get(slot) if parent == round_.id else None
                if found is None:
                    key = {"w": round_.workspace, "r": parent, "n": slot}
                    found = self._connection.execute(_CHANNEL, key).scalar()
                return {"channel": found or channel, "parent_round": parent, "parent_slot": slot}
            case _:
                return {"channel": channel, "parent_round": None, "parent_slot": None}

    def _lease_idle(self, workspace: WorkspaceId, channels: Iterable[str], until: datetime) -> list[Job]:
        rows = [{"workspace": workspace, "channel": each, "next_at": until} for each in sorted(channels)]
        if not rows:
            return []
        statement = _leasing(self._connection.dialect)
        found = self._connection.execute(statement, rows if len(rows) > 1 else rows[0])
        return [(workspace, row.channel) for row in found.all()]

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        return _CLAIM.take(self._connection, at, lease, limit)

    def take(self, workspace: WorkspaceId, channel: str, at: datetime) -> Parcel | None:
        row = self._line(workspace, channel, at).ready
        round_ = self._rounds.look(workspace, row.round) if row else None
        if row is None or round_ is None:
            return None
        taken: dict[str, Any] = {"attempts": row.attempts + 1}
        if row.state == "wanted":
            taken |= {"state": "sending", "sent_at": at}
        elif row.state == "shown":  # until we hear of this edit, nobody knows what stands there
            taken |= {"shown_print": _UNKNOWN}
        self._connection.execute(_SLOT, {"w": workspace, "slot": row.id, **taken})
        return Parcel(
            slot=row.id,
            name=row.name,
            print=row.wanted_print,
            round=round_,
            address=Address(
                workspace, channel, Ref(row.parent_channel, row.parent_id) if row.parent_slot else None
            ),
            key=row.key,
            ref=Ref(row.ref_channel, row.ref_id) if row.state == "shown" else None,
            doubtful=row.state == "sending",
            sent_at=at if row.state == "wanted" else row.sent_at or at,
            attempts=row.attempts + 1,
        )

    def _line(self, workspace: WorkspaceId, channel: str, at: datetime) -> Line:
        """What stands in line for a channel; those whose parent never came leave it for good."""
        rows = self._connection.execute(LINE, {"w": workspace, "c": channel}).all()
        line = line_up(rows, at)
        if line.lost:
            why = {"w": workspace, "state": "unreachable", "why": "what it answers is not there"}
            self._connection.execute(_SLOT, [{"slot": each, **why} for each in line.lost])
        return line

    def shown(
        self, workspace: WorkspaceId, parcel: Parcel, ref: Ref, print_: str, again_at: datetime
    ) -> None:
        # Even a holder whose lease has lapsed tells the truth here: the message is there.
        row = {
            "state": "shown",
            "ref_channel": ref.channel,
            "ref_id": ref.id,
            "shown_print": print_,
            "not_before": again_at,
            "attempts": 0,
            "why": None,
        }
        self._connection.execute(_SLOT, {"w": workspace, "slot": parcel.slot, **row})

    def again(self, workspace: WorkspaceId, parcel: Parcel, at: datetime, *, doubtful: bool) -> None:
        row: dict[str, Any] = {"not_before": at}
        if parcel.ref is None:
            row["state"] = "sending" if doubtful else "wanted"
        self._settle(workspace, parcel, row)

    def unreachable(self, workspace: WorkspaceId, parcel: Parcel, why: str) -> None:
        self._settle(workspace, parcel, {"state": "unreachable", "why": why})

    def unsaid(self, workspace: WorkspaceId, parcel: Parcel) -> None:
        held = {"w": workspace, "slot": parcel.slot, "held": parcel.attempts, "print": parcel.print}
        self._connection.execute(_UNSAID, held)

    def keep(self, workspace: WorkspaceId, parcel: Parcel, why: str) -> None:
        row: dict[str, Any] = {"why": why}
        if parcel.ref is None and not parcel.doubtful:
            row["state"] = "wanted"
        self._settle(workspace, parcel, row)

    def revive(
        self,
        workspace: WorkspaceId,
        channel: ChannelId,
        at: datetime,
        lease: timedelta,
        *,
        wait: timedelta = timedelta(0),
        most: int = 2**31 - 1,
    ) -> list[Job]:
        kept = {"w": workspace, "c": channel, "at": at + wait, "most": most}
        if not self._connection.execute(_REVIVE, kept).all():
            return []
        return self._lease_idle(workspace, [channel], at + lease)

    def _settle(self, workspace: WorkspaceId, parcel: Parcel, row: dict[str, Any]) -> None:
        self._connection.execute(_HELD, {"w": workspace, "slot": parcel.slot, "held": parcel.attempts, **row})

    def rest(
        self, workspace: WorkspaceId, channel: str, free_at: datetime, hold_until: datetime | None = None
    ) -> datetime | None:
        line = self._line(workspace, channel, free_at)
        at = free_at if line.ready else line.later
        if at and hold_until and at <= hold_until:
            return at
        self._connection.execute(_REST, {"w": workspace, "c": channel, "at": at})
        return None

    def owed(self, before: datetime) -> int:
        return self._connection.execute(_OWED, {"before": before, "far": before + FAR}).scalar_one()


def _is_owed(row: Row[*tuple[Any, ...]], wanted: Wanted) -> bool:
    """Whether a slot that is known is to be sent or edited."""
    if row.state == "shown":
        return bool(row.shown_print != wanted.print)
    if row.state == "unsaid":
        return bool(row.wanted_print != wanted.print)
    return row.state in {"wanted", "sending"}
