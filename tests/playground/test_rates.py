"""How often the bot may call: tiers over a rolling minute, and one post a second in a channel after a short burst."""

import pytest

from playground.rates import PER_MINUTE, Rates


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def rates(hand: Hand) -> Rates:
    return Rates(hand)


@pytest.mark.parametrize(
    ("method", "most"),
    [("users.list", 20), ("chat.update", 50), ("conversations.open", 50), ("views.open", 100)],
)
def test_a_method_is_called_so_often_in_any_minute_and_no_more(
    rates: Rates, hand: Hand, method: str, most: int
) -> None:
    assert [rates.wait(method) for _ in range(most)] == [None] * most
    assert rates.wait(method) == 60
    hand.at += 59.5
    assert rates.wait(method) == 1
    hand.at += 0.5
    assert [rates.wait(method) for _ in range(most + 1)] == [None] * most + [60]


def test_the_minute_rolls(rates: Rates, hand: Hand) -> None:
    for _ in range(20):
        assert rates.wait("users.list") is None
        hand.at += 2.9  # the first call is 58 s old when the twentieth has been made
    assert rates.wait("users.list") == 2
    hand.at += 2
    assert [rates.wait("users.list"), rates.wait("users.list")] == [None, 3]


def test_methods_do_not_share_their_limits(rates: Rates) -> None:
    for _ in range(50):
        rates.wait("chat.update")
    assert (rates.wait("chat.update"), rates.wait("chat.delete")) == (60, None)


def test_a_channel_takes_a_short_burst_and_then_one_post_a_second(rates: Rates, hand: Hand) -> None:
    assert [rates.wait("chat.postMessage", "C1") for _ in range(6)] == [None] * 5 + [1]
    assert rates.wait("chat.postMessage", "C2") is None
    for _ in range(30):
        hand.at += 1
        assert [rates.wait("chat.postMessage", "C1") for _ in range(2)] == [None, 1]
    hand.at += 4
    assert [rates.wait("chat.postMessage", "C1") for _ in range(5)] == [None] * 4 + [1]


def test_a_refused_post_costs_nothing(rates: Rates, hand: Hand) -> None:
    for _ in range(100):
        rates.wait("chat.postMessage", "C1")
    hand.at += 1
    assert rates.wait("chat.postMessage", "C1") is None


def test_a_workspace_takes_525_posts_a_minute_however_many_channels(rates: Rates) -> None:
    waits = [rates.wait("chat.postMessage", f"C{number}") for number in range(527)]
    assert waits == [None] * 525 + [60, 60]


def test_a_clock_that_was_moved_on_has_let_the_minute_pass(rates: Rates, hand: Hand) -> None:
    for _ in range(20):
        rates.wait("users.list")
    hand.at += 7 * 86400
    assert rates.wait("users.list") is None


def test_a_clock_that_was_set_back_does_not_lock_the_bot_out(rates: Rates, hand: Hand) -> None:
    for _ in range(20):
        rates.wait("users.list")
        rates.wait("chat.postMessage", "C1")
    hand.at -= 86400
    assert [rates.wait("users.list") for _ in range(21)] == [None] * 20 + [60]
    assert [rates.wait("chat.postMessage", "C1") for _ in range(6)] == [None] * 5 + [1]


def test_limits_can_be_set_and_switched_off(rates: Rates) -> None:
    rates.per_minute["users.info"] = 1
    assert [rates.wait("users.info"), rates.wait("users.info")] == [None, 60]
    rates.enabled = False
    assert rates.wait("users.info") is None


def test_no_limit_is_below_slacks_second_tier() -> None:
    assert min(PER_MINUTE.values()) == 20
