"""The arithmetic of a pace: never above the limit in any window, and never far below it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import RATES, Lane, Rate, back_off
from tests.factories import utc

START = utc("24 09:00")
MINUTE = timedelta(minutes=1)
#: What Slack takes of each in any minute.
LIMITS: dict[Lane, int] = {"post": 525, "edit": 50, "find": 50}

lanes = st.sampled_from(sorted(LIMITS))
gaps = st.lists(st.integers(0, 4000) | st.just(0), min_size=1, max_size=700)


def goes(rate: Rate, waits: list[int]) -> list[float]:
    """When calls go that are ready so many milliseconds after each other, in seconds."""
    at = free_at = START
    found = []
    for wait in waits:
        at += timedelta(milliseconds=wait)
        moment, free_at = rate.reserve(free_at, at)
        assert moment >= at
        found.append((moment - START).total_seconds())
    return found


@given(lane=lanes, waits=gaps)
def test_no_minute_ever_has_more_than_slack_takes(lane: Lane, waits: list[int]) -> None:
    found = goes(RATES[lane], waits)
    assert found == sorted(found)
    most = LIMITS[lane]
    # A network that delays by up to half a second may press more into a minute.
    assert all(later - first > 60.5 for first, later in zip(found, found[most:], strict=False))


@given(lane=lanes, number=st.integers(2, 700))
def test_many_at_once_go_at_the_rate_and_the_first_of_them_at_once(lane: Lane, number: int) -> None:
    rate = RATES[lane]
    found = goes(rate, [0] * number)
    assert found[: rate.burst] == [0.0] * min(rate.burst, number)
    late = max(0, number - rate.burst) * rate.every.total_seconds()
    assert found[-1] == pytest.approx(late, abs=0.01)


def test_posts_go_at_no_less_than_95_percent_of_what_slack_takes() -> None:
    assert RATES["post"].a_minute >= 0.95 * 525


@given(busy=st.integers(1, 60), pause=st.integers(1, 30))
def test_a_short_pause_is_made_good_and_a_long_one_is_not(busy: int, pause: int) -> None:
    """Who was late by less than the burst catches up."""
    rate = RATES["post"]
    found = goes(rate, [0] * busy + [1000 * pause] + [0] * 50)
    at_once = sum(each == found[busy] for each in found[busy:])
    assert at_once <= rate.burst


def test_a_platform_out_of_order_is_left_alone_the_longer_the_longer_it_lasts() -> None:
    at, waits = START, []
    for _ in range(9):
        waits.append(back_off(START, at).total_seconds())
        at += timedelta(seconds=waits[-1])
    assert waits == [1, 1, 2, 4, 8, 15, 15, 15, 15]
