"""The book's pages and what rounds write into them, as rows."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, select

from bot.model import (
    Absence,
    Answered,
    BlockerStands,
    Book,
    Entry,
    EpicStands,
    Estimated,
    Member,
    MemberId,
    Obstacle,
    Page,
    Past,
    Plan,
    PlanId,
    Round,
    RoundId,
    Said,
    SpikeEnded,
    SprintStands,
    StandupStands,
    Team,
    WorkspaceId,
)
from storage.answers import AnswerRows
from storage.backlog import BacklogRows
from storage.blockers import BlockerRows
from storage.epics import EpicRows
from storage.past import PastRows
from storage.plans import PlanRows
from storage.roster import RosterRows
from storage.rounds import RoundRows
from storage.spikes import SpikeRows
from storage.sprints import SprintRows
from storage.statements import Statements
from storage.tables import absences, seats

#: Absences that ended longer ago than this are of no interest to any round.
PAST = timedelta(days=60)
#: So many of a team's retros are remembered by the next.
RETROS = 15
#: So many of a team's digests may show a question that is taken back.
DIGESTS = 15
#: So many of a team's last experiments are looked through for those of a story.
TRIALS = 100
#: What ended so long before the last digest may have been written after it.
LATELY = timedelta(days=1)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
#: The pages that are open rounds of one kind.
_ROUNDS: tuple[tuple[Page, str], ...] = (("spikes", "spike"), ("actions", "action"))

_ABSENCES = (
    select(absences.c.member, absences.c.first, absences.c.last)
    .join(seats, and_(seats.c.workspace == absences.c.workspace, seats.c.member == absences.c.member))
    .where(
        seats.c.workspace == bindparam("w"),
        seats.c.team == bindparam("t"),
        absences.c.last >= bindparam("since"),
    )
    .order_by(absences.c.first, absences.c.id)
)


class HistoryRows:
    """Implements `bot.ledger.History`."""

    def __init__(
        self,
        statements: Statements,
        roster: RosterRows,
        plans: PlanRows,
        rounds: RoundRows,
        backlog: BacklogRows,
        spikes: SpikeRows,
        sprints: SprintRows,
        epics: EpicRows,
    ) -> None:
        self._statements = statements
        self._answers = AnswerRows(statements)
        self._blockers = BlockerRows(statements)
        self._roster = roster
        self._plans = plans
        self._rounds = rounds
        self._backlog = backlog
        self._spikes = spikes
        self._sprints = sprints
        self._epics = epics
        self._past = PastRows(statements, rounds, backlog, spikes, sprints)

    def book(
        self,
        team: Team,
        plan: PlanId | None,
        pages: Iterable[Page],
        but: RoundId | None = None,
        at: datetime | None = None,
    ) -> Book:
        named = frozenset(pages)
        standing = None
        if plan is not None and named & {"plan", "absences", "readers"}:
            standing = self._plans.look(team.workspace, plan)
        followed = self._followed(team, named)
        return Book(
            team=team,
            plan=standing if "plan" in named else None,
            members=self._roster.members(team) if "members" in named else (),
            absences=self._absences(team, standing) if "absences" in named else (),
            said=self._answers.latest(team, plan, but) if "said" in named else (),
            blockers=self._blockers.of_plan(team, plan) if "blockers" in named else (),
            spikes=tuple(each for each in followed if each.kind == "spike"),
            backlog=self._backlog.of_team(team) if "backlog" in named else (),
            sprints=self._sprints.past(team) if "sprints" in named else (),
            sprint=self._sprint(team) if "sprint" in named else None,
            crowd=self._sprints.crowd(team) if "crowd" in named else {},
            stories=self._backlog.of_team(team, ("open", "done")) if "stories" in named else (),
            epics=self._epics.of_team(team) if "epics" in named else (),
            retros=self._retros(team, but) if "retros" in named else (),
            actions=tuple(each for each in followed if each.kind == "action"),
            past=self._past_of(team, at) if "past" in named else None,
            digest=self._rounds.latest(team, "digest") if "digest" in named else None,
            digests=self._rounds.recent(team, "digest", DIGESTS) if "digests" in named else (),
            questions=self._rounds.open_of(team, ("question",)) if "questions" in named else (),
            **self._since_digest(team, named),
            requests=self._rounds.open_of(team, ("access",)) if "requests" in named else (),
            experiments=self._rounds.open_of(team, ("experiment",)) if "experiments" in named else (),
            trials=self._rounds.recent(team, "experiment", TRIALS) if "trials" in named else (),
            about=self._rounds.open_of(team, ("sprint", "estimation")) if "about" in named else (),
            kpis=self._rounds.open_of(team, ("kpi",)) if "kpis" in named else (),
            readers=self._readers(standing) if standing and "readers" in named else (),
        )

    def _retros(self, team: Team, but: RoundId | None) -> tuple[Round[Any], ...]:
        found = self._rounds.recent(team, "retro", RETROS)
        return tuple(each for each in reversed(found) if each.id != but)

    def _followed(self, team: Team, named: frozenset[Page]) -> tuple[Round[Any], ...]:
        """A standup, for one, asks for spikes and actions together: one statement gives both."""
        kinds = [kind for page, kind in _ROUNDS if page in named]
        return self._rounds.open_of(team, kinds) if kinds else ()

    def _past_of(self, team: Team, at: datetime | None) -> Past:
        if at is None:
            raise ValueError("The page of the past ends at a moment that has to be told")
        return self._past.of_team(team, at)

    def _since_digest(self, team: Team, named: frozenset[Page]) -> dict[str, tuple[Any, ...]]:
        """The pages of what has happened since the last digest, and a little before it."""
        if not named & {"ended", "tried", "decided"}:
            return {}
        last = self._rounds.latest(team, "digest")
        since, touched = last.state.until - LATELY if last else _EVER, self._rounds.touched
        return {
            "ended": self._spikes.since(team, since) if "ended" in named else (),
            "tried": touched(team, "experiment", since, running=True) if "tried" in named else (),
            "decided": touched(team, "decision", since) if "decided" in named else (),
        }

    def _readers(self, plan: Plan) -> tuple[Member, ...]:
        """Whom a plan's settings name, with their hours."""
        met = (self._roster.met(plan.workspace, each) for each in plan.settings.people)
        return tuple(each for each in met if each)

    def _sprint(self, team: Team) -> Round[Any] | None:
        found = (each for each in self._rounds.open_of(team, ("sprint",)) if each.state.closed_at is None)
        return next(found, None)

    def _absences(self, team: Team, plan: Plan | None) -> tuple[Absence, ...]:
        # The plan's next day tells roughly what day it is without asking a clock.
        since = plan.next_day - PAST if plan and plan.next_day else date.min
        key = {"w": team.workspace, "t": team.id, "since": since}
        return tuple(Absence(*row) for row in self._statements.execute(_ABSENCES, key).all())

    def write(self, round_: Round[Any], entries: Iterable[Entry]) -> None:
        """Raises TypeError for an entry that has no page."""
        for entry in entries:
            match entry:
                case Answered(said):
                    self._answers.answer(round_, said)
                case BlockerStands():
                    self._blockers.stands(round_, entry)
                case StandupStands():
                    self._past.standup(round_, entry)
                case Estimated():
                    self._backlog.estimated(round_, entry)
                case SpikeEnded():
                    self._spikes.ended(round_, entry)
                case EpicStands(epic):
                    self._epics.stands(round_.workspace, round_.team, epic)
                case SprintStands():
                    self._sprints.stands(round_, entry)
                case _:
                    raise TypeError(f"{type(entry).__name__} has no page in the book")

    def said(
        self, team: Team, since: date, member: MemberId | None = None, kind: str | None = None
    ) -> tuple[Said, ...]:
        return self._answers.said(team, since, member, kind)

    def blockers(self, team: Team) -> tuple[Obstacle, ...]:
        return self._blockers.of_team(team)

    def kept(self, workspace: WorkspaceId, member: MemberId) -> tuple[int, date | None]:
        return self._answers.kept(workspace, member)
