"""A KPI as frozen values: what a team keeps in view, what it should keep to, and the readings so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.book.budget import Better, Counted, Used
from bot.model import Act, MemberId, RoundId

KIND = "kpi"
#: Characters: of a name and a subset, of a unit, and of where a reading comes from.
NAME_TEXT, UNIT_TEXT, SOURCE_TEXT = 60, 20, 80
#: Readings that are kept each by itself at most: of older ones each day's counts are. And days that anything is kept,
#: the longest window that may be chosen.
MOST_READINGS, MOST_DAYS = 1_000, 366
#: So many times the channel is told that a budget turned, at most once a day; after that its card tells it.
MOST_TURNS = 200
#: So many decisions hear that its budget is kept again: older ones were made of another time.
MOST_DECISIONS = 20

#: What is kept in view. Change failure rate, time to restore and lead time are DORA's (dora.dev).
Kind = Literal[
    "change failure rate",
    "time to restore",
    "lead time",
    "availability",
    "model metric",
    "freshness",
    "null rate",
    "custom",
]
#: What became of a budget: spent; kept again; or not known any more, as too few readings are left.
How = Literal["spent", "kept", "unknown"]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a reading should keep. `ratio`: each lies between 0 and 1; `days`: the window; `budget`: the share of its
    readings that may miss the threshold; of an availability the budget is time, and this says nothing."""

    kind: Kind
    threshold: float
    unit: str = ""
    better: Better = "higher"
    ratio: bool = False
    days: int = 28
    budget: float = 0.05


#: What is usual of a kind: a team changes it as it likes. DORA's reports call a change failure rate up to 15 %, a
#: restoration within a day and a lead time up to a week good.
USUAL: Mapping[Kind, Setup] = {
    "availability": Setup("availability", 0.999, ratio=True),
    "change failure rate": Setup("change failure rate", 0.15, better="lower", ratio=True),
    "time to restore": Setup("time to restore", 24, "hours", "lower"),
    "lead time": Setup("lead time", 7, "days", "lower"),
    "model metric": Setup("model metric", 0.8),
    "freshness": Setup("freshness", 24, "hours", "lower"),
    "null rate": Setup("null rate", 0.01, better="lower", ratio=True),
    "custom": Setup("custom", 0),
}
#: Kinds no reading of which is below 0.
TIMES: frozenset[Kind] = frozenset({"time to restore", "lead time", "freshness"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading. `by_name`: who typed it, empty for a machine."""

    number: int
    at: datetime
    value: float
    source: str = ""
    by: MemberId | None = None
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What is left of readings that are not kept by themselves any more: `missed`, by the threshold of then; the lowest
    and the highest."""

    day: date  #: by the team's calendar
    counted: Counted
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Turning:
    """The budget was spent, or is not any more. `used`: of it then; `asks`: the team's next planning asks about it."""

    number: int
    how: How
    at: datetime
    used: Used
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """How it was changed last, in words."""

    text: str
    at: datetime
    by: MemberId
    by_name: str


@dataclass(frozen=True, slots=True)
class Ended:
    """It is not kept in view any more."""

    at: datetime
    by: MemberId
    by_name: str


@dataclass(frozen=True, slots=True)
class Kpi:
    """A round that keeps one KPI in view until somebody ends it."""

    name: str
    subset: str  #: of which part of the data; empty for all
    zone: str
    setup: Setup
    owner: MemberId
    owner_name: str
    opened_at: datetime
    readings: tuple[Reading, ...] = ()  #: by when they were measured, also those that the window has passed
    last: Reading | None = None  #: the latest, however old
    numbered: int = 0
    turnings: tuple[Turning, ...] = ()
    spent: bool = False
    changed: Changed | None = None
    ended: Ended | None = None
    days: tuple[Day, ...] = ()  #: of what is too much to keep, oldest first
    used: Used = field(default_factory=Used)  #: of its budget by the window, when it was judged last
    decisions: tuple[RoundId, ...] = ()  #: the last ones that wait for its budget to be kept again

    @property
    def keeps(self) -> bool:
        """Whether its budget is kept, as far as anybody can tell."""
        return self.ended is None and self.used.share is not None and not self.spent


# What is done to it.


@dataclass(frozen=True, slots=True)
class Take(Act):
    """A reading came in; `at`: when it was measured, None: now."""

    value: float
    at: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class TakeOut(Act):
    """A reading that somebody typed does not count."""

    number: int


@dataclass(frozen=True, slots=True)
class Alter(Act):
    """It should keep something else."""

    setup: Setup


@dataclass(frozen=True, slots=True)
class End(Act):
    """It is not kept in view any more."""


@dataclass(frozen=True, slots=True)
class Reopen(Act):
    """It is kept in view after all."""


@dataclass(frozen=True, slots=True)
class BudgetStands(Act):
    """The sprint that is to be planned hears how a budget stands. `percent` None: it is not spent (any more)."""

    kpi: str
    name: str
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Awaited(Act):
    """A decision was recorded that is to be revisited once the budget is kept again."""

    decision: RoundId
