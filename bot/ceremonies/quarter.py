"""A team's quarter, looked at once a week: epics whose forecast crosses its end between two sprints, and those of teams
that have no sprints. It is a round that asks nothing; the notices are rounds of their own."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot import schedule
from bot.ceremonies.sprint.crossings import crossings
from bot.ceremonies.sprint.dates import going_of
from bot.model import Act, Book, Ceremony, MemberId, Notice, Page, Round, Team, Tick, Turn

KIND = "quarter"
#: Looked at on Mondays at this time of the team's.
_AT = time(10)
_DAY = timedelta(days=1)
_READS: frozenset[Page] = frozenset({"members", "epics", "stories", "sprints", "sprint"})


@dataclass(frozen=True, slots=True)
class Watch:
    """A round that looks at the quarter's epics, once a team has any. `zone` is the team's; `due`: when it looks."""

    zone: str
    due: datetime


def begin(team: Team, at: datetime) -> Turn[Watch]:
    """The turn with which it begins: the next Monday is the first."""
    due = _next(team.zone, at)
    return Turn(Watch(team.zone, due), due)


def advance(round_: Round[Watch], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Watch]:
    """On its Monday it tells of what has crossed."""
    del by
    state = round_.state
    if not isinstance(act, Tick) or at < state.due:
        return Turn(state, state.due)
    going = going_of(book.sprint.state) if book.sprint else None
    stands, told = crossings(book, at, going)
    due = _next(state.zone, at)
    return Turn(replace(state, due=due), due, entries=stands, opens=told)


def _next(zone: str, at: datetime) -> datetime:
    today = schedule.local_day(at, zone)
    return schedule.instant(today + (7 - today.weekday()) * _DAY, _AT, zone)


def show(_: Round[Watch]) -> dict[str, Notice]:
    """Nothing: what crossed has a notice of its own."""
    return {}


CEREMONY: Ceremony[Watch] = Ceremony(KIND, Watch, type(None), advance, show, reads={Tick: _READS})
