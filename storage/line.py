"""A channel's line: which of its unfinished messages may go now, and which wait for what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, select, text

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


def line_up(rows: Iterable[Row[Any]], at: datetime) -> Line:
    """Posts go in order, so one that is not due holds the younger back; an edit that is not due holds nothing back,
    nor does a reply that waits for its parent, nor what was refused and is kept until it may be sent again."""
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
        if row.not_before is None or not at < row.not_before <= at + FAR:
            line.ready = line.ready or row
        else:
            line.later = min(line.later or row.not_before, row.not_before)
            held = held or post
    return line
