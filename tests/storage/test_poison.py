"""A message that crashes whoever takes it up: left alone for an hour at a time, and others go on."""

from datetime import timedelta

import pytest

from bot.ledger import Ledger, Parcel, Ref, Wanted
from bot.model import Room
from storage.ledger import LedgerRows
from tests.storage.world import CHANNEL, HERE, LEASE, MINUTE, NINE, held, settle


@pytest.fixture(autouse=True)
def _two(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.rounds.add(held())
    wanted = [Wanted("poison", Room(), "1"), Wanted("news", Room(), "1")]
    ledger.outbox.want(held(), CHANNEL, wanted, NINE, LEASE)


def crash(ledger: Ledger, minute: float) -> Parcel:
    """Taken, and never heard of again."""
    found = ledger.outbox.take(HERE, CHANNEL, NINE + timedelta(minutes=minute))
    assert found is not None
    return found


def test_after_three_crashes_the_others_go_and_it_waits_for_an_hour_at_a_time(ledger: LedgerRows) -> None:
    assert [crash(ledger, each).name for each in range(3)] == ["poison"] * 3
    news = crash(ledger, 3)
    assert news.name == "news"
    ledger.outbox.shown(HERE, news, Ref("C1", "1"), "1", NINE)
    assert ledger.outbox.take(HERE, CHANNEL, NINE + 61 * MINUTE) is None
    once_more = crash(ledger, 62)
    assert (once_more.name, once_more.taken) == ("poison", 4)
    assert ledger.outbox.take(HERE, CHANNEL, NINE + 121 * MINUTE) is None
    assert crash(ledger, 122).taken == 5


def test_its_gate_looks_in_now_and_then_and_not_every_second(ledger: LedgerRows) -> None:
    for minute in range(3):
        crash(ledger, minute)
    ledger.outbox.shown(HERE, crash(ledger, 3), Ref("C1", "1"), "1", NINE)
    ledger.outbox.rest(HERE, CHANNEL, NINE + 3 * MINUTE)
    assert ledger.outbox.claim(NINE + 6 * MINUTE, LEASE, 9) == []
    assert ledger.outbox.claim(NINE + 7 * MINUTE, LEASE, 9) == [(HERE, CHANNEL)]


@pytest.mark.parametrize("end", ["again", "shown", "unsaid", "keep"])
def test_whatever_is_settled_is_no_poison(ledger: LedgerRows, end: str) -> None:
    crash(ledger, 0)
    crash(ledger, 1)
    parcel = crash(ledger, 2)
    match end:
        case "again":
            ledger.outbox.again(HERE, parcel, NINE + 2 * MINUTE, doubtful=False)
        case "shown":
            ledger.outbox.shown(HERE, parcel, Ref("C1", "1"), "0", NINE + 2 * MINUTE)
        case "unsaid":
            ledger.outbox.unsaid(HERE, parcel)
            ledger.outbox.want(held(), CHANNEL, [Wanted("poison", Room(), "2")], NINE, LEASE)
        case _:
            ledger.outbox.keep(HERE, parcel, "is_archived")
            ledger.outbox.revive(HERE, CHANNEL, NINE + 2 * MINUTE, LEASE)
    after = crash(ledger, 3)
    assert (after.name, after.taken) == ("poison", 1)
