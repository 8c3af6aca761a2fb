"""The shell around spikes: beginning one, finding those that run, and the decision with what it does to stories."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from bot import backlog, estimating, rounds, worktime
from bot.book.pasting import Draft
from bot.ceremonies import spike
from bot.ceremonies.spike import About, Decide, Extend, HandOver, Spike
from bot.ceremonies.spike.rules import mover
from bot.durations import Span
from bot.errors import BadInput, NotFound, NotYours, Refused, Settled
from bot.ledger import Ledger
from bot.model import (
    Book,
    Member,
    MemberId,
    Opening,
    Round,
    RoundId,
    SpikeDecision,
    Story,
    StoryId,
    Team,
    Verdict,
    WorkspaceId,
)
from bot.theirs import Theirs

#: So many spikes of a team run at once: more is no focus.
MOST = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for in the form. `starts_at` None: now."""

    question: str
    box: Span
    owners: tuple[MemberId, ...]
    answer: str = ""
    hypothesis: str = ""
    story: StoryId | None = None
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class More:
    """How much longer, and why. `times`: how often it had grown, as far as who asks could see."""

    more: Span
    reason: str
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody decided. `parts`: the stories that its story becomes; `drop_story`: it leaves the backlog; `next`:
    the question of another spike."""

    decision: SpikeDecision
    text: str
    links: tuple[str, ...] = ()
    verdict: Verdict = ""
    parts: tuple[Draft, ...] = ()
    drop_story: bool = False
    next: str = ""


#: A spike that is under way, and whose.
Running = Theirs[Spike]


def start(
    ledger: Ledger,
    team: Team,
    wish: Wish,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> Round[Spike]:
    """Begin a spike. `present`: who is in the channel, where that is known; an owner who is not is of the team as an
    onlooker only. Raises BadInput by field, Refused for a second one of the same story, NotFound for strangers."""
    story = backlog.get(ledger, team, wish.story) if wish.story else None
    if story:
        _require_none(ledger, team, story)
    if len(ledger.rounds.open_of(team, (spike.KIND,))) >= MOST:
        raise Refused(f"{MOST} spikes run here already. Finish one first: `/spike list` shows them.")
    _seat(ledger, team, (*wish.owners, by), present)
    book = ledger.history.book(team, None, ("members", "absences"))
    who = next((each for each in book.members if each.id == by), None)
    if who is None:
        raise NotFound
    turn = spike.begin(
        book,
        wish.question,
        wish.box.of(worktime.day_length(_first(book, wish, who))),
        wish.owners,
        who,
        at,
        answer=wish.answer,
        hypothesis=wish.hypothesis,
        about=About(story.id, story.number, story.title) if story else None,
        starts_at=wish.starts_at,
    )
    begun = rounds.start(ledger, team, None, Opening(spike.KIND, uuid4().hex, turn), at)
    if begun is None:
        raise NotFound  # no two have the same name
    return begun


def _seat(
    ledger: Ledger, team: Team, members: Iterable[MemberId], present: Collection[MemberId] | None
) -> None:
    """Whoever has a part in a spike is of the team; who is not in its channel, as an onlooker only."""
    for each in members:
        if ledger.roster.member(team, each) is None:
            outside = present is not None and each not in present
            ledger.roster.seat(team, each, ("observer",) if outside else ("developer",))


def _first(book: Book, wish: Wish, starter: Member) -> Member:
    """Whose days a box in days is counted in."""
    return next((each for each in book.members if each.id in wish.owners[:1]), starter)


def _require_none(ledger: Ledger, team: Team, story: Story) -> None:
    """A story waits for one answer at a time."""
    if story.state == "dropped":
        raise BadInput(f"#{story.number} is dropped. `/story restore #{story.number}` has it back.", "story")
    for each in ledger.rounds.open_of(team, (spike.KIND,)):
        state: Spike = each.state
        if state.about and state.about.story == story.id:
            raise BadInput(
                f"{state.owner.name} has a spike for #{story.number} already. Finish that first.", "story"
            )


def of_team(ledger: Ledger, team: Team) -> tuple[Running, ...]:
    """The spikes that are under way in a team, oldest first."""
    found = ledger.rounds.open_of(team, (spike.KIND,))
    return tuple(Running(team, each) for each in sorted(found, key=lambda each: (each.opened_at, each.id)))


def of_member(ledger: Ledger, teams: Iterable[Team], member: MemberId) -> tuple[Running, ...]:
    """Those that somebody owns, alone or with others."""
    every = (each for team in teams for each in of_team(ledger, team))
    return tuple(each for each in every if member in {its.id for its in each.round.state.owners})


def numbered(every: Iterable[Running], number: int) -> tuple[Running, ...]:
    """Those of the story that is called so. Raises NotFound."""
    found = tuple(each for each in every if (about := each.round.state.about) and about.number == number)
    if not found:
        raise NotFound(f"No spike for #{number} is under way here. `/spike list` shows those that are.")
    return found


def meant(
    ledger: Ledger, teams: Iterable[Team], member: MemberId, number: int | None = None
) -> tuple[Running, ...]:
    """Which spikes of these teams a member may mean: that of the story with this number; else their own, else all that
    they may move. Raises NotFound where none is under way, NotYours where none is theirs to move."""
    every = tuple(each for team in teams for each in of_team(ledger, team))
    if not every:
        raise NotFound("No spike is under way here. `/spike` starts one.")
    if number is not None:
        return numbered(every, number)
    own = tuple(each for each in every if member in {its.id for its in each.round.state.owners})
    theirs = own or tuple(each for each in every if _moves(ledger, each, member))
    if not theirs:
        raise NotYours("None of the spikes here is yours. `/spike list` shows them.")
    return theirs


def _moves(ledger: Ledger, running: Running, member: MemberId) -> bool:
    who = ledger.roster.member(running.team, member)
    return running.round.state.starter == member or bool(who and who.active and who.leads)


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Running:
    """The spike. Raises NotFound."""
    return Running(*rounds.of_kind(ledger, workspace, round_, Spike))


def require_mover(ledger: Ledger, running: Running, member: MemberId) -> None:
    """Raises NotYours for who may not move it, before they fill in a form in vain, and Settled where it has ended."""
    state = running.round.state
    if state.ended:
        raise Settled(f"{state.ended.name} has ended this spike already.")
    mover(state, member, ledger.history.book(running.team, None, ("members",)))


def extend(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    wish: More,
    by: MemberId,
    at: datetime,
) -> Round[Spike]:
    """Give a spike more time, in its owner's days where it is said in days. Raises what its ceremony refuses with."""
    owner = get(ledger, workspace, round_).round.state.owner
    act = Extend(wish.more.of(worktime.day_length(owner)), wish.reason, wish.times)
    return rounds.perform(ledger, workspace, round_, act, by, at)


