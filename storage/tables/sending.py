"""What is to be said, and how fast; and what came in already."""

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint, text

from storage.columns import UTCDateTime, Words
from storage.tables.base import metadata, round_key, row_id, tenant

#: What makes a slot unfinished, in the words that both the index and its query need to share.
UNFINISHED = (
    "(slots.state IN ('wanted', 'sending')"
    " OR (slots.state = 'shown' AND slots.shown_print != slots.wanted_print))"
)

_UNFINISHED = text(UNFINISHED.replace("slots.", ""))
#: On its way or, where nobody carries it, in doubt: in the words of the index.
SENDING = "slots.state = 'sending'"
_SENDING = text(SENDING.replace("slots.", ""))

slots = Table(
    "slots",
    metadata,
    row_id(),
    Column("workspace", Text, nullable=False),
    Column("round", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("parent_round", Text),
    Column("parent_slot", Text),
    Column("state", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("wanted_print", Text, nullable=False),
    Column("shown_print", Text),
    Column("ref_channel", Text),
    Column("ref_id", Text),
    Column("not_before", UTCDateTime),
    Column("sent_at", UTCDateTime),
    Column("attempts", Integer, nullable=False),
    Column("why", Words),
    Column("cause", Text),  # the id, in the logs, of what the message came of
    Column("taken", Integer, nullable=False, server_default=text("0")),  # and not settled: its takers crashed
    round_key(),
    UniqueConstraint("workspace", "round", "name"),
    Index(
        "ix_slots_unfinished",
        "workspace",
        "channel",
        "id",
        sqlite_where=_UNFINISHED,
        postgresql_where=_UNFINISHED,
    ),
    Index(
        "ix_slots_sending",
        "workspace",
        "channel",
        sqlite_where=_SENDING,
        postgresql_where=_SENDING,
    ),
)

gates = Table(
    "gates",
    metadata,
    tenant(),
    Column("channel", Text, primary_key=True),
    Column("next_at", UTCDateTime),
    Index("ix_gates_next_at", "next_at"),
)

#: How fast a workspace takes messages: when the next post, the next edit, or (lane "all") anything may go.
paces = Table(
    "paces",
    metadata,
    tenant(),
    Column("lane", Text, primary_key=True),
    Column("free_at", UTCDateTime, nullable=False),
)

#: What was taken in already, by the platform's name for it, so that it has one effect however often it comes.
inbox = Table(
    "inbox",
    metadata,
    tenant(),
    Column("key", Text, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Index("ix_inbox_at", "workspace", "at"),
)
