"""What a round is and what is done to it: acts and turns, entries in the book, and what makes a ceremony."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar
from uuid import UUID, uuid5

from bot.model.entry import Entry
from bot.model.notice import Notice
from bot.model.record import Record
from bot.model.sprint import Epic, SprintPast
from bot.model.story import Ballot, Estimate, Outcome, SpikeDecision, Story, StoryId, Verdict
from bot.model.team import Absence, Member, MemberId, Plan, PlanId, RoundId, Team, TeamId, WorkspaceId

if TYPE_CHECKING:
    from bot.model.past import Past

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Act:
    """What a member, the clock, or a change elsewhere did to a round."""


@dataclass(frozen=True, slots=True)
class Tick(Act):
    """The clock's act: `at` says what time it is."""


@dataclass(frozen=True, slots=True)
class MemberChanged(Act):
    """A member's zone, days, absences, name or place in the team are not what they were."""

    member: MemberId


@dataclass(frozen=True, slots=True)
class PlanChanged(Act):
    """The round's plan was edited, paused, resumed or deleted."""


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


@dataclass(frozen=True, slots=True)
class Tell:
    """An act that one round performs on another, in the same transaction."""

    round: RoundId
    act: Act


@dataclass(frozen=True, slots=True)
class Opening:
    """A round to start in the same transaction, once: `key` is its occurrence under the same plan."""

    kind: str
    key: str
    turn: "Turn[Any]"


@dataclass(frozen=True, slots=True)
class Turn(Generic[S]):
    """What an act came to. `wake_at` None: the clock need not act again; `over`: nobody need."""

    state: S
    wake_at: datetime | None = None
    entries: tuple[Entry, ...] = ()
    opens: tuple[Opening, ...] = ()
    tells: tuple[Tell, ...] = ()
    over: bool = False
    concerns: tuple[MemberId, ...] = ()  #: whose Home shows it


@dataclass(frozen=True, slots=True)
class Round(Generic[S]):
    """One held occurrence of a ceremony, or one started by hand."""

    id: RoundId
    workspace: WorkspaceId
    team: TeamId
    kind: str
    occurrence: str
    opened_at: datetime
    state: S
    plan: PlanId | None = None
    wake_at: datetime | None = None
    over: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Book:
    """What the team knows, cut to what a ceremony named in `reads`."""

    team: Team
    plan: Plan | None = None
    members: tuple[Member, ...] = ()
    absences: tuple[Absence, ...] = ()
    said: tuple[Said, ...] = ()  #: each member's latest answers under this plan, in another round
    blockers: tuple[Obstacle, ...] = ()  #: those not yet resolved, under this plan
    spikes: tuple[Round[Any], ...] = ()  #: the team's that are open
    backlog: tuple[Story, ...] = ()  #: the open stories
    sprints: tuple[SprintPast, ...] = ()  #: those that are closed, oldest first
    sprint: Round[Any] | None = None  #: the one that is ahead, to be planned, or under way
    crowd: Mapping[MemberId, int] = field(default_factory=dict)  #: in how many teams each developer is one
    epics: tuple[Epic, ...] = ()
    retros: tuple[Round[Any], ...] = ()  #: the last of the team's, open and over, oldest first
    stories: tuple[Story, ...] = ()  #: open and done
    actions: tuple[Round[Any], ...] = ()  #: what the team's retros agreed to do, and is open
    past: "Past | None" = None  #: what the last weeks came to
    ended: tuple[SpikePast, ...] = ()  #: spikes that ended since the last digest, and a little before it
    digest: Round[Any] | None = None  #: the last one for people outside of the team
    digests: tuple[Round[Any], ...] = ()  #: the last of those, newest first
    questions: tuple[Round[Any], ...] = ()  #: of theirs, that are open
    requests: tuple[Round[Any], ...] = ()  #: for data access, that are open
    experiments: tuple[Round[Any], ...] = ()  #: those that have no verdict yet
    trials: tuple[Round[Any], ...] = ()  #: the last of those, with a verdict or without, newest first
    about: tuple[Round[Any], ...] = ()  #: sprints and votes that are open, each about some stories
    kpis: tuple[Round[Any], ...] = ()  #: that the team keeps in view
    readers: tuple[Member, ...] = ()  #: whom the plan's settings name, of the team or not
    tried: tuple[Round[Any], ...] = ()  #: experiments that run, and those that changed since the last digest
    decided: tuple[Round[Any], ...] = ()  #: decisions that were recorded or changed since then


Page = Literal[
    "plan",
    "members",
    "absences",
    "said",
    "blockers",
    "spikes",
    "backlog",
    "sprints",
    "sprint",
    "crowd",
    "epics",
    "stories",
    "actions",
    "retros",
    "past",
    "ended",
    "digest",
    "digests",
    "questions",
    "requests",
    "experiments",
    "trials",
    "about",
    "kpis",
    "readers",
    "tried",
    "decided",
]
Reading = Callable[[Round[S], MemberId | None], frozenset[Page]]


@dataclass(frozen=True)
class Ceremony(Generic[S]):
    """A ceremony is three pure functions over frozen values, and the names of what they handle.

    `open` gives the turn that a planned occurrence starts with, another round that is opened in its stead, or None
    where nobody is to be asked;
    a ceremony without it is opened only by other rounds or by hand.
    `acts` are the acts that `advance` takes; those in `keeps` keep their payload in the history of acts.
    `reads` names the pages of the book that an act needs, or tells them from who does it to which round.
    Of acts in `anonymous` the history has nothing: a line's place in it would tell when they were done.
    `record` gives the lines of a round in the team's export; `erase` a state without what a member wrote in it, nor
    their name.
    `begins` names the pages that `open` needs; one that `asks` nobody is opened once, whoever is away.
    """

    kind: str
    state: type[S]
    settings: type[Any]
    advance: Callable[[Round[S], Act, MemberId | None, datetime, Book], Turn[S]]
    show: Callable[[Round[S]], dict[str, Notice]]
    open: Callable[[Plan, Book, date, datetime], Turn[S] | Opening | None] | None = None
    reads: Mapping[type[Act], "frozenset[Page] | Reading[S]"] = field(default_factory=dict)
    keeps: frozenset[type[Act]] = frozenset()
    anonymous: frozenset[type[Act]] = frozenset()
    record: Callable[[Round[S]], tuple[Record, ...]] | None = None
    erase: Callable[[S, MemberId], S] | None = None
    begins: frozenset[Page] = frozenset({"members", "absences", "said", "blockers", "spikes", "actions"})
    asks: bool = True

    def pages(self, round_: Round[S], act: Act, by: MemberId | None) -> frozenset[Page]:
        """What of the book this act needs."""
        reads = self.reads.get(type(act), frozenset())
        return reads(round_, by) if callable(reads) else reads


_ROUNDS = UUID("6a1c1c0e-5f0b-4d1e-9a57-6d6f1f6a7e11")


def round_id(plan: PlanId, kind: str, key: str) -> RoundId:
    """The one round of a kind that may carry `key` under a plan: the same words always name the same round."""
    return RoundId(uuid5(_ROUNDS, f"{plan}/{kind}/{key}").hex)
