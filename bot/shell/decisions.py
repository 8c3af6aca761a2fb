"""The shell around decisions: recording one under the team's next number, finding them, and what people do to them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot import rounds, schedule
from bot.ceremonies import decision, sprint
from bot.ceremonies.decision import About, Decision, Draft, Reverse, Supersede, TakeBack
from bot.ceremonies.decision.rules import require_mover, require_taker, require_undoer
from bot.ceremonies.sprint import SteerNot
from bot.errors import BadInput, BotError, NotFound, Settled
from bot.ledger import Ledger
from bot.model import Act, EpicId, MemberId, Opening, Round, RoundId, StoryId, Team, WorkspaceId
from bot.seating import seat
from bot.shell import backlog, logbook
from bot.shell.logbook import RECENT
from bot.shell.theirs import Theirs

#: What is revisited within so many days is soon, and stands in the Home of who decided.
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wrote into the form. `replaces`: the decision in whose place it stands."""

    draft: Draft
    epic: EpicId | None = None
    story: StoryId | None = None
    replaces: RoundId | None = None


#: A decision, and whose team's.
Made = Theirs[Decision]


@dataclass(frozen=True, slots=True)
class ToRevisit:
    """A decision of somebody's that is to be revisited soon, as their Home tells of it. `sign`: no day was set; what
    would make them revisit it came true on `day`."""

    round: RoundId
    team: str
    number: int
    text: str
    day: date
    overdue: bool
    sign: bool = False


