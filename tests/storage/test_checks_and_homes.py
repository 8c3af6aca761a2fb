"""What is to be checked and whose Home is to be drawn: noted once, claimed once, and no note is lost on the way."""

from storage.ledger import LedgerRows
from tests.storage.world import ANN, BEN, HERE, LEASE, MINUTE, NINE, THERE, settle


def test_a_thing_noted_twice_is_checked_once_and_at_the_earlier_moment(ledger: LedgerRows) -> None:
    ledger.checks.note(HERE, ANN, NINE)
    ledger.checks.note(HERE, ANN, NINE + MINUTE)
    assert ledger.next_due() == NINE
    assert ledger.checks.claim(NINE, LEASE, 9) == [(HERE, ANN)]
    assert ledger.checks.claim(NINE, LEASE, 9) == []
    assert ledger.checks.noted(HERE) == {ANN}
    assert ledger.checks.done(HERE, ANN, NINE + LEASE)
    assert ledger.checks.claim(NINE + LEASE, LEASE, 9) == []
    assert ledger.checks.noted(HERE) == frozenset()
    assert ledger.next_due() is None


def test_what_is_noted_while_a_check_is_under_way_is_checked_again(ledger: LedgerRows) -> None:
    ledger.checks.note(HERE, "C1", NINE)
    assert ledger.checks.claim(NINE, LEASE, 9) == [(HERE, "C1")]
    ledger.checks.note(HERE, "C1", NINE + MINUTE / 2)
    assert not ledger.checks.done(HERE, "C1", NINE + LEASE)
    assert not ledger.checks.again(HERE, "C1", NINE + LEASE, NINE + 9 * LEASE)
    assert ledger.checks.claim(NINE + MINUTE / 2, LEASE, 9) == [(HERE, "C1")]


def test_of_two_who_ask_the_one_who_took_it_last_has_it(ledger: LedgerRows) -> None:
    ledger.checks.note(HERE, "C1", NINE)
    assert ledger.checks.take(HERE, "C1", NINE + LEASE)
    assert ledger.checks.take(HERE, "C1", NINE + 2 * LEASE)
    assert not ledger.checks.done(HERE, "C1", NINE + LEASE)
    assert ledger.checks.done(HERE, "C1", NINE + 2 * LEASE)
    assert not ledger.checks.done(HERE, "C1", NINE + 2 * LEASE)
    assert not ledger.checks.take(HERE, "C1", NINE + 3 * LEASE), "it was answered"


def test_a_check_that_came_to_nothing_is_made_again_when_its_holder_says(ledger: LedgerRows) -> None:
    ledger.checks.note(HERE, "C1", NINE)
    assert ledger.checks.take(HERE, "C1", NINE + LEASE)
    assert ledger.checks.again(HERE, "C1", NINE + LEASE, NINE + 9 * LEASE)
    assert ledger.next_due() == NINE + 9 * LEASE


def test_a_check_that_nobody_finished_is_taken_up_again(ledger: LedgerRows) -> None:
    ledger.checks.note(HERE, "C1", NINE)
    assert ledger.checks.claim(NINE, LEASE, 9) == [(HERE, "C1")]
    assert ledger.checks.claim(NINE + LEASE, LEASE, 9) == [(HERE, "C1")]


def test_homes_of_two_workspaces_change_in_one_transaction(ledger: LedgerRows) -> None:
    for workspace in (HERE, THERE):
        settle(ledger, workspace)
        for each in (ANN, BEN):
            ledger.homes.shown(workspace, each, "first", NINE)
    ledger.homes.stale(HERE, [ANN, BEN], NINE)
    ledger.homes.stale(THERE, [BEN], NINE)
    assert sorted(ledger.homes.claim(NINE, LEASE, 9)) == [(HERE, ANN), (HERE, BEN), (THERE, BEN)]


def test_only_who_has_opened_their_home_gets_it_drawn_again(ledger: LedgerRows) -> None:
    ledger.homes.stale(HERE, [ANN, BEN], NINE)
    assert ledger.homes.claim(NINE, LEASE, 9) == []
    assert ledger.homes.print_of(HERE, ANN) is None
    ledger.homes.shown(HERE, ANN, "first", NINE)
    assert ledger.homes.claim(NINE, LEASE, 9) == []
    ledger.homes.stale(HERE, [ANN, BEN], NINE + MINUTE)
    ledger.homes.stale(HERE, [ANN], NINE + 2 * MINUTE)
    assert ledger.next_due() == NINE + MINUTE
    assert ledger.homes.claim(NINE + MINUTE, LEASE, 9) == [(HERE, ANN)]
    assert ledger.homes.print_of(HERE, ANN) == "first"


def test_a_change_while_a_home_is_drawn_is_not_lost(ledger: LedgerRows) -> None:
    ledger.homes.shown(HERE, ANN, "first", NINE)
    ledger.homes.stale(HERE, [ANN], NINE)
    assert ledger.homes.claim(NINE, LEASE, 9) == [(HERE, ANN)]
    ledger.homes.stale(HERE, [ANN], NINE + MINUTE / 4)
    ledger.homes.shown(HERE, ANN, "second", NINE + MINUTE / 2)
    assert ledger.homes.print_of(HERE, ANN) == "second"
    assert ledger.homes.claim(NINE + MINUTE / 2, LEASE, 9) == [(HERE, ANN)]
    ledger.homes.shown(HERE, ANN, "third", NINE + MINUTE / 2)
    assert ledger.homes.claim(NINE + 2 * LEASE, LEASE, 9) == []


def test_a_home_that_was_dropped_is_drawn_no_more(ledger: LedgerRows) -> None:
    ledger.homes.shown(HERE, ANN, "first", NINE)
    ledger.homes.drop(HERE, ANN)
    ledger.homes.stale(HERE, [ANN], NINE)
    assert ledger.homes.claim(NINE, LEASE, 9) == []


def test_a_home_that_could_not_be_drawn_waits_as_long_as_it_was_told(ledger: LedgerRows) -> None:
    ledger.homes.shown(HERE, ANN, "first", NINE)
    ledger.homes.stale(HERE, [ANN], NINE)
    assert ledger.homes.owed(NINE) == 0
    assert ledger.homes.owed(NINE + MINUTE) == 1
    assert ledger.homes.claim(NINE, LEASE, 9) == [(HERE, ANN)]
    ledger.homes.again(HERE, ANN, NINE + 2 * LEASE)
    assert ledger.homes.claim(NINE + LEASE, LEASE, 9) == []
    assert ledger.homes.claim(NINE + 2 * LEASE, LEASE, 9) == [(HERE, ANN)]
    ledger.homes.again(HERE, BEN, NINE)
    assert ledger.homes.owed(NINE + 9 * LEASE) == 1, "nobody gets a Home by that"
