"""What a ballot came to: a function of the cards alone, whoever laid them and in whatever order."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.book.deck import BREAK, UNSURE, Deck, steps
from bot.model import Estimate, Outcome

#: Votes so many cards apart settle by themselves.
CLOSE = 1


@dataclass(frozen=True, slots=True)
class Tally:
    """A ballot when it is counted. `counts`: the cards that were laid, in the deck's order, and how often."""

    outcome: Outcome
    estimate: Estimate | None = None
    counts: tuple[tuple[str, int], ...] = ()


def count(deck: Deck, laid: Iterable[str]) -> Tally:
    """Count what was laid.

    The card is the median, of two middle ones the higher: to err upwards is the cheaper mistake. `?` and ☕ are
    outside it. `?` from at least half of those who did not pass means that the question is not clear.
    """
    cards = list(laid)
    points = sorted(int(each) for each in cards if each not in {UNSURE, BREAK})
    unsure, breaks = cards.count(UNSURE), cards.count(BREAK)
    counts = [(str(each), points.count(each)) for each in deck if each in points]
    counts += [(card, times) for card, times in ((UNSURE, unsure), (BREAK, breaks)) if times]
    estimate = None
    if points:
        estimate = Estimate(points[len(points) // 2], points[0], points[-1], len(points))
    return Tally(_outcome(deck, points, unsure), estimate, tuple(counts))


def _outcome(deck: Deck, points: list[int], unsure: int) -> Outcome:
    if unsure and unsure >= len(points):
        return "unsure"
    if not points:
        return "empty"
    return "settled" if steps(deck, points[0], points[-1]) <= CLOSE else "apart"
