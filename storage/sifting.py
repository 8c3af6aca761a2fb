"""Of many channels, those for which anything may go: the rest of a workspace that has more to send than its platform
takes is put off at one stroke, not each in a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select, text

from bot.ledger import Terms
from bot.model import WorkspaceId
from storage.gates import NAP, GateRows
from storage.line import lane_of
from storage.paces import Lanes
from storage.statements import Statements
from storage.tables import UNFINISHED, gates, paces, slots

_MANY: BindParameter[Any] = bindparam("channels", expanding=True)
_LOCK = (
    select(gates.c.channel)
    .where(gates.c.workspace == bindparam("w"), gates.c.channel.in_(_MANY))
    .order_by(gates.c.channel)
    .with_for_update()
)
_LANES = select(paces.c.lane, paces.c.free_at).where(paces.c.workspace == bindparam("w"))
_NEXT = (
    select(slots.c.channel, slots.c.state)
    .where(
        slots.c.workspace == bindparam("w"),
        slots.c.channel.in_(_MANY),
        text(UNFINISHED),
        slots.c.why.is_(None),
    )
    .distinct()
)


def sift(
    statements: Statements,
    gate_rows: GateRows,
    workspace: WorkspaceId,
    channels: Sequence[str],
    at: datetime,
    terms: Terms,
) -> list[str]:
    """Those that are to be looked at one by one. Whoever wants more of the others finds them leased, as always."""
    key = {"w": workspace, "channels": channels}
    statements.execute(_LOCK, key).all()
    lanes = Lanes({row.lane: row.free_at for row in statements.execute(_LANES, {"w": workspace}).all()})
    shut = lanes.shut(at, terms)
    if not shut or lanes.held(at) or lanes.tried(at):
        return list(channels)
    opens: dict[str, list[datetime | None]] = {}
    for row in statements.execute(_NEXT, key).all():
        opens.setdefault(row.channel, []).append(shut.get(lane_of(row)))
    off: dict[datetime, list[str]] = {}
    for channel, moments in opens.items():
        if None not in moments:
            off.setdefault(min(each for each in moments if each), []).append(channel)
    for moment, those in off.items():
        gate_rows.put(workspace, those, min(moment, at + NAP))
    put_off = {channel for those in off.values() for channel in those}
    return [channel for channel in channels if channel not in put_off]
