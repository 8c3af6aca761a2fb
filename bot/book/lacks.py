"""What a quarter still lacks: of each epic that is to be done by its end, how much is left, and how much is unknown."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.book.quarters import Quarter
from bot.model import Epic, Story


@dataclass(frozen=True, slots=True)
class Lack:
    """What is left of an epic. `points` counts the open stories that have an estimate, `unestimated` the others; with
    no open story at all, either nothing is left or nobody has said yet what it takes."""

    epic: str  #: its name
    stories: int
    unestimated: int
    points: int


def lacks(epics: Iterable[Epic], stories: Iterable[Story], quarter: Quarter) -> tuple[Lack, ...]:
    """For each open epic of the quarter, in the order given, what is open. Stories name their epic in any case."""
    opened = [each for each in stories if each.state == "open"]
    return tuple(
        _lack(each.name, [story for story in opened if _key(story.epic) == _key(each.name)])
        for each in epics
        if not each.closed and (each.year, each.quarter) == (quarter.year, quarter.number)
    )


def _lack(name: str, stories: list[Story]) -> Lack:
    points = [each.effort.points for each in stories if each.effort]
    return Lack(name, len(stories), len(stories) - len(points), sum(points))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
