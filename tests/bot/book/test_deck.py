"""The cards, and decks of a team's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book import deck
from bot.errors import BadInput


def test_the_cards_are_the_points_and_the_two_beside_them() -> None:
    assert deck.cards(deck.DEFAULT) == ("1", "2", "3", "5", "8", "13", "?", "☕")


def test_the_sizes_go_from_s_to_xxxl() -> None:
    sizes = [deck.label(deck.DEFAULT, card) for card in deck.cards(deck.DEFAULT)]
    assert sizes == ["S", "M", "L", "XL", "XXL", "XXXL", "", ""]


def test_a_deck_of_ones_own_has_no_sizes() -> None:
    assert deck.label((1, 2, 4, 8), "4") == ""


@pytest.mark.parametrize("card", ["4", "", "05", "1.0", "²", "５", "-1", "??", "coffee", " 5"])
def test_a_card_that_is_not_in_the_deck_is_refused_with_those_that_are(card: str) -> None:
    with pytest.raises(BadInput, match="1 2 3 5 8 13"):
        deck.require_card(deck.DEFAULT, card)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1 2 4 8", (1, 2, 4, 8)), (" 1,2, 3;5 / 8|13,20 ", (1, 2, 3, 5, 8, 13, 20)), ("10\n20", (10, 20))],
)
def test_a_deck_is_read_as_it_is_typed(typed: str, meant: deck.Deck) -> None:
    assert deck.read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "2 to 12"),
        ("5", "2 to 12"),
        (" ".join(map(str, range(1, 14))), "2 to 12"),
        ("1 2 2 3", "from low to high"),
        ("3 2 1", "from low to high"),
        ("0 1 2", "from low to high"),
        ("1 1001", "from low to high"),
        ("1 99999999999999999999", "from low to high"),
        ("1 2 x", "“x” is none"),
        ("1 ½", "“½” is none"),
        ("1 ²", "“²” is none"),
        ("1 -2", "“-2” is none"),
        ("1 2.5", "“2.5” is none"),
    ],
)
def test_what_is_no_deck_is_refused_with_why(typed: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        deck.read(typed)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_deck_or_a_sentence(typed: str) -> None:
    try:
        found = deck.read(typed)
    except BadInput:
        return
    assert found == tuple(sorted(set(found)))
    assert deck.read(deck.say(found)) == found
