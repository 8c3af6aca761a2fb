"""What a retrospective looks back on: how many answered each standup, when a blocker ended, and indexes by day."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")

#: The history of acts knows when blockers ended that did so before this.
_ENDED = """
    UPDATE blockers SET ended_at = (
        SELECT max(acts.at) FROM acts
        WHERE acts.workspace = blockers.workspace AND acts.round = blockers.round
        AND acts.kind IN ('Resolve', 'Reword')
    )
    WHERE standing IN ('resolved', 'withdrawn')
"""


def upgrade() -> None:
    op.add_column("blockers", sa.Column("ended_at", _MOMENT))
    op.execute(_ENDED)
    op.create_table(
        "standups",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("workspace", "round", "team")),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("asked", "answered")),
        sa.PrimaryKeyConstraint("workspace", "round", name="pk_standups"),
        sa.ForeignKeyConstraint(
            ["workspace", "team"], ["teams.workspace", "teams.id"], name="fk_standups_teams"
        ),
    )
    op.create_index("ix_standups_day", "standups", ["workspace", "team", "day"])
    op.create_index("ix_stories_done_at", "stories", ["workspace", "team", "done_at"])
    ended = sa.text("ended_at IS NOT NULL")
    op.create_index(
        "ix_blockers_ended_at",
        "blockers",
        ["workspace", "team", "ended_at"],
        sqlite_where=ended,
        postgresql_where=ended,
    )
