"""The shell around sprints: setting them up, finding the one that runs, and what its forms show."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4

from bot import rounds, schedule
from bot.book import planning
from bot.book.planning import Makeup, Outlook
from bot.book.ranking import Ranked, rank
from bot.book.reach import Going
from bot.cadence import Cadence, Stage, after
from bot.ceremonies import sprint
from bot.ceremonies.sprint import Hours, Recast, Sprint
from bot.ceremonies.sprint.clock import outlook_of, proposal
from bot.ceremonies.sprint.dates import going_of
from bot.ceremonies.sprint.rules import mover
from bot.errors import NotFound, Refused
from bot.ledger import Ledger
from bot.model import Book, MemberId, Opening, Page, Round, RoundId, StoryId, Team, WorkspaceId
from bot.theirs import Theirs

_PAGES: tuple[Page, ...] = ("members", "absences", "backlog", "sprints", "crowd")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for in the form. `first` counts where sprints begin, not where they change."""

    weeks: int
    first: date
    stages: tuple[Stage, ...] = ()
    at: time = time(10)
    until: time = time(17)

    @property
    def hours(self) -> Hours:
        """When such sprints speak."""
        return Hours(self.at, self.until)


#: A team's sprint that is ahead, to be planned, or under way.
Running = Theirs[Sprint]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the form of planning shows: the open stories in their order, those that are chosen, and the team's pace."""

    running: Running
    stories: tuple[Ranked, ...]
    chosen: tuple[StoryId, ...]
    outlook: Outlook
    makeup: Makeup
    hints: tuple[str, ...]
    seen: tuple[StoryId, ...] = ()  #: what is in it just now


def start(ledger: Ledger, team: Team, wish: Wish, by: MemberId, at: datetime) -> Round[Sprint]:
    """Set up a team's sprints. Raises BadInput by field, Refused where they are, NotFound for strangers."""
    now = _now(ledger, team)
    if now:
        raise Refused(
            f"This team has sprints: number {now.round.state.span.number} is under way or ahead."
            " `/sprint setup` changes those that follow."
        )
    if ledger.roster.member(team, by) is None:
        ledger.roster.seat(team, by, ("developer",))
    book = ledger.history.book(team, None, (*_PAGES, "kpis"))
    who = next((each for each in book.members if each.id == by), None)
    if who is None:
        raise NotFound
    last = max((each.sprint.number for each in book.sprints), default=0)
    cadence = Cadence(wish.weeks, wish.first, wish.stages, last + 1)
    turn = sprint.begin(book, cadence, wish.hours, who, at)
    begun = rounds.start(ledger, team, None, Opening(sprint.KIND, uuid4().hex, turn), at)
    if begun is None:
        raise NotFound  # no two have the same name
    return begun


def change(ledger: Ledger, team: Team, wish: Wish, by: MemberId, at: datetime) -> Round[Sprint]:
    """Other sprints from the next one on that is not planned yet. Raises BadInput by field, NotFound where there are
    none, and NotYours."""
    now = current(ledger, team)
    state = now.round.state
    if state.phase in {"running", "skipped"}:
        cadence = after(state.span, wish.weeks, wish.stages)
    else:  # it is not planned yet, so it may still be another
        cadence = Cadence(wish.weeks, state.span.first, wish.stages, state.span.number)
    act = Recast(cadence, wish.hours)
    return rounds.perform(ledger, team.workspace, now.round.id, act, by, at)


def _now(ledger: Ledger, team: Team) -> Running | None:
    found = [each for each in ledger.rounds.open_of(team, (sprint.KIND,)) if each.state.closed_at is None]
    return Running(team, found[0]) if found else None


def current(ledger: Ledger, team: Team | None) -> Running:
    """The sprint that is under way or ahead. Raises NotFound, also where there is no team yet."""
    found = _now(ledger, team) if team else None
    if found is None:
        raise NotFound("This team has no sprints. `/sprint start` sets them up.")
    return found


def running(ledger: Ledger, team: Team) -> Running | None:
    """The sprint that runs just now."""
    found = _now(ledger, team)
    return found if found and found.round.state.phase == "running" else None


def going(ledger: Ledger, team: Team) -> Going | None:
    """The days of the sprint that runs or comes next, as forecasts read them."""
    found = _now(ledger, team)
    return going_of(found.round.state) if found else None


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Running:
    """The sprint. Raises NotFound."""
    return Running(*rounds.of_kind(ledger, workspace, round_, Sprint))


def require_mover(ledger: Ledger, running: Running, member: MemberId) -> None:
    """Raises NotYours for who may not plan and close it, before they fill in a form in vain."""
    mover(running.round.state, member, ledger.history.book(running.team, None, ("members",)))


def choice(ledger: Ledger, running: Running, chosen: tuple[StoryId, ...] | None = None) -> Choice:
    """What may be planned. `chosen` None: what is in it, or what is proposed."""
    book = ledger.history.book(running.team, None, _PAGES)
    state = running.round.state
    known = state.outlook if state.phase == "running" else None
    outlook = known or outlook_of(state, book)  # days away that were told since the call count
    if chosen is None:
        chosen = _first(state, book, outlook)
    picked = [each for each in book.backlog if each.id in chosen]
    return Choice(
        running,
        rank(book.backlog),
        chosen,
        outlook,
        planning.makeup(picked),
        planning.warnings(picked, book.sprints),
        tuple(each.story for each in state.claims if each.state == "open"),
    )


def _first(state: Sprint, book: Book, outlook: Outlook) -> tuple[StoryId, ...]:
    if state.phase == "running":
        return tuple(each.story for each in state.claims if each.state == "open")
    return tuple(each.id for each in proposal(state, book, outlook))


def today(running: Running, at: datetime) -> date:
    """The team's day."""
    return schedule.local_day(at, running.team.zone)
