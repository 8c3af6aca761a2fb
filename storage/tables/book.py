"""What rounds wrote into the book."""

from sqlalchemy import Boolean, Column, Date, Index, Table, Text

from storage.columns import UTCDateTime, Words
from storage.tables.base import metadata, tenant

answers = Table(
    "answers",
    metadata,
    tenant(),
    Column("round", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("plan", Text),
    Column("kind", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("texts", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Index("ix_answers_latest", "workspace", "plan", "member", "day", "at"),
    Index("ix_answers_day", "workspace", "team", "day"),
)

blockers = Table(
    "blockers",
    metadata,
    tenant(),
    Column("round", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("plan", Text),
    Column("member", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("day", Date, nullable=False),
    Column("standing", Text, nullable=False),
    Column("helper", Words, nullable=False),
    Index("ix_blockers_standing", "workspace", "team", "standing"),
)
