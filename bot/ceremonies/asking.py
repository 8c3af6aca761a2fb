"""When people are asked about something that has a day: those it is theirs to say, on the working morning of that day,
each once.

Where none of them is in the team any more, or at work within months, the leads are asked instead. Where nobody answers,
those leads who were not asked yet are, once, after five working days of theirs. After that nobody is, unless what would
make them look again comes true anew after such a wait: then it begins anew.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot import schedule, worktime
from bot.errors import BadInput
from bot.model import Absence, Book, Dm, Member, MemberId, Notice, Room

#: The leads are asked, once, when nobody has answered for so many working days of theirs.
WAITS = 5
#: The day is within so many, if there is one.
FURTHEST = timedelta(days=731)
_INSTANT = timedelta(microseconds=1)
#: A message that went out some seconds after the morning began costs nobody another day.
_LATE = timedelta(hours=1)

#: Why somebody is asked: its day has come; none of those whose it is can be asked; none of them has answered.
Matter = Literal["day", "gone", "unanswered"]


@dataclass(frozen=True, slots=True)
class Told:
    """Who was asked (None: the channel), when, and for which day."""

    matter: Matter
    to: MemberId | None
    at: datetime
    day: date
    sign: bool = False  #: not for the day: what would make them look at it again had come true on it


@dataclass(frozen=True, slots=True)
class Asking:
    """Whose it is to say, and who leads. `day` None: nobody is to be asked; `asked`: what is not answered of what
    was; `since`: each is asked on their first morning after it, since what would make them look again came true."""

    day: date | None
    zone: str  #: the team's
    theirs: tuple[Member, ...]
    leads: tuple[Member, ...]
    away: tuple[Absence, ...]
    asked: tuple[Told, ...]
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody who is to be asked, when and why. `to` None: the channel, by the team's own hours."""

    to: MemberId | None
    member: Member
    matter: Matter
    due: datetime


def away_of(away: Iterable[Absence], member: Member) -> tuple[Absence, ...]:
    """Their days away."""
    return tuple(each for each in away if each.member == member.id)


def call_at(member: Member, at: datetime, away: tuple[Absence, ...]) -> datetime | None:
    """When they may be asked next, after this moment: as their working day begins or, in their quiet hours, when these
    end."""
    starts = (_aloud(member, each, away) for each, _ in worktime.windows(member, at, away))
    return next((moment for moment in starts if moment > at), None)


def may_tell(member: Member, at: datetime, away: tuple[Absence, ...]) -> bool:
    """Whether they are at work, and not in quiet hours that end while they are."""
    return worktime.at_work(member, at, away) and _aloud(member, at, away) == at


def goes(member: Member | None, at: datetime, away: Iterable[Absence]) -> datetime | None:
    """When a question that could not be sent at its moment may go: once they are at work again. Nobody's hours are
    waited for where it is not known whose they are."""
    if member is None:
        return at
    theirs = away_of(away, member)
    return at if may_tell(member, at, theirs) else call_at(member, at, theirs)


def _aloud(member: Member, moment: datetime, away: tuple[Absence, ...]) -> datetime:
    later = schedule.after_quiet(member, moment)
    return later if worktime.at_work(member, later, away) else moment


def anybody(zone: str) -> Member:
    """By whose hours the team's channel is asked."""
    return Member(MemberId(""), "", zone)


def place(told: Told) -> Dm | Room:
    """Where they are asked."""
    return Dm(told.to) if told.to else Room()


def whom(told: Told, known: Iterable[Member], zone: str) -> Member | None:
    """By whose hours a question goes; None for somebody who is not among those that are known any more."""
    if told.to is None:
        return anybody(zone)
    return {each.id: each for each in known}.get(told.to)


def slots(told: Sequence[Told], ask: Callable[[Told, int], Notice]) -> dict[str, Notice]:
    """A slot for each question that was asked; `ask` draws it, by its number from 1."""
    return {
        f"{each.matter}:{each.to or 'all'}:{number}": ask(each, number)
        for number, each in enumerate(told, start=1)
    }


def calls(asking: Asking) -> tuple[Call, ...]:
    """Who is to be asked yet for the day that stands."""
    if asking.day is None:
        return ()
    known = {each.to for each in _standing(asking)}
    found: dict[MemberId | None, Call] = {}
    for each in _calls(asking, asking.day):
        if each.to not in known:
            found.setdefault(each.to, each)  # a lead whose it is too is asked once
    return tuple(found.values())


