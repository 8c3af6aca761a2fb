"""Columns with a rule, and queries that use their index."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import StatementError

from bot.ledger import Ledger, Wanted
from bot.model import Dm, PlanId, Room, RoundId, Workspace
from storage.ledger import LedgerRows
from storage.tables import metadata, workspaces
from tests.storage.world import ANN, CHANNEL, DAY, HERE, LEASE, NINE, held, leased, settle, team


def put(ledger: Ledger, at: datetime) -> None:
    ledger.roster.put_workspace(Workspace(HERE, "slack", "here"), at)


def test_a_moment_without_its_zone_is_refused(ledger: LedgerRows) -> None:
    with pytest.raises(StatementError, match="without its zone"):
        put(ledger, datetime(2026, 11, 2, 9))  # noqa: DTZ001 — that is the point
    with pytest.raises(StatementError, match="without its zone"):
        ledger.rounds.claim(datetime(2026, 11, 2, 9), LEASE, 1)  # noqa: DTZ001 — the same


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 10, 25, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
def test_a_moment_comes_back_exactly_and_in_utc(ledger: LedgerRows, moment: datetime) -> None:
    put(ledger, moment)
    back = ledger._statements.execute(select(workspaces.c.refresh_at)).scalar_one()
    assert back == moment
    assert back.tzinfo is UTC


def test_words_are_cleaned_on_their_way_in(ledger: LedgerRows) -> None:
    ledger.roster.put_workspace(Workspace(HERE, "slack", "a\0b\ud800"), NINE)
    assert ledger.roster.workspace(HERE) == Workspace(HERE, "slack", "ab\ufffd")


def past(ledger: Ledger) -> object:
    return ledger.history.book(team(), None, ["past"], at=NINE)


QUERIES: list[tuple[str, Callable[[Ledger], object]]] = [
    ("ix_rounds_wake_at", lambda it: it.rounds.claim(NINE, LEASE, 9)),
    ("ix_plans_wake_at", lambda it: it.plans.claim(NINE, LEASE, 9)),
    ("ix_workspaces_refresh_at", lambda it: it.roster.claim_refreshes(NINE, LEASE, 9)),
    ("ix_gates_next_at", lambda it: it.outbox.claim(NINE, LEASE, 9)),
    ("ix_gates_next_at", lambda it: it.outbox.owed(NINE)),
    ("ix_slots_unfinished", lambda it: it.outbox.take(HERE, CHANNEL, NINE)),
    ("ix_rounds_open", lambda it: it.rounds.open_of(team())),
    ("ix_answers_latest", lambda it: it.history.book(team(), PlanId("P1"), ["said"], RoundId("R1"))),
    ("ix_answers_day", lambda it: it.history.said(team(), DAY)),
    ("ix_blockers_standing", lambda it: it.history.blockers(team())),
    ("ix_blockers_ended_at", past),
    ("ix_blockers_standing", past),
    ("ix_standups_day", past),
    ("ix_spikes_ended_at", past),
    ("ix_rounds_latest", past),
    ("ix_stories_done_at", past),
    ("ix_sprints_first", past),
    ("ix_absences_member", lambda it: it.roster.absences(HERE, ANN, DAY)),
    ("ix_seats_member", lambda it: it.roster.teams_of(HERE, ANN)),
    ("ix_rounds_wake_at", lambda it: it.next_due()),
    ("ix_plans_wake_at", lambda it: it.next_due()),
]


@pytest.mark.parametrize(("index", "ask"), QUERIES)
def test_a_query_finds_its_rows_by_index(
    ledger: LedgerRows, index: str, ask: Callable[[Ledger], object]
) -> None:
    settle(ledger)
    ledger.rounds.add(held())
    wanted = [Wanted("board", Room(), "1"), Wanted("ask", Dm(ANN), "1")]
    leased(ledger, held(), CHANNEL, wanted, NINE, LEASE)
    asked: list[tuple[str, object]] = []
    connection = ledger._statements._connection

    def note(*call: object) -> None:
        asked.append((str(call[2]), call[3]))

    event.listen(connection, "before_cursor_execute", note)
    ask(ledger)
    event.remove(connection, "before_cursor_execute", note)
    steps = _plan(connection, [(sql, given) for sql, given in asked if sql.startswith("SELECT")])
    assert any(index in step for step in steps), steps
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN") and "INDEX" not in step}
    assert not scanned & metadata.tables.keys()


def _plan(connection: Connection, asked: Sequence[tuple[str, object]]) -> list[str]:
    """How the database goes about it: a PostgreSQL of a few rows is told to mind them as if they were many."""
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return [row[3] for each in asked for row in raw.execute(f"EXPLAIN QUERY PLAN {each[0]}", each[1])]
    for way in ("seqscan", "bitmapscan", "sort"):
        raw.execute(f"SET LOCAL enable_{way} = off")
    return [row[0] for each in asked for row in raw.execute(f"EXPLAIN {each[0]}", each[1])]
