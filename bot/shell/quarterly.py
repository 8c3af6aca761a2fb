"""The shell around epics and forecasts: epics made, found and changed, what is known of them, and the notice when a
forecast crosses the end of a quarter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from bot import rounds, schedule
from bot.book import quarters
from bot.book.epics import Figures, figures, key, same
from bot.book.queue import in_order, points
from bot.book.reach import History, Reach, history, reach
from bot.ceremonies import quarter as watching
from bot.ceremonies.sprint.dates import working_days
from bot.errors import BadInput, NotFound, Settled
from bot.ledger import Ledger
from bot.model import WEEKDAYS, Epic, EpicId, MemberId, Opening, Story, Team
from bot.shell import backlog, experiments, sprinting

#: So many epics of a team are open at once: who has more has no focus. And characters of what they are called.
MOST, NAME, OBJECTIVE = 40, 60, 500
_NONE_HERE = "No epics here yet. `/epic add` begins one."


@dataclass(frozen=True, slots=True)
class Wish:
    """An epic as a person wrote it. `quarter` as typed: "Q1", "2027 Q1"; empty for none."""

    name: str
    objective: str = ""
    quarter: str = ""
    owner: MemberId | None = None
    owner_name: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What a team's forecasts go by, as rows; working it out takes a moment, and needs no transaction."""

    team: Team
    today: date
    epics: tuple[Epic, ...]
    stories: tuple[Story, ...]  #: open and done
    history: History
    days: tuple[int, ...] = WEEKDAYS  #: on which somebody of the team works

    @property
    def open(self) -> tuple[Epic, ...]:
        """Those that are not closed: by quarter, those without one last, then by name."""
        still = (each for each in self.epics if not each.closed)
        return tuple(
            sorted(still, key=lambda each: (each.year or 9999, each.quarter or 9, each.name.casefold()))
        )

    @property
    def points(self) -> int:
        """Of all open stories that have an estimate."""
        return points(in_order(self.stories))

    def reach(self, points: float | None = None, until: date | None = None) -> Reach | None:
        """How far the team gets: as far as its whole backlog, if nothing else is asked for."""
        return reach(self.history, self.today, self.points if points is None else points, until, self.days)

    def figures(self, epics: Sequence[Epic]) -> tuple[Figures, ...]:
        """These epics in figures."""
        return figures(epics, self.stories, self.reach(), self.today)


def known(ledger: Ledger, team: Team, at: datetime) -> Known:
    """All that is known of a team's epics and pace."""
    today = schedule.local_day(at, team.zone)
    stories = ledger.backlog.of_team(team, ("open", "done"))
    past = ledger.sprints.past(team)
    return Known(
        team,
        today,
        ledger.epics.of_team(team),
        stories,
        history(past, stories, today, team.zone, sprinting.going(ledger, team)),
        working_days(ledger.roster.members(team)),
    )


def create(ledger: Ledger, team: Team, wish: Wish, at: datetime) -> Epic:
    """Begin an epic. Raises BadInput by field."""
    every = ledger.epics.of_team(team)
    if sum(not each.closed for each in every) >= MOST:
        raise BadInput(f"A team has {MOST} open epics at most. `/epic close` ends one.", "name")
    return _put(ledger, team, Epic(EpicId(uuid4().hex), ""), wish, at)


def edit(ledger: Ledger, team: Team, epic: EpicId, wish: Wish, at: datetime) -> Epic:
    """Let an epic read as wished. Stories that name it go with it to its new name. Raises BadInput by field, and
    NotFound."""
    before = get(ledger, team, epic)
    after = _put(ledger, team, before, wish, at)
    if after.name != before.name:
        for each in ledger.backlog.of_team(team, ("open", "done", "dropped")):
            if same(each.epic, before.name):
                backlog.rename_epic(ledger, team, each, after.name)
        experiments.rename_epic(ledger, team, before.name, after.name, at)
    return after


