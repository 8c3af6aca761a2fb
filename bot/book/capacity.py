"""How many days a team has for a sprint: its developers' working days, less their holidays and the days they are away.

Whole days only: nobody says that they are away for half a day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from bot.errors import BadInput
from bot.model import Absence, Member, MemberId
from bot.worktime import falls_on, works

_DAY = timedelta(days=1)
_WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one member has. `away` and `holidays` are whole days of theirs that they lose, for whatever team; a public
    holiday while they are away is a holiday. `days`, what is left of them, is this team's part."""

    member: MemberId
    days: Fraction
    away: int = 0
    holidays: int = 0


@dataclass(frozen=True, slots=True)
class TeamCapacity:
    """What the developers of a team have together, in the order of the members."""

    members: tuple[Capacity, ...]

    @property
    def days(self) -> Fraction:
        """Working days, in parts where somebody works for several teams."""
        return sum((each.days for each in self.members), Fraction(0))

    @property
    def away(self) -> int:
        """Days lost because somebody is away."""
        return sum(each.away for each in self.members)

    @property
    def holidays(self) -> int:
        """Days lost to public holidays."""
        return sum(each.holidays for each in self.members)


def team_capacity(
    members: Iterable[Member],
    first: date,
    last: date,
    absences: Sequence[Absence] = (),
    *,
    shares: Mapping[MemberId, Fraction] | None = None,
    teams: Mapping[MemberId, int] | None = None,
) -> TeamCapacity:
    """What the active developers among the members have from `first` to `last`, both included.

    `shares` says which part of their time is this team's; for whom it says nothing, `teams` says in how many teams they
    are a developer, and each of these has an equal part. Raises BadInput on `shares` for a part not from 0 to 1.
    """
    shares, teams = shares or {}, teams or {}
    at_work = [each for each in members if each.active and "developer" in each.roles]
    return TeamCapacity(
        tuple(
            capacity(
                each, first, last, absences, shares.get(each.id, Fraction(1, max(1, teams.get(each.id, 1))))
            )
            for each in at_work
        )
    )


def capacity(
    member: Member, first: date, last: date, absences: Sequence[Absence] = (), share: Fraction = _WHOLE
) -> Capacity:
    """What a member has from `first` to `last`, both included, if this part of their time is the team's. One who has
    left has nothing, and loses nothing. Raises BadInput on `shares` for a part not from 0 to 1."""
    if not 0 <= share <= 1:
        raise BadInput(f"The part of {member.name}'s time is from 0 to all of it.", "shares")
    theirs = [each for each in absences if each.member == member.id]
    every = (first + number * _DAY for number in range((last - first).days + 1))
    days = [each for each in every if member.active and falls_on(member, each)]
    open_days = [each for each in days if works(member, each, ())]
    left = [each for each in open_days if works(member, each, theirs)]
    return Capacity(
        member.id, len(left) * share, away=len(open_days) - len(left), holidays=len(days) - len(open_days)
    )


def scaled_pace(pace: Fraction | int, usual_days: Fraction | int, days: Fraction | int) -> Fraction | None:
    """The points that a team may expect of `days` member-days when `pace` points are what it finishes in `usual_days`
    of them; None where it has no usual days. In proportion, and no cleverer: yesterday's weather, as in Beck and
    Fowler, Planning Extreme Programming, 2000, chapter 8."""
    return Fraction(pace) * Fraction(days) / Fraction(usual_days) if usual_days > 0 else None
