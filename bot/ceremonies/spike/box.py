"""A box: a fixed amount of one member's working time that is used up while it runs."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import worktime
from bot.errors import BadInput
from bot.model import Absence, Member

#: The least and the most that is given at once: the most in working days.
LEAST, MOST_DAYS = timedelta(minutes=30), 5
#: So long before a box is used up its owner is told, or a tenth of one that is longer than their day.
NOTICE = timedelta(minutes=10)
_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Box:
    """So much of this member's working time. It runs from `since`, and has been used up to `used` by then."""

    size: timedelta
    whose: Member
    away: tuple[Absence, ...] = ()  #: theirs
    used: timedelta = _NONE
    since: datetime | None = None  #: None: it stands still

    def used_at(self, at: datetime) -> timedelta:
        """How much is used at this moment: never more than there is."""
        if self.since is None:
            return self.used
        return min(self.size, self.used + worktime.between(self.whose, self.since, at, self.away))

    def left_at(self, at: datetime) -> timedelta:
        """How much is left at this moment."""
        return self.size - self.used_at(at)

    def when(self, used: timedelta) -> datetime | None:
        """The moment at which so much will be used: None while it stands still, or beyond their horizon."""
        if self.since is None:
            return None
        return worktime.after(self.whose, self.since, max(_NONE, used - self.used), self.away)

    @property
    def half(self) -> timedelta:
        """How much is used at half-time."""
        return self.size / 2

    @property
    def days(self) -> int:
        """How many of its owner's days it is, where it is two or more whole ones; else 0."""
        days, rest = divmod(self.size, worktime.day_length(self.whose) or self.size)
        return days if days > 1 and not rest else 0

    @property
    def near(self) -> timedelta:
        """How much is used when it is nearly up."""
        long = self.size > worktime.day_length(self.whose)
        return self.size - (self.size / 10 if long else NOTICE)

    def stopped(self, at: datetime) -> "Box":
        """As it stands still from then on."""
        return replace(self, used=self.used_at(at), since=None)

    def running(self, at: datetime) -> "Box":
        """As it runs on from then."""
        return replace(self, since=at) if self.since is None else self

    def given(self, whose: Member, away: tuple[Absence, ...], at: datetime) -> "Box":
        """Passed on to another member, or to the same with other hours: what was used stays used."""
        stopped = self.stopped(at)
        since = None if self.since is None else max(self.since, at)
        return replace(stopped, whose=whose, away=away, since=since)

    def grown(self, more: timedelta) -> "Box":
        """With so much more."""
        return replace(self, size=self.size + more)


def require_size(size: timedelta, whose: Member, field: str = "box") -> timedelta:
    """Raises BadInput for less than half an hour, and for more than five of their days."""
    most = MOST_DAYS * worktime.day_length(whose)
    if not LEAST <= size <= most:
        raise BadInput(f"A box is between 30 minutes and {MOST_DAYS} working days.", field)
    return size
