"""A workspace's pace as rows: turns, pauses, holds and who goes to see, the same on both stores."""

from datetime import timedelta

import pytest

from bot.ledger import Ledger, Parcel, Ref, Suspect, Terms, Turn, Wanted
from bot.model import Dm, MemberId, Room
from bot.pace import Rate
from storage.ledger import LedgerRows
from tests.storage.world import (
    ANN,
    BEN,
    CHANNEL,
    HERE,
    LEASE,
    MINUTE,
    NINE,
    SECOND,
    THERE,
    anew,
    held,
    leased,
    team,
)

SLOW = {"post": Rate(60, 2), "edit": Rate(60, 1), "find": Rate(60, 1)}
pytestmark = pytest.mark.usefixtures("a_round_in_each")


def want(ledger: Ledger, *people: str, workspace: str = HERE) -> None:
    """Direct messages, one each, whose gates are due."""
    of = team(HERE if workspace == HERE else THERE)
    wanted = [Wanted(f"ask:{each}", Dm(MemberId(each)), "1") for each in people]
    jobs = leased(ledger, held(of=of), CHANNEL, wanted, NINE, LEASE)
    ledger.outbox.let_go(jobs, NINE)


def take(
    ledger: Ledger, channel: str, second: float = 0, latest: float = 5, turn: Turn | None = None
) -> Parcel | Turn | None:
    at = NINE + timedelta(seconds=second)
    terms = Terms(NINE + timedelta(seconds=latest), SLOW, turn)  # type: ignore[arg-type] # a plain dict
    found = ledger.outbox.take(HERE, channel, at, terms)
    assert not isinstance(found, Suspect)
    return found


def claimed(ledger: Ledger, second: float = 0, limit: int = 500) -> list[tuple[str, str]]:
    return [*ledger.outbox.claim(NINE + timedelta(seconds=second), LEASE, limit)]


def people(number: int) -> list[str]:
    return [f"M{each:03}" for each in range(number)]


def test_a_burst_goes_at_once_and_then_each_has_its_turn(ledger: LedgerRows) -> None:
    want(ledger, *people(5))
    found = [take(ledger, each) for each in people(5)]
    assert all(isinstance(each, Parcel) for each in found[:2])
    assert found[2:] == [Turn("post", NINE + number * SECOND) for number in (1, 2, 3)]


def test_a_turn_is_paid_for_and_asks_for_no_other(ledger: LedgerRows) -> None:
    want(ledger, *people(5))
    turns = [each for name in people(5) if isinstance(each := take(ledger, name), Turn)]
    assert isinstance(take(ledger, "M002", 1, turn=turns[0]), Parcel)
    assert take(ledger, "M003", 1, turn=None) == Turn("post", NINE + 4 * SECOND)


def test_what_could_not_go_soon_reserves_nothing_and_its_gate_opens_when_it_may(ledger: LedgerRows) -> None:
    want(ledger, *people(9))
    found = [take(ledger, each, latest=2) for each in people(9)]
    assert found[4:] == [None] * 5
    fresh = anew(ledger)
    assert claimed(fresh) == [(HERE, each) for each in people(9)]
    assert fresh.outbox.rest(HERE, "M004", NINE, rates=SLOW) is None  # type: ignore[arg-type] # a plain dict
    assert claimed(fresh, 2.9) == []
    assert claimed(fresh, 3) == [(HERE, "M004")]


def test_edits_and_look_ups_have_lanes_of_their_own(ledger: LedgerRows) -> None:
    want(ledger, *people(3))
    first, second = take(ledger, "M000"), take(ledger, "M001")
    assert isinstance(first, Parcel)
    assert isinstance(second, Parcel)
    assert isinstance(take(ledger, "M002"), Turn)
    ledger.outbox.shown(HERE, first, Ref("D1", "1"), "0", NINE)
    ledger.outbox.again(HERE, second, NINE, doubtful=True)
    edit, find = take(ledger, "M000"), take(ledger, "M001")
    assert isinstance(edit, Parcel)
    assert isinstance(find, Parcel)
    assert (edit.ref, find.doubtful) == (Ref("D1", "1"), True)


def test_a_pause_is_of_one_lane_of_one_workspace(ledger: LedgerRows) -> None:
    want(ledger, ANN, BEN)
    want(ledger, ANN, workspace=THERE)
    first = take(ledger, ANN)
    assert isinstance(first, Parcel)
    ledger.outbox.shown(HERE, first, Ref("D1", "1"), "0", NINE)
    ledger.outbox.pause(HERE, "post", NINE, NINE + 30 * SECOND)
    ledger.outbox.pause(HERE, "post", NINE, NINE + 10 * SECOND)  # the longest counts
    assert take(ledger, BEN, 29) is None
    ledger.outbox.rest(HERE, BEN, NINE + SECOND)
    assert (HERE, BEN) not in claimed(ledger, 29.9)
    assert isinstance(take(ledger, ANN), Parcel), "an edit"
    assert ledger.outbox.take(THERE, ANN, NINE) is not None
    assert isinstance(take(ledger, BEN, 30, latest=40), Parcel)


def test_a_turn_is_worth_nothing_once_the_platform_says_wait(ledger: LedgerRows) -> None:
    want(ledger, *people(3))
    turn = [take(ledger, each) for each in people(3)][2]
    assert isinstance(turn, Turn)
    ledger.outbox.pause(HERE, "post", NINE, NINE + 30 * SECOND)
    assert take(ledger, "M002", 1, turn=turn) is None