def _put(ledger: Ledger, team: Team, epic: Epic, wish: Wish, at: datetime) -> Epic:
    name = " ".join(wish.name.split())
    if not name:
        raise BadInput("Give it a name: stories are put into it by that.", "name")
    if len(name) > NAME:
        raise BadInput(f"A name has {NAME} characters at most; yours has {len(name)}.", "name")
    _require_free(ledger.epics.of_team(team), epic, name)
    if len(wish.objective) > OBJECTIVE:
        raise BadInput(
            f"An objective has {OBJECTIVE} characters at most; yours has {len(wish.objective)}.", "objective"
        )
    meant = _quarter(wish.quarter, schedule.local_day(at, team.zone))
    after = replace(
        epic,
        name=name,
        objective=wish.objective,
        owner=wish.owner,
        owner_name=wish.owner_name,
        year=meant.year if meant else None,
        quarter=meant.number if meant else None,
    )
    if (after.year, after.quarter) != (epic.year, epic.quarter):
        after = replace(after, late=False)  # against another end nothing has been said yet
    ledger.epics.put(team, after)
    if meant:
        _watch(ledger, team, at)
    return after


def _watch(ledger: Ledger, team: Team, at: datetime) -> None:
    """A team that has epics of a quarter has it looked at each week."""
    if not ledger.rounds.open_of(team, (watching.KIND,)):
        rounds.start(ledger, team, None, Opening(watching.KIND, uuid4().hex, watching.begin(team, at)), at)


def _require_free(every: Sequence[Epic], epic: Epic, name: str) -> None:
    taken = next((each for each in every if each.id != epic.id and same(each.name, name)), None)
    if taken:
        how = (
            f"It is closed: `/epic reopen {taken.name}` has it back."
            if taken.closed
            else "Take another name."
        )
        raise BadInput(f"There is an epic “{taken.name}” already. {how}", "name")


def _quarter(typed: str, today: date) -> quarters.Quarter | None:
    return quarters.parse(typed, today) if typed.strip() else None


def close(ledger: Ledger, team: Team, epic: EpicId) -> Epic:
    """End an epic; its stories stay as they are. Raises NotFound, Settled where that was done."""
    before = get(ledger, team, epic)
    if before.closed:
        raise Settled(f"“{before.name}” is closed already.")
    ledger.epics.put(team, after := replace(before, closed=True, late=False))
    return after


def reopen(ledger: Ledger, team: Team, epic: EpicId) -> Epic:
    """Have a closed epic back. Raises NotFound, Settled where that was done, BadInput where there are too many."""
    before = get(ledger, team, epic)
    if not before.closed:
        raise Settled(f"“{before.name}” is open.")
    if sum(not each.closed for each in ledger.epics.of_team(team)) >= MOST:
        raise BadInput(f"A team has {MOST} open epics at most. `/epic close` ends one.")
    ledger.epics.put(team, after := replace(before, closed=False))
    return after


def get(ledger: Ledger, team: Team, epic: EpicId) -> Epic:
    """The epic. Raises NotFound."""
    found = ledger.epics.get(team, epic)
    if found is None:
        raise NotFound("That epic is no longer there.")
    return found


def find(known: Known, typed: str) -> Epic:
    """The epic that is meant by its name, by the first letters of one name alone, or by its number in the list. Raises
    NotFound, BadInput where nothing was typed."""
    if not known.epics:
        raise NotFound(_NONE_HERE)
    if not key(typed):
        raise BadInput("Name the epic, as in `/epic Churn`. `/epic` lists them.")
    exact = [each for each in known.epics if same(each.name, typed)]
    begun = [each for each in known.open if key(each.name).startswith(key(typed))]
    number = typed.strip().removeprefix("#")
    if exact:
        return exact[0]
    if number.isascii() and number.isdecimal() and 0 < int(number[:9]) <= len(known.open):
        return known.open[int(number[:9]) - 1]
    if len(begun) == 1:
        return begun[0]
    raise NotFound(f"There is no epic “{typed.strip()[:NAME]}” here. `/epic` lists those that there are.")
