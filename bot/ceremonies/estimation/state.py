"""An estimation as frozen values: what is voted on, by whom, until when; what is sealed; and the acts it takes.

A matter is one story on one ballot. Cards and reasons are sealed: they stand in the matter's state alone, and are
blanked when it is counted. What remains then is the count, and what the lowest and the highest said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from bot.book.deck import DEFAULT, Deck
from bot.book.tally import Tally
from bot.ceremonies.experiment import Brief
from bot.model import Act, Ballot, Estimate, MemberId, StoryId

#: Of who settles by hand: it stands beside the estimate.
NOTE_TEXT = 200
#: So many stories are voted on at once.
MOST_STORIES = 20
REASON_TEXT = 300
#: Why a voter is neither asked nor waited for: away, no longer in the team, or left with nothing to vote on.
AWAY, LEFT, NOTHING_LEFT = "away", "left", "nothing left"
#: Of those at one end so many are heard.
HEARD = 3

#: Voted on; or what its count came to; or taken out, its story being dropped; or voted on again in another round.
Standing = Literal["open", "settled", "apart", "unsure", "empty", "out", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A story as it is voted on."""

    story: StoryId
    number: int
    title: str
    text: str = ""
    link: str = ""
    finding: str = ""  #: what its last spike found


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody at the end of the votes gave as their reason, shown once the vote is counted."""

    name: str
    card: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """One story on one ballot. `cards` and `reasons` are sealed, and empty once it is counted."""

    story: StoryId
    ballot: Ballot
    standing: Standing = "open"
    poll: int = 1
    cards: Mapping[MemberId, str] = field(default_factory=dict, repr=False)
    reasons: Mapping[MemberId, str] = field(default_factory=dict, repr=False)
    tally: Tally | None = None
    lowest: tuple[Heard, ...] = ()
    highest: tuple[Heard, ...] = ()
    estimate: Estimate | None = None  #: what it was settled at
    note: str = ""  #: of who settled it by hand
    settled_by: str = ""
    settler: MemberId | None = None  #: whose name that is; an earlier version did not keep it
    asked: int = 0  #: how many might have voted

    @property
    def open(self) -> bool:
        """Whether it is voted on."""
        return self.standing == "open"

    @property
    def unsettled(self) -> bool:
        """Whether it was counted and needs somebody to go on with it."""
        return self.standing in {"apart", "unsure", "empty"}


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody who votes, on these ballots. `absent` says why they are neither asked nor waited for; they may vote."""

    id: MemberId
    name: str
    zone: str
    ballots: tuple[Ballot, ...]
    ask_at: datetime
    ends_at: datetime  #: their own hour; the round stays open to them until the last of all
    remind_at: datetime | None = None
    quiet: tuple[time, time] | None = None
    absent: str = ""
    asked: bool = False
    reminded: bool = False
    sent: bool = False  #: sent their form: they mean it, and are not merely picking
    form: str = ""  #: the one that they sent last
    done: bool = False  #: and there was a card on everything that is theirs

    @property
    def awaited(self) -> bool:
        """Whether the round waits for them."""
        return not (self.absent or self.done)


@dataclass(frozen=True, slots=True)
class Change:
    """A story that read differently, or was dropped, while it was voted on."""

    topic: Topic
    dropped: bool
    poll: int = 1


@dataclass(frozen=True, slots=True)
class Count:
    """A vote that was counted: what it came to, and who had been written to."""

    poll: int
    matters: tuple[Matter, ...]
    asked: tuple[MemberId, ...]
    reminded: tuple[MemberId, ...]
    ends_at: datetime | None = None  #: until when it was to go on


@dataclass(frozen=True, slots=True)
class Estimation:
    """A round of estimation: a batch of stories, voted on by two electorates until one moment."""

    team: str
    zone: str  #: the team's
    facilitator: MemberId
    facilitator_name: str
    topics: tuple[Topic, ...]
    matters: tuple[Matter, ...]
    voters: tuple[Voter, ...]
    day: date  #: on which voting ends, by each voter's own clock
    opened_at: datetime  #: when this vote, or this one once more, began
    ends_at: datetime
    deck: Deck = DEFAULT
    poll: int = 1
    counts: tuple[Count, ...] = ()
    changes: tuple[Change, ...] = ()
    counted_at: datetime | None = None  #: when the last count was; None: never
    ended: bool = False  #: by hand, or nobody having gone on with it
    tried: tuple[Brief, ...] = ()  #: experiments of its stories

    def concerns(self, story: StoryId) -> bool:
        """Whether the story is, or was, voted on in it."""
        return any(each.story == story for each in self.topics)

    def voter(self, member: MemberId | None) -> Voter | None:
        """Their place among the voters, if they have one."""
        return next((each for each in self.voters if each.id == member), None)

    @property
    def voting(self) -> bool:
        """Whether anything is voted on."""
        return any(each.open for each in self.matters)

    @property
    def unsettled(self) -> tuple[Matter, ...]:
        """What was counted and is not settled."""
        return tuple(each for each in self.matters if each.unsettled)


@dataclass(frozen=True, slots=True)
class Laid:
    """Cards and reasons on one ballot, by story; an empty one takes back what was there."""

    ballot: Ballot
    cards: Mapping[StoryId, str] = field(repr=False)
    reasons: Mapping[StoryId, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Cast(Act):
    """All that a member lays at once; `sent`: they mean it, and are not merely picking."""

    poll: int  #: the one that they saw: a form of an earlier vote lays nothing in a later one
    laid: tuple[Laid, ...] = field(repr=False)
    sent: bool = False
    form: str = ""  #: in which they laid it: what was picked there may arrive after the form itself


@dataclass(frozen=True, slots=True)
class Close(Act):
    """Count now what was laid so far in this vote."""

    poll: int


@dataclass(frozen=True, slots=True)
class Again(Act):
    """Vote once more on what this vote did not settle."""

    poll: int


@dataclass(frozen=True, slots=True)
class Settle(Act):
    """The facilitator settles a matter at a card, and says why."""

    poll: int
    story: StoryId
    ballot: Ballot
    card: str
    note: str


@dataclass(frozen=True, slots=True)
class End(Act):
    """Leave what is not settled as it is. What is laid in a vote that is under way is thrown away unseen."""

    poll: int


@dataclass(frozen=True, slots=True)
class Elsewhere(Act):
    """A story that this round did not settle is voted on in another."""

    story: StoryId


@dataclass(frozen=True, slots=True)
class StoryChanged(Act):
    """A story reads differently, is not to be done any more, or is done."""

    topic: Topic
    dropped: bool = False
    done: bool = False
