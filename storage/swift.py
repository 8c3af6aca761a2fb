"""A connection that hands its statements to SQLite's driver itself, once SQLAlchemy has compiled them.

SQLAlchemy takes ten times as long for one of our small statements as SQLite does: it makes a context, a cursor and a
result of many talents each time. What a statement needs is kept here instead: its SQL, and how its values go in and
come out. What is out of the ordinary, an IN of many, goes SQLAlchemy's way.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Change = Callable[[Any], Any]

#: So many statements, each for one set of parameters, are kept compiled: all of ours, several times over.
_KEPT = 1_000
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Value:
    """One `?` of a statement: the parameter it takes, what it is without, and how it goes in."""

    name: str
    default: object
    change: Change | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A compiled statement. `row` makes a row of a driver's, for statements that return any."""

    sql: str
    values: tuple[Value, ...]
    row: Callable[[Sequence[Any]], Any] | None

    def bound(self, given: Mapping[str, Any]) -> list[Any]:
        """The parameters in the order of the `?`s."""
        bound = []
        for value in self.values:
            each = given.get(value.name, value.default)
            if each is _MISSING:
                raise KeyError(value.name)
            bound.append(each if value.change is None else value.change(each))
        return bound


class Found:
    """What we use of SQLAlchemy's result."""

    __slots__ = ("_rows", "inserted_primary_key", "rowcount")

    def __init__(self, rows: list[Any], cursor: sqlite3.Cursor) -> None:
        self._rows = rows
        self.rowcount = cursor.rowcount
        self.inserted_primary_key = (cursor.lastrowid,)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        return self._rows

    def first(self) -> Any:  # noqa: ANN401 — a row of any statement
        return self._rows[0] if self._rows else None

    def one(self) -> Any:  # noqa: ANN401 — a row of any statement
        [row] = self._rows
        return row

    def scalar(self) -> Any:  # noqa: ANN401 — a column of any type
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:  # noqa: ANN401 — a column of any type
        return self.one()[0]


class Swift(Connection):
    """For one thread, and for transactions that are begun and ended by hand."""

    def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        *,
        execution_options: Mapping[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401 — SQLAlchemy's result, or our own
        many = isinstance(parameters, Sequence)
        names = tuple((parameters[0] if many else parameters) or ())  # type: ignore[index]
        plain = execution_options is None and not self._has_events  # those who listen hear of everything
        ready = _prepare(statement, names, self.dialect) if plain else None
        if ready is None:
            return super().execute(statement, parameters, execution_options=execution_options)
        raw = cast(sqlite3.Connection, self.connection.driver_connection)
        rows = cast(Sequence[Mapping[str, Any]], parameters if many else [parameters or {}])
        try:
            return _found(raw.cursor(), ready, rows)
        except (sqlite3.Error, ValueError) as error:
            raise _as_theirs(error, ready.sql, self.dialect) from error


def _found(cursor: sqlite3.Cursor, ready: Ready, given: Sequence[Mapping[str, Any]]) -> Found:
    if ready.row is None and len(given) > 1:
        return Found([], cursor.executemany(ready.sql, [ready.bound(each) for each in given]))
    found: list[Any] = []
    for each in given:
        cursor.execute(ready.sql, ready.bound(each))
        if ready.row is not None:
            found += map(ready.row, cursor.fetchall())
    return Found(found, cursor)


def _as_theirs(error: Exception, sql: str, dialect: Dialect) -> Exception:
    """The error as SQLAlchemy raises it, without the values: people's words are among them."""
    return cast(
        Exception,
        DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True, dialect=dialect),
    )


@lru_cache(maxsize=_KEPT)
def _prepare(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> Ready | None:
    """What to hand to the driver; None where that depends on more than the parameters' names."""
    compiled = cast(Any, statement).compile(dialect=dialect, column_keys=list(names))
    if not isinstance(compiled, SQLCompiler) or compiled.positiontup is None:
        return None
    binds = [compiled.binds[each] for each in compiled.positiontup]
    if any(bind.expanding or bind.literal_execute for bind in compiled.binds.values()):
        return None
    values = tuple(
        Value(bind.key, _MISSING if bind.required else bind.effective_value, _inward(bind.type, dialect))
        for bind in binds
    )
    return Ready(str(compiled), values, _rows(statement, dialect))


def _inward(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _rows(statement: Executable, dialect: Dialect) -> Callable[[Sequence[Any]], Any] | None:
    """How a row of the driver's becomes one with names and with values of our types."""
    columns = list(getattr(statement, "exported_columns", ()))
    if not columns:
        return None
    # Made at run time: no NamedTuple can name columns that are not known before.
    kind: Any = namedtuple("Row", [each.key for each in columns], rename=True)  # type: ignore[misc]  # noqa: PYI024
    changes = [
        (index, change)
        for index, each in enumerate(columns)
        if (change := each.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
    ]

    def row(raw: Sequence[Any]) -> Any:  # noqa: ANN401 — a row of any statement
        values = list(raw)
        for index, change in changes:
            values[index] = change(values[index])
        return kind._make(values)

    return row
