"""A decision that is costly to undo, as frozen values: what and why, by whom, and when it is looked at anew."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot import schedule
from bot.ceremonies.asking import Told
from bot.model import Absence, Act, Member, MemberId, RoundId, StoryId

KIND = "decision"
#: Characters: of what was decided, of an option and of its price, of why, and of what would make somebody revisit it.
TEXT, OPTION, WHY, SIGN = 300, 200, 1_000, 500
#: So many options, and so many people who decided.
OPTIONS, DECIDERS = 6, 10
#: What was just recorded can be taken back for so long; how it ended, for so long.
FRESH, UNDO = timedelta(minutes=10), timedelta(days=7)

End = Literal["reversed", "superseded", "taken back"]
Standing = Literal["stands", "reversed", "superseded", "taken back"]


@dataclass(frozen=True, slots=True)
class Option:
    """What could have been chosen, and what it would have cost."""

    what: str
    price: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """The epic and the story that it belongs to, as they were called when it was recorded; each may be missing."""

    epic: str = ""
    story: StoryId | None = None
    number: int = 0  #: the story's
    title: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as somebody wrote it down. `sign`: what would make them revisit it; `day`: the team's; `kpis`: whose
    error budgets make the sign come true, once all of them are kept again."""

    text: str
    why: str
    deciders: tuple[MemberId, ...]
    options: tuple[Option, ...] = ()
    sign: str = ""
    day: date | None = None
    kpis: tuple[RoundId, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirm(Act):
    """It still stands; where there is a day, it is revisited then."""

    day: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reverse(Act):
    """It does not stand any more, and nothing stands in its place."""

    why: str


@dataclass(frozen=True, slots=True)
class Supersede(Act):
    """Another decision stands in its place."""

    number: int
    round: RoundId
    why: str = ""


@dataclass(frozen=True, slots=True)
class Restore(Act):
    """It was not reversed or superseded after all."""


@dataclass(frozen=True, slots=True)
class TakeBack(Act):
    """It was recorded by mistake."""


@dataclass(frozen=True, slots=True)
class Replaces(Act):
    """Told by the decision in whose place this one stands."""

    number: int
    round: RoundId


@dataclass(frozen=True, slots=True)
class ReplacesNot(Act):
    """Told by a decision in whose place this one does not stand after all."""

    round: RoundId


@dataclass(frozen=True, slots=True)
class Reinstate(Act):
    """Told by the decision that stood in this one's place, which was taken back."""

    round: RoundId


@dataclass(frozen=True, slots=True)
class BudgetKept(Act):
    """Told by a KPI: its error budget is kept again, or is not."""

    kpi: RoundId
    kept: bool


@dataclass(frozen=True, slots=True)
class SprintOver(Act):
    """Told by the sprint for which it says what comes first: it is over, and so is the wait for any budget."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A decision in whose place this one stands."""

    number: int
    round: RoundId


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Somebody said that it still stands."""

    by: MemberId | None
    name: str
    at: datetime
    day: date | None = None  #: on which it is revisited next
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """Why it stands no more, and who said so. `number`, `round`: of the decision that stands in its place."""

    how: End
    by: MemberId | None
    name: str
    at: datetime
    why: str = ""
    number: int = 0
    round: RoundId | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A round that holds one decision. `number` is how people of the team call it, counted from 1."""

    number: int
    team: str
    zone: str  #: the team's
    text: str
    why: str
    deciders: tuple[Member, ...]
    recorder: Member
    at: datetime  #: when it was recorded
    options: tuple[Option, ...] = ()
    about: About = About()
    sign: str = ""  #: what would make somebody revisit it
    day: date | None = None  #: on which it is revisited; None: on none, or it was
    leads: tuple[Member, ...] = ()
    away: tuple[Absence, ...] = ()  #: of all of these
    told: tuple[Told, ...] = ()
    heard: int = 0  #: so many of these were answered
    confirmed: tuple[Confirmed, ...] = ()
    replaces: tuple[Replaced, ...] = ()
    ended: Ended | None = None
    kpis: tuple[
        RoundId, ...
    ] = ()  #: whose error budgets make the sign come true, once all of them are kept again
    kept: tuple[RoundId, ...] = ()  #: of these, those that are
    came: datetime | None = None  #: since when all are, unless it was revisited before

    @property
    def due(self) -> date | None:
        """The day on which it is revisited, or on which its sign came true."""
        return schedule.local_day(self.came, self.zone) if self.came else self.day

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return self.ended.how if self.ended else "stands"

    @property
    def asked(self) -> tuple[Told, ...]:
        """What is not answered of what was asked."""
        return self.told[self.heard :]
