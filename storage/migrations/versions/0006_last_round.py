"""A team's last round of a kind is found at once, however many there were."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_rounds_latest", "rounds", ["workspace", "team", "kind", "opened_at"])
