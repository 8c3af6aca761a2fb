"""A person's reminders and quiet hours, plans that are held, what to check again, and who has opened their Home."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("people", sa.Column("reminders", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("people", sa.Column("quiet_from", sa.Time(), nullable=True))
    op.add_column("people", sa.Column("quiet_until", sa.Time(), nullable=True))
    op.add_column("plans", sa.Column("held", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "checks",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "thing", name="pk_checks"),
    )
    op.create_index("ix_checks_due_at", "checks", ["due_at"])
    op.create_table(
        "homes",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("shown_print", sa.Text(), nullable=True),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("workspace", "member", name="pk_homes"),
    )
    op.create_index("ix_homes_due_at", "homes", ["due_at"])