def hand_over(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    act: HandOver,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> Round[Spike]:
    """Somebody else goes on with it. `present`: as for `start`. Raises what its ceremony refuses with."""
    _seat(ledger, get(ledger, workspace, round_).team, (act.to,), present)
    return rounds.perform(ledger, workspace, round_, act, by, at)


def decide(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, outcome: Outcome, by: MemberId, at: datetime
) -> Round[Spike]:
    """End a spike with a decision, and do what follows to its story, or nothing at all where any of it is refused."""
    running = get(ledger, workspace, round_)
    story = _story_of(ledger, running)
    act = Decide(
        outcome.decision,
        outcome.text,
        outcome.links,
        outcome.verdict,
        dropped=_leaves(outcome, story),
        next=outcome.next,
    )
    if story and story.state == "dropped" and outcome.decision == "another":
        raise BadInput(
            f"#{story.number} was dropped, so it needs no other spike. Restore it first.", "decision"
        )
    if story and outcome.decision == "estimable":
        _require_votable(ledger, running.team, story)
        ballots = estimating.ballots_of(ledger, running.team, story.id)
        act = replace(act, ballots=ballots, topic=backlog.topic(story))
    if story and outcome.decision == "split":
        parts = backlog.split(ledger, running.team, story, outcome.parts, at)
        act = replace(act, split=tuple(each.number for each in parts))
    after = rounds.perform(ledger, workspace, round_, act, by, at)
    if story and outcome.decision == "estimable":
        estimating.leave_to_another(ledger, running.team, [story], at)
    if story and act.dropped:
        _drop(ledger, running.team, story, by, at)
    return after


def _story_of(ledger: Ledger, running: Running) -> Story | None:
    about = running.round.state.about
    return ledger.backlog.get(running.team, about.story) if about else None


def _leaves(outcome: Outcome, story: Story | None) -> bool:
    """Whether its story leaves the backlog: what was split stands there in its parts."""
    if story is None or story.state == "dropped":
        return False
    return outcome.decision == "split" or (outcome.decision == "drop" and outcome.drop_story)


def _require_votable(ledger: Ledger, team: Team, story: Story) -> None:
    if story.state == "dropped":
        raise BadInput(
            f"#{story.number} was dropped. Restore it first, or choose another decision.", "decision"
        )
    estimating.require_free(ledger, team, [story], "decision")


def _drop(ledger: Ledger, team: Team, story: Story, by: MemberId, at: datetime) -> None:
    try:
        backlog.drop(ledger, team, story.id, by, at)
    except NotYours as refused:
        raise BadInput(refused.sentence, "decision") from None
