"""How far a team gets: its finished sprints, or its weeks, as a forecast in dates. Always two statements: at even odds,
and with 85 %."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from typing import Literal

from bot.book.forecast import ENOUGH, HORIZON, last_day, steps
from bot.book.sprints import Sprint, finished, in_order
from bot.book.weeks import WEEK, weeks
from bot.model import WEEKDAYS, SprintPast, Story

Unit = Literal["sprint", "week"]
_DAY = timedelta(days=1)
#: A weekend between two sprints belongs to the first of them.
_GAP = 3


@dataclass(frozen=True, slots=True)
class Going:
    """The sprint that runs or is the next to run: its first and last day. `then`: the days of the one after it."""

    first: date
    last: date
    then: int


@dataclass(frozen=True, slots=True)
class History:
    """What a forecast goes by. `known`: how many finished sprints, or how many weeks with finished stories, there are;
    with too few of them nothing is said."""

    unit: Unit
    rows: tuple[Sprint, ...]
    known: int
    going: Going | None = None

    @property
    def enough(self) -> bool:
        """A sprint says a little, and the forecast says that it is rough. A single week says nothing."""
        return self.known >= (1 if self.unit == "sprint" else ENOUGH)


@dataclass(frozen=True, slots=True)
class Mark:
    """By the end of this day at least so many points are done: `half` at even odds, `sure` with 85 %."""

    day: date
    half: float
    sure: float


@dataclass(frozen=True, slots=True)
class Dates:
    """By when something is done: `half` at even odds, `sure` with 85 %. None: later than `horizon`, beyond which
    nothing is said."""

    half: date | None
    sure: date | None
    horizon: date


@dataclass(frozen=True, slots=True)
class Reach:
    """How many points get done by the end of each sprint, or week, to come. `since`: the day before the first."""

    history: History
    since: date
    marks: tuple[Mark, ...]
    horizon: date
    days: tuple[int, ...] = WEEKDAYS  #: on which somebody works

    @property
    def rough(self) -> bool:
        """From fewer than three sprints, so mostly the prior's."""
        return self.history.known < ENOUGH

    def when(self, points: float) -> Dates:
        """By the ends of which sprints, or weeks, so many points are done."""
        half = self._day([(each.day, each.half) for each in self._from_now()], points)
        sure = self._day([(each.day, each.sure) for each in self._from_now()], points)
        return Dates(half, sure, self.horizon)

    def _day(self, marks: Sequence[tuple[date, float]], points: float) -> date | None:
        """The first day by whose end so many points are done, within a sprint in proportion, as in `by`."""
        if points <= 0:
            return self.since
        for (before, low), (day, high) in pairwise(marks):
            if high >= points:
                found = before + ceil((points - low) / (high - low) * (day - before).days) * _DAY
                return next((each for each in _days(found, day) if each.weekday() in self.days), day)
        return None

    def by(self, day: date) -> Mark:
        """How many points get done by the end of a day, in proportion within a sprint; of a day beyond the last mark,
        what is done by that."""
        before = Mark(self.since, 0, 0)
        for each in self.marks:
            if each.day >= day:
                part = max(0.0, (day - before.day) / (each.day - before.day))
                return Mark(
                    day, _between(before.half, each.half, part), _between(before.sure, each.sure, part)
                )
            before = each
        return Mark(day, before.half, before.sure)

    def _from_now(self) -> Iterator[Mark]:
        yield Mark(self.since, 0, 0)
        yield from self.marks


def _days(first: date, last: date) -> Iterator[date]:
    return (first + number * _DAY for number in range((last - first).days + 1))


def _between(low: float, high: float, part: float) -> float:
    return low + (high - low) * part


def history(
    past: Iterable[SprintPast],
    stories: Iterable[Story],
    today: date,
    zone: str,
    going: Going | None = None,
) -> History:
    """A team's finished sprints or, where it has none, its weeks up to yesterday, by its stories that are done. A
    sprint in which nothing had an estimate says nothing."""
    rows = in_order(each for each in map(finished, past) if each.held)
    if rows:
        return History("sprint", rows, len(rows), going)
    found = weeks(stories, today - _DAY, zone)
    return History("week", found, sum(each.completed > 0 for each in found))


def reach(
    past: History,
    today: date,
    points: float = 0,
    until: date | None = None,
    days: Collection[int] = WEEKDAYS,
) -> Reach | None:
    """How far the team gets from `today` on, told as far ahead as is asked for: until so many `points` are done, and
    `until` that day is over, or until the horizon. A sprint ends on the last of its days that are worked on; 0 is
    Monday. None where there is too little to go by."""
    if not past.enough:
        return None
    first, lengths = ahead(past, today)
    marks: list[Mark] = []
    half = sure = 0.0
    every = [lengths[min(at, len(lengths) - 1)] for at in range(HORIZON)]
    for number, each in enumerate(steps(past.rows, every), start=1):
        half, sure = max(half, each.half), max(sure, each.sure)  # what is done stays done
        marks.append(Mark(_worked(first, last_day(first, lengths, number), days), half, sure))
        if sure >= points and (until is None or marks[-1].day >= until):
            break
    horizon = _worked(first, last_day(first, lengths, HORIZON), days)
    return Reach(past, first - _DAY, tuple(marks), horizon, tuple(days))


def _worked(first: date, last: date, days: Collection[int]) -> date:
    """The last day of these weekdays that is not after `last`; `last` itself where there is none from `first` on."""
    every = (last - timedelta(days=ago) for ago in range(WEEK))
    return next((each for each in every if each.weekday() in days and each >= first), last)


def ahead(past: History, today: date) -> tuple[date, Sequence[int]]:
    """The first day that counts, and the lengths in days of the sprints to come: the last one stands for all after it.

    Where it is known which sprint runs or comes next, its days count; else sprints follow each other as the last one
    did. Of the one that runs, what is left counts as a sprint of that length;
    where that is less than half of it, it counts with the next, for a forecast takes a short sprint for a better one
    than it is. Weeks begin today.
    """
    if past.unit == "week" or not past.rows or past.rows[-1].start is None:
        return today, (WEEK,)
    if past.going and past.going.last >= today:
        return _from_going(past.going, today)
    length, following = _rhythm(past.rows)
    if today <= following:
        return following, (length,)
    left = length - (today - following).days % length
    return today, (left if 2 * left >= length else left + length, length)


def _from_going(going: Going, today: date) -> tuple[date, Sequence[int]]:
    length = (going.last - going.first).days + 1
    if today <= going.first:
        return going.first, (length, going.then)
    left = (going.last - today).days + 1
    return today, (left, going.then) if 2 * left >= length else (left + going.then, going.then)


def _rhythm(rows: Sequence[Sprint]) -> tuple[int, date]:
    """From the beginning of one sprint to that of the next, in days, and when the next begins after the last."""
    starts = [each.start for each in rows if each.start]
    length = int(rows[-1].days)
    apart = (starts[-1] - starts[-2]).days if len(starts) > 1 else length
    whole = apart if length <= apart < length + _GAP else length
    return whole, starts[-1] + timedelta(days=whole)
