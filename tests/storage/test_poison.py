"""A message that crashes whoever takes it up: left alone the longer the more often it does, and others go on."""

from datetime import timedelta

import pytest

from bot.ledger import Ledger, Parcel, Ref, Suspect, Terms, Wanted
from bot.model import Room
from storage.ledger import LedgerRows
from tests.storage.world import CHANNEL, HERE, HOUR, LEASE, MINUTE, NINE, SECOND, held, leased, settle


@pytest.fixture(autouse=True)
def _two(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.rounds.add(held())
    wanted = [Wanted("poison", Room(), "1"), Wanted("news", Room(), "1")]
    leased(ledger, held(), CHANNEL, wanted, NINE, LEASE)


def crash(ledger: Ledger, minute: float) -> Parcel:
    """Taken, and never heard of again."""
    found = ledger.outbox.take(HERE, CHANNEL, NINE + timedelta(minutes=minute))
    assert found is not None
    return found


def test_after_three_crashes_the_others_go_and_it_waits_the_longer_the_more_it_crashes(
    ledger: LedgerRows,
) -> None:
    assert [crash(ledger, each).name for each in range(3)] == ["poison"] * 3
    news = crash(ledger, 2)
    assert news.name == "news"
    ledger.outbox.shown(HERE, news, Ref("C1", "1"), "1", NINE)
    at = 120
    for times, wait in enumerate([5, 20, 80, 320, 1280, 3600, 3600], start=4):
        assert ledger.outbox.take(HERE, CHANNEL, NINE + (at + wait - 1) * SECOND) is None
        at += wait
        once_more = crash(ledger, at / 60)
        assert (once_more.name, once_more.taken) == ("poison", times)


def test_a_suspect_is_taken_only_where_no_other_is_on_its_way(ledger: LedgerRows) -> None:
    beside = Terms(NINE + HOUR, alone=False)
    for _ in range(2):
        assert isinstance(ledger.outbox.take(HERE, CHANNEL, NINE, beside), Parcel)
    for _ in range(9):
        assert ledger.outbox.take(HERE, CHANNEL, NINE, beside) == Suspect(), "nothing is counted"
    alone = crash(ledger, 0)
    assert (alone.name, alone.taken, alone.attempts) == ("poison", 3, 3)


def test_its_gate_looks_in_now_and_then_and_not_every_second(ledger: LedgerRows) -> None:
    for minute in (0, 1, 2, 3, 4, 6):
        crash(ledger, minute)
    ledger.outbox.shown(HERE, crash(ledger, 6), Ref("C1", "1"), "1", NINE)
    ledger.outbox.rest(HERE, CHANNEL, NINE + 6 * MINUTE)
    assert ledger.outbox.claim(NINE + 9 * MINUTE, LEASE, 9) == []
    assert ledger.outbox.claim(NINE + 10 * MINUTE, LEASE, 9) == [(HERE, CHANNEL)]


def test_a_look_up_that_ends_well_neither_counts_nor_clears(ledger: LedgerRows) -> None:
    for minute in range(9):
        found = crash(ledger, minute)
        assert found.taken == min(minute + 1, 2)
        if minute:
            ledger.outbox.again(HERE, found, NINE, doubtful=True)


def edit(ledger: Ledger) -> None:
    """The message stands, and should show something else."""
    ledger.outbox.shown(HERE, crash(ledger, 0), Ref("C1", "1"), "1", NINE)
    leased(ledger, held(), CHANNEL, [Wanted("poison", Room(), "2")], NINE, LEASE)


@pytest.mark.parametrize("end", ["again", "shown", "unsaid", "keep"])
def test_whatever_is_settled_is_no_poison(ledger: LedgerRows, end: str) -> None:
    edit(ledger)
    parcel = [crash(ledger, each) for each in range(3)][-1]
    assert (parcel.name, parcel.taken) == ("poison", 3)
    match end:
        case "again":
            ledger.outbox.again(HERE, parcel, NINE + 2 * MINUTE, doubtful=False)
        case "shown":
            ledger.outbox.shown(HERE, parcel, Ref("C1", "1"), "0", NINE + 2 * MINUTE)
        case "unsaid":
            ledger.outbox.unsaid(HERE, parcel)
            leased(ledger, held(), CHANNEL, [Wanted("poison", Room(), "3")], NINE, LEASE)
        case _:
            ledger.outbox.keep(HERE, parcel, "is_archived")
            ledger.outbox.revive(HERE, CHANNEL, NINE + 2 * MINUTE, LEASE)
    after = crash(ledger, 3)
    assert (after.name, after.taken) == ("poison", 1)
