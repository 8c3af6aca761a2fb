"""An assumption as frozen values: what is taken for true, whose it is, and whether it held or broke."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.ceremonies.asking import Told
from bot.model import Absence, Act, EpicId, Member, MemberId, StoryId

KIND = "assumption"
#: Characters: of what is assumed, of why, and of what was found out.
TEXT, WHY, FOUND = 300, 1_000, 1_000
#: So many stories at most break loose.
MOST = 10
#: What was just written down can be taken back, and changed without a trace, for so long; that it held or broke can be
#: undone for so long.
FRESH, UNDO = timedelta(minutes=10), timedelta(days=7)

Verdict = Literal["held", "broken"]
Standing = Literal["open", "held", "broken", "taken back"]


@dataclass(frozen=True, slots=True)
class About:
    """What it belongs to, as that was called when it was written down; each may be missing."""

    experiment: str = ""  #: its key
    epic: str = ""
    epic_id: EpicId | None = None
    story: StoryId | None = None
    number: int = 0  #: the story's
    title: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An assumption as somebody wrote it down. `work`: the stories that break loose if it is wrong, a line each; `day`:
    on which it is to be checked, the team's."""

    text: str
    owner: MemberId
    why: str = ""
    work: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A story that stands in the backlog because the assumption broke."""

    story: StoryId
    number: int
    title: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Hold(Act):
    """It held, and how one knows."""

    how: str


@dataclass(frozen=True, slots=True)
class Break(Act):
    """It broke: what happened, and the stories that were written for that."""

    what: str
    stories: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class Later(Act):
    """Nobody knows yet; where there is a day, it is asked then."""

    day: date | None = None


@dataclass(frozen=True, slots=True)
class Undo(Act):
    """It did not hold, or break, after all. `gone`: those of its stories that were taken back."""

    how: Verdict
    gone: tuple[StoryId, ...] = ()


@dataclass(frozen=True, slots=True)
class Change(Act):
    """It reads otherwise, is somebody else's, or is to be checked on another day."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class TakeBack(Act):
    """It was written down by mistake."""


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody said that it held, or that it broke."""

    how: Verdict
    by: MemberId | None
    name: str
    at: datetime
    why: str
    stories: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class Waited:
    """Somebody said that nobody knows yet."""

    by: MemberId | None
    name: str
    at: datetime
    day: date | None = None  #: on which it is asked next


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody changed it, or took it back. `anew`: whoever was asked before is answered by that."""

    by: MemberId | None
    name: str
    at: datetime
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Assumption:
    """A round that holds one assumption. `number` is how people of the team call it, counted from 1."""

    number: int
    team: str
    zone: str  #: the team's
    text: str
    owner: Member
    recorder: Member
    at: datetime  #: when it was written down
    why: str = ""
    work: tuple[str, ...] = ()
    about: About = About()
    day: date | None = None  #: on which it is checked; None: on none, or it was
    leads: tuple[Member, ...] = ()
    away: tuple[Absence, ...] = ()  #: of all of these
    told: tuple[Told, ...] = ()
    heard: int = 0  #: so many of these were answered
    waited: tuple[Waited, ...] = ()
    verdicts: tuple[Said, ...] = ()  #: the last holds: what held may break later
    left: tuple[
        Written, ...
    ] = ()  #: stories of a verdict that was undone, which stay: somebody had touched them
    changed: tuple[Changed, ...] = ()  #: after it was no slip any more, or was asked about
    taken: Changed | None = None  #: it was taken back

    @property
    def said(self) -> Said | None:
        """What holds of it now, if anything does."""
        return self.verdicts[-1] if self.verdicts else None

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        if self.taken:
            return "taken back"
        return self.said.how if self.said else "open"

    @property
    def asked(self) -> tuple[Told, ...]:
        """What is not answered of what was asked."""
        return self.told[self.heard :]
