"""Plans, the rounds that come of them, and what was done to those."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    Table,
    Text,
    Time,
    UniqueConstraint,
    literal_column,
    text,
)

from storage.columns import UTCDateTime, Words
from storage.tables.base import metadata, round_key, row_id, team_key, tenant, tries

plans = Table(
    "plans",
    metadata,
    tenant(),
    Column("id", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("days", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("anchor", Date, nullable=False),
    Column("every", Integer, nullable=False),
    Column("zone", Words),
    Column("holidays", Boolean, nullable=False),
    Column("settings", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("people", Text),
    Column("state", Text, nullable=False),
    Column("since", UTCDateTime),
    Column("next_day", Date),
    Column("wake_at", UTCDateTime),
    Column("held", Text, nullable=False, server_default=""),
    tries(),
    team_key(),
    Index(
        "ix_plans_living",
        "workspace",
        "team",
        "kind",
        unique=True,
        sqlite_where=text("state != 'deleted'"),
        postgresql_where=text("state != 'deleted'"),
    ),
    Index(
        "ix_plans_wake_at",
        "wake_at",
        sqlite_where=text("state = 'active' AND wake_at IS NOT NULL"),
        postgresql_where=text("state = 'active' AND wake_at IS NOT NULL"),
    ),
)

#: What makes a plan one that the clock looks at, in the words that both the index and its query need to share.
RUNS = plans.c.state == literal_column("'active'")

rounds = Table(
    "rounds",
    metadata,
    tenant(),
    Column("id", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("plan", Text),
    Column("occurrence", Text, nullable=False),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("wake_at", UTCDateTime),
    Column("over", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    tries(),
    team_key(),
    UniqueConstraint("workspace", "plan", "kind", "occurrence"),
    Index(
        "ix_rounds_wake_at",
        "wake_at",
        sqlite_where=text("over = 0 AND wake_at IS NOT NULL"),
        postgresql_where=text("NOT over AND wake_at IS NOT NULL"),
    ),
    Index("ix_rounds_latest", "workspace", "team", "kind", "opened_at"),
    Index(
        "ix_rounds_open",
        "workspace",
        "team",
        sqlite_where=text("over = 0"),
        postgresql_where=text("NOT over"),
    ),
)

acts = Table(
    "acts",
    metadata,
    row_id(),
    Column("workspace", Text, nullable=False),
    Column("round", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by", Text),
    Column("at", UTCDateTime, nullable=False),
    Column("payload", Text),
    round_key(),
    Index("ix_acts_round", "workspace", "round"),
)
