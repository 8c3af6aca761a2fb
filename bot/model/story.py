"""What a team means to do: stories, and what they were estimated at. Points are relative; they are never time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType

StoryId = NewType("StoryId", str)

StoryKind = Literal["feature", "experiment", "spike", "debt"]
#: How far a model has come; empty for a story that is about none.
Stage = Literal["", "idea", "prototype", "production"]
StoryState = Literal["open", "done", "dropped"]
#: What is voted on: effort by developers, value by stakeholders.
Ballot = Literal["effort", "value"]
#: A vote that was counted: they agree; they are far apart; at least half could not say; nobody laid a card with points.
Outcome = Literal["settled", "apart", "unsure", "empty"]
#: What a spike comes to: the question is answered; its story can be estimated now; it became several stories; the next
#: question is known; it is not to be done.
SpikeDecision = Literal["answered", "estimable", "split", "another", "drop"]
#: Of a hypothesis; empty where there was none. To disprove one is as good a result as to prove it.
Verdict = Literal["", "proved", "disproved", "open"]
BALLOTS: tuple[Ballot, ...] = ("effort", "value")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What voters came to, in points of the team's deck: the card, the lowest and highest vote, and how many voted."""

    points: int
    low: int
    high: int
    voters: int


@dataclass(frozen=True, slots=True)
class Story:
    """Something that a team may do. `number` is how people of the team call it, counted from 1."""

    id: StoryId
    number: int
    title: str
    text: str = ""
    link: str = ""
    epic: str = ""
    asked_by: str = ""  #: who wants it, by name: they need not be in the workspace
    kind: StoryKind = "feature"
    stage: Stage = ""
    state: StoryState = "open"
    effort: Estimate | None = None
    value: Estimate | None = None
    unclear: bool = False  #: developers could not estimate it: it needs a spike first
    finding: str = ""  #: what its last spike found
    done_at: datetime | None = None
