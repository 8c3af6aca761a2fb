"""Sprints, what was claimed for each, epics, and when a story was done."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _team(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace", "team"], ["teams.workspace", "teams.id"], name=f"fk_{table}_teams"
    )


def upgrade() -> None:
    op.add_column("stories", sa.Column("done_at", _MOMENT))
    op.create_table(
        "sprints",
        *_text("workspace", "round", "team"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_text("goal"),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first", "last")),
        sa.Column("days", sa.Float(), nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.PrimaryKeyConstraint("workspace", "round", name="pk_sprints"),
        _team("sprints"),
    )
    op.create_index("ix_sprints_first", "sprints", ["workspace", "team", "first"])
    op.create_table(
        "claims",
        *_text("workspace", "round", "story"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("place", "number")),
        *_text("title", "kind"),
        sa.Column("points", sa.Integer()),
        *_text("epic"),
        sa.Column("owner", sa.Text()),
        *_text("owner_name"),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("rolled", sa.Integer(), nullable=False),
        *_text("state"),
        sa.Column("done_at", _MOMENT),
        *_text("reason", "note"),
        sa.PrimaryKeyConstraint("workspace", "round", "story", name="pk_claims"),
    )
    op.create_index("ix_claims_story", "claims", ["workspace", "story"])
    op.create_table(
        "epics",
        *_text("workspace", "id", "team", "name", "objective"),
        sa.Column("owner", sa.Text()),
        *_text("owner_name"),
        *(sa.Column(name, sa.Integer()) for name in ("year", "quarter")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("late", "closed")),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_epics"),
        _team("epics"),
    )
    op.create_index("ix_epics_team", "epics", ["workspace", "team"])
