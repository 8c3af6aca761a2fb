"""The swift connection answers as SQLAlchemy's own does."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError

from storage.database import connect
from storage.schema import migrate
from storage.swift import Found
from storage.tables import absences, plans, workspaces

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
PLAN: dict[str, Any] = {
    "workspace": "W1",
    "id": "P1",
    "team": "T1",
    "kind": "poll",
    "days": "[0]",
    "at": time(9, 30),
    "anchor": date(2026, 11, 2),
    "every": 1,
    "zone": None,
    "holidays": True,
    "settings": "{}",
    "owner": "U1",
    "state": "active",
    "wake_at": NINE,
}
_PLANS = select(plans).where(plans.c.workspace == bindparam("w"))


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    file = tmp_path / "piton.db"
    migrate(file)
    connection = connect(file)
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.execute(insert(plans), PLAN)
    return connection


def test_rows_have_their_names_and_the_values_their_types(connection: Connection) -> None:
    found = connection.execute(_PLANS, {"w": "W1"})
    assert isinstance(found, Found)
    row = found.one()
    assert {name: getattr(row, name) for name in PLAN} == PLAN
    assert row.people is None


def test_it_says_how_many_rows_changed_and_which_id_a_new_one_has(connection: Connection) -> None:
    change = update(plans).where(plans.c.id == bindparam("p"))
    assert connection.execute(change, {"p": "P1", "every": 2}).rowcount == 1
    assert connection.execute(change, {"p": "P2", "every": 2}).rowcount == 0
    away = {"workspace": "W1", "member": "U1", "first": date(2026, 1, 1), "last": date(2026, 1, 2)}
    assert connection.execute(insert(absences), away).inserted_primary_key == (1,)


def test_an_in_of_many_goes_its_usual_way(connection: Connection) -> None:
    statement = _PLANS.where(plans.c.id.in_(bindparam("ids", expanding=True)))
    assert [row.id for row in connection.execute(statement, {"w": "W1", "ids": ["P1", "P2"]})] == ["P1"]


def test_a_parameter_that_is_missing_is_named(connection: Connection) -> None:
    with pytest.raises(KeyError, match="w"):
        connection.execute(_PLANS, {})


def test_an_error_is_sqlalchemys_and_repeats_no_words(connection: Connection) -> None:
    row = {"id": "W1", "platform": None, "name": "our secret", "refresh_at": NINE}
    with pytest.raises(DBAPIError) as caught:
        connection.execute(insert(workspaces), row)
    assert "secret" not in str(caught.value)
