"""Days in a person's words: reading "24 Dec - 2 Jan" and "in 3 days", and saying "tomorrow" or "Tue 24 Nov".

dateparser reads each day; what is a range, which year is meant, and how far is too far, is decided here.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.errors import BadInput

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TO = re.compile(r"\s+(?:-|to|until|till|through|thru)\s+|\s*(?:–|—|\.\.)\s*")
#: "24dec-2jan", "mon-fri", "24-27 Dec", "24.12.-2.1.", "24/12-2/1"; never an ISO date.
_TIGHT = re.compile(
    r"(?<=[a-z])-(?=[a-z\d])|(?<=\d)-(?=\d+\s*[a-z])|(?<=\d\.)-(?=\d)|(?<=/\d)-(?=\d)|(?<=/\d\d)-(?=\d)"
)
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH_FIRST = re.compile(
    rf"([a-z]+) ({_NUMBER})-({_NUMBER})"
)  # "Dec 24-27", which a parser takes for a year
_AND = re.compile(r"\s(?:and|&|\+)\s")
_AHEAD = re.compile(r"^in |today|tomorrow")  # counted from today, wherever it stands
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_BARE = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")  # a day whose month stands at the end of its range
#: "Thu 24 Dec", "24 Dec (Thursday)": the weekday that a date should be.
_WITH_WEEKDAY = re.compile(
    r"(?:\b(?:next|this) )?\b(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|r|rs|rsday|nesday|urday)?\b"
)
#: Who is away already and says so with days of this year began no longer ago than this.
_BEGUN = timedelta(days=60)
_YEAR = re.compile(r"\d{4}")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")
_MONTHS = 12
_NAMED = {"today": 0, "tomorrow": 1}
_WEEKS = {"this week", "next week", "rest of the week"}
_EXAMPLES = "Try `tomorrow`, `24 Dec`, `24 Dec - 2 Jan` or `next Friday`."
_NEAR = 0.8  # of a misspelt word: "tomorow" and "wensday", and never "soon"
#: Nobody needs more to say when, and a reader needs long for long texts.
_LONG = 60
#: Nobody is away for longer, and a slip of the year shall not silence a member.
LONGEST = timedelta(days=366)
#: Nor does anybody know so soon.
FAR = timedelta(days=2 * 366)


def read_days(text: str, today: date) -> tuple[date, date]:
    """The first and last day that a person means, both included, counted from their own `today`.

    A day without a year is the next one to come; the end of a range follows its start. Raises BadInput.
    """
    words = " ".join(text.casefold().split())
    if not words:
        raise BadInput(f"Say when. {_EXAMPLES}")
    if len(words) > _LONG:
        raise BadInput(f"That is too long for a day or two. {_EXAMPLES}")
    words = _MONTH_FIRST.sub(r"\1 \2 - \1 \3", _unslashed(words))
    first_words, *rest = (_TO if _TO.search(words) else _TIGHT).split(words)
    if len(rest) > 1:
        raise BadInput(f"That has more than a first and a last day. {_EXAMPLES}")
    for prefix in ("until ", "till "):
        if not rest and words.startswith(prefix):
            first_words, rest = "today", [words.removeprefix(prefix)]
    first, last = _read_range(first_words, rest[0], today) if rest else _read_one(first_words, today)
    for said, day in ((first_words, first), (rest[0] if rest else "", last)):
        _check_weekday(said, day, today)
    _check(first, last, today)
    return first, last


def _unslashed(words: str) -> str:
    """The same with "24/12" and "12/24" as "24 dec". Which of the two numbers is the month, one number above twelve
    tells for all; without any, nobody can know. Raises BadInput then."""
    pairs = [(int(first), int(second)) for first, second in _SLASHED.findall(words)]
    month_first = any(second > _MONTHS for _, second in pairs)
    if not pairs or (month_first and any(first > _MONTHS for first, _ in pairs)):
        return words
    if not month_first and all(max(pair) <= _MONTHS for pair in pairs) and any(a != b for a, b in pairs):
        first, second = next((a, b) for a, b in pairs if a != b)
        one, other = (f"{a} {_name(b)}" for a, b in ((first, second), (second, first)))
        raise BadInput(f"“{first}/{second}” can be {one} or {other}. Write the month as a word.")

    def spell(found: re.Match[str]) -> str:
        day, month = (found[2], found[1]) if month_first else (found[1], found[2])
        return f"{int(day)} {_name(int(month)).lower()}" if 1 <= int(month) <= _MONTHS else found[0]

    return _SLASHED.sub(spell, words)


def _name(month: int) -> str:
    return f"{date(2000, max(1, min(month, _MONTHS)), 1):%b}"


def _read_one(words: str, today: date) -> tuple[date, date]:
    day = _read_day(words, today)
    return day, day + timedelta(days=6 - day.weekday()) if _bare(words) in _WEEKS else day


def _read_range(start: str, end: str, today: date) -> tuple[date, date]:
    _, number = _apart(_bare(start))
    if (bare := _BARE.fullmatch(number)) and any(map(str.isdigit, end)) and not _AHEAD.search(end):
        last = _read_day(end, today)  # "24 - 27 Dec": its month holds for both
        _check(last, last, today)
        return _before(int(bare[1]), last, start), last
    return _read_end(end, _read_day(start, today), today, dated=bool(_YEAR.search(start)))


def _before(number: int, last: date, words: str) -> date:
    """The latest day with this number in its month that is not after the last."""
    for day in (last - timedelta(days=each) for each in range(31)):
        if day.day == number:
            return day
    raise BadInput(_not_a_day(words))


def _apart(words: str) -> tuple[int | None, str]:
    """The weekday that stands by a date, and the date without it."""
    found = _WITH_WEEKDAY.search(words)
    rest = " ".join(_WITH_WEEKDAY.sub(" ", words, count=1).strip(" ,.()").split())
    if not found or not any(map(str.isdigit, rest)) or _AHEAD.search(rest):
        return None, words
    return [each[:3] for each in _WEEKDAYS].index(found[1]), _bare(rest)


def _check_weekday(words: str, day: date, today: date) -> None:
    """A date with another weekday than its own is a slip of one of the two."""
    weekday, _ = _apart(_bare(words))
    if weekday is not None and weekday != day.weekday():
        year = "" if day.year == today.year else f" {day.year}"
        meant = _WEEKDAYS[weekday].capitalize()
        raise BadInput(f"{day.day} {day:%b}{year} is a {day:%A}, not a {meant}.")


def _check(first: date, last: date, today: date) -> None:
    """What cannot be meant."""
    if last < today:
        said = say_day(last, today)
        raise BadInput(f"{said[0].upper()}{said[1:]} is past already.")
    if last < first:
        raise BadInput(f"{say_day(last, today)} is before {say_day(first, today)}.")
    if last - first > LONGEST:
        raise BadInput("That is longer than a year. Ask a lead to take you out of the plan instead.")
    if first - today > FAR:
        raise BadInput(f"{say_day(first, today)} is too far ahead.")


def _read_end(words: str, first: date, today: date, *, dated: bool) -> tuple[date, date]:
    """A range by its last day. One that has begun already is not put off by a year, unless it was `dated`."""
    near = _read_day(words, today)
    begun = first - relativedelta(years=1)
    if not dated and begun <= today <= near <= begun + _BEGUN:
        return begun, near
    return first, near if _AHEAD.search(words) else _read_day(words, first)


def _bare(words: str) -> str:
    """The words without those that only lead up to them."""
    for prefix in ("from ", "on ", "all ", "the "):
        words = words.removeprefix(prefix)
    return words


def _read_day(words: str, today: date) -> date:
    words = _bare(words)
    if words in _NAMED:
        return today + timedelta(days=_NAMED[words])
    if words in _WEEKS:
        return today + timedelta(days=7 - today.weekday() if words == "next week" else 0)
    weekday = words.removeprefix("next ").removeprefix("this ")
    if found := [i for i, name in enumerate(_WEEKDAYS) if _is_weekday(weekday, name)]:
        return today + timedelta(days=(found[0] - today.weekday() - 1) % 7 + 1)
    named, words = _apart(words)
    if number := (_BARE if named is not None else _ORDINAL).fullmatch(words):
        return _next_of(int(number[1]), words, today)
    if _AND.search(words):
        raise BadInput(f"Say one stretch of days at a time. {_EXAMPLES}")
    return _read_date(words, today)


def _is_weekday(word: str, name: str) -> bool:
    return name.startswith(word) and len(word) >= len("mon")


def _next_of(number: int, words: str, today: date) -> date:
    """The next day with this number in its month."""
    following = (today + timedelta(days=each) for each in range(62))
    for day in following:
        if day.day == number:
            return day
    raise BadInput(_not_a_day(words))


def _not_a_day(words: str, hint: str = _EXAMPLES) -> str:
    return f"“{words}” is not a day I understand. {hint}"


def _read_date(words: str, today: date) -> date:
    """A calendar date, or so many days or weeks ahead. One that names no year is the next to come."""
    from dateparser.date import DateDataParser  # here alone: it takes 60 ms, and few say when they are away

    midnight = datetime.combine(today, time())
    for reading in _READINGS_ISO if _YEAR.match(words) else _READINGS:
        since = midnight - _SECOND if reading is not _AHEAD_OF else midnight
        settings = _COMMON | reading | {"RELATIVE_BASE": since}
        read = DateDataParser(["en"], settings=settings).get_date_data(words)
        if read.date_obj and read.period in _PERIODS:
            day = read.date_obj.date()
            return day if reading is _AHEAD_OF or _YEAR.search(words) else _this_century(day, today)
    near = get_close_matches(words, ("today", "tomorrow", *_WEEKDAYS), n=1, cutoff=_NEAR)
    raise BadInput(_not_a_day(words, f"Did you mean `{near[0]}`?" if near else _EXAMPLES))


def _this_century(day: date, today: date) -> date:
    """ "24 Dec 25" is of this century, though the library takes what is past for the next."""
    return day - relativedelta(years=100 * (day.year // 100 - today.year // 100))


#: What the library is asked in turn: "in 3 days", then a whole date, read as 24/12 and, where that is none, as 12/24.
_COMMON = {"PREFER_DATES_FROM": "future", "TIMEZONE": "UTC"}
_AHEAD_OF = {"PARSERS": ["relative-time"]}
_DATED = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month"]}
_READINGS_ISO: tuple[dict[str, Any], ...] = (_DATED | {"DATE_ORDER": "YMD"},)
_READINGS: tuple[dict[str, Any], ...] = (
    _AHEAD_OF,
    _DATED | {"DATE_ORDER": "DMY"},
    _DATED | {"DATE_ORDER": "MDY"},
)
_SECOND = timedelta(seconds=1)  # so that today itself is still to come
#: "next month" is no day, "in 2 weeks" is one.
_PERIODS = {"day", "week"}


def say_day(day: date, today: date | None = None) -> str:
    """ "today", "tomorrow" or "Tue 24 Nov"; with the year where it is not that of `today`."""
    if today is not None:
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
        if near:
            return near
    year = f" {day.year}" if today is not None and day.year != today.year else ""
    return f"{day:%a} {day.day} {day:%b}{year}"


def say_zone(zone: str | None) -> str:
    """ "New York time", from the zone's name."""
    return (zone or "UTC").rpartition("/")[2].replace("_", " ") + " time"


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


def say_at(moment: datetime, zone: str) -> str:
    """ "Tue 24 Nov at 09:30 London time": a moment for all, with whose clock it is."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{say_day(there.date())} at {there:%H:%M} {say_zone(zone)}"


def say_duration(time: timedelta) -> str:
    """ "3 h", "2 h 30 min", "45 min": to the minute below, and never in days, which are not equally long for all."""
    hours, minutes = divmod(int(time.total_seconds() // 60), 60)
    said = [f"{hours} h"] if hours else []
    return " ".join([*said, f"{minutes} min"] if minutes or not said else said)
