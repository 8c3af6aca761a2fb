"""When somebody is asked whether a decision still stands: who decided, on the working morning of its day, each once.

Where none of them is in the team any more, or at work within months, the leads are asked instead. Where nobody answers,
those leads who were not asked yet are, once, after five working days of theirs. After that nobody is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot import schedule, worktime
from bot.ceremonies.decision.state import WAITS, Decision, Matter, Told
from bot.model import Absence, Member, MemberId

_INSTANT = timedelta(microseconds=1)
#: A message that went out some seconds after the morning began costs nobody another day.
_LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody who is to be asked, when and why. `to` None: the channel, by the team's own hours."""

    to: MemberId | None
    member: Member
    matter: Matter
    due: datetime


def away_of(state: Decision, member: Member) -> tuple[Absence, ...]:
    """Their days away."""
    return tuple(each for each in state.away if each.member == member.id)


def call_at(member: Member, at: datetime, away: tuple[Absence, ...]) -> datetime | None:
    """When they may be asked next, after this moment: as their working day begins or, in their quiet hours, when these
    end."""
    starts = (_aloud(member, each, away) for each, _ in worktime.windows(member, at, away))
    return next((moment for moment in starts if moment > at), None)


def may_tell(member: Member, at: datetime, away: tuple[Absence, ...]) -> bool:
    """Whether they are at work, and not in quiet hours that end while they are."""
    return worktime.at_work(member, at, away) and _aloud(member, at, away) == at


def _aloud(member: Member, moment: datetime, away: tuple[Absence, ...]) -> datetime:
    later = schedule.after_quiet(member, moment)
    return later if worktime.at_work(member, later, away) else moment


def anybody(zone: str) -> Member:
    """By whose hours the team's channel is asked."""
    return Member(MemberId(""), "", zone)


def calls(state: Decision) -> tuple[Call, ...]:
    """Who is to be asked yet for the day that stands."""
    if state.day is None or state.ended:
        return ()
    known = {each.to for each in state.asked}
    found: dict[MemberId | None, Call] = {}
    for each in _calls(state, state.day):
        if each.to not in known:
            found.setdefault(each.to, each)  # a lead who decided it too is asked once
    return tuple(found.values())


def _calls(state: Decision, day: date) -> Iterator[Call]:
    """All of them, those who were asked too."""
    gone = any(each.matter == "gone" for each in state.asked)
    first = min((each.at for each in state.asked if each.matter == "day"), default=None)
    who = () if gone else tuple(_on(state, state.deciders, "day", day))
    yield from who
    if first:
        yield from _unanswered(state, first)
    elif not who:
        leads = tuple(_on(state, state.leads, "gone", day))
        yield from leads
        if not leads:
            yield from (replace(each, to=None) for each in _on(state, (anybody(state.zone),), "gone", day))


def _on(state: Decision, members: tuple[Member, ...], matter: Matter, day: date) -> Iterator[Call]:
    for each in members:
        morning = schedule.instant(day, time(0), each.zone) - _INSTANT
        due = call_at(each, morning, away_of(state, each)) if each.active else None
        if due:
            yield Call(each.id, each, matter, due)


def _unanswered(state: Decision, first: datetime) -> Iterator[Call]:
    for each in state.leads:
        away = away_of(state, each)
        waits = WAITS * worktime.day_length(each) - _LATE
        waited = worktime.after(each, first, waits, away) if each.active else None
        due = call_at(each, waited, away) if waited else None
        if due:
            yield Call(each.id, each, "unanswered", due)


def wake_at(state: Decision, at: datetime) -> datetime | None:
    """When the clock acts next: what came due while somebody was not at work waits for their next morning."""
    moments = (
        each.due if each.due > at else call_at(each.member, at, away_of(state, each.member))
        for each in calls(state)
    )
    return min((each for each in moments if each), default=None)


def ticked(state: Decision, at: datetime) -> Decision:
    """What the clock does by this moment: nothing to somebody who is not at work."""
    new = tuple(
        Told(each.matter, each.to, at, state.day)
        for each in calls(state)
        if state.day and each.due <= at and may_tell(each.member, at, away_of(state, each.member))
    )
    return replace(state, told=(*state.told, *new)) if new else state
