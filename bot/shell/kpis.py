"""The shell around KPIs: keeping one in view, finding them, what is reported of them, and what is decided where a
budget is spent."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from bot import rounds
from bot.book.budget import percent
from bot.ceremonies import kpi
from bot.ceremonies.decision import Draft
from bot.ceremonies.decision.state import TEXT
from bot.ceremonies.kpi import Alter, Awaited, End, Kpi, Reopen, Setup, Take
from bot.ceremonies.kpi.rules import mover
from bot.ceremonies.kpi.setting import called
from bot.ceremonies.sprint import Sprint, Steer
from bot.ceremonies.sprint.budgets import COURSES, decided, require_unsteered, unsettled
from bot.ceremonies.sprint.state import Course, Spent
from bot.errors import BadInput, NotFound, Refused, Settled
from bot.ledger import Ledger
from bot.model import Act, Measured, MemberId, Opening, Report, Round, RoundId, Team, WorkspaceId, measures
from bot.reports import intake
from bot.reports.intake import Taken, Taker
from bot.seating import seat
from bot.shell import decisions, sprinting
from bot.shell.theirs import Theirs, require_one
from bot.spelt import exact

#: So many are kept in view at once: more is no view.
MOST = 50
FULL = f"{MOST} are kept in view already. End one that nobody looks at."
NONE = "This team keeps nothing in view yet. `/kpi new` begins."
#: So many are named where one was not found, and in a sentence.
_NAMED, _SAID = 10, 5
#: Of so many, the last that a team began, one that was ended is found by its name.
_LATEST = 100


class Kept(Theirs[Kpi]):
    """A KPI, and whose."""

    @property
    def name(self) -> str:
        """As people call it."""
        return called(self.round.state.name, self.round.state.subset)


def create(
    ledger: Ledger, team: Team, name: str, subset: str, setup: Setup, by: MemberId, at: datetime
) -> Round[Kpi]:
    """Keep one in view. Raises NotFound for a stranger, and BadInput by field: `name` for one that is kept already."""
    if ledger.roster.person(team.workspace, by) is None:
        raise NotFound
    seat(ledger, team, [by], None)
    book = ledger.history.book(team, None, ("members",))
    owner = next((each for each in book.members if each.id == by), None)
    if owner is None:
        raise NotFound
    turn = kpi.begin(book, name, subset, setup, owner, at)
    others = of_team(ledger, team)  # the team is held from here on
    _require_free(others, turn.state)
    if len(others) >= MOST:
        raise BadInput(FULL, "name")
    begun = rounds.start(ledger, team, None, Opening(kpi.KIND, uuid4().hex, turn), at)
    if begun is None:
        raise NotFound  # no two have the same name
    return begun


def _require_free(others: Iterable[Kept], new: Kpi) -> None:
    if any(_is(each, new.name, new.subset) for each in others):
        raise BadInput(f"{called(new.name, new.subset)} is kept in view already.", "name")


def _is(kept: Kept, name: str, subset: str) -> bool:
    return measures(kept.round.state.name, kept.round.state.subset) == measures(name, subset)


def of_team(ledger: Ledger, team: Team) -> tuple[Kept, ...]:
    """Those that a team keeps in view, by name."""
    found = (Kept(team, each) for each in ledger.rounds.open_of(team, (kpi.KIND,)))
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.round.id)))


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Kept:
    """The KPI. Raises NotFound."""
    return Kept(*rounds.of_kind(ledger, workspace, round_, Kpi))


def named(ledger: Ledger, teams: Iterable[Team], typed: str) -> Kept:
    """The one that is called so in one of these teams: "availability", "recall@de". Raises NotFound, and BadInput
    where it may be one of several."""
    every = [each for team in teams for each in of_team(ledger, team)]
    found = _called(every, typed)
    if not found:
        raise NotFound(f"There is no KPI of that name here. {_those(every)}")
    return require_one(found, f"{found[0].name} is kept in view in")


def _called(every: Iterable[Kept], typed: str) -> list[Kept]:
    name, _, subset = typed.partition("@")
    return [each for each in every if _is(each, name, subset)]


def to_show(ledger: Ledger, teams: Iterable[Team], typed: str) -> Kept:
    """The same; where none is kept in view under that name, the last that was. Raises NotFound, BadInput."""
    here = tuple(teams)
    try:
        return named(ledger, here, typed)
    except NotFound:
        ended = (Kept(team, each) for team in here for each in ledger.rounds.recent(team, kpi.KIND, _LATEST))
        found = sorted(_called(ended, typed), key=lambda each: each.round.opened_at)
        if not found:
            raise
        return found[-1]


def _those(every: Iterable[Kept]) -> str:
    """What there is, in a sentence."""
    names = [each.name for each in every]
    if not names:
        return NONE
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"Kept in view: {', '.join(names[:_NAMED])}{more}. `/kpi new` adds one."


def do(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, act: Act, by: MemberId, at: datetime
) -> Round[Kpi]:
    """Do an act to a KPI. Raises what its ceremony refuses with, NotFound, and where it would be kept in view again,
    Settled beside one that took its name, and Refused where there is no room."""
    found = get(ledger, workspace, round_)
    if isinstance(act, Take):
        seat(ledger, found.team, [by], None)
    if isinstance(act, Reopen) and found.round.state.ended:
        _require_room(ledger, found)
    return rounds.perform(ledger, workspace, round_, act, by, at)


def _require_room(ledger: Ledger, ended: Kept) -> None:
    state, others = ended.round.state, of_team(ledger, ended.team)
    if any(_is(each, state.name, state.subset) for each in others):
        raise Settled(f"Another {ended.name} is kept in view by now.")
    if len(others) >= MOST:
        raise Refused(FULL)


def alter(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, setup: Setup, by: MemberId, at: datetime
) -> Round[Kpi]:
    """Let it keep something else. Raises BadInput by field, NotYours, Settled, NotFound."""
    return do(ledger, workspace, round_, Alter(setup), by, at)


def end(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId, at: datetime) -> Round[Kpi]:
    """Keep it in view no more. Raises NotYours, Settled, NotFound."""
    return do(ledger, workspace, round_, End(), by, at)


def to_change(ledger: Ledger, kept: Kept, by: MemberId) -> Kept:
    """One that they may change, before they fill in a form in vain. Raises Settled, NotYours."""
    if kept.round.state.ended:
        raise Settled(f"{kept.name} is not kept in view any more.")
    mover(kept.round.state, by, ledger.history.book(kept.team, None, ("members",)))
    return kept


def taker(rest: Taker = intake.nobody) -> Taker:
    """Whoever takes reports in: readings of KPIs here, and those that name an experiment by `rest`."""

    def take_in(ledger: Ledger, team: Team, report: Report, at: datetime) -> Taken:
        return (rest if report.experiment else take)(ledger, team, report, at)

    return take_in


def take(ledger: Ledger, team: Team, report: Report, at: datetime) -> Taken:
    """Take in the readings of a report, all of them or none. Raises BadInput by field: `metrics` for what the team does
    not keep in view or what is there twice, `metrics.NAME` for a value that there cannot be, `at`."""
    every = of_team(ledger, team)
    pairs = [(_meant(every, each), each) for each in report.measured]
    if len({kept.round.id for kept, _ in pairs}) < len(pairs):
        raise BadInput("A metric is there twice.", "metrics")
    after = [(kept, _taken(ledger, kept, each, report, at)) for kept, each in pairs]
    return Taken("recorded", _said([state for _, state in after]))


def _meant(every: tuple[Kept, ...], measured: Measured) -> Kept:
    found = next((each for each in every if _is(each, measured.metric, measured.subset)), None)
    if found is None:
        name = called(measured.metric, measured.subset)
        raise BadInput(f"This team does not keep {name} in view. {_those(every)}", "metrics")
    return found


def _taken(ledger: Ledger, kept: Kept, measured: Measured, report: Report, at: datetime) -> Kpi:
    act = Take(measured.value, report.at, report.source)
    try:
        after: Round[Kpi] = rounds.perform(ledger, kept.team.workspace, kept.round.id, act, None, at)
    except BadInput as refused:
        field = (
            f"metrics.{called(measured.metric, measured.subset)}"
            if refused.field == "value"
            else refused.field
        )
        raise BadInput(refused.sentence, field) from None
    return after.state


def _said(states: list[Kpi]) -> str:
    more = f" And {len(states) - _SAID} more." if len(states) > _SAID else ""
    return " ".join(map(_stands, states[:_SAID])) + more


def _stands(state: Kpi) -> str:
    now, name = state.used, called(state.name, state.subset)
    value = exact(state.last.value) if state.last else "none"
    if now.share is None:
        return f"{name} is {value}; not enough readings yet to tell its budget."
    return f"{name} is {value}; {percent(now.percent)} of its error budget is used."


def steer(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    course: Course,
    why: str,
    by: MemberId,
    at: datetime,
    seen: Collection[str] | None = None,
) -> Round[Sprint]:
    """Record what comes first in the sprint to be planned, while error budgets are spent: a decision of the team's log.
    It is about those of the KPIs `seen` that nothing is decided about yet; None: all of these. Raises Settled where it
    was decided, NotYours, NotFound, Refused, and BadInput on `why`."""
    running = to_steer(ledger, workspace, round_, by)
    about = [each for each in to_settle(running.round.state) if seen is None or each.kpi in seen]
    if not about:
        raise Settled("About these error budgets nothing is to be decided any more.")
    waits_for = tuple(RoundId(each.kpi) for each in about)
    wording = _decided(running.round.state.span.number, about, course)
    draft = Draft(wording, why, (by,), sign=_sign(about), kpis=waits_for)
    made = decisions.record(ledger, running.team, decisions.Wish(draft), by, at)
    for each in waits_for:
        rounds.perform(ledger, workspace, each, Awaited(made.id), None, at)
    act = Steer(course, made.state.number, made.id, waits_for)
    return rounds.perform(ledger, workspace, round_, act, by, at)


def to_settle(state: Sprint) -> tuple[Spent, ...]:
    """The spent budgets that nothing is decided about yet."""
    return unsettled(state.spent, decided(state))


def to_steer(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId) -> sprinting.Running:
    """The sprint, where they may decide that. Raises Settled, NotYours, NotFound, Refused."""
    running = sprinting.get(ledger, workspace, round_)
    require_unsteered(running.round.state)
    sprinting.require_mover(ledger, running, by)
    return running


def _decided(sprint: int, spent: Sequence[Spent], course: Course) -> str:
    """ "Sprint 8: repair first, as the error budget of availability is spent (132 %)"."""
    head, first = f"Sprint {sprint}: {COURSES[course]}", spent[0]
    if len(spent) == 1:
        return f"{head}, as the error budget of {first.name} is spent ({percent(first.percent)})"
    names = ", ".join(f"{each.name} ({percent(each.percent)})" for each in spent)
    said = f"{head}, as these error budgets are spent: {names}"
    return said if len(said) <= TEXT else f"{head}, as {len(spent)} error budgets are spent"


def _sign(spent: Sequence[Spent]) -> str:
    """What would make somebody revisit it."""
    if len(spent) == 1:
        return f"{spent[0].name} is within its error budget again"
    return "They are within their error budgets again"
