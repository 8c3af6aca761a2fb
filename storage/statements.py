"""The statements of a transaction, in order but for writes that it does not read back: those wait, and go together."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVarTuple, overload

from sqlalchemy import Connection, CursorResult, Dialect, Executable
from sqlalchemy.sql.selectable import TypedReturnsRows

from storage.unanswered import UNANSWERED

Ts = TypeVarTuple("Ts")
Row = Mapping[str, Any]
#: The execution options of a statement that takes a list in a parameter, and so no list of rows.
ONE_BY_ONE: Mapping[str, Any] = {"one_by_one": True}


class Statements:
    """What waits is written before anything else is asked, unless that is `beside` it, and before the commit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[Executable, dict[Hashable, Row]] = {}
        self.first: list[Callable[[], None]] = []  #: what is to be done before what waits is written

    @property
    def dialect(self) -> Dialect:
        """Which database it is."""
        return self._connection.dialect

    @overload
    def execute(  # type: ignore[overload-overlap] # as SQLAlchemy's own
        self, statement: TypedReturnsRows[*Ts], rows: Row | Sequence[Row] | None = None
    ) -> CursorResult[*Ts]: ...

    @overload
    def execute(
        self, statement: Executable, rows: Row | Sequence[Row] | None = None
    ) -> CursorResult[Any]: ...

    def execute(self, statement: Executable, rows: Row | Sequence[Row] | None = None) -> CursorResult[Any]:
        """Carry it out now, after all that waits."""
        self.flush()
        return self._connection.execute(statement, rows)

    @overload
    def beside(  # type: ignore[overload-overlap] # the same
        self, statement: TypedReturnsRows[*Ts], rows: Row | Sequence[Row] | None = None
    ) -> CursorResult[*Ts]: ...

    @overload
    def beside(self, statement: Executable, rows: Row | Sequence[Row] | None = None) -> CursorResult[Any]: ...

    def beside(self, statement: Executable, rows: Row | Sequence[Row] | None = None) -> CursorResult[Any]:
        """Carry it out now: it touches nothing that may wait."""
        return self._connection.execute(statement, rows)

    def later(self, statement: Executable, row: Row, key: Hashable = None) -> None:
        """Write this in time. It takes the place of what waits under the same key."""
        rows = self._waiting.setdefault(statement, {})
        rows[len(rows) if key is None else key] = row

    def waiting(self, statement: Executable, key: Hashable) -> Row | None:
        """What waits under this key."""
        return self._waiting.get(statement, {}).get(key)

    def flush(self) -> None:
        """Write all that waits; nobody waits for the answers."""
        for prepare in self.first:
            prepare()
        waiting, self._waiting = self._waiting, {}
        for statement, rows in waiting.items():
            listed = list(rows.values())
            apart = len(listed) == 1 or ONE_BY_ONE.items() <= statement.get_execution_options().items()
            for each in listed if apart else [listed]:
                self._connection.execute(statement, each, execution_options=UNANSWERED)
