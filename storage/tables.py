"""The tables. Every row carries its workspace, and every key or index of a query bound to one begins with it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Time,
    UniqueConstraint,
    literal_column,
    text,
    true,
)

from storage.columns import UTCDateTime, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)


def _id() -> Column[int]:
    """A number of the row's own, growing with age; SQLite counts by itself only in an INTEGER."""
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def _tenant() -> Column[str]:
    return Column("workspace", Text, primary_key=True)


def _team() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"])


def _round() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace", "round"], ["rounds.workspace", "rounds.id"])


def _tries() -> Column[int]:
    """How often the clock's work was claimed since it last ended well: what crashes its taker is left alone."""
    return Column("tries", Integer, nullable=False, server_default=text("0"))


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
    UniqueConstraint("workspace", "channel"),
)

seats = Table(
    "seats",
    metadata,
    _tenant(),
    Column("team", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("roles", Text, nullable=False),
    _team(),
    Index("ix_seats_member", "workspace", "member", "team"),
)

absences = Table(
    "absences",
    metadata,
    _id(),
    Column("workspace", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Index("ix_absences_member", "workspace", "member", "last"),
    sqlite_autoincrement=True,  # an absence taken back must not lend its id to the next one
)

plans = Table(
    "plans",
    metadata,
    _tenant(),
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
    _tries(),
    _team(),
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
    _tenant(),
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
    _tries(),
    _team(),
    UniqueConstraint("workspace", "plan", "kind", "occurrence"),
    Index(
        "ix_rounds_wake_at",
        "wake_at",
        sqlite_where=text("over = 0 AND wake_at IS NOT NULL"),
        postgresql_where=text("NOT over AND wake_at IS NOT NULL"),
    ),
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
    _id(),
    Column("workspace", Text, nullable=False),
    Column("round", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by", Text),
    Column("at", UTCDateTime, nullable=False),
    Column("payload", Text),
    _round(),
    Index("ix_acts_round", "workspace", "round"),
)

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
    _id(),
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
    _round(),
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
    _tenant(),
    Column("channel", Text, primary_key=True),
    Column("next_at", UTCDateTime),
    Index("ix_gates_next_at", "next_at"),
)

#: How fast a workspace takes messages: when the next post, the next edit, or (lane "all") anything may go.
paces = Table(
    "paces",
    metadata,
    _tenant(),
    Column("lane", Text, primary_key=True),
    Column("free_at", UTCDateTime, nullable=False),
)

#: What was taken in already, by the platform's name for it, so that it has one effect however often it comes.
inbox = Table(
    "inbox",
    metadata,
    _tenant(),
    Column("key", Text, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Index("ix_inbox_at", "workspace", "at"),
)

answers = Table(
    "answers",
    metadata,
    _tenant(),
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
    _tenant(),
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

#: What an event spoke of and Slack is to be asked about: a member, a channel, or the workspace itself.
checks = Table(
    "checks",
    metadata,
    _tenant(),
    Column("thing", Text, primary_key=True),
    Column("due_at", UTCDateTime, nullable=False),
    Index("ix_checks_due_at", "due_at"),
)

#: Who has opened their Home, what it shows by its fingerprint, and when to draw it again.
homes = Table(
    "homes",
    metadata,
    _tenant(),
    Column("member", Text, primary_key=True),
    Column("shown_print", Text),
    Column("due_at", UTCDateTime),
    Index("ix_homes_due_at", "due_at"),
)
