"""Forecasts in words: always what holds at even odds, and what holds with 85 %."""

from datetime import date

from bot.book.epics import Figures, quarter
from bot.book.forecast import ENOUGH
from bot.book.reach import Dates, History
from bot.dates import say_day
from handlers.slack.text import count


def when(dates: Dates, today: date) -> str:
    """ "at even odds by Fri 11 Dec; 85 % sure by Fri 8 Jan 2027"."""
    if dates.half is None:
        far = f"after {say_day(dates.horizon, today)}, as far as a forecast reaches"
        return f"at even odds {far}; 85 % sure later still"
    half = f"at even odds by {say_day(dates.half, today)}"
    if dates.sure is None:
        return f"{half}; 85 % sure only after {say_day(dates.horizon, today)}"
    return f"{half}; 85 % sure by {say_day(dates.sure, today)}"


def basis(history: History) -> str:
    """What a forecast goes by: "from 6 finished sprints"."""
    if history.unit == "sprint":
        return f"from {count(history.known, 'finished sprint')}"
    return f"from {count(len(history.rows), 'week')}, {history.known} with finished stories"


def rough(history: History) -> str:
    """The same as a sentence; one of few sprints says what it lacks."""
    said = f"The forecast is {basis(history)}"
    if history.known >= ENOUGH:
        return f"{said}."
    return f"{said}, so it is rough: {ENOUGH} make it steadier."


def none_yet(history: History) -> str:
    """Why nothing is said, and what that would need."""
    has = f"{count(history.known, 'such week')} and no such sprint" if history.known else "neither yet"
    weeks = f"{ENOUGH} weeks in which such stories were finished"
    return (
        f"No forecast yet: it needs a finished sprint of estimated stories, or {weeks}; this team has {has}."
    )


def left(it: Figures) -> str:
    """ "5 stories · 8 of 21 points done, 13 left · 2 stories not estimated"; nothing where there are no stories."""
    if not it.stories:
        return ""
    whole = it.done + it.left
    said = [count(len(it.stories), "story", "stories")]
    said += [f"{it.done} of {count(whole, 'point')} done, {it.left} left"] if whole else []
    said += [f"{count(it.unestimated, 'story', 'stories')} not estimated"] if it.unestimated else []
    return " · ".join(said)


def course(it: Figures, today: date) -> str:
    """How an epic stands against its quarter's end; empty where nothing can be said for want of history."""
    if not it.stories:
        return "No stories yet. In /story add or /story edit give one this epic's name."
    if it.over:
        return "All of it is done."
    if not it.left:
        said = "Nothing of it can be forecast before it is estimated: /estimate puts its stories to the vote."
        return f"{said}{_overdue(it, today)}"
    if it.dates is None:
        return _overdue(it, today).strip()
    said = f"{_COURSES[it.course]}{when(it.dates, today)}."
    return f"{said[0].upper()}{said[1:]}{_ends(it, today)}{_more(it)}"


_COURSES = {"on": "on course: ", "risk": "at risk: ", "late": "late: ", "done": "", "": ""}


def _ends(it: Figures, today: date) -> str:
    named = quarter(it.epic)
    if named is None:
        return ""
    verb = "ended" if today > named.last else "ends"
    return f" {named.label} {verb} {say_day(named.last, today)}."


def _overdue(it: Figures, today: date) -> str:
    return f" Late:{_ends(it, today)}" if it.ends and today > it.ends else ""


def _more(it: Figures) -> str:
    """What the dates take in besides, and what they leave out."""
    said = ""
    if it.ahead:
        said += f" {count(it.ahead, 'point')} of other stories, which rank above its last, count too."
    if it.unestimated:
        said += " It takes longer by what is not estimated."
    return said
