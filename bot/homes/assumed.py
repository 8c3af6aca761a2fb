"""Assumptions as they stand on Homes: those that are due to be checked, and the work that broken ones wrote."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from bot import schedule
from bot.ceremonies import assumption
from bot.ceremonies.assumption import Assumption
from bot.ledger import Ledger
from bot.model import MemberId, Round, RoundId, StoryId, Team

#: Among so many of a team's last are those whose stories are still looked after.
RECENT = 100


@dataclass(frozen=True, slots=True)
class Due:
    """One that is to be checked since its day."""

    round: RoundId
    team: str
    number: int
    text: str
    day: date


@dataclass(frozen=True, slots=True)
class Broken:
    """One that broke, and the numbers of its stories that are not done yet."""

    round: RoundId
    team: str
    number: int
    text: str
    stories: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Assumed:
    """What somebody is asked about, and what broke of what they own or wrote down. `turns`: when the clock alone makes
    another of it."""

    due: tuple[Due, ...] = ()
    broken: tuple[Broken, ...] = ()
    turns: datetime | None = None


def at_home(ledger: Ledger, teams: Iterable[Team], member: MemberId, at: datetime, zone: str) -> Assumed:
    """What they are asked about, by the day on which it is checked where somebody in `zone` is, and by number. The days
    are told, not how long ago they are: a Home that nothing has changed is not drawn again each morning."""
    today = schedule.local_day(at, zone)
    due: list[Due] = []
    broken: list[Broken] = []
    ahead: list[date] = []
    for team in teams:
        for each in ledger.rounds.open_of(team, (assumption.KIND,)):
            state: Assumption = each.state
            if state.day is None or not _asks(state, member):
                continue
            if state.day > today:
                ahead.append(state.day)
            else:
                due.append(Due(each.id, team.name, state.number, state.text, state.day))
        broken += _broken(ledger, team, member)
    due.sort(key=lambda each: (each.day, each.team, each.number))
    broken.sort(key=lambda each: (each.team, each.number))
    turns = schedule.instant(min(ahead), time(0), zone) if ahead else None
    return Assumed(tuple(due), tuple(broken), turns)


def _broken(ledger: Ledger, team: Team, member: MemberId) -> Iterator[Broken]:
    theirs = [each for each in _written(ledger, team) if member in _whose(each.state)]
    wanted = {story for each in theirs for story in _stories(each.state)}
    open_ = {each.id: each.number for each in ledger.backlog.these(team, wanted) if each.state == "open"}
    for each in theirs:
        left = tuple(open_[story] for story in _stories(each.state) if story in open_)
        if left:
            yield Broken(each.id, team.name, each.state.number, each.state.text, left)


def concerned(ledger: Ledger, team: Team, stories: Collection[StoryId]) -> frozenset[MemberId]:
    """Whose Homes may tell of these stories, since a broken assumption of theirs wrote one."""
    found = (
        each.state for each in _written(ledger, team) if not set(stories).isdisjoint(_stories(each.state))
    )
    return frozenset(who for each in found for who in _whose(each))


def _written(ledger: Ledger, team: Team) -> list[Round[Assumption]]:
    """The team's last that broke and wrote stories."""
    return [each for each in ledger.rounds.recent(team, assumption.KIND, RECENT) if _stories(each.state)]


def _stories(state: Assumption) -> tuple[StoryId, ...]:
    broken = state.said if state.said and state.said.how == "broken" else None
    return tuple(each.story for each in broken.stories) if broken else ()


def _asks(state: Assumption, member: MemberId) -> bool:
    """Whether it is theirs to say how it went: its owner's, and that of a lead who was asked, not of those before."""
    return member == state.owner.id or (
        any(each.to == member for each in state.asked) and any(each.id == member for each in state.leads)
    )


def _whose(state: Assumption) -> tuple[MemberId, MemberId]:
    return state.owner.id, state.recorder.id
