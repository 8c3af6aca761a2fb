"""What the platform is to be asked about, whose Home is to be drawn, and whose data are to be erased."""

from sqlalchemy import Column, Index, Table, Text

from storage.columns import UTCDateTime
from storage.tables.base import metadata, tenant

#: What an event spoke of and Slack is to be asked about: a member, a channel, or the workspace itself.
checks = Table(
    "checks",
    metadata,
    tenant(),
    Column("thing", Text, primary_key=True),
    Column("due_at", UTCDateTime, nullable=False),
    Index("ix_checks_due_at", "due_at"),
)

#: Who has opened their Home, what it shows by its fingerprint, and when to draw it again.
homes = Table(
    "homes",
    metadata,
    tenant(),
    Column("member", Text, primary_key=True),
    Column("shown_print", Text),
    Column("due_at", UTCDateTime),
    Index("ix_homes_due_at", "due_at"),
)

#: Who wished to have their data erased: it is done up to the round `after`.
erasures = Table(
    "erasures",
    metadata,
    tenant(),
    Column("member", Text, primary_key=True),
    Column("due_at", UTCDateTime, nullable=False),
    Column("after", Text),
    Index("ix_erasures_due_at", "due_at"),
)
