"""What came in is kept by its key, in the transaction of its effect."""

import pytest

from bot.ledger import Ledger
from storage.ledger import LedgerRows
from storage.sqlite import SqliteStore
from tests.storage.world import HERE, MINUTE, NINE, THERE


def test_a_key_is_new_once_in_each_workspace(ledger: LedgerRows) -> None:
    assert ledger.inbox.is_new(HERE, "Ev1", NINE)
    assert not ledger.inbox.is_new(HERE, "Ev1", NINE + MINUTE)
    assert ledger.inbox.is_new(THERE, "Ev1", NINE)
    assert ledger.inbox.is_new(HERE, "Ev2", NINE)


def test_what_came_long_ago_is_forgotten(ledger: LedgerRows) -> None:
    ledger.inbox.is_new(HERE, "old", NINE)
    ledger.inbox.is_new(HERE, "young", NINE + MINUTE)
    assert ledger.inbox.forget(HERE, NINE + MINUTE) == 1
    assert not ledger.inbox.is_new(HERE, "young", NINE)
    assert ledger.inbox.is_new(HERE, "old", NINE)


async def test_a_key_is_kept_only_with_its_effect(store: SqliteStore) -> None:
    def fail(ledger: Ledger) -> None:
        assert ledger.inbox.is_new(HERE, "Ev1", NINE)
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await store.run(fail)
    assert await store.run(lambda ledger: ledger.inbox.is_new(HERE, "Ev1", NINE))
