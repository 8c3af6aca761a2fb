"""What may wait is written before anything else is asked, once for each thing, and at the end."""

from collections.abc import Iterator

import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    create_engine,
    func,
    insert,
    select,
    update,
)

from storage.statements import Statements

_things = Table("things", MetaData(), Column("id", Integer, primary_key=True), Column("word", Text))
_ADD = insert(_things)
_CHANGE = update(_things).where(_things.c.id == bindparam("which")).values(word=bindparam("new"))
_ALL = select(_things.c.id, _things.c.word).order_by(_things.c.id)
_COUNT = select(func.count()).select_from(_things)


@pytest.fixture
def statements() -> Iterator[Statements]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        _things.create(connection)
        yield Statements(connection)


def _written(statements: Statements) -> list[tuple[int, str]]:
    return [(row.id, row.word) for row in statements.execute(_ALL).all()]


def test_what_waits_is_written_before_the_next_question_but_not_beside_one(statements: Statements) -> None:
    statements.later(_ADD, {"id": 1, "word": "a"})
    assert statements.beside(_COUNT).scalar_one() == 0
    assert statements.execute(_COUNT).scalar_one() == 1
    assert statements.execute(_COUNT).scalar_one() == 1, "and once"


def test_all_that_waits_is_written_in_the_order_in_which_its_kind_came(statements: Statements) -> None:
    for number in range(5):
        statements.later(_ADD, {"id": number, "word": "first"})
    statements.later(_CHANGE, {"which": 3, "new": "changed"})
    statements.later(_ADD, {"id": 5, "word": "last"})
    statements.flush()
    assert _written(statements) == [
        (0, "first"), (1, "first"), (2, "first"), (3, "changed"), (4, "first"), (5, "last"),
    ]  # fmt: skip


def test_a_later_one_takes_the_place_of_what_waits_under_its_key(statements: Statements) -> None:
    statements.later(_ADD, {"id": 1, "word": "a"}, "one")
    statements.later(_ADD, {"id": 2, "word": "b"})
    assert statements.waiting(_ADD, "one") == {"id": 1, "word": "a"}
    statements.later(_ADD, {"id": 1, "word": "c"}, "one")
    statements.flush()
    assert statements.waiting(_ADD, "one") is None
    assert _written(statements) == [(1, "c"), (2, "b")]


def test_nothing_that_waits_is_written_by_itself_or_twice(statements: Statements) -> None:
    statements.flush()
    statements.later(_ADD, {"id": 1, "word": "a"})
    statements.flush()
    statements.flush()
    assert _written(statements) == [(1, "a")]
