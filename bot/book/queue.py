"""The backlog as a team works it: from the top, each story as large as its estimate."""

from collections.abc import Iterable, Sequence

from bot.book.ranking import rank
from bot.model import Story


def size(story: Story) -> int | None:
    """Its effort in points; None where there is none, or its developers could not say any more."""
    return None if story.effort is None or story.unclear else story.effort.points


def in_order(stories: Iterable[Story]) -> tuple[Story, ...]:
    """The open ones among these, the first to be done first."""
    return tuple(each.story for each in rank(each for each in stories if each.state == "open"))


def estimated(stories: Iterable[Story]) -> tuple[Story, ...]:
    """The same, without those that have no size."""
    return tuple(each for each in in_order(stories) if size(each) is not None)


def points(stories: Iterable[Story]) -> int:
    """How large they are together; what has no size counts nothing."""
    return sum(size(each) or 0 for each in stories)


def fitting(stories: Sequence[Story], room: float) -> int:
    """How many of the first of these are done with so many points: no later one before the one that does not fit."""
    left = room
    for number, each in enumerate(stories):
        left -= size(each) or 0
        if left < 0:
            return number
    return len(stories)
