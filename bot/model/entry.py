"""What a round writes into the book, and what the book has of standups, blockers, estimates and spikes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.model.story import Ballot, Estimate, Outcome, SpikeDecision, StoryId, Verdict
from bot.model.team import MemberId, RoundId


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that a round writes into the book when something was settled."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a member answered in a round; `texts` and `questions` by question key."""

    round: RoundId
    member: MemberId
    day: date
    texts: Mapping[str, str]
    questions: Mapping[str, str]
    late: bool = False


Standing = Literal["open", "acknowledged", "resolved", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A blocker as the book has it, and as a digest shows it. `round` is the blocker's own round."""

    round: RoundId
    member: MemberId
    text: str
    day: date
    standing: Standing
    helper: str = ""


@dataclass(frozen=True, slots=True)
class Answered(Entry):
    """A member's answers of this round, replacing what they gave before."""

    said: Said


@dataclass(frozen=True, slots=True)
class BlockerStands(Entry):
    """Where a blocker stands now; `helped_by`: who is, or was until now, on it; `ended_at`: when it was resolved or
    taken back."""

    blocker: Obstacle
    helped_by: MemberId | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Estimated(Entry):
    """What a vote on a story came to. Each is kept, and the last that was settled is the story's estimate."""

    story: StoryId
    ballot: Ballot
    poll: int  #: the votes of a round are numbered
    outcome: Outcome
    estimate: Estimate | None
    counts: tuple[tuple[str, int], ...]  #: the cards that were laid, and how often each
    note: str = ""
    by: MemberId | None = None  #: who settled it by hand


@dataclass(frozen=True, slots=True)
class SpikeEnded(Entry):
    """What a spike came to, and how much of its box it took."""

    question: str
    owner: MemberId
    story: StoryId | None
    box: timedelta
    used: timedelta
    grown: int  #: how often the box was made larger
    decision: SpikeDecision
    verdict: Verdict
    finding: str
    links: tuple[str, ...]
    started_at: datetime
    ended_at: datetime
    by: MemberId | None  #: who decided


@dataclass(frozen=True, slots=True)
class SpikePast:
    """A spike that has ended, and the effort points of its story when it ended (`before`) and now (`after`): None where
    there was no estimate, or its voters could not say any more."""

    entry: SpikeEnded
    number: int | None = None  #: the story's
    before: int | None = None
    after: int | None = None
    round: RoundId | None = None
    title: str = ""  #: the story's
    epic: str = ""
