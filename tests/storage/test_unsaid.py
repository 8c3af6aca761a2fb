"""A message that was of no use any more when its turn came: it is left out until there is something else to say."""

import pytest

from bot.ledger import Ledger, Parcel, Wanted
from bot.model import Room
from storage.ledger import LedgerRows
from tests.storage.world import CHANNEL, HERE, LEASE, NINE, held, leased, settle

GATE = (HERE, str(CHANNEL))


@pytest.fixture(autouse=True)
def _round(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.rounds.add(held())


def want(ledger: Ledger, print_: str) -> list[tuple[str, str]]:
    return [*leased(ledger, held(), CHANNEL, [Wanted("board", Room(), print_)], NINE, LEASE)]


def take(ledger: Ledger) -> Parcel | None:
    return ledger.outbox.take(HERE, CHANNEL, NINE)


def leave_out(ledger: Ledger, parcel: Parcel | None) -> None:
    assert parcel is not None
    ledger.outbox.unsaid(HERE, parcel)
    ledger.outbox.rest(HERE, CHANNEL, NINE)


def test_what_is_left_out_is_owed_no_more(ledger: LedgerRows) -> None:
    want(ledger, "moot")
    leave_out(ledger, take(ledger))
    assert (take(ledger), ledger.outbox.owed(NINE + LEASE), want(ledger, "moot")) == (None, 0, [])


def test_what_was_left_out_is_sent_when_it_says_something_else(ledger: LedgerRows) -> None:
    want(ledger, "moot")
    leave_out(ledger, take(ledger))
    assert want(ledger, "of use") == [GATE]
    again = take(ledger)
    assert again is not None
    assert (again.print, again.ref, again.doubtful) == ("of use", None, False)


def test_what_changed_while_it_was_being_left_out_is_sent(ledger: LedgerRows) -> None:
    want(ledger, "moot")
    parcel = take(ledger)
    want(ledger, "of use")
    leave_out(ledger, parcel)
    assert ledger.outbox.owed(NINE + LEASE) == 1
    again = take(ledger)
    assert again is not None
    assert (again.print, again.doubtful) == ("of use", False)
