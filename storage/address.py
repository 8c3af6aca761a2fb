"""How the address of a database is read."""

import re
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import BotError

_POSTGRESQL = ("postgres://", "postgresql://", "postgresql+psycopg://")
_SQLITE = ("sqlite:///", "sqlite+pysqlite:///")
#: "postgres" or "ann:secret@host/db" is a slip, and no file's name; a drive's letter may be in one.
_FILE = re.compile(r"(?![\w+]{2,}:)[^@]*[./\\][^@]*")


def normal(url: str | Path) -> str:
    """The address as SQLAlchemy takes it; a bare path is a SQLite file. Raises BotError for another scheme."""
    text = str(url)
    for scheme in _POSTGRESQL:
        if text.startswith(scheme):
            return _sound("postgresql+psycopg://" + text.removeprefix(scheme))
    for scheme in _SQLITE:
        if text.startswith(scheme) and len(text) > len(scheme):
            return _SQLITE[0] + text.removeprefix(scheme)
    if not (isinstance(url, Path) or _FILE.fullmatch(text)):
        scheme, mark, _ = text.partition("://")
        # Never the whole address: it may hold a password.
        raise BotError(
            f"{scheme if mark else 'That'} is no database that Piton can use; try sqlite:///piton.db"
            " or postgresql://user:password@host/database"
        )
    return _SQLITE[0] + text


def _sound(address: str) -> str:
    """Raises BotError, without a word of it, for an address that cannot be taken apart."""
    try:
        make_url(address)
    except (ArgumentError, ValueError):
        raise BotError(
            "DATABASE_URL cannot be read. In a password, write @ : / # and ? as %40 %3A %2F %23 and %3F."
        ) from None
    return address


def is_postgresql(url: str | Path) -> bool:
    """Whether it is a PostgreSQL's, not a SQLite file's. Raises BotError where it is neither."""
    return normal(url).startswith(_POSTGRESQL[-1])


def sqlite_file(url: str | Path) -> Path:
    """The file of a SQLite address. Raises BotError for any other database."""
    address = normal(url)
    if not address.startswith(_SQLITE[0]):
        raise BotError("That is the address of a PostgreSQL, not of a SQLite file.")
    return Path(address.removeprefix(_SQLITE[0])).expanduser()


def describe(url: str | Path) -> str:
    """For whoever runs it: which one it is, without its password. Raises BotError for what is neither."""
    if not is_postgresql(url):
        return f"SQLite file {sqlite_file(url)}"
    address = make_url(normal(url))
    return (
        f"PostgreSQL database {address.database or '(its default)'} at {address.host or 'the local socket'}"
    )
