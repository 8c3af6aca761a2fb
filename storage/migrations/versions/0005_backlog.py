"""The stories of a team, what each vote on them came to, and the deck that the team votes with."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_TYPED = ("title", "text", "link", "epic", "asked_by", "kind", "stage", "state")


def upgrade() -> None:
    op.add_column("teams", sa.Column("deck", sa.Text(), nullable=False, server_default="1 2 3 5 8 13"))
    op.create_table(
        "stories",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TYPED),
        sa.Column("effort", sa.Text()),
        sa.Column("value", sa.Text()),
        sa.Column("unclear", sa.Boolean(), nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_stories"),
        sa.ForeignKeyConstraint(
            ["workspace", "team"], ["teams.workspace", "teams.id"], name="fk_stories_teams"
        ),
        sa.UniqueConstraint("workspace", "team", "number", name="uq_stories_workspace"),
    )
    op.create_index("ix_stories_state", "stories", ["workspace", "team", "state"])
    op.create_table(
        "estimates",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("ballot", sa.Text(), nullable=False),
        sa.Column("poll", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("estimate", sa.Text()),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.Text()),
        sa.PrimaryKeyConstraint("workspace", "round", "story", "ballot", "poll", name="pk_estimates"),
    )
    op.create_index("ix_estimates_story", "estimates", ["workspace", "story"])
