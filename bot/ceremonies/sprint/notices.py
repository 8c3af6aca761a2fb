"""What people see of a sprint: the call to plan it, its card, its last day, what came of it, and the question why."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.book.planning import Makeup, Outlook
from bot.cadence import Span
from bot.ceremonies.experiment import Brief
from bot.ceremonies.sprint.burnup import burn_up
from bot.ceremonies.sprint.state import Mark, Phase, Spent, Steered
from bot.model import Claim, Notice, Picture


@dataclass(frozen=True, slots=True)
class Plan(Notice):
    """The sprint is to be planned: what the team has, its pace, and what would fit."""

    span: Span
    phase: Phase
    outlook: Outlook | None = None
    proposed: Makeup | None = None
    hints: tuple[str, ...] = ()
    carried: int = 0  #: so many stories roll over into it
    skipped_by: str = ""  #: it may still be planned
    spent: tuple[Spent, ...] = ()  #: error budgets: what comes first is to be decided
    steered: Steered | None = None
    steered_before: tuple[Steered, ...] = ()  #: what was decided before that, about other budgets
    last: bool = False  #: nobody planned it or those before it, so none is called any more

    @property
    def moot(self) -> bool:
        return self.phase != "planning"


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """The sprint as the channel sees it."""

    span: Span
    goal: str
    claims: tuple[Claim, ...]
    closed: bool
    stage: str = ""
    closes_at: datetime | None = None
    zone: str = "UTC"
    tried: tuple[Brief, ...] = ()  #: of each of its stories that has some, the newest experiment


@dataclass(frozen=True, slots=True)
class Ending(Notice):
    """Its last day: what is not done yet."""

    span: Span
    open: tuple[Claim, ...]
    closes_at: datetime
    zone: str
    over: bool

    @property
    def moot(self) -> bool:
        return self.over


@dataclass(frozen=True, slots=True)
class Closed(Notice):
    """What came of it."""

    span: Span
    goal: str
    claims: tuple[Claim, ...]
    committed: int
    marks: tuple[Mark, ...]
    zone: str
    days: tuple[date, ...]  #: on which the team worked
    by: str = ""  #: who closed it before its hour
    asking: bool = True  #: reasons may still be given

    @property
    def picture(self) -> Picture | None:
        return burn_up(self.span.number, self.days, self.marks, self.zone)


@dataclass(frozen=True, slots=True)
class Why(Notice):
    """Whoever had a story that rolls over is asked what made it take longer."""

    team: str
    sprint: int
    claim: Claim
    often: bool  #: it rolled over so often that it is offered to be split, or a spike
    over: bool
    since: datetime | None = field(default=None, compare=False)  #: it is not asked before

    def goes(self, at: datetime) -> datetime | None:
        return max(at, self.since) if self.since else at

    @property
    def moot(self) -> bool:
        return self.over
