"""Each message once, in order, at its channel's pace."""

from datetime import datetime, timedelta

import pytest

from bot.ledger import Address, Ledger, Parcel, Ref, Wanted
from bot.model import ChannelId, Dm, Elsewhere, MemberId, Place, Room, RoundId, Thread
from storage.ledger import LedgerRows
from tests.storage.world import (
    ANN,
    CHANNEL,
    HERE,
    LEASE,
    MINUTE,
    NINE,
    SECOND,
    arrive,
    held,
    leased,
    send,
    settle,
)

GATE = (HERE, str(CHANNEL))


@pytest.fixture(autouse=True)
def _round(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.rounds.add(held())


def want(ledger: Ledger, *names: str, print_: str = "1", place: Place | None = None) -> list[tuple[str, str]]:
    wanted = [Wanted(name, place or Room(), print_) for name in names]
    return [*leased(ledger, held(), CHANNEL, wanted, NINE, LEASE)]


def take(ledger: Ledger, at: datetime = NINE, channel: str = CHANNEL) -> Parcel | None:
    return ledger.outbox.take(HERE, channel, at)


def name(parcel: Parcel | None) -> str | None:
    return parcel.name if parcel else None


def rest(ledger: Ledger, at: datetime = NINE) -> None:
    ledger.outbox.rest(HERE, CHANNEL, at)


def claimed(ledger: Ledger, at: datetime) -> list[tuple[str, str]]:
    return [*ledger.outbox.claim(at, LEASE, 10)]


def test_a_wanted_slot_is_sent_once_with_a_key_and_then_stands(ledger: LedgerRows) -> None:
    assert want(ledger, "board") == [GATE]
    parcel = take(ledger)
    assert parcel is not None
    assert parcel == Parcel(
        slot=parcel.slot,
        name="board",
        print="1",
        round=held(),
        address=Address(HERE, CHANNEL),
        key=parcel.key,
        ref=None,
        doubtful=False,
        sent_at=NINE,
        attempts=1,
    )
    assert len(parcel.key) == 32
    ledger.outbox.shown(HERE, parcel, Ref("C1", "17.5"), "1", NINE + 3 * SECOND)
    assert take(ledger, NINE + MINUTE) is None
    assert want(ledger, "board") == []


def test_a_slot_found_in_sending_is_in_doubt_and_keeps_the_moment_of_its_first_sending(
    ledger: LedgerRows,
) -> None:
    want(ledger, "board")
    first = take(ledger)
    again = take(ledger, NINE + MINUTE)
    assert first is not None
    assert again is not None
    assert (again.doubtful, again.sent_at, again.key, again.attempts) == (True, NINE, first.key, 2)


def test_a_doubt_that_is_not_settled_stays_one_and_a_settled_one_is_sent_afresh(ledger: LedgerRows) -> None:
    want(ledger, "board")
    parcel = take(ledger)
    assert parcel is not None
    ledger.outbox.again(HERE, parcel, NINE + 5 * SECOND, doubtful=True)
    assert take(ledger, NINE + SECOND) is None
    parcel = take(ledger, NINE + 5 * SECOND)
    assert parcel is not None
    assert parcel.doubtful
    ledger.outbox.again(HERE, parcel, NINE + 5 * SECOND, doubtful=False)
    parcel = take(ledger, NINE + 6 * SECOND)
    assert parcel is not None
    assert (parcel.doubtful, parcel.sent_at, parcel.attempts) == (False, NINE + 6 * SECOND, 3)


def test_many_changes_come_to_one_edit(ledger: LedgerRows) -> None:
    want(ledger, "board")
    send(ledger)
    for print_ in ("2", "3", "4"):
        want(ledger, "board", print_=print_)
    edit = take(ledger, NINE + 3 * SECOND)
    assert edit is not None
    assert (edit.ref, edit.doubtful) == (Ref("D-C1", "ts-board"), False)
    arrive(ledger, edit, NINE + 3 * SECOND, print_="4")
    assert take(ledger, NINE + MINUTE) is None


def test_a_change_while_an_edit_is_in_flight_is_still_owed(ledger: LedgerRows) -> None:
    want(ledger, "board")
    send(ledger)
    want(ledger, "board", print_="2")
    edit = take(ledger, NINE + 3 * SECOND)
    want(ledger, "board", print_="3")
    assert edit is not None
    arrive(ledger, edit, NINE + 3 * SECOND, print_="2")
    assert name(take(ledger, NINE + 6 * SECOND)) == "board"


def test_a_change_taken_back_before_its_edit_leaves_nothing_owed(ledger: LedgerRows) -> None:
    want(ledger, "board")
    send(ledger)
    rest(ledger)
    want(ledger, "board", print_="2")
    want(ledger, "board", print_="1")
    assert take(ledger, NINE + MINUTE) is None


def test_a_failed_edit_waits_and_keeps_standing(ledger: LedgerRows) -> None:
    want(ledger, "board")
    send(ledger)
    want(ledger, "board", print_="2")
    edit = take(ledger, NINE + 3 * SECOND)
    assert edit is not None
    ledger.outbox.again(HERE, edit, NINE + 9 * SECOND, doubtful=False)
    assert take(ledger, NINE + 8 * SECOND) is None
    edit = take(ledger, NINE + 9 * SECOND)
    assert edit is not None
    assert (edit.ref, edit.attempts) == (Ref("D-C1", "ts-board"), 2)


def test_a_throttled_edit_holds_no_post_back(ledger: LedgerRows) -> None:
    want(ledger, "board")
    send(ledger)
    want(ledger, "board", print_="2")
    want(ledger, "digest")
    assert name(take(ledger, NINE + SECOND)) == "digest"


def test_a_post_that_waits_holds_younger_posts_back_but_no_edits(ledger: LedgerRows) -> None:
    want(ledger, "board")
    send(ledger)
    want(ledger, "first", "second")
    parcel = take(ledger)
    assert parcel is not None
    ledger.outbox.again(HERE, parcel, NINE + MINUTE, doubtful=False)
    assert take(ledger, NINE + 3 * SECOND) is None
    want(ledger, "board", print_="2")
    assert name(take(ledger, NINE + 3 * SECOND)) == "board"
    assert [send(ledger, NINE + MINUTE).name for _ in range(3)] == ["board", "first", "second"]


def test_a_thread_waits_for_its_parent_and_stands_below_it(ledger: LedgerRows) -> None:
    want(ledger, "note", place=Thread("board"))
    assert take(ledger) is None
    rest(ledger, NINE)
    assert ledger.outbox.owed(NINE + MINUTE * 60) == 0, "a child that waits does not keep the gate open"
    want(ledger, "board")
    assert send(ledger).name == "board"
    note = take(ledger)
    assert note is not None
    assert note.address == Address(HERE, CHANNEL, Ref("D-C1", "ts-board"))


def test_a_channel_outside_of_the_team_has_a_line_and_a_gate_of_its_own(ledger: LedgerRows) -> None:
    there = ChannelId("C9")
    want(ledger, "board")
    assert want(ledger, "digest", place=Elsewhere(there, "leadership")) == [(HERE, "C9")]
    want(ledger, "more", place=Thread("digest"))
    assert name(take(ledger)) == "board"
    parcel = take(ledger, channel=there)
    assert parcel is not None
    assert (parcel.name, parcel.address) == ("digest", Address(HERE, there))
    ledger.outbox.shown(HERE, parcel, Ref(there, "9.1"), "1", NINE)
    below = take(ledger, channel=there)
    assert below is not None
    assert (below.name, below.address) == ("more", Address(HERE, there, Ref(there, "9.1")))


def test_a_thread_follows_its_parent_into_direct_messages_and_other_rounds(ledger: LedgerRows) -> None:
    want(ledger, "ask", place=Dm(ANN))
    other = held("R2", occurrence="2026-11-03")
    ledger.rounds.add(other)
    below = [Wanted("reply", Thread("ask", RoundId("R1")), "1"), Wanted("own", Thread("mine"), "1")]
    jobs = leased(ledger, other, CHANNEL, [*below, Wanted("mine", Dm(ANN), "1")], NINE, LEASE)
    assert jobs == [], "the member's gate is leased already, and nothing goes to the channel"
    sent = [send(ledger, channel=ANN) for _ in range(4)]
    assert [(each.name, each.address.target) for each in sent] == [
        ("ask", ANN),
        ("reply", ANN),
        ("mine", ANN),
        ("own", ANN),
    ]
    assert sent[1].address.parent == Ref("D-U1", "ts-ask")


def test_what_hangs_on_an_unreachable_parent_is_unreachable_down_the_line(ledger: LedgerRows) -> None:
    want(ledger, "board")
    want(ledger, "note", place=Thread("board"))
    want(ledger, "below", place=Thread("note"))
    want(ledger, "digest")
    parcel = take(ledger)
    assert parcel is not None
    ledger.outbox.unreachable(HERE, parcel, "channel_not_found")
    assert send(ledger).name == "digest"
    assert take(ledger, NINE + MINUTE) is None
    rest(ledger)
    assert ledger.outbox.owed(NINE + LEASE) == 0
    assert want(ledger, "board", "note", "below", print_="2") == []


def test_a_holder_whose_lease_lapsed_cannot_undo_what_another_settled(ledger: LedgerRows) -> None:
    want(ledger, "board")
    slow, quick = take(ledger), take(ledger, NINE + MINUTE)
    assert slow is not None
    assert quick is not None
    arrive(ledger, quick)
    ledger.outbox.again(HERE, slow, NINE, doubtful=False)
    ledger.outbox.unreachable(HERE, slow, "is_archived")
    assert take(ledger, NINE + MINUTE) is None
    want(ledger, "board", print_="2")
    assert name(take(ledger, NINE + MINUTE)) == "board"


def test_wanting_leases_only_idle_gates(ledger: LedgerRows) -> None:
    dms = [Wanted(f"ask:{each}", Dm(each), "1") for each in (ANN,)]
    wanted = [Wanted("board", Room(), "1"), *dms]
    assert leased(ledger, held(), CHANNEL, wanted, NINE, LEASE) == [GATE, (HERE, ANN)]
    assert want(ledger, "digest") == []
    assert claimed(ledger, NINE + 59 * SECOND) == []
    assert claimed(ledger, NINE + 60 * SECOND) == [GATE, (HERE, ANN)]
    assert claimed(ledger, NINE + 60 * SECOND) == []


def test_three_hundred_members_are_wanted_at_once(ledger: LedgerRows) -> None:
    members = [MemberId(f"M{number:03}") for number in range(300)]
    wanted = [Wanted(f"ask:{each}", Dm(each), "1") for each in members]
    jobs = leased(ledger, held(), CHANNEL, wanted, NINE, LEASE)
    assert sorted(jobs) == [(HERE, each) for each in members]
    assert leased(ledger, held(), CHANNEL, wanted, NINE, LEASE) == []
    assert send(ledger, channel=members[299]).name == "ask:M299"


def test_a_gate_at_rest_opens_when_something_can_go(ledger: LedgerRows) -> None:
    want(ledger, "board", "digest")
    send(ledger)
    rest(ledger, NINE + SECOND)
    assert claimed(ledger, NINE) == []
    assert claimed(ledger, NINE + SECOND) == [GATE]
    send(ledger, NINE + SECOND)
    want(ledger, "board", print_="2")
    rest(ledger, NINE + 2 * SECOND)
    assert ledger.outbox.owed(NINE + 3 * SECOND) == 0
    assert claimed(ledger, NINE + 3 * SECOND) == [GATE], "the edit is throttled until then"
    arrive(ledger, send(ledger, NINE + 3 * SECOND), NINE + 3 * SECOND, print_="2")
    rest(ledger, NINE + 4 * SECOND)
    assert ledger.outbox.owed(NINE + timedelta(days=9)) == 0
    assert want(ledger, "board", print_="3") == [GATE]


def test_a_held_back_post_does_not_open_the_gate_again_and_again(ledger: LedgerRows) -> None:
    want(ledger, "first", "second")
    parcel = take(ledger)
    assert parcel is not None
    ledger.outbox.again(HERE, parcel, NINE + MINUTE, doubtful=False)
    rest(ledger, NINE + SECOND)
    assert claimed(ledger, NINE + 59 * SECOND) == []
    assert claimed(ledger, NINE + MINUTE) == [GATE]


def test_a_clock_that_steps_back_strands_nothing(ledger: LedgerRows) -> None:
    want(ledger, "board")
    send(ledger)
    want(ledger, "board", print_="2")
    rest(ledger, NINE)
    earlier = NINE - timedelta(hours=2)
    assert claimed(ledger, earlier) == [GATE]
    assert name(take(ledger, earlier)) == "board"
    rest(ledger, earlier)
    assert claimed(ledger, earlier) == [GATE]


def test_owed_counts_the_gates_that_open_before_a_moment(ledger: LedgerRows) -> None:
    want(ledger, "board")
    assert ledger.outbox.owed(NINE + LEASE) == 0
    assert ledger.outbox.owed(NINE + LEASE + SECOND) == 1


def test_wanting_nothing_leases_nothing(ledger: LedgerRows) -> None:
    assert want(ledger) == []
    assert claimed(ledger, NINE + MINUTE) == []


def test_a_gate_far_ahead_is_owed_now_since_the_clock_stepped_back(ledger: LedgerRows) -> None:
    want(ledger, "board")  # leased until NINE + LEASE
    assert ledger.outbox.owed(NINE) == 0
    assert ledger.outbox.owed(NINE - timedelta(hours=1)) == 1
