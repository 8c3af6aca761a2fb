"""Counting a ballot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.deck import DEFAULT, cards
from bot.book.tally import Tally, count
from bot.model import Estimate

LAID = st.lists(st.sampled_from(cards(DEFAULT)), max_size=40)


def test_two_threes_and_a_five_settle_at_three() -> None:
    assert count(DEFAULT, ["3", "3", "5"]) == Tally("settled", Estimate(3, 3, 5, 3), (("3", 2), ("5", 1)))


def test_of_the_two_middle_cards_it_is_the_higher() -> None:
    assert count(DEFAULT, ["3", "5"]) == Tally("settled", Estimate(5, 3, 5, 2), (("3", 1), ("5", 1)))


def test_two_five_and_thirteen_are_apart() -> None:
    assert count(DEFAULT, ["13", "2", "5"]).outcome == "apart"


def test_two_who_cannot_say_and_a_five_ask_for_a_spike() -> None:
    assert count(DEFAULT, ["?", "?", "5"]) == Tally("unsure", Estimate(5, 5, 5, 1), (("5", 1), ("?", 2)))


@pytest.mark.parametrize(
    ("laid", "outcome"),
    [
        ([], "empty"),
        (["☕", "☕"], "empty"),
        (["?"], "unsure"),
        (["?", "5"], "unsure"),
        (["?", "5", "☕"], "unsure"),
        (["?", "5", "5"], "settled"),
        (["?", "5", "13", "☕"], "apart"),
        (["1"], "settled"),
        (["8", "13"], "settled"),
        (["1", "3"], "apart"),
        (["3", "8"], "apart"),
    ],
)
def test_what_a_ballot_comes_to(laid: list[str], outcome: str) -> None:
    assert count(DEFAULT, laid).outcome == outcome


def test_within_a_step_is_by_the_deck_of_the_team() -> None:
    assert count((1, 10, 100), ["10", "100"]).outcome == "settled"
    assert count((1, 10, 100), ["1", "100"]).outcome == "apart"


@given(LAID, st.randoms())
def test_the_order_in_which_cards_are_laid_changes_nothing(laid: list[str], dice: object) -> None:
    mixed = list(laid)
    dice.shuffle(mixed)  # type: ignore[attr-defined] # hypothesis' own Random
    assert count(DEFAULT, mixed) == count(DEFAULT, laid)


@given(LAID)
def test_at_least_half_of_the_points_laid_are_not_above_it_and_more_than_half_are_not_below(
    laid: list[str],
) -> None:
    found = count(DEFAULT, laid)
    points = [int(each) for each in laid if each.isdecimal()]
    assert sum(times for _, times in found.counts) == len(laid)
    if found.estimate is None:
        assert not points
        return
    card = found.estimate.points
    assert card in points
    assert 2 * sum(each <= card for each in points) >= len(points)
    assert 2 * sum(each < card for each in points) <= len(points)
    assert 2 * sum(each > card for each in points) < len(points)


@given(LAID)
def test_who_passes_changes_only_the_counts(laid: list[str]) -> None:
    without = [each for each in laid if each != "☕"]
    all_, some = count(DEFAULT, laid), count(DEFAULT, without)
    assert (all_.outcome, all_.estimate) == (some.outcome, some.estimate)