def record(
    ledger: Ledger,
    team: Team,
    wish: Wish,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> Round[Decision]:
    """Record one. `present`: who is in the channel, where that is known. Raises NotYours for who is not of the team,
    NotFound for a story that is gone, and BadInput by field."""
    seat(ledger, team, (by, *wish.draft.deciders), present, "deciders")
    replaced = _to_replace(ledger, team, wish.replaces, by) if wish.replaces else None
    number = logbook.next_number(ledger, team, decision.KIND)
    book = ledger.history.book(team, None, ("members", "absences"))
    turn = decision.begin(book, wish.draft, number, by, at, _about(ledger, team, wish))
    begun = rounds.start(ledger, team, None, Opening(decision.KIND, str(number), turn), at)
    if begun is None:
        raise NotFound  # no two have the same name
    if replaced:
        act = Supersede(number, begun.id)
        rounds.perform(ledger, team.workspace, replaced.round.id, act, by, at)
        _unsteer(ledger, replaced, at)
        return get(ledger, team.workspace, begun.id).round
    return begun


def _to_replace(ledger: Ledger, team: Team, round_: RoundId, by: MemberId) -> Made:
    try:
        found = to_revisit(ledger, team.workspace, round_, by)
    except BotError as refused:
        raise BadInput(refused.sentence, "replaces") from None
    if found.team.id != team.id:
        raise BadInput("That is another team's.", "replaces")
    return found


def _about(ledger: Ledger, team: Team, wish: Wish) -> About:
    epic = ledger.epics.get(team, wish.epic) if wish.epic else None
    story = backlog.get(ledger, team, wish.story) if wish.story else None
    about = About(epic.name if epic else "")
    return About(about.epic, story.id, story.number, story.title) if story else about


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Made:
    """The decision. Raises NotFound."""
    return Made(*rounds.of_kind(ledger, workspace, round_, Decision))


def numbered(ledger: Ledger, teams: Iterable[Team], number: int) -> Made:
    """The decision of this number in one of these teams. Raises NotFound, and BadInput where it may be one of
    several."""
    return logbook.numbered(ledger, teams, decision.KIND, number)


def listed(ledger: Ledger, team: Team, most: int) -> tuple[Made, ...]:
    """The last of a team, newest first, without those that were taken back."""
    found = ledger.rounds.recent(team, decision.KIND, most)
    newest = sorted(found, key=lambda each: int(each.state.number), reverse=True)
    return tuple(Made(team, each) for each in newest if each.state.standing != "taken back")


def standing(ledger: Ledger, team: Team, most: int = RECENT) -> tuple[Made, ...]:
    """Those of the last that stand."""
    return tuple(each for each in listed(ledger, team, most) if each.round.state.ended is None)


def may_revisit(ledger: Ledger, made: Made, by: MemberId) -> bool:
    """Whether it stands and they may say how it goes on."""
    book = ledger.history.book(made.team, None, ("members",))
    return logbook.may(lambda: require_mover(made.round.state, by, book))


def may_restore(ledger: Ledger, made: Made, by: MemberId, at: datetime) -> bool:
    """Whether they may say still that it was not ended after all."""
    book = ledger.history.book(made.team, None, ("members",))
    return logbook.may(lambda: require_undoer(made.round.state, by, at, book))


def may_take_back(ledger: Ledger, made: Made, by: MemberId, at: datetime) -> bool:
    """Whether it was recorded just now and is theirs to take back."""
    book = ledger.history.book(made.team, None, ("members",))
    return logbook.may(lambda: require_taker(made.round.state, by, at, book))


def to_revisit(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId) -> Made:
    """One that they may revisit, before they fill in a form in vain. Raises NotFound, Settled, NotYours."""
    found = get(ledger, workspace, round_)
    require_mover(found.round.state, by, ledger.history.book(found.team, None, ("members",)))
    return found


def do(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, act: Act, by: MemberId, at: datetime
) -> Round[Decision]:
    """Do an act to a decision. Raises what its ceremony refuses with, NotFound, and BadInput on `other` where it would
    be superseded by one that does not stand or is another team's."""
    found = get(ledger, workspace, round_)
    if isinstance(act, Supersede):
        other = get(ledger, workspace, act.round)
        if other.team.id != found.team.id:
            raise BadInput("That is another team's.", "other")
        if other.round.state.ended:
            raise BadInput(f"Decision #{other.round.state.number} stands no more.", "other")
        act = Supersede(other.round.state.number, act.round, act.why)
    after = rounds.perform(ledger, workspace, round_, act, by, at)
    if isinstance(act, TakeBack | Reverse | Supersede):
        _unsteer(ledger, found, at, taken_back=isinstance(act, TakeBack))
    return after


def _unsteer(ledger: Ledger, made: Made, at: datetime, *, taken_back: bool = False) -> None:
    """It stands no more: a sprint that is still to be planned by it can be decided anew. One that was planned keeps it,
    unless there never was one."""
    for each in ledger.rounds.open_of(made.team, (sprint.KIND,)):
        if taken_back or each.state.phase in {"planning", "skipped"}:
            rounds.perform(ledger, made.team.workspace, each.id, SteerNot(made.round.id), None, at)


def require_open(made: Made) -> Made:
    """Raises Settled for one that was taken back: there is nothing to show."""
    if made.round.state.standing == "taken back":
        raise Settled(f"Decision #{made.round.state.number} was taken back.")
    return made


def at_home(
    ledger: Ledger, teams: Iterable[Team], member: MemberId, at: datetime, zone: str
) -> tuple[tuple[ToRevisit, ...], datetime | None]:
    """Those that somebody in `zone` decided and that are to be revisited within a week, by the day; and the moment at
    which the clock alone makes others of them."""
    today = schedule.local_day(at, zone)
    found: list[ToRevisit] = []
    turns: list[date] = []
    for team in teams:
        for each in ledger.rounds.open_of(team, (decision.KIND,)):
            state: Decision = each.state
            day = state.due
            if day is None or all(one.id != member for one in state.deciders):
                continue
            if day > today + SOON:
                turns.append(day - SOON)
                continue
            overdue = day < today
            sign = state.came is not None
            found.append(ToRevisit(each.id, team.name, state.number, state.text, day, overdue, sign))
            turns += [] if overdue else [day + timedelta(days=1)]
    found.sort(key=lambda each: (each.day, each.team, each.number))
    return tuple(found), schedule.instant(min(turns), time(0), zone) if turns else None
