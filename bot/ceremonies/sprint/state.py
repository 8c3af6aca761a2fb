"""A sprint as frozen values: its dates, what was claimed for it, and what became of that."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from bot.book.planning import Makeup, Outlook
from bot.cadence import Cadence, Span
from bot.ceremonies.experiment import Brief
from bot.model import Act, Claim, MemberId, Reason, RoundId, StoryId

KIND = "sprint"
#: Characters: of the goal, and of why a story took longer.
GOAL_TEXT, NOTE_TEXT = 200, 300
#: So many stories at once: more is no focus.
MOST = 60
#: More working days than that no team has.
MOST_DAYS = 2000
#: So many stories that nobody had are asked about by direct message: the rest, below what came of the sprint.
FEW_FREE = 3
#: So many sprints are called in a row that nobody plans: then it is left.
MOST_UNPLANNED = 3
#: A story that rolls over so often is offered to be split, or a spike.
TOO_OFTEN = 3

#: It begins later; it is to be planned; it runs; it is closed; nobody planned it, or it was skipped.
Phase = Literal["ahead", "planning", "running", "closed", "skipped"]


@dataclass(frozen=True, slots=True)
class Hours:
    """When a team's sprints speak, by its own clock: of planning, lookahead and the last day; and when one closes."""

    at: time = time(10)
    until: time = time(17)


@dataclass(frozen=True, slots=True)
class Carried:
    """A story that comes from the sprint before."""

    story: StoryId
    rolled: int  #: how many sprints it has been through
    owner: MemberId | None = None
    owner_name: str = ""
    done_at: datetime | None = None  #: it was done before this sprint was planned, and counts in it


@dataclass(frozen=True, slots=True)
class Mark:
    """So many points were done of so many in the sprint, from this moment on."""

    at: datetime
    done: int
    scope: int


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody is asked by direct message why a story rolls over: not before `at`, for nobody is in the night."""

    story: StoryId
    whom: MemberId
    at: datetime


@dataclass(frozen=True, slots=True)
class Spent:
    """An error budget that is spent, in percent of it, and of which KPI."""

    kpi: str
    name: str
    percent: int


#: What comes first while an error budget is spent.
Course = Literal["repair", "features"]


@dataclass(frozen=True, slots=True)
class Steered:
    """What was decided where budgets are spent; `number` is the decision's in the log, `decision` its round. `about`:
    those budgets; empty, as it once was not kept: all."""

    course: Course
    number: int
    decision: RoundId
    by: MemberId
    by_name: str
    about: tuple[Spent, ...] = ()


@dataclass(frozen=True, slots=True)
class Settle(Act):
    """The sprint is planned: its goal and its stories. `days`: the capacity, where somebody knows better; `seen`: what
    was in it as far as who plans could see, and may be taken out; None: all of it."""

    goal: str
    stories: tuple[StoryId, ...]
    days: float | None = None
    seen: tuple[StoryId, ...] | None = None
    seen_goal: str | None = None  #: the goal that it had then


@dataclass(frozen=True, slots=True)
class Take(Act):
    """A member takes a story on, or gives it to somebody; None gives it back."""

    story: StoryId
    owner: MemberId | None


@dataclass(frozen=True, slots=True)
class Close(Act):
    """The sprint is over, before its hour."""


@dataclass(frozen=True, slots=True)
class Skip(Act):
    """There is no sprint this time."""


@dataclass(frozen=True, slots=True)
class Recast(Act):
    """From the next sprint on, another length."""

    cadence: Cadence
    hours: Hours


@dataclass(frozen=True, slots=True)
class Stop(Act):
    """There are no sprints after this one; one that is not planned yet ends at once."""


@dataclass(frozen=True, slots=True)
class Steer(Act):
    """It was decided, and recorded, what comes first while budgets are spent. `about`: these KPIs; empty: all that
    nothing is decided about."""

    course: Course
    number: int
    decision: RoundId
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SteerNot(Act):
    """That decision was taken back."""

    decision: RoundId


@dataclass(frozen=True, slots=True)
class SayWhy(Act):
    """Why a story that rolls over was underestimated."""

    story: StoryId
    reason: Reason
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sprint:
    """A round that holds one sprint. Its days are whole days of the team."""

    team: str
    zone: str
    span: Span
    cadence: Cadence  #: of this sprint, and of the next unless that changes
    hours: Hours
    starter: MemberId  #: who set the sprints up
    starter_name: str
    days: tuple[int, ...]  #: on which the team works, 0 is Monday
    off: tuple[date, ...] = ()  #: dates on which none of it does
    phase: Phase = "ahead"
    goal: str = ""
    outlook: Outlook | None = None  #: as it was when it was to be planned
    proposed: Makeup | None = None
    hints: tuple[str, ...] = ()  #: how such stories went before
    carried: tuple[Carried, ...] = ()
    claims: tuple[Claim, ...] = ()
    marks: tuple[Mark, ...] = ()
    stage: str = ""  #: which of its stages runs
    looked: tuple[date, ...] = ()  #: the lookaheads that were opened
    dropped: tuple[StoryId, ...] = ()  #: taken out with their stories, which may come back
    asking: tuple[Asking, ...] = ()  #: who is asked why, and when
    unplanned: int = 0  #: so many sprints before this one were called and not planned
    ending: bool = False  #: its last day has begun
    closed_at: datetime | None = None
    closed_by: str = ""  #: their name; empty: its hour
    following: Cadence | None = None  #: what the next sprint goes by, where that is another
    following_hours: Hours | None = None
    stopped: bool = False  #: none follows
    spent: tuple[Spent, ...] = ()  #: error budgets, while it is to be planned
    steered: Steered | None = None  #: the last of what was decided about them
    steered_before: tuple[Steered, ...] = ()  #: what was decided before that, about others
    weighed: bool = False  #: what its close changes for the quarter's epics was told
    tried: tuple[Brief, ...] = ()  #: experiments of what is in it, as they stand while it runs

    @property
    def committed(self) -> int:
        """Points that it was planned with."""
        return sum(each.size for each in self.claims if not each.added)

    @property
    def scope(self) -> int:
        """Points that are in it now."""
        return sum(each.size for each in self.claims if each.state != "removed")

    @property
    def done(self) -> int:
        """Points that are done."""
        return sum(each.size for each in self.claims if each.state == "done")

    @property
    def unfinished(self) -> tuple[Claim, ...]:
        """What is to do yet or, once it is closed, rolls over."""
        return tuple(each for each in self.claims if each.state in {"open", "rolled"})

    @property
    def unexplained(self) -> tuple[Claim, ...]:
        """What rolls over and nobody has said why."""
        return tuple(each for each in self.claims if each.state == "rolled" and not each.reason)

    def concerns(self, story: StoryId) -> bool:
        """Whether the story is in it, or comes from the sprint before."""
        return self.claim(story) is not None or any(each.story == story for each in self.carried)

    def claim(self, story: StoryId) -> Claim | None:
        """The story in it, also where it was taken out."""
        return next((each for each in self.claims if each.story == story), None)

    def with_claim(self, claim: Claim) -> "Sprint":
        """With a claim as it is now."""
        return replace(
            self, claims=tuple(claim if each.story == claim.story else each for each in self.claims)
        )

    def marked(self, at: datetime) -> "Sprint":
        """With a mark, where points changed since the last one."""
        last = self.marks[-1] if self.marks else None
        if last and (last.done, last.scope) == (self.done, self.scope):
            return self
        return replace(self, marks=(*self.marks, Mark(at, self.done, self.scope)))
