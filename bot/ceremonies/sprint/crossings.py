"""What the close of a sprint changes for the quarter: epics whose forecast crosses the quarter's end."""

from dataclasses import replace
from datetime import date, datetime

from bot import schedule
from bot.book.epics import crossed, figures, quarter
from bot.book.forecast import ENOUGH
from bot.book.queue import in_order, points
from bot.book.reach import Going, History, Reach, history, reach
from bot.ceremonies import epic as notices
from bot.ceremonies.sprint.dates import working_days
from bot.model import Book, EpicStands, Opening


def outlook(book: Book, today: date, going: Going | None = None) -> tuple[History, Reach | None]:
    """What a team's forecasts go by, and how far it gets with its whole backlog."""
    past = history(book.sprints, book.stories, today, book.team.zone, going)
    return past, reach(past, today, points(in_order(book.stories)), None, working_days(book.members))


def crossings(
    book: Book, at: datetime, going: Going | None = None
) -> tuple[tuple[EpicStands, ...], tuple[Opening, ...]]:
    """Each open epic is looked at again: what is remembered of those that crossed, and the notices that tell it, in the
    order of their quarters. `going`: the sprint that comes next, where one does. Looked at twice, the second time
    nothing has crossed. Takes some 0.3 s at worst."""
    wanted = sorted(
        (each for each in book.epics if not each.closed and quarter(each)),
        key=lambda each: (each.year or 0, each.quarter or 0, each.name.casefold()),
    )
    if not wanted:
        return (), ()
    today = schedule.local_day(at, book.team.zone)
    past, far = outlook(book, today, going)
    moved = [each for each in figures(wanted, book.stories, far, today) if crossed(each.epic.late, each)]
    stands = tuple(EpicStands(replace(each.epic, late=each.late)) for each in moved)
    return stands, tuple(notices.opening(each, today, rough=past.known < ENOUGH) for each in moved)
