"""A digest for people outside of the team, as frozen values: what was learnt, done and decided since the last one, what
that is worth, and what the team needs of them. By itself it names nobody but who asked a question; what people wrote is
shown as they wrote it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from bot.book.epics import Course
from bot.book.trials import Outcome
from bot.ceremonies.news import Reader
from bot.model import Act, ChannelId, MemberId, RoundId, SpikeDecision, StoryId, Verdict

KIND = "digest"
#: Characters of what is kept of a finding, and of other texts.
FINDING, TEXT = 600, 200
#: What happened so long before the last digest may have been written after it: its transaction was still under way.
LATELY = timedelta(hours=1)
#: So many people get it by direct message at most.
MOST_PEOPLE = 20

Section = Literal["learnt", "worth", "decided", "needed"]
SECTIONS: tuple[Section, ...] = ("learnt", "worth", "decided", "needed")
#: Where there is nothing to say: one line that says so, or no message.
Quiet = Literal["line", "silence"]
#: Stories that wait for a vote on their value; an epic without an objective, or an owner; a request for data access
#: that is late; an experiment that waits for a word of those who decide on it.
Lacking = Literal["value", "aim", "owner", "access", "verdict"]
#: Of a decision: it was recorded; it was reversed; it stands again after it was said that it does not.
Holds = Literal["stands", "reversed", "again"]


@dataclass(frozen=True, slots=True)
class TakenBack(Act):
    """Whoever asked this took it back: it stands in no digest any more."""

    question: RoundId


@dataclass(frozen=True, slots=True)
class Settings:
    """Where it goes, what stands in it, and by which name it calls the team (empty: none)."""

    channel: ChannelId | None = None
    channel_name: str = ""
    private: bool = False  #: the channel is: only who leads reads its name
    people: tuple[MemberId, ...] = ()
    called: str = ""
    sections: tuple[Section, ...] = SECTIONS
    quiet: Quiet = "silence"
    saved_at: datetime | None = None
    begun_at: datetime | None = (
        None  #: when it was first set up: a pause or another hour moves `since`, not this
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """A question that a spike has ended with. `by`: who wrote the finding, which is not shown."""

    epic: str
    question: str
    text: str
    verdict: Verdict
    decision: SpikeDecision
    story: str = ""  #: the title of the one that waited for the answer
    by: MemberId | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """An experiment that has ended. `before`: what there was without it, or its first result; `after`: its latest.
    `worth`: of that gain, in a year, where it was proved and somebody said what a unit is worth."""

    epic: str
    question: str
    hypothesis: str
    verdict: Outcome
    decision: str = ""
    metric: str = ""
    unit: str = ""
    before: float | None = None
    after: float | None = None
    worth: float | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Juncture:
    """A decision that is costly to undo: it was recorded, reversed, or stands again. `replaces`: it stands in the place
    of one before it."""

    epic: str
    text: str
    standing: Holds = "stands"
    replaces: bool = False
    round: RoundId | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A story that was done."""

    epic: str
    title: str


@dataclass(frozen=True, slots=True)
class Worth:
    """How far an epic is: `done` of `whole` are points of value, `share` is the part of the work that is done, in
    percent (None: nobody can say). `quarter` empty: it has none."""

    epic: str
    done: int = 0
    whole: int = 0
    unvalued: int = 0  #: stories without a value
    share: int | None = None
    quarter: str = ""
    course: Course = ""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that people outside can help with. `count`: how many there are, of which `what` are the first; `ids`:
    which they all are, so that only what was not there before is news."""

    kind: Lacking
    what: tuple[str, ...]
    count: int = 1
    epic: str = ""
    day: date | None = None  #: since when it is late
    ids: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Open:
    """A question of theirs that is not answered yet. `gone`: it was taken back, or erased, since."""

    text: str
    name: str
    day: date
    asker: MemberId
    where: str  #: the channel or the member that it was asked from
    question: RoundId | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was told, so that no later digest tells it again."""

    what: RoundId | StoryId
    at: datetime
    story: bool = False  #: which may be done, begun again and done once more


@dataclass(frozen=True, slots=True)
class Spread:
    """Over how many messages it goes in a place, of which none is ever dropped."""

    where: str
    parts: int


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest as it was made. It does not change, but for when each reader was told."""

    called: str
    zone: str  #: the team's
    since: datetime
    until: datetime
    sections: tuple[Section, ...] = SECTIONS
    channel: ChannelId | None = None
    channel_name: str = ""
    private: bool = False  #: the channel is
    here: bool = False  #: the channel is the team's own
    readers: tuple[Reader, ...] = ()
    findings: tuple[Finding, ...] = ()
    finished: tuple[Finished, ...] = ()
    worth: tuple[Worth, ...] = ()
    needs: tuple[Need, ...] = ()
    questions: tuple[Open, ...] = ()
    told: tuple[Mark, ...] = ()  #: lately, in this one and those before
    empty: bool = False  #: there is nothing new to say, nor a question to be answered
    bare: bool = False  #: there is nothing new: it is of interest where a question waits
    spreads: tuple[Spread, ...] = ()
    tried: tuple[Tried, ...] = ()
    junctures: tuple[Juncture, ...] = ()
    reversed: tuple[
        Mark, ...
    ] = ()  #: decisions of which a digest before this one told that they do not stand, and when it did
