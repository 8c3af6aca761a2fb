"""Each message says of what it came."""

from bot import trace
from bot.ledger import Ledger, Parcel, Wanted
from bot.model import Room
from storage.ledger import LedgerRows
from tests.storage.world import CHANNEL, HERE, LEASE, NINE, SECOND, arrive, held, leased, settle


def want(ledger: Ledger, print_: str) -> None:
    leased(ledger, held(), CHANNEL, [Wanted("board", Room(), print_)], NINE, LEASE)


def take(ledger: Ledger, second: int) -> Parcel:
    parcel = ledger.outbox.take(HERE, CHANNEL, NINE + second * SECOND)
    assert parcel is not None
    return parcel


def test_a_parcel_says_of_what_it_came(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.rounds.add(held())
    with trace.bound("click 1"):
        want(ledger, "1")
    parcel = take(ledger, 0)
    assert parcel.cause == "click 1"
    arrive(ledger, parcel)
    with trace.bound("click 2"):
        want(ledger, "2")
    edit = take(ledger, 3)
    assert edit.cause == "click 2"
    arrive(ledger, edit, NINE + 3 * SECOND, print_="2")
    want(ledger, "3")
    assert take(ledger, 6).cause == "", "the clock's own"
