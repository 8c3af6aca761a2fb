"""Secrets and what was reported, as rows: a key counts once, a secret as long as it may."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.ledger.hooks import Key
from bot.ledger.reports import Kept
from storage.ledger import LedgerRows
from tests.storage.world import HERE, MINUTE, NINE, settle, team

DAY = timedelta(days=1)
FIRST = Kept("job 1", "0.80", "proof 1", NINE, "told")


@pytest.fixture(autouse=True)
def _teams(ledger: LedgerRows) -> None:
    settle(ledger)


def test_a_key_is_new_once_and_so_is_what_was_signed(ledger: LedgerRows) -> None:
    assert ledger.reports.is_new(team(), FIRST)
    again = Kept("job 1", "0.81", "proof 2", NINE + MINUTE)
    forged = Kept("job 2", "0.80", "proof 1", NINE + MINUTE)
    assert not ledger.reports.is_new(team(), again)
    assert not ledger.reports.is_new(team(), forged)
    assert [ledger.reports.find(team(), each) for each in (FIRST, again, forged)] == [FIRST, FIRST, FIRST]
    assert ledger.reports.find(team(), Kept("job 3", "0.80", "proof 3", NINE)) is None


def test_its_own_key_is_found_before_what_was_signed_alike(ledger: LedgerRows) -> None:
    other = Kept("job 2", "0.81", "proof 2", NINE, "other")
    assert ledger.reports.is_new(team(), FIRST)
    assert ledger.reports.is_new(team(), other)
    assert ledger.reports.find(team(), Kept("job 2", "0.80", "proof 1", NINE)) == other
    assert ledger.reports.find(team(), Kept("job 1", "0.81", "proof 2", NINE)) == FIRST


def test_the_answer_is_kept_and_all_of_it_forgotten_in_time(ledger: LedgerRows) -> None:
    ledger.reports.is_new(team(), FIRST)
    ledger.reports.answer(team(), "job 1", "twice told")
    found = ledger.reports.find(team(), FIRST)
    assert found
    assert found.answer == "twice told"
    assert ledger.reports.forget(HERE, NINE) == 0
    assert ledger.reports.forget(HERE, NINE + MINUTE) == 1
    assert ledger.reports.is_new(team(), FIRST)


def test_a_secret_that_was_replaced_is_good_for_its_time_and_then_dropped(ledger: LedgerRows) -> None:
    def good(at: timedelta) -> list[str]:
        return [each.secret.get_secret_value() for each in ledger.hooks.keys(HERE, team().id, NINE + at)]

    ledger.hooks.add(team(), Key(SecretStr("old"), NINE))
    ledger.hooks.retire(team(), NINE + MINUTE, NINE + DAY)
    ledger.hooks.add(team(), Key(SecretStr("new"), NINE + MINUTE))
    assert good(MINUTE) == ["new", "old"]
    assert good(DAY - MINUTE) == ["new", "old"]
    assert good(DAY) == ["new"]
    ledger.hooks.retire(team(), NINE + DAY, NINE + 2 * DAY)
    assert good(timedelta(0)) == ["new"], "the old one is gone, however the clock is set back"
    ledger.hooks.drop(team())
    assert good(timedelta(0)) == []
