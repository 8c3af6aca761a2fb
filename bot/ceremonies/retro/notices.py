"""What people see of a retro, as values."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.book.fortnight import Figures
from bot.book.topics import Topic as Hint
from bot.ceremonies.retro.state import PULSE_HIGH, PULSE_LOW, Beat, Earlier, Item, Pulse
from bot.model import Notice, Picture, Trend, TrendPoint


@dataclass(frozen=True, slots=True)
class Ends:
    """When a phase ends: by the clock or, `by_hand`, with all of it if nobody goes on before. `zone` is the team's."""

    at: datetime
    zone: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """The call for notes, with what is still open of earlier retros; once they are in, how many there are."""

    columns: tuple[str, ...]
    anonymous: bool
    meets_at: datetime | None
    zone: str  #: the team's
    facilitator: str
    items: tuple[Item, ...] = ()
    hints: tuple[Hint, ...] = ()  #: what the team's own days suggest
    pulse: str = ""
    taking: bool = True
    notes: int = (
        0  #: how many there are, once they are in: before that their coming would tell whose they are
    )

    @property
    def moot(self) -> bool:
        return not self.taking


@dataclass(frozen=True, slots=True)
class Heading:
    """A column and what was written in it: a text, and its writer's name where the team wants names."""

    title: str
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Notes(Notice):
    """All notes, or those that another message has no room for."""

    headings: tuple[Heading, ...]
    count: int  #: of all
    more: bool = False  #: it goes on in the thread
    part: int = 1
    grouping: bool = False  #: they are being grouped
    ends: Ends | None = None
    facilitator: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A theme to vote on. `dots` None: not counted yet."""

    number: int
    title: str
    notes: int
    dots: int | None = None
    hint: Hint | None = None


@dataclass(frozen=True, slots=True)
class Ballot(Notice):
    """The vote, and what it came to."""

    themes: tuple[Choice, ...]
    dots: int  #: that each may give
    voters: (
        int  #: how many gave some, once they are counted: before that their coming would tell whose they are
    )
    open: bool
    ends: Ends | None
    late: bool = False  #: it is counted, and the retro is over

    @property
    def moot(self) -> bool:
        return self.late


@dataclass(frozen=True, slots=True)
class Topic(Notice):
    """A theme to talk about, in the thread of its message."""

    theme: int
    position: int
    of: int
    title: str
    dots: int | None
    notes: tuple[tuple[str, str], ...]
    last: Earlier | None = None
    hint: Hint | None = None
    talking: bool = True
    closing: bool = False  #: the button that goes on is below this one
    over: bool = False
    ends: Ends | None = None

    @property
    def moot(self) -> bool:
        return self.over


@dataclass(frozen=True, slots=True)
class Actions(Notice):
    """What is agreed so far."""

    items: tuple[Item, ...]
    most: int
    open: bool
    ends: Ends | None
    facilitator: str

    @property
    def moot(self) -> bool:
        return not self.open


@dataclass(frozen=True, slots=True)
class Stood:
    """A theme as the digest has it."""

    title: str
    dots: int | None
    notes: int
    last: Earlier | None = None
    hint: Hint | None = None


@dataclass(frozen=True, slots=True)
class Digest(Notice):
    """What came of it: what stood out, what is agreed, and the days in figures."""

    first: date
    last: date
    themes: tuple[Stood, ...]
    more: int  #: themes that the thread has
    notes: int
    voters: int
    items: tuple[Item, ...]
    pulse: Pulse | None = None
    trend: tuple[Beat, ...] = ()
    figures: Figures | None = None

    @property
    def picture(self) -> Picture | None:
        """The pulse, where there is more than one to see: a line says more than numbers."""
        if self.pulse is None or self.pulse.mean is None or not self.trend:
            return None
        beats = (*self.trend, Beat(self.last, self.pulse.mean, self.pulse.answers))
        points = tuple(TrendPoint(each.day, each.mean, each.answers) for each in beats)
        return Trend(self.pulse.question, PULSE_LOW, PULSE_HIGH, points)


@dataclass(frozen=True, slots=True)
class Rest(Notice):
    """Themes that the digest has no room for."""

    themes: tuple[Stood, ...]
