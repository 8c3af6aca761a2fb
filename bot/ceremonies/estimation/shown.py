"""What an estimation shows, slot by slot. It reads no card and no reason: what is sealed cannot be shown."""

from collections.abc import Mapping
from typing import Literal

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
    Talk,
    Waiting,
)
from bot.ceremonies.estimation.state import Count, Estimation, Matter, Topic, Voter
from bot.model import BALLOTS, Ballot, Dm, MemberId, Notice, Room, RoundId, Thread


def show(round_: RoundId, state: Estimation, *, over: bool) -> dict[str, Notice]:
    """All slots of an estimation."""
    slots: dict[str, Notice] = {"card": _card(round_, state)}
    for number, change in enumerate(state.changes, start=1):
        slots[f"change:{number}"] = Changed(Thread("card"), round_, change.topic, change.dropped)
    for count in state.counts:
        _show_past(slots, round_, state, count)
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


def _card(round_: RoundId, state: Estimation) -> Card:
    standing: Literal["voting", "counted", "ended"] = "voting" if state.voting else "counted"
    return Card(
        Room(),
        round_,
        _put_to(state, BALLOTS) or state.topics,
        progress(state),
        state.facilitator_name,
        state.ends_at,
        state.zone,
        standing if state.voting or state.counts else "ended",
        state.poll,
        state.deck,
    )


def _put_to(state: Estimation, ballots: tuple[Ballot, ...]) -> tuple[Topic, ...]:
    """The stories that are voted on, on any of these ballots."""
    asked = {each.story for each in state.matters if each.open and each.ballot in ballots}
    return tuple(each for each in state.topics if each.story in asked)


def progress(state: Estimation) -> tuple[Progress, ...]:
    """How far the vote is, on each ballot that is voted on."""
    asked = {each.ballot for each in state.matters if each.open}
    return tuple(_progress(state, ballot) for ballot in BALLOTS if ballot in asked)


def _progress(state: Estimation, ballot: Ballot) -> Progress:
    voters = [each for each in state.voters if ballot in each.ballots and (each.done or not each.absent)]
    return Progress(ballot, sum(each.done for each in voters), len(voters))


def _show_voters(slots: dict[str, Notice], round_: RoundId, state: Estimation) -> None:
    """The messages to each voter in the vote that is under way, or was when the round was ended."""
    put_to = {each: _put_to(state, each) for each in {voter.ballots for voter in state.voters}}
    for voter in state.voters:
        if voter.asked or voter.done:
            slots[f"ask:{voter.id}:{state.poll}"] = _ask(round_, state, voter, put_to)
        if voter.reminded:
            slots[f"remind:{voter.id}:{state.poll}"] = _remind(round_, state, voter, put_to)


def _ask(
    round_: RoundId, state: Estimation, voter: Voter, put_to: Mapping[tuple[Ballot, ...], tuple[Topic, ...]]
) -> Ask:
    waiting = _waiting(state, voter)
    if waiting == "over":
        return _over(round_, state, voter.id, state.poll)
    return Ask(
        Dm(voter.id),
        round_,
        state.team,
        state.poll,
        waiting,
        put_to[voter.ballots],
        voter.ballots,
        state.ends_at,
        voter.zone,
        voter,
    )


def _remind(
    round_: RoundId, state: Estimation, voter: Voter, put_to: Mapping[tuple[Ballot, ...], tuple[Topic, ...]]
) -> Remind:
    waiting = _waiting(state, voter)
    if waiting == "over":
        return _over_reminder(round_, state, voter.id, state.poll)
    stories = len(put_to[voter.ballots])
    return Remind(
        Dm(voter.id), round_, state.team, state.poll, waiting, stories, state.ends_at, voter.zone, voter
    )


def _waiting(state: Estimation, voter: Voter) -> Waiting:
    if not state.voting:
        return "over"
    if voter.done:
        return "done"
    return "left" if voter.absent else "waiting"


def _over(round_: RoundId, state: Estimation, who: MemberId, poll: int) -> Ask:
    return Ask(Dm(who), round_, state.team, poll, "over")


def _over_reminder(round_: RoundId, state: Estimation, who: MemberId, poll: int) -> Remind:
    return Remind(Dm(who), round_, state.team, poll, "over")


def _show_past(slots: dict[str, Notice], round_: RoundId, state: Estimation, count: Count) -> None:
    """What a vote that was counted has left: closed ballots, what is talked about, and what a later one came to."""
    for who in count.asked:
        slots[f"ask:{who}:{count.poll}"] = _over(round_, state, who, count.poll)
    for who in count.reminded:
        slots[f"remind:{who}:{count.poll}"] = _over_reminder(round_, state, who, count.poll)
    for each in count.matters:
        if each.standing == "apart":
            slots[f"talk:{each.story}:{each.ballot}:{count.poll}"] = Talk(
                Thread("result"), round_, _topic(state, each), side(each), each.lowest, each.highest
            )
    if count.poll > 1:
        slots[f"recount:{count.poll}"] = Recount(
            Thread("result"), round_, _lines(state, count.matters), count.poll
        )


def _stage(state: Estimation, *, over: bool) -> Literal["unsettled", "voting", "settled", "ended"]:
    if state.voting:
        return "voting"
    if state.ended:
        return "ended"
    return "settled" if over else "unsettled"


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
    )
