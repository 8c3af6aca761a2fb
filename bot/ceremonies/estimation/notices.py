"""What people see of an estimation: the card with its count of voters, ballots by direct message, and the result."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot import schedule
from bot.book.deck import DEFAULT, Deck
from bot.ceremonies.estimation.state import Heard, Standing, Topic, Voter
from bot.ceremonies.experiment import Brief
from bot.model import Ballot, Dot, Estimate, Notice, Picture, ValueByEffort

#: Of somebody's ballot: it waits, they sent it, it is over, or they are not asked any more.
Waiting = Literal["waiting", "done", "over", "left"]


#: Of what was counted: somebody must go on with it; voted on again; settled; left as it is; on in another round.
Stage = Literal["unsettled", "voting", "settled", "ended", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many have voted on a ballot, of how many: never who."""

    ballot: Ballot
    voted: int
    of: int


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """The vote as the channel sees it while it is under way, and after."""

    topics: tuple[Topic, ...]
    progress: tuple[Progress, ...]
    facilitator: str
    ends_at: datetime
    zone: str
    state: Literal["voting", "counted", "ended"]
    poll: int = 1
    deck: Deck = DEFAULT
    away: tuple[str, ...] = ()  #: who is not waited for
    tried: tuple[Brief, ...] = ()  #: of each of its stories that has some, the newest experiment


@dataclass(frozen=True, slots=True)
class Changed(Notice):
    """What became of a story while it was voted on."""

    topic: Topic
    dropped: bool


@dataclass(frozen=True, slots=True)
class Ask(Notice):
    """A voter's ballot: what is asked of them, and until when by their own clock. When it is over, only that."""

    team: str
    poll: int
    state: Waiting
    topics: tuple[Topic, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    ends_at: datetime | None = None
    zone: str = "UTC"
    voter: Voter | None = field(default=None, compare=False)

    @property
    def moot(self) -> bool:
        return self.state != "waiting"

    def goes(self, at: datetime) -> datetime | None:
        return _goes(self.state, self.voter, at)

    @property
    def due(self) -> datetime | None:
        return self.voter.ask_at if self.voter and self.state == "waiting" else None


@dataclass(frozen=True, slots=True)
class Remind(Notice):
    """A nudge to a voter whose hour is near."""

    team: str
    poll: int
    state: Waiting
    stories: int = 0
    ends_at: datetime | None = None
    zone: str = "UTC"
    voter: Voter | None = field(default=None, compare=False)

    @property
    def moot(self) -> bool:
        return self.state != "waiting"

    def goes(self, at: datetime) -> datetime | None:
        return _goes(self.state, self.voter, at)


def _goes(state: Waiting, voter: Voter | None, at: datetime) -> datetime | None:
    """What could not be sent in time is of use until the voter's hour, outside their quiet hours."""
    if voter is None or state != "waiting":
        return at
    moment = schedule.after_quiet(voter, at)
    return moment if moment < voter.ends_at else None


@dataclass(frozen=True, slots=True)
class Side:
    """What a story came to on one ballot, or where that stands."""

    ballot: Ballot
    standing: Standing
    estimate: Estimate | None = None
    counts: tuple[tuple[str, int], ...] = ()
    poll: int = 1
    note: str = ""
    settled_by: str = ""
    asked: int = 0  #: how many might have voted


@dataclass(frozen=True, slots=True)
class Line:
    """A story in the result."""

    topic: Topic
    sides: tuple[Side, ...]

    @property
    def points(self) -> dict[Ballot, int]:
        """What it was settled at, by ballot."""
        return {side.ballot: side.estimate.points for side in self.sides if side.estimate}


@dataclass(frozen=True, slots=True)
class Result(Notice):
    """What the votes came to, and what becomes of it."""

    lines: tuple[Line, ...]
    facilitator: str
    state: Stage
    poll: int = 1

    @property
    def picture(self) -> Picture | None:
        dots = tuple(dot for each in self.lines if (dot := _dot(each)))
        return ValueByEffort(dots) if dots else None


def _dot(line: Line) -> Dot | None:
    points = line.points
    if len(points) < 2:  # noqa: PLR2004 — effort and value
        return None
    return Dot(f"#{line.topic.number}", points["effort"], points["value"])


@dataclass(frozen=True, slots=True)
class Talk(Notice):
    """What those furthest apart say, and the place to talk about it."""

    topic: Topic
    side: Side
    lowest: tuple[Heard, ...]
    highest: tuple[Heard, ...]


@dataclass(frozen=True, slots=True)
class Recount(Notice):
    """What a vote that was held once more came to: edits of the result notify nobody."""

    lines: tuple[Line, ...]
    poll: int