def test_nothing_of_a_workspace_that_is_held_is_taken_claimed_or_owed(ledger: LedgerRows) -> None:
    want(ledger, ANN)
    want(ledger, ANN, workspace=THERE)
    ledger.outbox.hold(HERE, NINE, NINE + MINUTE)
    ledger.outbox.hold(HERE, NINE, NINE + SECOND)  # the longest counts
    assert take(ledger, ANN) is None
    assert ledger.outbox.owed(NINE + SECOND) == 1
    assert claimed(ledger, 59) == [(THERE, ANN)]
    assert ledger.outbox.owed(NINE + MINUTE + SECOND) == 1
    ledger.outbox.release(HERE)
    assert claimed(ledger) == [(HERE, ANN)], "at once"


def test_after_a_hold_one_goes_to_see_and_the_others_wait_for_what_it_tells(ledger: LedgerRows) -> None:
    want(ledger, *people(3))
    ledger.outbox.hold(HERE, NINE, NINE + SECOND)
    [job] = claimed(ledger, 1)
    probe = take(ledger, job[1], 1, latest=9)
    assert isinstance(probe, Parcel)
    assert probe.probe
    fresh = anew(ledger)
    others = [each for each in people(3) if each != job[1]]
    assert (claimed(fresh, 2), take(fresh, others[0], 2, latest=9)) == ([], None)
    ledger.outbox.probe_again(HERE, NINE + 2 * SECOND)
    assert len(claimed(ledger, 2)) == 1
    second = take(anew(ledger), others[1], 2, latest=9)
    assert isinstance(second, Parcel)
    assert second.probe
    ledger.outbox.release(HERE)
    third = take(anew(ledger), others[0], 2, latest=9)
    assert isinstance(third, Parcel)
    assert not third.probe


def test_a_probe_whose_process_died_is_followed_by_another(ledger: LedgerRows) -> None:
    want(ledger, ANN, BEN)
    ledger.outbox.hold(HERE, NINE, NINE + SECOND)
    assert isinstance(take(ledger, ANN, 1, latest=9), Parcel)
    assert claimed(ledger, 12) == []
    assert len(claimed(ledger, 13)) == 1


def test_a_platform_out_of_order_is_held_longer_and_longer_until_it_is_well(ledger: LedgerRows) -> None:
    want(ledger, ANN)
    moments, at = [], 0.0
    for _ in range(6):
        ledger.outbox.down(HERE, NINE + timedelta(seconds=at))
        step = next(
            each for each in range(1, 30) if ledger.outbox.owed(NINE + timedelta(seconds=at + each + 0.5))
        )
        moments.append(step)
        at += step
    assert moments == [1, 1, 2, 4, 8, 15]
    ledger.outbox.release(HERE)
    ledger.outbox.down(HERE, NINE + timedelta(seconds=at))
    assert ledger.outbox.owed(NINE + timedelta(seconds=at + 1.5)) == 1


def test_a_claim_shares_among_workspaces(ledger: LedgerRows) -> None:
    want(ledger, *people(300))
    ledger.outbox.let_go([(HERE, each) for each in people(300)], NINE)
    want(ledger, *people(3), workspace=THERE)
    found = claimed(ledger, limit=20)
    assert [where for where, _ in found].count(THERE) == 3
    assert len(found) == 20
    assert len(claimed(ledger)) == 50


def test_what_is_in_doubt_goes_before_all_that_waits_longer(ledger: LedgerRows) -> None:
    want(ledger, *people(300))
    assert isinstance(take(ledger, "M299"), Parcel)
    ledger.outbox.rest(HERE, "M299", NINE + MINUTE)  # the lease of whoever died over it
    ledger = anew(ledger)
    assert claimed(ledger, 59, limit=1) != [(HERE, "M299")]
    assert claimed(ledger, 60, limit=1) == [(HERE, "M299")]


def test_surplus_is_let_go_and_no_lease_of_later_is_made_longer(ledger: LedgerRows) -> None:
    wanted = [Wanted(f"ask:{each}", Dm(MemberId(each)), "1") for each in people(3)]
    jobs = leased(ledger, held(), CHANNEL, wanted, NINE, LEASE)
    assert claimed(ledger) == []
    ledger.outbox.let_go(jobs[:2], NINE)
    assert claimed(ledger) == jobs[:2]
    ledger.outbox.let_go([], NINE)


def test_a_start_alone_frees_every_lease_and_lets_what_is_held_be_tried(ledger: LedgerRows) -> None:
    wanted = [Wanted("board", Room(), "1")]
    leased(ledger, held(), CHANNEL, wanted, NINE, LEASE)
    ledger.outbox.take(HERE, CHANNEL, NINE)
    ledger.outbox.hold(HERE, NINE, NINE + 9 * MINUTE)
    ledger.outbox.free(NINE + SECOND)
    assert claimed(ledger, 1) == [(HERE, CHANNEL)]
    again = take(anew(ledger), CHANNEL, 1)
    assert isinstance(again, Parcel)
    assert (again.doubtful, again.probe) == (True, True)


def test_rows_from_before_the_clock_stepped_back_hold_up_nothing(ledger: LedgerRows) -> None:
    want(ledger, *people(2))
    ahead = NINE + timedelta(hours=2)
    ledger.outbox.take(HERE, "M000", ahead, Terms(ahead, SLOW))  # type: ignore[arg-type] # a plain dict
    ledger.outbox.pause(HERE, "post", ahead, ahead + MINUTE)
    ledger.outbox.down(HERE, ahead)
    found = take(anew(ledger), "M001")
    assert isinstance(found, Parcel)
    ledger.outbox.pause(HERE, "post", NINE, NINE + SECOND)
    ledger.outbox.probe_again(HERE, NINE)
    ledger.outbox.down(HERE, NINE)
    assert take(anew(ledger), "M001", 0.5) is None
    assert ledger.outbox.owed(NINE + 2 * SECOND) > 0
