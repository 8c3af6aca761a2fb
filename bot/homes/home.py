"""A person's Home: what waits for them, what is in their way, their teams' plans, their own settings and days away.

It is gathered in one reading transaction into a frozen value, whose fingerprint says whether there is news. All its
moments are absolute, so that it does not grow stale by itself before `until`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot import agenda, schedule
from bot.ceremonies import blocker, standup
from bot.ceremonies.survey import Seat
from bot.homes import assumed, sprinted, tried, viewed
from bot.homes.appointed import Appointment, appointments
from bot.homes.assumed import Broken, Due
from bot.homes.boxed import Boxed, boxed, next_step
from bot.homes.sprinted import Sprinted, Unexplained
from bot.homes.tried import Glance
from bot.homes.viewed import Viewed
from bot.ledger import Ledger
from bot.model import (
    Absence,
    Chosen,
    MemberId,
    Round,
    RoundId,
    Standing,
    Team,
    TeamId,
    WorkspaceId,
)
from bot.shell import actions, decisions, estimating, retros, spiking
from bot.shell.actions import Yours

_DAY = timedelta(days=1)
#: Of what lasts until here, nobody needs to know when it ends; days after it have no name in some zone.
_LAST_DAY = date.max - 3 * _DAY


@dataclass(frozen=True, slots=True)
class Waiting:
    """A prompt that the person may act on. `until`: when answers count no more."""

    round: RoundId
    kind: str
    title: str
    team: str
    day: date
    state: Literal["asked", "answered", "skipped"]
    until: datetime


@dataclass(frozen=True, slots=True)
class Stuck:
    """A blocker of the person's own, or one of somebody else that they look into."""

    round: RoundId
    team: str
    name: str
    text: str
    day: date
    standing: Standing
    helper: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote that they owe: how many cards of how many they have chosen. Which, is nobody's business."""

    round: RoundId
    team: str
    chosen: int
    of: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which they are away; the number takes them back."""

    number: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of them besides their settings."""

    answers: int
    since: date | None
    days_away: int


