"""Messages in doubt are found at once among all that are to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    sending = sa.text("state = 'sending'")
    op.create_index(
        "ix_slots_sending",
        "slots",
        ["workspace", "channel"],
        sqlite_where=sending,
        postgresql_where=sending,
    )
