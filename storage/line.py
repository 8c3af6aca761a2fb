"""A channel's line: which of its unfinished messages may go now, and which wait for what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, select, text

from bot.pace import Lane
from bot.suspects import POISON, rest
from storage.claims import FAR
from storage.tables import UNFINISHED, slots

_parent = slots.alias("parent")

#: A channel's unfinished slots, oldest first, each with its parent's state and ref.
LINE = (
    select(
        slots,
        _parent.c.state.label("parent_state"),
        _parent.c.ref_channel.label("parent_channel"),
        _parent.c.ref_id.label("parent_id"),
    )
    .outerjoin(
        _parent,
        and_(
            _parent.c.workspace == slots.c.workspace,
            _parent.c.round == slots.c.parent_round,
            _parent.c.name == slots.c.parent_slot,
        ),
    )
    .where(slots.c.workspace == bindparam("w"), slots.c.channel == bindparam("c"), text(UNFINISHED))
    .order_by(slots.c.id)
    .with_for_update(of=slots)
)


@dataclass(slots=True)
class Line:
    """`ready` may go now; `later` is when the next may, if none is; `lost` are those whose parent never came."""

    ready: Row[Any] | None = None
    later: datetime | None = None
    lost: list[int] = field(default_factory=list)


def lane_of(row: Row[Any]) -> Lane:
    """What is to be done next about a slot."""
    if row.state == "sending":
        return "find"
    return "edit" if row.state == "shown" else "post"


def line_up(rows: Iterable[Row[Any]], at: datetime, shut: Mapping[Lane, datetime]) -> Line:
    """Posts go in order, so one that is not due holds the younger back; an edit that is not due holds nothing back,
    nor does a reply that waits for its parent, nor what was refused and is kept until it may be sent again, nor what
    seems to crash whoever takes it up. `shut` are the lanes in which nothing goes now, and when they open."""
    line = Line()
    gone: set[tuple[str, str]] = set()
    held = False
    for row in rows:
        post = row.state != "shown"
        if post and row.parent_slot is not None and row.parent_state != "shown":
            if row.parent_state == "unreachable" or (row.parent_round, row.parent_slot) in gone:
                line.lost.append(row.id)
                gone.add((row.round, row.name))
            continue
        if row.why is not None or (post and held):
            continue
        moment = _not_before(row, at) or shut.get(lane_of(row))
        if moment is None:
            line.ready = line.ready or row
        else:
            line.later = min(line.later or moment, moment)
            held = held or (post and row.taken < POISON)
    return line


def _not_before(row: Row[Any], at: datetime) -> datetime | None:
    """The moment for which a slot waits, if it does."""
    moment: datetime | None = row.not_before
    return moment if moment and at < moment <= at + max(FAR, rest(row.taken)) else None
