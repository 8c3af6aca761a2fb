"""Quarters of a year that begins in January, or in a month of the team's own: their days, and how people write them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from bot.errors import BadInput

_MONTHS, _QUARTERS = 12, 4
#: Two digits of a year are of this century.
_CENTURY = 2000
_LONG = 30
_YEAR = r"(?:(\d{4}|\d{2})(?:/(\d{4}|\d{2}))?)"
_READ = re.compile(rf"(?:{_YEAR}[ ,/-]*)?q ?(\d)(?:[ ,/'’-]+{_YEAR})?", re.ASCII)
_EXAMPLES = "Write a quarter as `2027 Q1`, `Q1 27` or just `Q1`."


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months. `year` is the one in which its year begins: with `starts` 4, the first months of 2028 are the
    fourth quarter of 2027/28. Raises BadInput on `quarter` or `starts`."""

    year: int
    number: int  #: 1 to 4
    starts: int = 1  #: the month in which the year begins

    def __post_init__(self) -> None:
        if not 1 <= self.starts <= _MONTHS:
            raise BadInput("A year begins in one of the months 1 to 12.", "starts")
        if not 1 <= self.number <= _QUARTERS:
            raise BadInput("A year has four quarters, Q1 to Q4.", "quarter")

    @property
    def first(self) -> date:
        """Its first day."""
        return date(*self._month(0), 1)

    @property
    def last(self) -> date:
        """Its last day."""
        year, month = self._month(2)
        return date(year, month, monthrange(year, month)[1])

    def _month(self, number: int) -> tuple[int, int]:
        """The calendar's year and month of one of its months, from 0."""
        further, month = divmod(self.starts - 1 + 3 * (self.number - 1) + number, _MONTHS)
        return self.year + further, month + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def label(self) -> str:
        """ "Q1 2027", or "Q1 2027/28" where the year begins in another month than January."""
        return f"Q{self.number} {self.year}" + (f"/{(self.year + 1) % 100:02}" if self.starts > 1 else "")

    def next(self) -> "Quarter":
        """The one after it."""
        further, number = divmod(self.number, _QUARTERS)
        return Quarter(self.year + further, number + 1, self.starts)


def quarter_of(day: date, starts: int = 1) -> Quarter:
    """The quarter that a day lies in; `starts` is the month in which years begin. Raises BadInput on `starts`."""
    Quarter(day.year, 1, starts)  # it says what is wrong with the month
    further, month = divmod(day.month - starts, _MONTHS)
    return Quarter(day.year + further, month // 3 + 1, starts)


def parse(text: str, today: date, starts: int = 1, field: str = "quarter") -> Quarter:
    """The quarter that somebody means by "2027 Q1", "Q1 27", "Q1 2027/28" or "q1". Without a year it is the one that
    runs `today` or the next of that number to come. One year is always that in which the quarter's year begins.
    Raises BadInput on `field`."""
    words = " ".join(text.casefold().split())
    found = _READ.fullmatch(words) if len(words) <= _LONG else None
    if found is None:
        raise BadInput(_EXAMPLES, field)
    number = int(found[3])
    if not 1 <= number <= _QUARTERS:
        raise BadInput("A year has four quarters, Q1 to Q4.", field)
    year, other, late, late_other = found[1], found[2], found[4], found[5]
    if year and late:
        raise BadInput(f"Give the year once. {_EXAMPLES}", field)
    if not (year or late):
        return _coming(number, today, starts)
    return Quarter(_read_year(year or late, other or late_other, starts, field), number, starts)


def _coming(number: int, today: date, starts: int) -> Quarter:
    running = quarter_of(today, starts)
    return Quarter(running.year + (number < running.number), number, starts)


def _read_year(typed: str, other: str | None, starts: int, field: str) -> int:
    year = _full(typed)
    if not _CENTURY <= year < _CENTURY + 100:
        raise BadInput(f"Give a year from {_CENTURY} to {_CENTURY + 99}.", field)
    if other and starts == 1:
        raise BadInput(f"Your years begin in January: write one year, such as {year}.", field)
    if other and _full(other) % 100 != (year + 1) % 100:
        raise BadInput(f"The year after {year} is {year + 1}: write {year}/{(year + 1) % 100:02}.", field)
    return year


def _full(typed: str) -> int:
    return int(typed) + (_CENTURY if len(typed) == len("27") else 0)
