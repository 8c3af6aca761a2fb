"""A team's sprints as dates: when each begins and ends, its stages and its lookaheads. Pure: no clock is read here.

All days are whole local days of the team. What falls at a time of day is made a moment of by `bot.schedule.instant`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import BadInput
from bot.model import WEEKDAYS

MOST_WEEKS = 6
NAME_TEXT = 60
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """A named part of a sprint, in whole weeks. Raises BadInput on `stages`."""

    name: str
    weeks: int

    def __post_init__(self) -> None:
        if not any(each.isprintable() and not each.isspace() for each in self.name):
            raise BadInput("Give each stage a name.", "stages")
        if len(self.name) > NAME_TEXT:
            raise BadInput(
                f"A stage's name has {NAME_TEXT} characters at most; one of yours has {len(self.name)}.",
                "stages",
            )
        if self.weeks < 1:
            raise BadInput(f"A stage takes at least one week; “{self.name}” takes none.", "stages")


@dataclass(frozen=True, slots=True)
class Span:
    """One sprint, both days included: of a cadence, or of dates chosen by hand. Raises BadInput on `number` and
    `last`."""

    number: int  #: how the team calls it, counted from 1
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.number < 1:
            raise BadInput("Sprints are counted from 1.", "number")
        if self.last < self.first:
            raise BadInput(f"A sprint cannot end before it begins, on {_day(self.first)}.", "last")
        if self.weeks > MOST_WEEKS:
            raise BadInput(f"A sprint takes {MOST_WEEKS} weeks at most; this one takes {self.weeks}.", "last")

    @property
    def weeks(self) -> int:
        """How many weeks it takes; one that is not whole counts."""
        return -((self.first - self.last - _DAY) // _WEEK)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def week_of(self, day: date) -> int | None:
        """Which of its weeks the day lies in, from 1; weeks begin on the weekday of its first day."""
        return (day - self.first) // _WEEK + 1 if day in self else None


@dataclass(frozen=True, slots=True)
class Cadence:
    """Sprints of `weeks` weeks, one after the other from `first` on and without end. Raises BadInput on `weeks`,
    `stages` and `number`."""

    weeks: int
    first: date
    stages: tuple[Stage, ...] = ()  #: in order; they fill the sprint, or there are none
    number: int = 1  #: of the sprint that begins on `first`

    def __post_init__(self) -> None:
        if not 1 <= self.weeks <= MOST_WEEKS:
            raise BadInput(f"A sprint takes 1 to {MOST_WEEKS} weeks.", "weeks")
        if self.number < 1:
            raise BadInput("Sprints are counted from 1.", "number")
        together = sum(each.weeks for each in self.stages)
        if self.stages and together != self.weeks:
            raise BadInput(
                f"The stages take {_weeks(together)} together, but the sprint takes {_weeks(self.weeks)}.",
                "stages",
            )

    def number_at(self, day: date) -> int | None:
        """The number of the sprint that runs on this day; None before the first."""
        return None if day < self.first else self.number + (day - self.first) // (self.weeks * _WEEK)

    def sprint(self, number: int) -> Span:
        """The sprint of this number. Raises BadInput on `number` for one before the first, or beyond the calendar."""
        if number < self.number:
            raise BadInput(f"Sprints of this length begin with sprint {self.number}.", "number")
        try:
            first = self.first + (number - self.number) * self.weeks * _WEEK
            return Span(number, first, first + self.weeks * _WEEK - _DAY)
        except OverflowError:
            raise BadInput("No calendar goes so far ahead.", "number") from None

    def sprint_at(self, day: date) -> Span | None:
        """The sprint that runs on this day; None before the first."""
        number = self.number_at(day)
        return None if number is None else self.sprint(number)

    def week_of(self, day: date) -> int | None:
        """Which week of its sprint the day lies in, from 1; None before the first sprint."""
        span = self.sprint_at(day)
        return None if span is None else span.week_of(day)

    def stage_of(self, day: date) -> Stage | None:
        """The stage that runs on this day; None before the first sprint, and where sprints have no stages."""
        week = self.week_of(day)
        return None if week is None else stage_in(self.stages, week)

    def changed(self, day: date, weeks: int, stages: tuple[Stage, ...] = ()) -> "Cadence":
        """The cadence that takes over when the sprint that runs on `day` ends; before the first sprint, at once."""
        span = self.sprint_at(day)
        return Cadence(weeks, self.first, stages, self.number) if span is None else after(span, weeks, stages)


def after(span: Span, weeks: int, stages: tuple[Stage, ...] = ()) -> Cadence:
    """The cadence that begins on the day after this sprint and counts on from it, however the sprint came to its
    dates. Raises BadInput as Cadence does."""
    return Cadence(weeks, span.last + _DAY, stages, span.number + 1)


def cadence_at(cadences: Iterable[Cadence], day: date) -> Cadence | None:
    """Of cadences of which each ends where the next begins, the one that holds on this day; None before the first."""
    begun = (each for each in cadences if each.first <= day)
    return max(begun, key=lambda each: each.first, default=None)


def stage_in(stages: Sequence[Stage], week: int) -> Stage | None:
    """The stage in this week of a sprint, from 1. In a sprint made longer by hand its last stage goes on; one cut
    short does without its end."""
    left = week
    for each in stages:
        if left <= each.weeks:
            return each
        left -= each.weeks
    return stages[-1] if stages else None


def planning_day(span: Span, days: Collection[int] = WEEKDAYS, off: Collection[date] = ()) -> date:
    """The first of the team's days in the sprint; with none, the sprint's first. `days` as in Member, 0 is Monday;
    `off` are dates on which the team does not work though they fall on its days."""
    return next(working(span.first, span.last, days, off), span.first)


def close_day(span: Span, days: Collection[int] = WEEKDAYS, off: Collection[date] = ()) -> date:
    """The last of the team's days in the sprint; with none, the sprint's last. Arguments as in `planning_day`."""
    return max(working(span.first, span.last, days, off), default=span.last)


def lookaheads(span: Span, days: Collection[int] = WEEKDAYS, off: Collection[date] = ()) -> tuple[date, ...]:
    """The days on which the team looks ahead: the first of its days in each second week of the sprint, and so never in
    the week of planning. A week without any of them has none. Arguments as in `planning_day`."""
    starts = (span.first + (week - 1) * _WEEK for week in range(2, span.weeks + 1, 2))
    found = (next(working(each, min(each + _WEEK - _DAY, span.last), days, off), None) for each in starts)
    return tuple(each for each in found if each is not None)


def working(first: date, last: date, days: Collection[int], off: Collection[date]) -> Iterator[date]:
    """The days on which the team works, from `first` to `last`. Arguments as in `planning_day`."""
    every = (first + number * _DAY for number in range((last - first).days + 1))
    return (each for each in every if each.weekday() in days and each not in off)


def require_clear(new: Span, others: Iterable[Span]) -> None:
    """Raises BadInput where a sprint would run at the same time as one of the others, naming the first of these;
    on `first` where it begins inside that one, else on `last`."""
    met = [each for each in others if new.first <= each.last and each.first <= new.last]
    if met:
        other = min(met, key=lambda each: (each.first, each.number))
        raise BadInput(
            f"Sprint {other.number} runs {say(other)}. Two sprints cannot run at the same time.",
            "first" if new.first in other else "last",
        )


def say(span: Span) -> str:
    """ "from Mon 4 Jan to Sun 17 Jan 2027", with both years where they differ; "on Mon 4 Jan 2027" for one day."""
    if span.first == span.last:
        return f"on {_day(span.first)}"
    start = _day(span.first)
    if span.first.year == span.last.year:
        start = start.removesuffix(f" {span.first.year}")
    return f"from {start} to {_day(span.last)}"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def _weeks(number: int) -> str:
    return f"{number} week" if number == 1 else f"{number} weeks"
