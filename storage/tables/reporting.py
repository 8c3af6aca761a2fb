"""Who may report for a team, and what was reported."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint

from storage.columns import UTCDateTime
from storage.tables.base import metadata, team_key, tenant

#: The secrets that machines sign with. They stand here as they are: a signature cannot be checked by less.
hooks = Table(
    "hooks",
    metadata,
    tenant(),
    Column("team", Text, primary_key=True),
    Column("secret", Text, primary_key=True),
    Column("made_at", UTCDateTime, nullable=False),
    Column("until", UTCDateTime),
    team_key(),
)

#: What was reported, by the sender's key: hashes of what it said and of what was signed, and what it was answered.
reports = Table(
    "reports",
    metadata,
    tenant(),
    Column("team", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("gist", Text, nullable=False),
    Column("proof", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    team_key(),
    UniqueConstraint("workspace", "team", "proof"),
    Index("ix_reports_at", "workspace", "at"),
)
