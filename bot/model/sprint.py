"""What a team took on for a sprint, and the larger things that its stories are part of. Points are never time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NewType

from bot.model.entry import Entry
from bot.model.story import StoryId, StoryKind
from bot.model.team import MemberId, RoundId

EpicId = NewType("EpicId", str)

#: Of a claimed story: to do; done in this sprint; it goes on in a later one; taken out of this sprint by hand, or with
#: its story out of the backlog.
ClaimState = Literal["open", "done", "rolled", "removed"]
#: Why a story took longer than was thought; empty: nobody has said so yet.
Reason = Literal["", "data", "question", "dependency", "infrastructure", "interrupted", "harder", "other"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A story in a sprint. `points` is its effort when it was claimed, None where nobody had estimated it."""

    story: StoryId
    number: int
    title: str
    kind: StoryKind = "feature"
    points: int | None = None
    epic: str = ""
    owner: MemberId | None = None
    owner_name: str = ""
    added: bool = False  #: after the sprint was planned
    rolled: int = 0  #: how many sprints it went through unfinished before this one
    state: ClaimState = "open"
    done_at: datetime | None = None
    reason: Reason = ""  #: why it was underestimated, where it rolls over
    note: str = ""  #: the same in somebody's own words

    @property
    def size(self) -> int:
        """Its points; one without an estimate counts nothing."""
        return self.points or 0


@dataclass(frozen=True, slots=True)
class SprintStands(Entry):
    """A sprint as it stands now: what was claimed, and how far that is. `closed_at` None: it runs."""

    number: int
    goal: str
    first: date
    last: date
    days: float  #: working days of its developers, as they were counted when it was planned
    claims: tuple[Claim, ...]
    closed_at: datetime | None = None

    @property
    def committed(self) -> int:
        """Points that it was planned with."""
        return sum(each.size for each in self.claims if not each.added)

    @property
    def added(self) -> int:
        """Points that came after that."""
        return sum(each.size for each in self.claims if each.added)

    @property
    def removed(self) -> int:
        """Points that were taken out."""
        return sum(each.size for each in self.claims if each.state == "removed")

    @property
    def completed(self) -> int:
        """Points of what was done in it: a story that rolled over counts in the sprint that finishes it."""
        return sum(each.size for each in self.claims if each.state == "done")


@dataclass(frozen=True, slots=True)
class Epic:
    """Something that a team wants to have done by the end of a quarter. Stories name it by `name`, in any case."""

    id: EpicId
    name: str
    objective: str = ""
    owner: MemberId | None = None
    owner_name: str = ""
    year: int | None = None  #: of its quarter
    quarter: int | None = None  #: 1 to 4
    late: bool = False  #: the last forecast ended after its quarter
    closed: bool = False


@dataclass(frozen=True, slots=True)
class EpicStands(Entry):
    """An epic as it stands now."""

    epic: Epic


@dataclass(frozen=True, slots=True)
class SprintPast:
    """A sprint of the book, and the round that held it."""

    round: RoundId
    sprint: SprintStands
