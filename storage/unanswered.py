"""Statements whose answer nobody waits for: on PostgreSQL they go with the next one that has one, the commit at the
latest, so that a transaction is a few to and fro, not one for each thing that it writes."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import psycopg
from sqlalchemy import Engine, ExecutionContext, event

#: The execution options of such a statement. What is wrong with it is told by whatever goes with it.
UNANSWERED: Mapping[str, Any] = {"unanswered": True}


class Wire(psycopg.Connection[Any]):
    """A connection that keeps what waits for company, in order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 — whatever psycopg gives
        super().__init__(*args, **kwargs)
        self.cursor_factory = _Cursor
        self.waiting: list[tuple[str, Any]] = []

    def put(self, statement: str, parameters: Any = None) -> None:  # noqa: ANN401 — as the driver takes them
        """Let it go with the next."""
        self.waiting.append((statement, parameters))

    def rollback(self) -> None:
        """What was not sent is not to be."""
        self.waiting.clear()
        super().rollback()


class _Cursor(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **how: Any) -> "_Cursor":  # noqa: ANN401
        wire = cast(Wire, self.connection)
        if not wire.waiting:
            return super().execute(query, params, **how)
        waiting, wire.waiting = wire.waiting, []
        failed: psycopg.Error | None = None
        try:
            with wire.pipeline():
                try:
                    for each in waiting:
                        psycopg.Cursor(wire).execute(*each)
                    super().execute(query, params, **how)
                except (
                    psycopg.Error
                ) as error:  # to leave the pipeline with it would have psycopg log a warning
                    failed = error
        except psycopg.errors.PipelineAborted:
            if failed is None:
                raise
        if failed is not None:
            raise failed
        return self

    def executemany(self, query: Any, params_seq: Any, **how: Any) -> None:  # noqa: ANN401
        if cast(Wire, self.connection).waiting:
            wire_out(cast(Wire, self.connection))
        super().executemany(query, params_seq, **how)


def wire_out(wire: Wire) -> None:
    """Send all that waits."""
    statement, parameters = wire.waiting.pop()
    wire.execute(statement, parameters)


def listen(engine: Engine) -> None:
    """Let this engine's connections be wires, and its statements wait that may."""
    engine.dialect.use_insertmanyvalues_wo_returning = True  # many rows in one statement
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "do_execute", _put)
    event.listen(engine, "do_executemany", _put_all)


def _connect(_dialect: object, _record: object, words: Any, settings: Any) -> Wire:  # noqa: ANN401
    return Wire.connect(*words, **settings)


def _put(_cursor: object, statement: str, parameters: Any, context: ExecutionContext) -> bool:  # noqa: ANN401
    return _put_all(_cursor, statement, [parameters], context)


def _put_all(_cursor: object, statement: str, rows: Sequence[Any], context: ExecutionContext) -> bool:
    """Whether it waits; else it is carried out as always."""
    if not context.execution_options.get("unanswered"):
        return False
    wire = cast(Wire, context.root_connection.connection.driver_connection)
    for each in rows:
        wire.put(statement, each)
    return True