@dataclass(frozen=True, slots=True)
class Home:
    """All that a person's Home shows."""

    name: str
    zone: str
    profile_zone: str
    chosen: Chosen
    year: int  #: days of another are named with theirs
    waiting: tuple[Waiting, ...] = ()
    votes: tuple[Vote, ...] = ()
    wanted: tuple[retros.Wanted, ...] = ()
    spikes: tuple[Boxed, ...] = ()
    actions: tuple[Yours, ...] = ()
    decided: tuple[decisions.ToRevisit, ...] = ()
    to_check: tuple[Due, ...] = ()
    broken: tuple[Broken, ...] = ()
    tried: tuple[Glance, ...] = ()
    viewed: tuple[Viewed, ...] = ()
    sprints: tuple[Sprinted, ...] = ()
    unexplained: tuple[Unexplained, ...] = ()
    stuck: tuple[Stuck, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    away: tuple[Away, ...] = ()
    kept: Kept = Kept(0, None, 0)
    newcomer: bool = False  #: of no team yet


@dataclass(frozen=True, slots=True)
class View:
    """A Home as it is now, and when the clock alone will make another of it."""

    home: Home
    until: datetime | None


def gather(ledger: Ledger, workspace: WorkspaceId, member: MemberId, at: datetime) -> View | None:
    """The Home of a person at this moment; None for somebody whom we do not know, or who is gone."""
    person = ledger.roster.person(workspace, member)
    if person is None or not person.active:
        return None
    chosen = ledger.roster.chosen(workspace, member) or Chosen()
    zone = chosen.zone or person.zone
    today = schedule.local_day(at, zone)
    teams = ledger.roster.teams_of(workspace, member)
    places = _places(ledger, teams, member, at)
    revisit, changes = decisions.at_home(ledger, teams, member, at, zone)
    taken = assumed.at_home(ledger, teams, member, at, zone)
    boxes = spiking.of_member(ledger, teams, member)
    home = Home(
        name=person.name,
        zone=zone,
        profile_zone=person.zone,
        chosen=chosen,
        year=today.year,
        waiting=_waiting(places),
        votes=tuple(
            Vote(each.round.id, each.team.name, each.laid, each.of, each.round.state.ends_at)
            for each in estimating.owed(ledger, teams, member)
        ),
        wanted=retros.at_home(ledger, teams),
        spikes=tuple(boxed(each, member, at) for each in boxes),
        actions=actions.at_home(ledger, teams, member, today),
        decided=revisit,
        to_check=taken.due,
        broken=taken.broken,
        tried=tried.at_home(ledger, teams, member),
        viewed=viewed.at_home(ledger, teams, member),
        sprints=sprinted.of_member(ledger, teams, member),
        unexplained=sprinted.unexplained(ledger, teams, member),
        stuck=tuple(each for team in teams for each in _stuck(ledger, team, member)),
        appointments=tuple(each for team in teams for each in appointments(ledger, team, person, at)),
        away=_away(ledger, workspace, member, today),
        kept=_kept(ledger, workspace, member),
        newcomer=not teams,
    )
    steps = (next_step(each.round.state, at) for each in boxes)
    moments = (_until(home, places, at), changes, taken.turns, *steps)
    return View(home, min((each for each in moments if each), default=None))


@dataclass(frozen=True, slots=True)
class _Place:
    """Their seat in a round that is open."""

    team: Team
    round: Round[standup.Standup]
    seat: Seat


def _places(ledger: Ledger, teams: tuple[Team, ...], member: MemberId, at: datetime) -> tuple[_Place, ...]:
    return tuple(
        _Place(team, each, seat)
        for team in teams
        for each in ledger.rounds.open_of(team, (standup.KIND,))
        if not (each.state.survey.trial or each.state.survey.held)
        and (seat := agenda.seat_now(each.state.survey, member, at))
    )


def _waiting(places: tuple[_Place, ...]) -> tuple[Waiting, ...]:
    """For each team the latest prompt that they may still act on; what is to be done comes first."""
    latest: dict[TeamId, Waiting] = {}
    for each in sorted(places, key=lambda each: each.round.state.survey.day):
        survey, state = each.round.state.survey, _state(each.seat)
        if state:
            latest[each.team.id] = Waiting(
                each.round.id,
                each.round.kind,
                survey.title,
                each.team.name,
                survey.day,
                state,
                each.seat.until,
            )
    order = ("asked", "skipped", "answered")
    return tuple(sorted(latest.values(), key=lambda each: (order.index(each.state), each.until)))


def _state(seat: Seat) -> Literal["asked", "answered", "skipped"] | None:
    if seat.given:
        return "answered"
    if seat.absent:
        return None
    if seat.skipped:
        return "skipped"
    return "asked" if seat.asked_at else None


def _stuck(ledger: Ledger, team: Team, member: MemberId) -> Iterator[Stuck]:
    for each in ledger.rounds.open_of(team, (blocker.CEREMONY.kind,)):
        held: Round[blocker.Blocker] = each
        state = held.state
        mine = state.owner == member
        if mine or (state.helped_by == member and state.standing == "acknowledged"):
            yield Stuck(
                each.id, team.name, state.name, state.text, state.day, state.standing, state.helper, mine
            )


def _away(ledger: Ledger, workspace: WorkspaceId, member: MemberId, today: date) -> tuple[Away, ...]:
    known = ledger.roster.absences(workspace, member, today)
    return tuple(Away(number, each.first, each.last) for number, each in known.items())


def _kept(ledger: Ledger, workspace: WorkspaceId, member: MemberId) -> Kept:
    answers, since = ledger.history.kept(workspace, member)
    return Kept(answers, since, _count(ledger.roster.absences(workspace, member, date.min).values()))


def _count(absences: Iterable[Absence]) -> int:
    """The days of these, each once. They come by their first day."""
    days, counted = 0, 0  # as ordinals: no day follows the last
    for each in absences:
        days += max(each.last.toordinal() - max(each.first.toordinal() - 1, counted), 0)
        counted = max(counted, each.last.toordinal())
    return days


def _until(home: Home, places: tuple[_Place, ...], at: datetime) -> datetime | None:
    """The next prompt, that of an open round too, the end of what waits, of days away, and of days on which actions
    are due."""
    moments = [each.next_at for each in home.appointments if each.next_at]
    moments += [each.seat.ask_at for each in places if each.seat.asked_at is None]
    moments += [each.until for each in home.waiting]
    moments += [each.until for each in home.votes]
    ends = [each.last + _DAY for each in home.away if each.last < _LAST_DAY]
    ends += [each.due + _DAY for each in home.actions if not each.overdue]
    moments += [schedule.instant(day, time(0), home.zone) for day in ends]
    return min((moment for moment in moments if moment > at), default=None)
