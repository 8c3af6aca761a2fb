"""Epics in figures: what is done and left of each, and when that is done, against the end of its quarter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal

from bot.book.quarters import Quarter
from bot.book.queue import in_order, size
from bot.book.reach import Dates, Reach
from bot.model import Epic, Story, StoryId

#: Against the quarter's end: all is done; done by then with 85 %; at even odds only; not even so. Empty: nothing can be
#: said, for want of a quarter, of estimates or of a forecast.
Course = Literal["", "done", "on", "risk", "late"]
#: The forecast has come to end after the quarter, or is back within it.
Crossed = Literal["", "late", "back"]


@dataclass(frozen=True, slots=True)
class Figures:
    """An epic in figures; points but for `unestimated`, which counts open stories that have no estimate, so that `left`
    and `dates` are at least. `stories` are those that are open, in the backlog's order, then those that are done.

    A team works its backlog from the top. So an epic is done when the last of its stories is, and `ahead` are the
    points of other stories that rank above that one: `dates` is for both together.
    """

    epic: Epic
    stories: tuple[Story, ...]
    done: int
    left: int
    unestimated: int
    ahead: int = 0
    ends: date | None = None  #: the last day of its quarter
    dates: Dates | None = None
    course: Course = ""

    @property
    def over(self) -> bool:
        """It has stories, and none of them is open."""
        return bool(self.stories) and all(each.state == "done" for each in self.stories)

    @property
    def late(self) -> bool:
        """It is not done by the end of its quarter with 85 %."""
        return self.course in {"risk", "late"}


def same(one: str, other: str) -> bool:
    """Whether two names call one epic: in any case, with whatever spaces."""
    return key(one) == key(other)


def key(name: str) -> str:
    """What all spellings of an epic's name have in common."""
    return " ".join(name.split()).casefold()


def quarter(epic: Epic) -> Quarter | None:
    """The quarter by whose end it is wanted."""
    return Quarter(epic.year, epic.quarter) if epic.year and epic.quarter else None


def figures(
    epics: Iterable[Epic], stories: Sequence[Story], reach: Reach | None, today: date
) -> tuple[Figures, ...]:
    """Each epic, given all stories of the team that are open or done. Without a reach there are no dates."""
    order = in_order(stories)
    upto = dict(zip((each.id for each in order), accumulate(size(each) or 0 for each in order), strict=True))
    named: dict[str, list[Story]] = {}
    for each in (*order, *(each for each in stories if each.state == "done")):
        named.setdefault(key(each.epic), []).append(each)
    return tuple(_figures(each, named.get(key(each.name), []), upto, reach, today) for each in epics)


def _figures(
    epic: Epic, stories: Sequence[Story], upto: Mapping[StoryId, int], reach: Reach | None, today: date
) -> Figures:
    still = [each for each in stories if each.state == "open"]
    sized = [each for each in still if size(each) is not None]
    left = sum(size(each) or 0 for each in sized)
    whole = upto[sized[-1].id] if sized else 0
    dates = reach.when(whole) if reach and left else None
    ends = found.last if (found := quarter(epic)) else None
    done = sum(each.effort.points for each in stories if each.state == "done" and each.effort)
    course: Course = "done" if stories and not still else _course(ends, dates, today) if still else ""
    return Figures(
        epic, tuple(stories), done, left, len(still) - len(sized), whole - left, ends, dates, course
    )


def _course(ends: date | None, dates: Dates | None, today: date) -> Course:
    """Of an epic with open stories. A quarter that is over needs no forecast."""
    if ends is None:
        return ""
    if today > ends:
        return "late"
    if dates is None:
        return ""
    if dates.sure and dates.sure <= ends:
        return "on"
    return "risk" if dates.half and dates.half <= ends else "late"


def crossed(late: bool, now: Figures) -> Crossed:
    """Whether the forecast has crossed the quarter's end since it was `late`, or not. Where nothing can be said, it has
    not."""
    if not now.course or now.late == late:
        return ""
    return "late" if now.late else "back"
