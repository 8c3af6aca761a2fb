"""The first schema. Written out, so that a later change of the tables cannot rewrite what was."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _workspaces()
    _people()
    _teams()
    _seats()
    _absences()
    _plans()
    _rounds()
    _acts()
    _slots()
    _gates()
    _answers()
    _blockers()


def _workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("refresh_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
    )
    op.create_index("ix_workspaces_refresh_at", "workspaces", ["refresh_at"])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("chosen_zone", sa.Text(), nullable=True),
        sa.Column("days", sa.Text(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("human", sa.Boolean(), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspaces.id"], name="fk_people_workspaces"),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_people"),
    )


def _teams() -> None:
    op.create_table(
        "teams",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_teams"),
        sa.UniqueConstraint("workspace", "channel", name="uq_teams_workspace_channel"),
        sa.ForeignKeyConstraint(["workspace"], ["workspaces.id"], name="fk_teams_workspaces"),
    )


def _seats() -> None:
    op.create_table(
        "seats",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "team"], ["teams.workspace", "teams.id"], name="fk_seats_teams"
        ),
        sa.PrimaryKeyConstraint("workspace", "team", "member", name="pk_seats"),
    )
    op.create_index("ix_seats_member", "seats", ["workspace", "member", "team"])


def _absences() -> None:
    op.create_table(
        "absences",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_absences_member", "absences", ["workspace", "member", "last"])


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("anchor", sa.Date(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("holidays", sa.Boolean(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", _MOMENT, nullable=True),
        sa.Column("next_day", sa.Date(), nullable=True),
        sa.Column("wake_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "team"], ["teams.workspace", "teams.id"], name="fk_plans_teams"
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_plans"),
    )
    op.create_index(
        "ix_plans_living",
        "plans",
        ["workspace", "team", "kind"],
        unique=True,
        sqlite_where=sa.text("state != 'deleted'"),
        postgresql_where=sa.text("state != 'deleted'"),
    )
    op.create_index("ix_plans_wake_at", "plans", ["wake_at"])


def _rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("occurrence", sa.Text(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("wake_at", _MOMENT, nullable=True),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "team"], ["teams.workspace", "teams.id"], name="fk_rounds_teams"
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_rounds"),
        sa.UniqueConstraint(
            "workspace", "plan", "kind", "occurrence", name="uq_rounds_workspace_plan_kind_occurrence"
        ),
    )
    op.create_index(
        "ix_rounds_open",
        "rounds",
        ["workspace", "team"],
        sqlite_where=sa.text("over = 0"),
        postgresql_where=sa.text("NOT over"),
    )
    op.create_index(
        "ix_rounds_wake_at",
        "rounds",
        ["wake_at"],
        sqlite_where=sa.text("over = 0 AND wake_at IS NOT NULL"),
        postgresql_where=sa.text("NOT over AND wake_at IS NOT NULL"),
    )


def _acts() -> None:
    op.create_table(
        "acts",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "round"], ["rounds.workspace", "rounds.id"], name="fk_acts_rounds"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_acts"),
    )
    op.create_index("ix_acts_round", "acts", ["workspace", "round"])


def _slots() -> None:
    op.create_table(
        "slots",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("parent_round", sa.Text(), nullable=True),
        sa.Column("parent_slot", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("wanted_print", sa.Text(), nullable=False),
        sa.Column("shown_print", sa.Text(), nullable=True),
        sa.Column("ref_channel", sa.Text(), nullable=True),
        sa.Column("ref_id", sa.Text(), nullable=True),
        sa.Column("not_before", _MOMENT, nullable=True),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "round"], ["rounds.workspace", "rounds.id"], name="fk_slots_rounds"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_slots"),
        sa.UniqueConstraint("workspace", "round", "name", name="uq_slots_workspace_round_name"),
    )
    op.create_index(
        "ix_slots_unfinished",
        "slots",
        ["workspace", "channel", "id"],
        sqlite_where=sa.text(
            "(state IN ('wanted', 'sending') OR (state = 'shown' AND shown_print != wanted_print))"
        ),
        postgresql_where=sa.text(
            "(state IN ('wanted', 'sending') OR (state = 'shown' AND shown_print != wanted_print))"
        ),
    )


def _gates() -> None:
    op.create_table(
        "gates",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("next_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("workspace", "channel", name="pk_gates"),
    )
    op.create_index("ix_gates_next_at", "gates", ["next_at"])


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "round", "member", name="pk_answers"),
    )
    op.create_index("ix_answers_day", "answers", ["workspace", "team", "day"])
    op.create_index("ix_answers_latest", "answers", ["workspace", "plan", "member", "day", "at"])


def _blockers() -> None:
    op.create_table(
        "blockers",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("helper", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "round", name="pk_blockers"),
    )
    op.create_index("ix_blockers_standing", "blockers", ["workspace", "team", "standing"])
