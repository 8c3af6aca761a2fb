"""Addresses of databases."""

from pathlib import Path

import pytest

from bot.errors import BotError
from storage.address import describe, is_postgresql, normal, sqlite_file


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgres://a:b@host/db", "postgresql+psycopg://a:b@host/db"),
        ("postgresql://host/db", "postgresql+psycopg://host/db"),
        ("postgresql+psycopg://host/db", "postgresql+psycopg://host/db"),
        ("sqlite:///piton.db", "sqlite:///piton.db"),
        ("sqlite:////var/piton.db", "sqlite:////var/piton.db"),
        ("/var/piton.db", "sqlite:////var/piton.db"),
    ],
)
def test_addresses_are_brought_to_one_form(address: str, expected: str) -> None:
    assert normal(address) == expected


def test_a_sqlite_address_is_a_file() -> None:
    assert sqlite_file("sqlite:///piton.db") == Path("piton.db")
    assert sqlite_file("sqlite:////var/piton.db") == Path("/var/piton.db")
    assert sqlite_file(Path("/var/a b.db")) == Path("/var/a b.db")
    assert sqlite_file(Path("piton")) == sqlite_file("./piton") == Path("piton")
    assert sqlite_file(r"C:\piton.db").name.endswith("piton.db")
    assert sqlite_file("~/piton.db") == Path.home() / "piton.db"


@pytest.mark.parametrize(
    "address",
    [
        "mysql://root:secret@host/db",
        "sqlite://",
        "sqlite:///",
        "",
        ":memory:",
        "postgres",
        "ann:secret@db",
        "ann:secret@db.example/piton",
        "postgresql:ann:secret@host/db",
    ],
)
def test_what_cannot_be_used_is_refused_without_telling_the_password(address: str) -> None:
    with pytest.raises(BotError) as refused:
        sqlite_file(address)
    assert "sqlite:///" in refused.value.sentence
    assert "secret" not in refused.value.sentence


def test_a_postgresql_is_told_from_a_file() -> None:
    assert is_postgresql("postgres://host/db")
    assert not is_postgresql("/var/postgresql")
    with pytest.raises(BotError, match="PostgreSQL"):
        sqlite_file("postgres://host/db")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("piton.db", "SQLite file piton.db"),
        ("postgres://ann:secret@db.example/piton", "PostgreSQL database piton at db.example"),
        ("postgresql:///piton", "PostgreSQL database piton at the local socket"),
    ],
)
def test_it_is_told_which_one_it_is(address: str, words: str) -> None:
    assert describe(address) == words
