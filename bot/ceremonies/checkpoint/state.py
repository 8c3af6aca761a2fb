"""A checkpoint as frozen values: what an experiment came to in a sprint, and whether another one is worth it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.book.results import Gain
from bot.book.returns import Advice
from bot.ceremonies.experiment.shown import Watched
from bot.ceremonies.experiment.state import Ended, Going, Judgement, Setup
from bot.model import Absence, Act, Member, MemberId, Returns, RoundId

KIND = "checkpoint"
#: Characters of the reason.
REASON = 300
#: What was decided can be taken back for so long.
UNDO = timedelta(days=7)
#: Its owner has so many working days to say what it came to; whoever decides is reminded after so many, and after so
#: many the question closes.
ANSWERS, REMINDS, CLOSES = 2, 2, 5
#: The same in days of the calendar, where these people are away for long.
ANSWERS_BY, CLOSES_BY = timedelta(days=7), timedelta(days=21)
#: So often it may be put off.
MOST_LATER = 3
#: A second press by the same person within this time is one too many.
AGAIN = timedelta(hours=1)

#: Its owner is asked what it came to; the question stands in the channel; it was decided; the experiment got its
#: verdict meanwhile; the next sprint is over as well; nobody decided; nobody wants to be asked about it any more.
Phase = Literal["asked", "open", "decided", "ended", "outdated", "undecided", "unwanted"]
#: What is missing of the sprint: a result; of its last one, what it took.
Lack = Literal["", "result", "days"]
How = Literal["result", "nothing new", "not worked on"]
#: Its owner is asked what it came to; who decides is asked, and reminded; its owner is asked for a verdict; who decided
#: hears that somebody else took that back.
Matter = Literal["report", "decide", "again", "verdict", "undone"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the experiment's results say. `count`: how many there are; `latest`: the last one's value."""

    key: str
    setup: Setup
    count: int = 0
    latest: float | None = None
    gains: tuple[Gain, ...] = ()  #: by sprint, the last ones
    advice: Advice | None = None
    curve: Returns | None = None
    called: str = ""  #: what `latest` was measured as, where that is another name than the metric's
    broken: tuple[Watched, ...] = ()  #: guardrails, as they were last measured


@dataclass(frozen=True, slots=True)
class Daysless:
    """A result of which nobody has said how many FTE-days it took."""

    number: int
    value: float


@dataclass(frozen=True, slots=True)
class Answered:
    """What its owner, or a lead, said of the sprint."""

    how: How
    by: MemberId | None
    by_name: str
    days: float | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Whom was written to, why and when."""

    matter: Matter
    to: MemberId
    at: datetime


@dataclass(frozen=True, slots=True)
class Put:
    """Somebody wants to decide later."""

    by: MemberId
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """What was decided, and who took it back."""

    judgement: Judgement
    by: MemberId | None
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A round that asks, after one sprint, whether one experiment goes on."""

    team: str
    zone: str  #: the team's
    experiment: RoundId
    sprint: int
    since: datetime  #: when that sprint began
    opened_at: datetime
    facts: Facts
    owner: Member
    deciders: tuple[Member, ...] = ()  #: whom the experiment names and who is there; none: the leads
    others: tuple[Member, ...] = ()  #: who leads, has put it off or decided what was taken back, and is there
    away: tuple[Absence, ...] = ()  #: of all of these
    seen: int = 0  #: the number of the last result when the sprint closed
    lack: Lack = ""
    daysless: Daysless | None = None  #: whose FTE-days are missing, where these are
    answers: int = 0  #: how often it was answered
    answered: Answered | None = None
    put_at: datetime | None = None  #: when the question came to the channel
    linked: bool = False  #: the experiment knows which round it is
    told: tuple[Told, ...] = ()
    later: tuple[Put, ...] = ()
    judgement: Judgement | None = None
    undone_at: datetime | None = None  #: when a judgement was last taken back
    undecided_at: datetime | None = None  #: when it closed because nobody decided
    outdated: bool = False
    ended: Ended | None = None  #: the experiment's verdict
    unwanted: bool = False  #: the experiment is not to be asked about
    undone: tuple[Undone, ...] = ()
    reopened: bool = False  #: it got a verdict after what was decided here, and goes on since

    @property
    def phase(self) -> Phase:
        """Where it stands."""
        if self.judgement:
            return "decided"
        if self.ended:
            return "ended"
        if self.outdated:
            return "outdated"
        if self.undecided_at:
            return "undecided"
        if self.unwanted:
            return "unwanted"
        return "open" if self.put_at else "asked"


@dataclass(frozen=True, slots=True)
class Answer(Act):
    """What the sprint came to. `value` None: nothing new was measured; `days` None as well: nobody worked on it.
    `number`: whose days these are, where only they were asked for."""

    value: float | None
    days: float | None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Judge(Act):
    """It goes on, or stops."""

    going: Going
    reason: str


@dataclass(frozen=True, slots=True)
class Later(Act):
    """Whoever does this wants to be asked again."""


@dataclass(frozen=True, slots=True)
class Undo(Act):
    """It is not decided after all."""
