"""How much is waiting, and what is stuck: told by sort, team and reason, never by person."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.ledger import Depth, Stuck, Wanted
from bot.model import Dm, Place, Room
from storage.ledger import LedgerRows
from storage.tables import gates, paces, plans, rounds, slots
from tests.storage.world import (
    ANN,
    BEN,
    CHANNEL,
    HERE,
    LEASE,
    MINUTE,
    NINE,
    SECOND,
    held,
    leased,
    plan,
    settle,
)

LATER = NINE + 10 * MINUTE


@pytest.fixture(autouse=True)
def _round(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.plans.put(plan(wake_at=LATER))
    ledger.rounds.add(held(wake_at=LATER))


def want(ledger: LedgerRows, name: str, place: Place | None = None, **row: Any) -> None:  # noqa: ANN401 — a column
    """A slot whose row says this besides."""
    leased(ledger, held(), CHANNEL, [Wanted(name, place or Room(), "1")], NINE, LEASE)
    if row:
        ledger._statements.execute(update(slots).where(slots.c.name == name).values(**row))


def still(ledger: LedgerRows) -> None:
    """No channel's turn has come."""
    ledger._statements.execute(update(gates).values(next_at=None))


def change(ledger: LedgerRows, of: Any, **row: Any) -> None:  # noqa: ANN401 — a table, a column
    ledger._statements.execute(update(of).values(**row))


def test_where_nothing_is_owed_there_is_nothing(ledger: LedgerRows) -> None:
    assert ledger.depths.measure(NINE) == Depth()
    assert ledger.depths.stuck(NINE) == ()


def test_what_waits_is_counted_by_what_it_waits_for(ledger: LedgerRows) -> None:
    want(ledger, "board")
    want(ledger, "ask", Dm(ANN))
    want(ledger, "edit", state="shown", shown_print="0")
    want(ledger, "doubt", state="sending", sent_at=NINE)
    want(ledger, "kept", why="is_archived")
    want(ledger, "shown", state="shown", shown_print="1")
    want(ledger, "gone", state="unreachable", why="user_disabled")
    at = NINE + LEASE + 7 * SECOND
    assert ledger.depths.measure(at) == Depth(waiting=3, doubtful=1, kept=1, overdue=7.0)


def test_a_round_is_due_from_its_moment_on(ledger: LedgerRows) -> None:
    assert ledger.depths.measure(LATER - SECOND).due_rounds == 0
    assert ledger.depths.measure(LATER).due_rounds == 1
    change(ledger, rounds, over=True)
    assert ledger.depths.measure(LATER).due_rounds == 0


def test_what_gets_on_by_itself_is_not_stuck(ledger: LedgerRows) -> None:
    want(ledger, "board")
    want(ledger, "doubt", state="sending", sent_at=NINE, attempts=3, taken=2)
    assert ledger.depths.stuck(NINE + LEASE + MINUTE) == ()


def test_a_turn_that_nobody_takes_is_overdue(ledger: LedgerRows) -> None:
    want(ledger, "board")
    want(ledger, "ask", Dm(ANN))
    assert ledger.depths.stuck(LATER + 6 * MINUTE) == (
        Stuck("overdue", "channel", 2, since=NINE + LEASE),
        Stuck("overdue", "round", 1, since=LATER),
        Stuck("overdue", "plan", 1, since=LATER),
    )


def test_what_is_stuck_is_told_by_team_and_reason_and_direct_messages_together(ledger: LedgerRows) -> None:
    old, before = NINE, NINE + MINUTE
    want(ledger, "a doubt", state="sending", sent_at=old)
    want(ledger, "a doubt of Ann's", Dm(ANN), state="sending", sent_at=before)
    want(ledger, "a doubt of Ben's", Dm(BEN), state="sending", sent_at=old)
    want(ledger, "kept", why="is_archived")
    want(ledger, "kept too", why="is_archived", state="sending", sent_at=old)
    want(ledger, "kept otherwise", why="restricted_action")
    want(ledger, "refused", attempts=5, sent_at=old)
    want(ledger, "deadly", taken=3, state="sending", sent_at=old)
    want(ledger, "gone", Dm(BEN), state="unreachable", why="user_disabled", sent_at=old)
    still(ledger)
    assert ledger.depths.stuck(LATER) == (
        Stuck("doubtful", "message", 2, since=old),
        Stuck("doubtful", "message", 1, "team T1", since=old),
        Stuck("kept", "message", 2, "team T1", "is_archived", old),
        Stuck("kept", "message", 1, "team T1", "restricted_action"),
        Stuck("tried", "message", 1, "team T1", since=old),
        Stuck("crashing", "message", 1, "team T1", since=old),
        Stuck("unreachable", "message", 1, "", "user_disabled", old),
    )
    assert ledger.depths.stuck(NINE + timedelta(hours=25))[-1].what != "unreachable", "that was yesterday"


def test_what_crashes_its_taker_is_told_whatever_it_is(ledger: LedgerRows) -> None:
    change(ledger, rounds, tries=3)
    change(ledger, plans, tries=4)
    assert ledger.depths.stuck(NINE) == (
        Stuck("crashing", "round", 1, since=LATER),
        Stuck("crashing", "plan", 1, since=LATER),
    )


def test_a_workspace_that_waits_for_long_is_told_until_when(ledger: LedgerRows) -> None:
    row = {"workspace": HERE, "lane": "all", "free_at": NINE + 2 * MINUTE}
    ledger._statements.execute(insert(paces), row)
    assert ledger.depths.stuck(NINE) == (Stuck("paced", "workspace", 1, since=NINE + 2 * MINUTE),)
    assert ledger.depths.stuck(NINE + MINUTE) == ()
    change(ledger, paces, lane="edit")
    assert ledger.depths.stuck(NINE) == ()
