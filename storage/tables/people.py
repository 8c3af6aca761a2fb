"""Workspaces, people and the teams they are in."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Table, Text, Time, UniqueConstraint, true

from storage.columns import UTCDateTime, Words
from storage.tables.base import metadata, row_id, team_key, tenant

workspaces = Table(
    "workspaces",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("refresh_at", UTCDateTime, nullable=False),
    Index("ix_workspaces_refresh_at", "refresh_at"),
)

people = Table(
    "people",
    metadata,
    Column("workspace", Text, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Words, nullable=False),
    Column("zone", Words, nullable=False),
    Column("chosen_zone", Words),
    Column("days", Text),
    Column("starts", Time, nullable=False),
    Column("ends", Time, nullable=False),
    Column("region", Words),
    Column("human", Boolean, nullable=False),
    Column("guest", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("admin", Boolean, nullable=False),
    Column("reminders", Boolean, nullable=False, server_default=true()),
    Column("quiet_from", Time),
    Column("quiet_until", Time),
)

teams = Table(
    "teams",
    metadata,
    Column("workspace", Text, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("zone", Words, nullable=False),
    Column("deck", Text, nullable=False, server_default="1 2 3 5 8 13"),
    UniqueConstraint("workspace", "channel"),
)

seats = Table(
    "seats",
    metadata,
    tenant(),
    Column("team", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("roles", Text, nullable=False),
    team_key(),
    Index("ix_seats_member", "workspace", "member", "team"),
)

absences = Table(
    "absences",
    metadata,
    row_id(),
    Column("workspace", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Index("ix_absences_member", "workspace", "member", "last"),
    sqlite_autoincrement=True,  # an absence taken back must not lend its id to the next one
)
