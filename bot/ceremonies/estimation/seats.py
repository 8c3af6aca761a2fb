"""When each voter is asked and reminded, and until when their vote is waited for: by their own clock and days."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot import schedule
from bot.ceremonies.estimation.state import AWAY, LEFT, Voter
from bot.model import Absence, Ballot, Member, MemberId
from bot.worktime import works

#: A voter's own hour, on the day on which voting ends.
CLOSES = time(16)
#: So long before their hour somebody who has not voted is reminded.
NOTICE = timedelta(hours=1)
#: A vote that was asked for may stay open so many days.
FURTHEST = timedelta(days=31)
_DAY = timedelta(days=1)


def next_working_day(member: Member, at: datetime, absences: Sequence[Absence]) -> date:
    """The first working day after the member's today; simply the next day where there is none for a month."""
    today = schedule.local_day(at, member.zone)
    ahead = (today + number * _DAY for number in range(1, FURTHEST.days + 1))
    return next((day for day in ahead if works(member, day, absences)), today + _DAY)


def seat(
    members: Sequence[Member],
    ballots: Mapping[MemberId, tuple[Ballot, ...]],
    day: date,
    at: datetime,
    absences: Sequence[Absence],
) -> tuple[Voter, ...]:
    """The voters among these members, by name as they come. Voting ends on `day`."""
    return tuple(
        _voter(each, ballots[each.id], day, at, absences) for each in members if ballots.get(each.id)
    )


def _voter(
    member: Member, ballots: tuple[Ballot, ...], day: date, at: datetime, absences: Sequence[Absence]
) -> Voter:
    """Whoever does not work on the day itself has until the last of their working days before it; with none, they
    are not waited for."""
    own = _own_day(member, day, at, absences)
    ask_at = _ask_at(member, at, own, absences)
    ends_at = schedule.instant(own or day, CLOSES, member.zone)
    if own and ask_at >= ends_at:  # a late shift: their hour is the end of their work
        ends_at = schedule.instant(
            own if member.starts < member.ends else own + _DAY, member.ends, member.zone
        )
    return Voter(
        member.id,
        member.name,
        member.zone,
        ballots,
        ask_at,
        ends_at,
        _remind_at(member, ask_at, ends_at),
        member.quiet,
        "" if own else AWAY if member.active else LEFT,
    )


def _own_day(member: Member, day: date, at: datetime, absences: Sequence[Absence]) -> date | None:
    """A day counts if its working hours are ahead. Where that day is over already, as in the far east, it is the next
    on which they work."""
    today = schedule.local_day(at, member.zone)
    first = today if at < schedule.instant(today, member.starts, member.zone) else today + _DAY
    if first > day:
        ahead = [first + number * _DAY for number in range(FURTHEST.days)]
    else:
        ahead = [day - number * _DAY for number in range((day - first).days + 1)]
    return next((each for each in ahead if works(member, each, absences)), None)


def _ask_at(member: Member, at: datetime, own: date | None, absences: Sequence[Absence]) -> datetime:
    """At once while they are at work; else when their next working day begins."""
    today = schedule.local_day(at, member.zone)
    if own is None or (schedule.in_hours(member, at) and works(member, today, absences)):
        return schedule.after_quiet(member, at)
    days = (today + number * _DAY for number in range((own - today).days + 1))
    starts = (
        schedule.instant(day, member.starts, member.zone) for day in days if works(member, day, absences)
    )
    return schedule.after_quiet(member, next((each for each in starts if each > at), at))


def _remind_at(member: Member, ask_at: datetime, ends_at: datetime) -> datetime | None:
    """None for who wants no reminders, or is in their quiet hours until their hour has come."""
    if not member.reminders:
        return None
    moment = schedule.after_quiet(member, ends_at - NOTICE)
    return moment if ask_at < moment < ends_at else None


def last_hour(voters: Sequence[Voter], day: date, zone: str) -> datetime:
    """When voting ends: with the last hour of those who are waited for, or the team's own."""
    return max(
        (each.ends_at for each in voters if not each.absent), default=schedule.instant(day, CLOSES, zone)
    )


def tick(voter: Voter, at: datetime) -> Voter:
    """Ask and remind, where it is time."""
    if not voter.awaited or at >= voter.ends_at:
        return voter
    due = voter.remind_at and at >= voter.remind_at
    if not voter.asked and at >= voter.ask_at:
        # Whoever is asked so late is not nudged in the same breath
        return replace(voter, asked=True, remind_at=None if due else voter.remind_at)
    return replace(voter, reminded=True) if voter.asked and due and not voter.reminded else voter


def wake_at(voter: Voter, at: datetime) -> list[datetime]:
    """The moments at which a voter is to be asked or reminded yet."""
    if not voter.awaited:
        return []
    asks = None if voter.asked else voter.ask_at
    reminds = None if voter.reminded else voter.remind_at
    return [each for each in (asks, reminds) if each and each > at]
