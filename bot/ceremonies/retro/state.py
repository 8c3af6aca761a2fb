"""A retrospective as frozen values: notes without names, themes, blind dots, and what is agreed."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot import schedule
from bot.book.fortnight import Figures
from bot.book.topics import Topic
from bot.ceremonies.action.state import Standing
from bot.model import MemberId, RoundId

KIND = "retro"
#: Characters of a note, of a column's and a theme's title, and of the pulse's question.
NOTE_TEXT, COLUMN_TEXT, THEME_TEXT, PULSE_TEXT = 1_000, 40, 100, 150
#: Notes of a retro, and of each of its people: who has more to say than that, says it in person.
MOST_NOTES, MOST_EACH = 300, 30
MOST_COLUMNS, MOST_DOTS, MOST_ACTIONS = 6, 5, 10
#: A note can be taken back for so long.
UNDO = timedelta(minutes=10)
#: So many themes are talked about at most, those with the most dots.
TOPICS = 5
#: And so many where nobody gave a dot.
UNVOTED = 3
#: The pulse is shown from so many answers on: of fewer each could guess the others'.
PULSE_LEAST = 5
PULSE_LOW, PULSE_HIGH = 1, 5

#: Its notes are taken long before; it asks for them; they are grouped; voted on; the themes are talked about; what is
#: to be done is agreed; it is over.
Phase = Literal["notes", "collect", "group", "vote", "discuss", "actions", "closed"]
#: What everybody may give it.
Want = Literal["notes", "dots"]
#: Who moves it on once the notes are in: whoever facilitates; the clock, in an hour; the clock, in some days.
Pace = Literal["hand", "meeting", "days"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a team holds its retros. `format` names one of FORMATS, or "custom" with `columns` of its own."""

    format: str = "start"
    columns: tuple[str, ...] = ()
    after: int = 2  #: working days from the call for notes to the retro itself
    meets: time = time(14)  #: when that begins, by the team's clock
    pace: Pace = "hand"
    dots: int = 3
    actions: int = 3
    anonymous: bool = True
    pulse: str = ""  #: a question that is answered from 1 to 5; empty: none is asked
    facilitator: MemberId | None = None  #: None: whoever set it up


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote. Its id is drawn by lot, and says neither when nor by whom. `by` and `name` are empty but
    where the team wants names."""

    id: str
    column: str  #: of its format; empty: of none
    text: str = field(repr=False)
    by: MemberId | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A theme that an earlier retro talked about, and when."""

    day: date
    title: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Notes that belong together; at first each is one. One of the team's own days, `hint`, has no note and no title
    unless it is given some. `dots` None: not counted yet."""

    number: int
    title: str
    notes: tuple[str, ...]
    dots: int | None = None
    last: Earlier | None = None  #: what an earlier retro talked about in such words
    hint: Topic | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An action, as a retro shows it: one of its own, or one that it carries on. `round` None: not known yet."""

    number: int
    text: str
    owner: MemberId
    owner_name: str
    due: date
    link: str = ""
    round: RoundId | None = None
    standing: Standing = "open"
    why: str = ""
    why_by: MemberId | None = None  #: whose reason that is
    carried: bool = False
    theme: int = 0  #: the theme that it came of; 0: of none


@dataclass(frozen=True, slots=True)
class Secret:
    """What is known of who did what while it lasts: a key, and what each did under a tag that only the key makes.
    It is dropped whole when nobody may do it any more."""

    key: str = field(default="", repr=False)
    #: Keys of rounds whose notes came to this one: what they sealed still holds.
    others: tuple[str, ...] = field(default=(), repr=False)
    notes: tuple[tuple[str, int], ...] = field(default=(), repr=False)  #: how many each wrote
    pulses: tuple[tuple[str, int], ...] = field(default=(), repr=False)
    #: The themes that each chose.
    dots: tuple[tuple[str, tuple[int, ...]], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a question came to: how often each answer from 1 to 5 was given, or nothing where too few answered."""

    question: str
    answers: int
    counts: tuple[int, ...] = ()

    @property
    def mean(self) -> float | None:
        """From 1 to 5."""
        if not self.counts:
            return None
        return sum(score * n for score, n in enumerate(self.counts, PULSE_LOW)) / self.answers


@dataclass(frozen=True, slots=True)
class Beat:
    """The pulse of an earlier retro."""

    day: date
    mean: float
    answers: int


@dataclass(frozen=True, slots=True)
class Retro:
    """A round that takes notes until it is held, and ends in a few actions."""

    team: str
    zone: str  #: the team's
    settings: Settings
    facilitator: MemberId
    facilitator_name: str
    opened_at: datetime
    phase: Phase = "notes"
    due: datetime | None = None  #: when the clock moves it on; None: somebody does
    meets_at: datetime | None = None  #: when the notes are to be in; None: when somebody says so
    since: date | None = None  #: the first of the days that it looks back on
    secret: Secret = field(default_factory=Secret)
    notes: tuple[Note, ...] = ()  #: by their ids, so in no order that tells anything
    themes: tuple[Theme, ...] = ()
    voters: int = 0
    hints: tuple[Topic, ...] = ()  #: what the team's own days suggest to talk about
    topics: tuple[int, ...] = ()  #: numbers of the themes that are talked about, most dots first
    items: tuple[Item, ...] = ()
    pulse: Pulse | None = None
    trend: tuple[Beat, ...] = ()
    figures: Figures | None = None
    closed_at: datetime | None = None
    merged: bool = False  #: its notes went to another retro, and it is over
    heir: RoundId | None = None  #: which took them last

    @property
    def wants(self) -> tuple[Want, datetime | None] | None:
        """What it wants of everybody just now, and until when; None until who facilitates goes on. Not of whom it is
        still missing: that is nobody's business."""
        match self.phase:
            case "collect":
                return "notes", self.meets_at
            case "vote":
                return "dots", None if self.settings.pace == "hand" else self.due
            case _:
                return None

    @property
    def held_on(self) -> date | None:
        """The day on which it ended, of one that was held."""
        if self.closed_at is None or self.merged:
            return None
        return schedule.local_day(self.closed_at, self.zone)

    @property
    def own(self) -> tuple[Item, ...]:
        """The actions that it agreed on and did not drop."""
        return tuple(each for each in self.items if not each.carried and each.standing != "dropped")

    @property
    def votable(self) -> tuple[int, ...]:
        """The numbers of all themes."""
        return tuple(each.number for each in self.themes)
