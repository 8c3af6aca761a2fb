"""The metadata, and the columns and keys that many tables share."""

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, MetaData, Text, text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)


def row_id() -> Column[int]:
    """A number of the row's own, growing with age; SQLite counts by itself only in an INTEGER."""
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def tenant() -> Column[str]:
    return Column("workspace", Text, primary_key=True)


def team_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace", "team"], ["teams.workspace", "teams.id"])


def round_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace", "round"], ["rounds.workspace", "rounds.id"])


def tries() -> Column[int]:
    """How often the clock's work was claimed since it last ended well: what crashes its taker is left alone."""
    return Column("tries", Integer, nullable=False, server_default=text("0"))
