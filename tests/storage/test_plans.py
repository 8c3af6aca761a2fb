"""Standing appointments: one living plan of a kind for each team, and each due one claimed once."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import Settled
from storage.ledger import LedgerRows
from tests.storage.world import HERE, LEASE, MINUTE, NINE, plan, settle, team


def test_a_plan_comes_back_as_it_was_put_and_is_replaced(ledger: LedgerRows) -> None:
    settle(ledger)
    first = plan()
    ledger.plans.put(first)
    assert ledger.plans.get(HERE, first.id) == first
    bare = replace(
        first, people=None, since=None, next_day=None, wake_at=None, state="paused", held="archived"
    )
    ledger.plans.put(bare)
    assert ledger.plans.get(HERE, first.id) == bare


def test_a_team_has_one_living_plan_of_a_kind(ledger: LedgerRows) -> None:
    here = settle(ledger)
    ledger.plans.put(plan())
    with pytest.raises(Settled):
        ledger.plans.put(plan("P2"))
    ledger.plans.put(plan("P3", kind="draw"))
    ledger.plans.put(replace(plan(), state="deleted"))
    ledger.plans.put(plan("P2"))
    assert ledger.plans.of(here, "poll") == plan("P2")
    assert ledger.plans.of_team(here) == (plan("P3", kind="draw"), plan("P2"))
    with pytest.raises(Settled):
        ledger.plans.put(plan())


def test_a_plan_needs_its_team(ledger: LedgerRows) -> None:
    settle(ledger)
    with pytest.raises(IntegrityError):
        ledger.plans.put(plan(of=team(id_="T9")))


def test_due_plans_are_claimed_oldest_first_and_once(ledger: LedgerRows) -> None:
    settle(ledger)
    for number in range(4):
        other = team(id_=f"T{number}", channel=f"C{number}")
        ledger.roster.put_team(other)
        ledger.plans.put(plan(f"P{number}", other, wake_at=NINE - number * MINUTE))
    ledger.plans.put(replace(plan("P3", team(id_="T3"), wake_at=NINE - MINUTE), state="paused"))
    assert ledger.next_due() == NINE - 2 * MINUTE
    assert ledger.plans.claim(NINE, LEASE, 2) == [(HERE, "P2"), (HERE, "P1")]
    assert ledger.plans.claim(NINE, LEASE, 9) == [(HERE, "P0")]
    assert ledger.plans.claim(NINE, LEASE, 9) == []
    assert ledger.next_due() == NINE, "the workspace's refresh"
    assert sorted(ledger.plans.claim(NINE + LEASE, LEASE, 9)) == [(HERE, "P0"), (HERE, "P1"), (HERE, "P2")]
