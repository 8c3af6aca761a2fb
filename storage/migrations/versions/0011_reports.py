"""Who may report for a team, and what was reported."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "hooks",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("workspace", "team", "secret")),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT),
        sa.PrimaryKeyConstraint("workspace", "team", "secret", name="pk_hooks"),
        sa.ForeignKeyConstraint(
            ["workspace", "team"], ["teams.workspace", "teams.id"], name="fk_hooks_teams"
        ),
    )
    op.create_table(
        "reports",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("workspace", "team", "key", "gist", "proof", "answer")
        ),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "team", "key", name="pk_reports"),
        sa.ForeignKeyConstraint(
            ["workspace", "team"], ["teams.workspace", "teams.id"], name="fk_reports_teams"
        ),
        sa.UniqueConstraint("workspace", "team", "proof", name="uq_reports_workspace_team_proof"),
    )
    op.create_index("ix_reports_at", "reports", ["workspace", "at"])
