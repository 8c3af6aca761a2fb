"""What rounds wrote into the book."""

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, Table, Text, UniqueConstraint, text

from storage.columns import UTCDateTime, Words
from storage.tables.base import metadata, team_key, tenant

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
    Column("ended_at", UTCDateTime),
    Index("ix_blockers_standing", "workspace", "team", "standing"),
    Index(
        "ix_blockers_ended_at",
        "workspace",
        "team",
        "ended_at",
        sqlite_where=text("ended_at IS NOT NULL"),
        postgresql_where=text("ended_at IS NOT NULL"),
    ),
)

#: How many each standup counted on, and how many of them answered.
standups = Table(
    "standups",
    metadata,
    tenant(),
    Column("round", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    team_key(),
    Index("ix_standups_day", "workspace", "team", "day"),
)

#: What the team may do. An estimate stands here as the last one that was settled; all votes are in `estimates`.
stories = Table(
    "stories",
    metadata,
    tenant(),
    Column("id", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("link", Words, nullable=False),
    Column("epic", Words, nullable=False),
    Column("asked_by", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("effort", Text),
    Column("value", Text),
    Column("unclear", Boolean, nullable=False),
    Column("finding", Words, nullable=False, server_default=""),
    Column("done_at", UTCDateTime),
    Column("added_at", UTCDateTime, nullable=False),
    team_key(),
    UniqueConstraint("workspace", "team", "number"),
    Index("ix_stories_state", "workspace", "team", "state"),
    Index("ix_stories_done_at", "workspace", "team", "done_at"),
)

#: What each vote on a story came to: `poll` counts the votes of a round.
estimates = Table(
    "estimates",
    metadata,
    tenant(),
    Column("round", Text, primary_key=True),
    Column("story", Text, primary_key=True),
    Column("ballot", Text, primary_key=True),
    Column("poll", Integer, primary_key=True),
    Column("outcome", Text, nullable=False),
    Column("estimate", Text),
    Column("counts", Text, nullable=False),
    Column("note", Words, nullable=False),
    Column("by", Text),
    Index("ix_estimates_story", "workspace", "story"),
)

#: What each spike came to. `box` and `used` are in seconds of its owner's working time; `effort_before` is in points,
#: as its story stood when it ended: a later vote changes what the story says.
spikes = Table(
    "spikes",
    metadata,
    tenant(),
    Column("round", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("question", Words, nullable=False),
    Column("owner", Text, nullable=False),
    Column("story", Text),
    Column("box", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("grown", Integer, nullable=False),
    Column("decision", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("finding", Words, nullable=False),
    Column("links", Text, nullable=False),
    Column("started_at", UTCDateTime, nullable=False),
    Column("ended_at", UTCDateTime, nullable=False),
    Column("by", Text),
    Column("effort_before", Integer),
    team_key(),
    Index("ix_spikes_ended_at", "workspace", "team", "ended_at"),
)

#: Each sprint that was planned, as it stands or came to be. `days` are its developers' working days.
sprints = Table(
    "sprints",
    metadata,
    tenant(),
    Column("round", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("goal", Words, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("days", Float, nullable=False),
    Column("closed_at", UTCDateTime),
    team_key(),
    Index("ix_sprints_first", "workspace", "team", "first"),
)

#: The stories of each sprint; `place` keeps their order. A story's points are those it had when it was claimed.
claims = Table(
    "claims",
    metadata,
    tenant(),
    Column("round", Text, primary_key=True),
    Column("story", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("points", Integer),
    Column("epic", Words, nullable=False),
    Column("owner", Text),
    Column("owner_name", Words, nullable=False),
    Column("added", Boolean, nullable=False),
    Column("rolled", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("done_at", UTCDateTime),
    Column("reason", Text, nullable=False),
    Column("note", Words, nullable=False),
    Index("ix_claims_story", "workspace", "story"),
)

#: What a team wants by the end of a quarter. Stories name theirs by its name.
epics = Table(
    "epics",
    metadata,
    tenant(),
    Column("id", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("objective", Words, nullable=False),
    Column("owner", Text),
    Column("owner_name", Words, nullable=False),
    Column("year", Integer),
    Column("quarter", Integer),
    Column("late", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    team_key(),
    Index("ix_epics_team", "workspace", "team"),
)
