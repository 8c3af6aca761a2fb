"""What spikes came to, and what was found out about a story."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("stories", sa.Column("finding", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "spikes",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("story", sa.Text()),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("box", "used", "grown")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("decision", "verdict", "finding", "links")),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("effort_before", sa.Integer()),
        sa.PrimaryKeyConstraint("workspace", "round", name="pk_spikes"),
        sa.ForeignKeyConstraint(
            ["workspace", "team"], ["teams.workspace", "teams.id"], name="fk_spikes_teams"
        ),
    )
    op.create_index("ix_spikes_ended_at", "spikes", ["workspace", "team", "ended_at"])
