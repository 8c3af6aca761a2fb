"""What an estimation shows, slot by slot. It reads no card and no reason: what is sealed cannot be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bot.ceremonies.estimation.notices import (
    Ask,
    Card,
    Changed,
    Line,
    Progress,
    Recount,
    Remind,
    Result,
    Side,
    Stage,
    Talk,
    Waiting,
)
from bot.ceremonies.estimation.state import AWAY, Count, Estimation, Matter, Topic, Voter
from bot.ceremonies.experiment import newest
from bot.model import BALLOTS, Ballot, Dm, MemberId, Notice, Room, RoundId, StoryId, Thread
from bot.same import Same


def show(round_: RoundId, state: Estimation, *, over: bool) -> dict[str, Notice]:
    """All slots of an estimation."""
    slots: dict[str, Notice] = {}
    for count in state.counts:
        slots[_card_of(count.poll)] = _past_card(round_, state, count)
        _show_past(slots, round_, state, count)
    if state.poll > len(state.counts):
        slots[_card_of(state.poll)] = _card(round_, state)
    for number, change in enumerate(state.changes, start=1):
        slots[f"change:{number}"] = Changed(
            Thread(_card_of(change.poll)), round_, change.topic, change.dropped
        )
    if state.poll > len(state.counts):
        _show_voters(slots, round_, state)
    if state.counts:
        slots["result"] = Result(
            Room(),
            round_,
            _lines(state, state.matters),
            state.facilitator_name,
            _stage(state, over=over),
            state.poll,
        )
    return slots


def _card_of(poll: int) -> str:
    """The slot of a vote's card: each has its own, since nobody hears of an edit."""
    return "card" if poll == 1 else f"card:{poll}"


def _card(round_: RoundId, state: Estimation) -> Card:
    """The card of the vote that is under way, or was when the round was ended."""
    topics = _vote(round_, state).put_to(BALLOTS) or state.topics
    return Card(
        Room(),
        round_,
        topics,
        progress(state),
        state.facilitator_name,
        state.ends_at,
        state.zone,
        "voting" if state.voting else "ended",
        state.poll,
        state.deck,
        tuple(each.name for each in state.voters if each.absent == AWAY and not each.done)
        if state.voting
        else (),
        newest(state.tried, {each.story for each in topics}) if state.voting else (),
    )


def _past_card(round_: RoundId, state: Estimation, count: Count) -> Card:
    """The card of a vote that was counted."""
    asked = {each.story for each in count.matters}
    return Card(
        Room(),
        round_,
        tuple(each for each in state.topics if each.story in asked),
        (),
        state.facilitator_name,
        count.ends_at or state.ends_at,
        state.zone,
        "counted",
        count.poll,
        state.deck,
    )


def progress(state: Estimation) -> tuple[Progress, ...]:
    """How far the vote is, on each ballot that is voted on."""
    asked = {each.ballot for each in state.matters if each.open}
    return tuple(_progress(state, ballot) for ballot in BALLOTS if ballot in asked)


def _progress(state: Estimation, ballot: Ballot) -> Progress:
    voters = [each for each in state.voters if ballot in each.ballots and (each.done or not each.absent)]
    return Progress(ballot, sum(each.done for each in voters), len(voters))


#: What is asked of whom: story and ballot.
_Asked = tuple[tuple[StoryId, Ballot], ...]


def _show_voters(slots: dict[str, Notice], round_: RoundId, state: Estimation) -> None:
    """The messages to each voter in the vote that is under way, or was when the round was ended."""
    slots.update(_to_voters(Same(_vote(round_, state)), Same(state.voters)))


@dataclass(frozen=True, slots=True)
class _Vote:
    """What the messages to voters are made of besides the voters: no card, and so the same from pick to pick."""

    round: RoundId
    team: str
    poll: int
    ends_at: datetime
    asked: _Asked
    topics: tuple[Topic, ...]

    def put_to(self, ballots: tuple[Ballot, ...]) -> tuple[Topic, ...]:
        """The stories that are voted on, on any of these ballots."""
        stories = {story for story, ballot in self.asked if ballot in ballots}
        return tuple(each for each in self.topics if each.story in stories)


def _vote(round_: RoundId, state: Estimation) -> _Vote:
    asked = tuple((each.story, each.ballot) for each in state.matters if each.open)
    return _the_vote(round_, state.team, state.poll, state.ends_at, asked, Same(state.topics))


