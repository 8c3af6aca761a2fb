"""What is stuck is tried once more, or let go, at the word of whoever runs the bot."""

from datetime import datetime
from typing import Literal

import pytest

from bot.ledger import Parcel, Wanted
from bot.model import Dm, RoundId
from bot.suspects import POISON
from storage.ledger import LedgerRows
from tests.storage.world import ANN, BEN, CHANNEL, HERE, LEASE, MINUTE, NINE, arrive, held, leased, settle


def taken(ledger: LedgerRows, channel: str, at: datetime = NINE) -> Parcel:
    parcel = ledger.outbox.take(HERE, channel, at)
    assert isinstance(parcel, Parcel)
    return parcel


@pytest.fixture
def ledger(ledger: LedgerRows) -> LedgerRows:
    """A prompt for Ann and one for Ben, of a round that opened at nine."""
    settle(ledger)
    ledger.rounds.add(held())
    wanted = [Wanted("ask:ann", Dm(ANN), "1"), Wanted("ask:ben", Dm(BEN), "1")]
    leased(ledger, held(), CHANNEL, wanted, NINE, LEASE)
    return ledger


@pytest.mark.parametrize("how", ["unreachable", "keep"])
def test_what_was_given_up_or_kept_is_looked_up_and_sent(
    ledger: LedgerRows, how: Literal["unreachable", "keep"]
) -> None:
    getattr(ledger.outbox, how)(HERE, taken(ledger, ANN), "user_not_found")
    ledger.outbox.rest(HERE, ANN, NINE)
    assert ledger.outbox.take(HERE, ANN, NINE) is None
    assert ledger.mending.retry(NINE + MINUTE, since=NINE) == 1
    assert (HERE, ANN) in ledger.outbox.claim(NINE + MINUTE, LEASE, 9)
    assert taken(ledger, ANN, NINE + MINUTE).doubtful, "it may have come: nobody is told twice"


def test_what_was_given_up_long_ago_stays_so(ledger: LedgerRows) -> None:
    ledger.outbox.unreachable(HERE, taken(ledger, ANN), "user_not_found")
    assert ledger.mending.retry(NINE + MINUTE, since=NINE + MINUTE) == 0
    assert ledger.outbox.take(HERE, ANN, NINE + MINUTE) is None


def test_what_stands_stays_as_it_is(ledger: LedgerRows) -> None:
    arrive(ledger, taken(ledger, ANN))
    assert ledger.mending.retry(NINE + MINUTE, since=NINE) == 0
    assert ledger.mending.drop(before=NINE + MINUTE) == 1, "Ben's alone"
    assert ledger.outbox.take(HERE, ANN, NINE + MINUTE) is None


def test_what_is_dropped_is_not_sent_and_not_tried_once_more(ledger: LedgerRows) -> None:
    assert ledger.mending.drop(before=NINE) == 0
    assert ledger.mending.drop(before=NINE + MINUTE) == 2
    assert ledger.outbox.take(HERE, ANN, NINE + MINUTE) is None
    assert ledger.mending.retry(NINE + MINUTE, since=NINE) == 0
    assert ledger.outbox.take(HERE, ANN, NINE + MINUTE) is None


def test_a_round_that_was_left_alone_is_due_again(ledger: LedgerRows) -> None:
    at = NINE
    for _ in range(POISON + 2):  # from then on it rests for longer than a lease
        ledger.rounds.claim(at, LEASE, 9)
        at += LEASE
    assert ledger.rounds.claim(at, LEASE, 9) == []
    assert ledger.mending.retry(at, since=at) == 1
    assert ledger.rounds.claim(at, LEASE, 9) == [(HERE, RoundId("R1"))]
