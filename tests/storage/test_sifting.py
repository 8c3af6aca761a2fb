"""Many channels at once: what no lane takes now is put off together, and nothing else is."""

from datetime import timedelta

import pytest

from bot.ledger import Ledger, Parcel, Ref, Terms, Wanted
from bot.model import ChannelId, Dm, MemberId
from bot.pace import Rate, Rates
from storage.ledger import LedgerRows
from tests.storage.world import (
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

SLOW: Rates = {"post": Rate(60, 1), "edit": Rate(6, 1), "find": Rate(60, 1)}
TERMS = Terms(NINE + 5 * SECOND, SLOW)
PEOPLE = tuple(f"M{number:02}" for number in range(12))
pytestmark = pytest.mark.usefixtures("a_round_in_each")


def want(ledger: Ledger, print_: str, *people: str, workspace: str = HERE) -> None:
    wanted = [Wanted(f"ask:{each}", Dm(MemberId(each)), print_) for each in people]
    leased(ledger, held(of=team(HERE if workspace == HERE else THERE)), CHANNEL, wanted, NINE, LEASE)


def show(ledger: Ledger, *people: str) -> None:
    """Send what they are to see, with no regard to any pace."""
    for each in people:
        parcel = ledger.outbox.take(HERE, each, NINE)
        assert isinstance(parcel, Parcel)
        ledger.outbox.shown(HERE, parcel, Ref(ChannelId(each), "1"), parcel.print, NINE)


def shut(ledger: Ledger, *lanes: str, until: timedelta = MINUTE) -> None:
    for lane in lanes:
        ledger.outbox.pause(HERE, lane, NINE, NINE + until)  # type: ignore[arg-type] # a lane's name


def sift(ledger: Ledger, *people: str) -> list[str]:
    return anew(ledger).outbox.sift(HERE, people, NINE, TERMS)


def due(ledger: Ledger, second: float) -> list[str]:
    return sorted(
        channel for _, channel in anew(ledger).outbox.claim(NINE + timedelta(seconds=second), LEASE, 99)
    )


def test_where_every_lane_is_open_nothing_is_put_off(ledger: LedgerRows) -> None:
    want(ledger, "1", *PEOPLE)
    assert sift(ledger, *PEOPLE) == list(PEOPLE)
    assert due(ledger, 0) == []


def test_those_for_whom_nothing_goes_open_when_their_lane_does(ledger: LedgerRows) -> None:
    want(ledger, "1", *PEOPLE)
    show(ledger, *PEOPLE[:6])
    want(ledger, "2", *PEOPLE[:6])  # edits, beside six posts
    shut(ledger, "edit", until=30 * SECOND)
    assert sift(ledger, *PEOPLE) == list(PEOPLE[6:])
    assert due(ledger, 29) == []
    assert due(ledger, 30) == sorted(PEOPLE[:6])


def test_by_the_rate_as_by_the_platforms_word(ledger: LedgerRows) -> None:
    want(ledger, "1", *PEOPLE)
    show(ledger, *PEOPLE)
    want(ledger, "2", *PEOPLE)
    for each in PEOPLE[:2]:  # the second's turn comes after ten seconds: too late for anybody now
        anew(ledger).outbox.take(HERE, each, NINE, TERMS)
    assert sift(ledger, *PEOPLE[2:]) == []
    assert due(ledger, 9) == []
    assert due(ledger, 10) == sorted(PEOPLE[2:])


def test_one_that_may_go_keeps_its_channel_with_us(ledger: LedgerRows) -> None:
    """A channel with an edit that cannot go, and a post that can."""
    want(ledger, "1", "M00")
    show(ledger, "M00")
    want(ledger, "2", "M00")
    leased(ledger, held(), CHANNEL, [Wanted("more", Dm(MemberId("M00")), "1")], NINE, LEASE)
    shut(ledger, "edit")
    assert sift(ledger, "M00") == ["M00"]


def test_a_channel_with_nothing_left_is_looked_at_as_always(ledger: LedgerRows) -> None:
    """So that its gate comes to rest, and the next who wants something leases it."""
    want(ledger, "1", "M00", "M01")
    show(ledger, "M00")
    shut(ledger, "post")
    assert sift(ledger, "M00", "M01") == ["M00"]


@pytest.mark.parametrize("way", ["hold", "down"])
def test_while_a_workspace_is_held_each_is_looked_at_as_always(ledger: LedgerRows, way: str) -> None:
    want(ledger, "1", *PEOPLE)
    shut(ledger, "post")
    if way == "hold":
        ledger.outbox.hold(HERE, NINE, NINE + MINUTE)
    else:
        ledger.outbox.down(HERE, NINE)
    assert sift(ledger, *PEOPLE) == list(PEOPLE)


def test_another_workspaces_channels_of_that_name_stay_as_they_are(ledger: LedgerRows) -> None:
    for workspace in (HERE, THERE):
        want(ledger, "1", *PEOPLE, workspace=workspace)
    shut(ledger, "post", until=30 * SECOND)
    assert sift(ledger, *PEOPLE) == []
    ledger = anew(ledger)
    assert ledger.outbox.claim(NINE + 30 * SECOND, LEASE, 99) == [(HERE, each) for each in PEOPLE]


def test_who_wants_more_of_a_channel_that_was_put_off_finds_it_leased(ledger: LedgerRows) -> None:
    want(ledger, "1", "M00")
    shut(ledger, "post")
    assert sift(ledger, "M00") == []
    more = [Wanted("more", Dm(MemberId("M00")), "1")]
    assert leased(anew(ledger), held(), CHANNEL, more, NINE, LEASE) == []


def test_a_gate_that_came_to_rest_is_leased_again_in_the_same_transaction(ledger: LedgerRows) -> None:
    """Those who share a transaction do not ask twice for a gate that they found leased: but for one let go since."""
    want(ledger, "1", "M00")
    show(ledger, "M00")
    ledger.outbox.rest(HERE, "M00", NINE)
    wanted = [Wanted("ask:M00", Dm(MemberId("M00")), "2")]
    assert leased(ledger, held(), CHANNEL, wanted, NINE, LEASE) == [(HERE, "M00")]
    assert leased(ledger, held(), CHANNEL, [Wanted("b", Dm(MemberId("M00")), "1")], NINE, LEASE) == []
