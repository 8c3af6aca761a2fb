"""The order of a backlog: what is worth most for its effort comes first, and each place says why."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bot.book.deck import HIGHEST
from bot.model import Story

#: What a story lacks before it can be ranked.
Needs = Literal["", "value", "effort", "both", "spike"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story's place. `ratio` is value points per effort point; `low` and `high` its band, if the votes that were
    furthest apart had been right. Stories of one ratio share their rank; without one there is none."""

    story: Story
    rank: int | None = None
    ratio: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    needs: Needs = ""


def rank(stories: Iterable[Story]) -> tuple[Ranked, ...]:
    """The stories in order, whatever order they came in: by ratio, of equals the more valuable first, then the older;
    below them those that lack something, first what is known to be of value, then what is known to be small.

    The ratio is Weighted Shortest Job First without its guesses of urgency and risk: value over size, as in Reinertsen,
    The Principles of Product Development Flow, 2009, principle F17.
    """
    placed = [_placed(each) for each in stories]
    known = sorted((each for each in placed if each.ratio is not None), key=_order)
    unknown = sorted((each for each in placed if each.ratio is None), key=_order)
    ranks: list[Ranked] = []
    for place, each in enumerate(known, start=1):
        tied = bool(ranks) and ranks[-1].ratio == each.ratio
        number = ranks[-1].rank if tied else place
        ranks.append(Ranked(each.story, number, each.ratio, each.low, each.high))
    return (*ranks, *unknown)


def _placed(story: Story) -> Ranked:
    effort, value = story.effort, story.value
    if effort and value and not story.unclear:
        return Ranked(
            story,
            ratio=Fraction(value.points, effort.points),
            low=Fraction(value.low, effort.high),
            high=Fraction(value.high, effort.low),
        )
    return Ranked(story, needs=_needs(story))


def _needs(story: Story) -> Needs:
    if story.unclear:
        return "spike"
    if story.effort is None:
        return "effort" if story.value else "both"
    return "value"


def _order(each: Ranked) -> tuple[Fraction, int, int, int]:
    """The more is known, and the better it is, the higher."""
    value = each.story.value.points if each.story.value else 0
    effort = each.story.effort.points if each.story.effort else HIGHEST + 1
    return (-(each.ratio or Fraction(0)), -value, effort, each.story.number)


def why(each: Ranked) -> str:
    """Why a story stands where it stands, in one line."""
    effort, value = each.story.effort, each.story.value
    if each.ratio is None or effort is None or value is None:
        return {
            "spike": "needs a spike: its effort could not be estimated",
            "effort": "needs effort",
            "value": "needs value",
            "both": "needs value and effort",
        }[each.needs or "both"]
    said = f"value {value.points} / effort {effort.points} = {say(each.ratio)}"
    if each.low is None or each.high is None or each.low == each.high:
        return said
    return f"{said} (votes allow {say(each.low)} to {say(each.high)})"


def say(ratio: Fraction) -> str:
    """A ratio as people read it, to two digits behind the point: 1.6, 1.67, 2."""
    return f"{float(ratio):.2f}".rstrip("0").rstrip(".")
