"""Days in a person's words: reading "24 Dec - 2 Jan" and "tomorrow", and saying "tomorrow" or "Tue 24 Nov"."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil import parser
from dateutil.relativedelta import relativedelta

from bot.errors import BadInput

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TO = re.compile(r"\s+(?:-|to|until|till)\s+|\s*(?:–|—|\.\.)\s*")
_TIGHT = re.compile(
    r"(?<=[a-z])-(?=[a-z\d])|(?<=\d)-(?=\d+\s*[a-z])"
)  # "24dec-2jan", "mon-fri", "24-27 Dec", never an ISO date
_MONTH_FIRST = re.compile(r"([a-z]+) (\d{1,2})-(\d{1,2})")  # "Dec 24-27", which a parser takes for a year
#: Who is away already and says so with days of this year began no longer ago than this.
_BEGUN = timedelta(days=60)
_YEAR = re.compile(r"\d{4}")
_NAMED = {"today": 0, "tomorrow": 1}
_EXAMPLES = "Try `tomorrow`, `24 Dec`, `24 Dec - 2 Jan` or `next Friday`."
#: Nobody is away for longer, and a slip of the year shall not silence a member.
LONGEST = timedelta(days=366)


def read_days(text: str, today: date) -> tuple[date, date]:
    """The first and last day that a person means, both included, counted from their own `today`.

    A day without a year is the next one to come; the end of a range follows its start. Raises BadInput.
    """
    words = " ".join(text.casefold().split())
    if not words:
        raise BadInput(f"Say when. {_EXAMPLES}")
    words = _MONTH_FIRST.sub(r"\1 \2 - \1 \3", words)
    first_words, *rest = (_TO if _TO.search(words) else _TIGHT).split(words)
    if len(rest) > 1:
        raise BadInput(f"That has more than a first and a last day. {_EXAMPLES}")
    first = _read_day(first_words, today, rest[0] if rest else "")
    if rest:
        first, last = _read_end(rest[0], first, today, dated=bool(_YEAR.search(first_words)))
    else:
        last = _end_of(first_words, first)
    if last < today:
        raise BadInput(f"{say_day(last, today)} is past already.")
    if last < first:
        raise BadInput(f"{say_day(last, today)} is before {say_day(first, today)}.")
    if last - first > LONGEST:
        raise BadInput("That is longer than a year. Ask a lead to take you out of the plan instead.")
    return first, last


def _read_end(words: str, first: date, today: date, *, dated: bool) -> tuple[date, date]:
    """A range by its last day. One that has begun already is not put off by a year, unless it was `dated`."""
    near = _read_day(words, today)
    begun = first - relativedelta(years=1)
    if not dated and begun <= today <= near <= begun + _BEGUN:
        return begun, near
    return first, near if words in _NAMED else _read_day(words, first)


def _end_of(words: str, first: date) -> date:
    return first + timedelta(days=6 - first.weekday()) if words in {"this week", "next week"} else first


def _read_day(words: str, today: date, end: str = "") -> date:
    words = words.removeprefix("on ").removeprefix("from ")
    if words in _NAMED:
        return today + timedelta(days=_NAMED[words])
    if words == "this week":
        return today
    if words == "next week":
        return today + timedelta(days=7 - today.weekday())
    weekday = next(
        (i for i, name in enumerate(_WEEKDAYS) if _is_weekday(words.removeprefix("next "), name)), None
    )
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if words.isdigit() and end:  # "24 - 27 Dec": the month stands at the end
        words = f"{words} {' '.join(part for part in end.split() if not part.isdigit())}"
    return _read_date(words, today)


def _is_weekday(word: str, name: str) -> bool:
    return name.startswith(word) and len(word) >= len("mon")


def _read_date(words: str, today: date) -> date:
    """A calendar date; one that names no year, and has passed, is meant for next year."""
    iso = words[:4].isdigit()
    try:
        read = [
            parser.parse(words, dayfirst=not iso, yearfirst=iso, default=default)
            for default in (datetime(today.year, 1, 1), datetime(today.year + 1, 2, 2))  # noqa: DTZ001 — a date
        ]
    except (ValueError, OverflowError):
        raise BadInput(f"“{words}” is not a day I understand. {_EXAMPLES}") from None
    if read[0].day != read[1].day or read[0].month != read[1].month:
        raise BadInput(f"“{words}” does not name a day. {_EXAMPLES}")
    this, following = (moment.date() for moment in read)
    return this if this.year == following.year or this >= today else following


def say_day(day: date, today: date | None = None) -> str:
    """ "today", "tomorrow" or "Tue 24 Nov"; with the year where it is not that of `today`."""
    if today is not None:
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
        if near:
            return near
    year = f" {day.year}" if today is not None and day.year != today.year else ""
    return f"{day:%a} {day.day} {day:%b}{year}"


def say_days(days: Sequence[int]) -> str:
    """ "weekdays", "every day" or "Mon, Wed and Fri"; 0 is Monday."""
    if tuple(days) == (0, 1, 2, 3, 4):
        return "weekdays"
    if len(days) == len(_WEEKDAYS):
        return "every day"
    names = [_WEEKDAYS[each][:3].capitalize() for each in days]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def say_moment(moment: datetime, zone: str, now: datetime) -> str:
    """ "tomorrow 09:30": a moment as somebody in `zone` says it at `now`."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{say_day(there.date(), now.astimezone(ZoneInfo(zone)).date())} {there:%H:%M}"