def _calls(asking: Asking, day: date) -> Iterator[Call]:
    """All of them, those who were asked too."""
    asked = _standing(asking)
    gone = any(each.matter == "gone" for each in asked)
    first = min((each.at for each in asked if each.matter == "day"), default=None)
    who = () if gone else tuple(_on(asking, asking.theirs, "day", day))
    yield from who
    if first:
        yield from _unanswered(asking, max(first, asking.since) if asking.since else first)
    elif not who:
        leads = tuple(_on(asking, asking.leads, "gone", day))
        yield from leads
        if not leads:
            yield from (replace(each, to=None) for each in _on(asking, (anybody(asking.zone),), "gone", day))


def _on(asking: Asking, members: tuple[Member, ...], matter: Matter, day: date) -> Iterator[Call]:
    for each in members:
        morning = schedule.instant(day, time(0), each.zone) - _INSTANT
        morning = max(morning, asking.since) if asking.since else morning
        due = call_at(each, morning, away_of(asking.away, each)) if each.active else None
        if due:
            yield Call(each.id, each, matter, due)


def _unanswered(asking: Asking, first: datetime) -> Iterator[Call]:
    for each in asking.leads:
        waited = _waited(asking, each, first) if each.active else None
        due = call_at(each, waited, away_of(asking.away, each)) if waited else None
        if due:
            yield Call(each.id, each, "unanswered", due)


def _waited(asking: Asking, member: Member, start: datetime) -> datetime | None:
    """When so many working days of theirs have passed; None where that is months away."""
    return worktime.after(
        member, start, WAITS * worktime.day_length(member) - _LATE, away_of(asking.away, member)
    )


def _standing(asking: Asking) -> tuple[Told, ...]:
    """What was asked of what holds now. What comes and goes within days is one; what comes true anew when somebody has
    let a question wait for longer is asked of them again."""
    since = asking.since
    if since is None:
        return asking.asked
    known = (*asking.theirs, *asking.leads)
    return tuple(each for each in asking.asked if not _outlived(asking, each, known, since))


def _outlived(asking: Asking, told: Told, known: tuple[Member, ...], since: datetime) -> bool:
    member = whom(told, known, asking.zone) or anybody(asking.zone)  # the hours of who is gone are not known
    waited = _waited(asking, member, told.at)
    return waited is not None and waited < since


def wake_at(asking: Asking, at: datetime) -> datetime | None:
    """When the clock acts next: what came due while somebody was not at work waits for their next morning."""
    moments = (
        each.due if each.due > at else call_at(each.member, at, away_of(asking.away, each.member))
        for each in calls(asking)
    )
    return min((each for each in moments if each), default=None)


def asked_now(asking: Asking, at: datetime) -> tuple[Told, ...]:
    """Who is asked by the clock at this moment: nobody who is not at work."""
    return tuple(
        Told(each.matter, each.to, at, asking.day, asking.since is not None)
        for each in calls(asking)
        if asking.day and each.due <= at and may_tell(each.member, at, away_of(asking.away, each.member))
    )


def around(asking: Asking, book: Book) -> Asking:
    """With the people as they are now. Once a lead was asked, whoever leads from then on is not."""
    known = {each.id: each for each in book.members}
    theirs = tuple(known.get(each.id, replace(each, active=False)) for each in asking.theirs)
    leads = tuple(each for each in book.members if each.active and each.leads)
    if any(each.matter != "day" for each in _standing(asking)):
        leads = tuple(known[each.id] for each in asking.leads if each.id in known and known[each.id].leads)
    ids = {each.id for each in (*theirs, *leads)}
    away = tuple(each for each in book.absences if each.member in ids)
    return replace(asking, theirs=theirs, leads=leads, away=away)


def require_ahead(day: date, zone: str, at: datetime) -> None:
    """Raises BadInput on `day` for a day that is not after today, by the team's calendar, or is too far off."""
    today = schedule.local_day(at, zone)
    if day <= today:
        raise BadInput("Choose a day after today.", "day")
    if day > today + FURTHEST:
        raise BadInput("Choose a day within two years.", "day")
