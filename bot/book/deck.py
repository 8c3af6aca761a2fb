"""The cards that people vote with: a deck of points, rising, and two cards beside it. Points are never time."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.errors import BadInput
from bot.model import DECK

DEFAULT = DECK
LABELS = ("S", "M", "L", "XL", "XXL", "XXXL")
#: "This cannot be estimated": the question is not clear enough.
UNSURE = "?"
#: "I pass": it counts for nothing but that its holder need not be waited for.
BREAK = "☕"
FEWEST, MOST, HIGHEST = 2, 12, 1000
_BETWEEN = re.compile(r"[\s,;/|]+")

Deck = tuple[int, ...]


def cards(deck: Deck) -> tuple[str, ...]:
    """All cards that a voter may pick, as they are written."""
    return (*(str(each) for each in deck), UNSURE, BREAK)


def label(deck: Deck, card: str) -> str:
    """A size beside the number, from S to XXXL; empty for a deck of a team's own and for the two cards beside it."""
    if deck != DEFAULT or not card.isdecimal():
        return ""
    return LABELS[deck.index(int(card))]


def require_card(deck: Deck, card: str) -> str:
    """The card itself. Raises BadInput for one that is not in the deck."""
    if card not in cards(deck):
        raise BadInput(f"There is no such card in this deck. It has {say(deck)}, ? and ☕.")
    return card


def steps(deck: Deck, low: int, high: int) -> int:
    """How many cards lie from one to the other."""
    return deck.index(high) - deck.index(low)


def say(deck: Sequence[int]) -> str:
    """The cards as people read and type them."""
    return " ".join(map(str, deck))


def read(typed: str) -> Deck:
    """A deck of a team's own, such as "1 2 3 5 8 13 20". Raises BadInput, saying what is the matter."""
    words = [each for each in _BETWEEN.split(typed.strip()) if each]
    odd = next((each for each in words if not (each.isascii() and each.isdecimal())), None)
    if odd is not None:
        raise BadInput(f"A deck is whole numbers such as {say(DEFAULT)}; “{odd[:20]}” is none.")
    deck = tuple(int(each[:9]) for each in words)
    if not FEWEST <= len(deck) <= MOST:
        raise BadInput(f"A deck has {FEWEST} to {MOST} cards. Yours has {len(deck)}.")
    if deck[0] < 1 or deck[-1] > HIGHEST or any(a >= b for a, b in pairwise(deck)):
        raise BadInput(f"Give the cards from low to high, each once, from 1 to {HIGHEST}.")
    return deck