@lru_cache(maxsize=32)
def _the_vote(
    round_: RoundId,
    team: str,
    poll: int,
    ends_at: datetime,
    asked: _Asked,
    topics: Same[tuple[Topic, ...]],
) -> _Vote:
    """The very same from pick to pick, so that what was made of it is found by it."""
    return _Vote(round_, team, poll, ends_at, asked, topics.value)


@lru_cache(maxsize=32)
def _to_voters(vote: Same[_Vote], voters: Same[tuple[Voter, ...]]) -> Mapping[str, Notice]:
    """With two hundred voters this is most of what a pick costs, and a pick changes none of it."""
    slots: dict[str, Notice] = {}
    for voter in voters.value:
        slots.update(_to_voter(vote, Same(voter)))
    return slots


@lru_cache(maxsize=2048)
def _to_voter(vote: Same[_Vote], voter: Same[Voter]) -> Mapping[str, Notice]:
    """A form that is sent changes one of many."""
    its, who = vote.value, voter.value
    waiting, topics = _waiting(its, who), its.put_to(who.ballots)
    slots: dict[str, Notice] = {}
    if who.asked:
        slots[f"ask:{who.id}:{its.poll}"] = _ask(its, who, waiting, topics)
    if who.reminded:
        slots[f"remind:{who.id}:{its.poll}"] = _remind(its, who, waiting, len(topics))
    return slots


def _ask(vote: _Vote, voter: Voter, waiting: Waiting, topics: tuple[Topic, ...]) -> Ask:
    if waiting == "over":
        return _over(vote.round, vote.team, voter.id, vote.poll)
    return Ask(
        Dm(voter.id),
        vote.round,
        vote.team,
        vote.poll,
        waiting,
        topics,
        voter.ballots,
        vote.ends_at,
        voter.zone,
        voter,
    )


def _remind(vote: _Vote, voter: Voter, waiting: Waiting, stories: int) -> Remind:
    if waiting == "over":
        return _over_reminder(vote.round, vote.team, voter.id, vote.poll)
    return Remind(
        Dm(voter.id), vote.round, vote.team, vote.poll, waiting, stories, vote.ends_at, voter.zone, voter
    )


def _waiting(vote: _Vote, voter: Voter) -> Waiting:
    if not vote.asked:
        return "over"
    if voter.done:
        return "done"
    return "left" if voter.absent else "waiting"


def _over(round_: RoundId, team: str, who: MemberId, poll: int) -> Ask:
    return Ask(Dm(who), round_, team, poll, "over")


def _over_reminder(round_: RoundId, team: str, who: MemberId, poll: int) -> Remind:
    return Remind(Dm(who), round_, team, poll, "over")


def _show_past(slots: dict[str, Notice], round_: RoundId, state: Estimation, count: Count) -> None:
    """What a vote that was counted has left: closed ballots, what is talked about, and what a later one came to."""
    for who in count.asked:
        slots[f"ask:{who}:{count.poll}"] = _over(round_, state.team, who, count.poll)
    for who in count.reminded:
        slots[f"remind:{who}:{count.poll}"] = _over_reminder(round_, state.team, who, count.poll)
    for each in count.matters:
        if each.standing == "apart":
            slots[f"talk:{each.story}:{each.ballot}:{count.poll}"] = Talk(
                Thread("result"), round_, _topic(state, each), side(each), each.lowest, each.highest
            )
    if count.poll > 1:
        slots[f"recount:{count.poll}"] = Recount(
            Thread("result"), round_, _lines(state, count.matters), count.poll
        )


def _stage(state: Estimation, *, over: bool) -> Stage:
    if state.voting:
        return "voting"
    if state.ended:
        return "ended"
    if not over:
        return "unsettled"
    return "elsewhere" if any(each.standing == "elsewhere" for each in state.matters) else "settled"


def _topic(state: Estimation, matter: Matter) -> Topic:
    return next(each for each in state.topics if each.story == matter.story)


def _lines(state: Estimation, matters: tuple[Matter, ...]) -> tuple[Line, ...]:
    """The stories of these matters, in the order in which they were put to the vote."""
    lines = []
    for topic in state.topics:
        sides = tuple(side(each) for each in matters if each.story == topic.story)
        lines += [Line(topic, sides)] if sides else []
    return tuple(lines)


def side(matter: Matter) -> Side:
    """A matter as others see it."""
    return Side(
        matter.ballot,
        matter.standing,
        matter.estimate,
        matter.tally.counts if matter.tally else (),
        matter.poll,
        matter.note,
        matter.settled_by,
        matter.asked,
    )
