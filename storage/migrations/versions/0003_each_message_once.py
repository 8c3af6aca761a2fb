"""What came in already, how fast a workspace takes messages, what a message came of, and what crashed whom it met."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name="pk_inbox"),
    )
    op.create_index("ix_inbox_at", "inbox", ["workspace", "at"])
    op.create_table(
        "paces",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("free_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "lane", name="pk_paces"),
    )
    op.add_column("slots", sa.Column("cause", sa.Text(), nullable=True))
    op.add_column("slots", sa.Column("taken", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.drop_index("ix_plans_wake_at", "plans")
    running = sa.text("state = 'active' AND wake_at IS NOT NULL")
    op.create_index("ix_plans_wake_at", "plans", ["wake_at"], sqlite_where=running, postgresql_where=running)
    for table in ("rounds", "plans"):
        op.add_column(table, sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")))
