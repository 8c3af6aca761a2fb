"""What a channel refused for a reason that can pass: it is left alone until it is revived, and goes in its order."""

from datetime import timedelta

import pytest

from bot.ledger import Ledger, Parcel, Ref, Wanted
from bot.model import ChannelId, Room, Thread
from storage.ledger import LedgerRows
from tests.storage.world import CHANNEL, HERE, LEASE, MINUTE, NINE, held, leased, settle

GATE = (HERE, str(CHANNEL))
_REF = Ref("C1", "1")


@pytest.fixture(autouse=True)
def _round(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.rounds.add(held())


def want(ledger: Ledger, *slots: Wanted) -> list[tuple[str, str]]:
    return [*leased(ledger, held(), CHANNEL, slots, NINE, LEASE)]


def board(print_: str) -> Wanted:
    return Wanted("board", Room(), print_)


def take(ledger: Ledger, minute: int = 0) -> Parcel:
    found = look(ledger, minute)
    assert found is not None
    return found


def look(ledger: Ledger, minute: int = 0) -> Parcel | None:
    return ledger.outbox.take(HERE, CHANNEL, NINE + minute * MINUTE)


def keep(ledger: Ledger) -> None:
    """The next message is refused, and the channel let go."""
    ledger.outbox.keep(HERE, take(ledger), "is_archived")
    ledger.outbox.rest(HERE, CHANNEL, NINE)


def revive(ledger: Ledger, **how: object) -> list[tuple[str, str]]:
    return [*ledger.outbox.revive(HERE, CHANNEL, NINE, LEASE, **how)]  # type: ignore[arg-type] # a test's short way


def test_what_is_kept_is_not_taken_and_opens_no_gate(ledger: LedgerRows) -> None:
    want(ledger, board("1"))
    keep(ledger)
    assert (look(ledger), ledger.outbox.owed(NINE + timedelta(days=9))) == (None, 0)


def test_what_is_revived_is_sent_once_with_the_key_it_had_and_as_it_should_be_by_now(
    ledger: LedgerRows,
) -> None:
    want(ledger, board("1"))
    first = take(ledger)
    ledger.outbox.keep(HERE, first, "is_archived")
    ledger.outbox.rest(HERE, CHANNEL, NINE)
    want(ledger, board("2"))
    assert look(ledger) is None
    ledger.outbox.rest(HERE, CHANNEL, NINE)
    assert revive(ledger) == [GATE]
    again = take(ledger)
    assert (again.key, again.print, again.ref, again.doubtful) == (first.key, "2", None, False)
    ledger.outbox.shown(HERE, again, _REF, "2", NINE)
    assert (look(ledger), revive(ledger)) == (None, [])


def test_a_refused_edit_is_made_when_it_is_revived(ledger: LedgerRows) -> None:
    want(ledger, board("1"))
    ledger.outbox.shown(HERE, take(ledger), _REF, "1", NINE)
    ledger.outbox.rest(HERE, CHANNEL, NINE)
    want(ledger, board("2"))
    keep(ledger)
    assert look(ledger) is None
    assert revive(ledger) == [GATE]
    again = take(ledger)
    assert (again.print, again.ref) == ("2", _REF)


def test_a_doubt_whose_look_up_was_refused_is_still_a_doubt(ledger: LedgerRows) -> None:
    want(ledger, board("1"))
    ledger.outbox.again(HERE, take(ledger), NINE, doubtful=True)
    keep(ledger)
    revive(ledger)
    assert take(ledger).doubtful


def test_what_answers_it_waits_for_it_and_does_not_hold_up_others(ledger: LedgerRows) -> None:
    want(ledger, board("1"), Wanted("reply", Thread("board"), "1"), Wanted("news", Room(), "1"))
    keep(ledger)
    news = take(ledger)
    assert news.name == "news"
    ledger.outbox.shown(HERE, news, Ref("C1", "2"), "1", NINE)
    assert look(ledger) is None
    revive(ledger)
    ledger.outbox.shown(HERE, take(ledger), _REF, "1", NINE)
    assert take(ledger).address.parent == _REF


def test_it_can_be_revived_for_later_and_not_for_ever(ledger: LedgerRows) -> None:
    want(ledger, board("1"))
    keep(ledger)
    assert revive(ledger, wait=4 * MINUTE, most=2) == [GATE]
    assert (look(ledger, 3), take(ledger, 4).attempts) == (None, 2)
    again = take(ledger, 4)
    ledger.outbox.keep(HERE, again, "is_archived")
    assert revive(ledger, most=2) == []


def test_who_lost_the_lease_keeps_nothing(ledger: LedgerRows) -> None:
    want(ledger, board("1"))
    slow = take(ledger)
    ledger.outbox.shown(HERE, take(ledger), _REF, "1", NINE)
    want(ledger, board("2"))
    ledger.outbox.keep(HERE, slow, "is_archived")
    assert take(ledger).print == "2"


_BOARD = ChannelId("C9")


def test_what_is_kept_goes_to_another_channel_with_its_thread_and_no_younger_one(ledger: LedgerRows) -> None:
    want(ledger, board("1"), Wanted("reply", Thread("board"), "1"), Wanted("news", Room(), "1"))
    assert not ledger.outbox.move_kept(held(), "board", CHANNEL, _BOARD), "it was not refused yet"
    keep(ledger)
    assert ledger.outbox.oldest_kept(held(), CHANNEL) == held().id
    ledger.outbox.shown(HERE, take(ledger), Ref("C1", "2"), "1", NINE)
    assert not ledger.outbox.move_kept(held(), "news", CHANNEL, _BOARD), "it is there"
    assert ledger.outbox.move_kept(held(), "board", CHANNEL, _BOARD)
    assert ledger.outbox.oldest_kept(held(), CHANNEL) is None
    assert ledger.outbox.take(HERE, _BOARD, NINE) is None, "kept there too, until that channel is tried"
    assert [*ledger.outbox.revive(HERE, _BOARD, NINE, LEASE)] == [(HERE, _BOARD)]
    moved = ledger.outbox.take(HERE, _BOARD, NINE)
    assert moved
    assert (moved.name, moved.address.target) == ("board", _BOARD)
    ledger.outbox.shown(HERE, moved, there := Ref("C9", "1"), "1", NINE)
    reply = ledger.outbox.take(HERE, _BOARD, NINE)
    assert reply
    assert (reply.name, reply.address.target, reply.address.parent) == ("reply", _BOARD, there)
    assert look(ledger) is None


def test_the_oldest_that_is_kept_is_of_the_same_plan(ledger: LedgerRows) -> None:
    want(ledger, board("1"))
    other = held("R2", occurrence="2026-11-09", under=None)
    ledger.rounds.add(other)
    keep(ledger)
    assert ledger.outbox.oldest_kept(other, CHANNEL) is None
    younger = held("R3", occurrence="2026-11-16")
    ledger.rounds.add(younger)
    assert ledger.outbox.oldest_kept(younger, CHANNEL) == held().id
    revive(ledger)
    assert ledger.outbox.oldest_kept(younger, CHANNEL) is None
