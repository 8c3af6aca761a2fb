"""Laying sealed cards, each in place of the one that its voter laid before; and what a changed story makes of them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.book.deck import require_card
from bot.ceremonies.estimation.state import (
    LEFT,
    NOTHING_LEFT,
    REASON_TEXT,
    Cast,
    Change,
    Estimation,
    Laid,
    Matter,
    StoryChanged,
    Topic,
    Voter,
)
from bot.errors import BadInput, NotAsked, Over
from bot.model import Ballot, MemberId

LOOKS_ON = "You look on in this estimation: you see how many have voted, and the result with everyone."
_OTHER: Mapping[Ballot, Ballot] = {"effort": "value", "value": "effort"}


def cast(state: Estimation, act: Cast, by: MemberId | None) -> Estimation:
    """The state with all that they laid; a pick that arrives after its form was sent is in that already.

    Raises Over, NotAsked, BadInput; nothing is laid then.
    """
    voter = _require_voter(state, act, by)
    if not act.sent and act.form and act.form == voter.form:
        return state
    matters = state.matters
    for laid in act.laid:
        _require_sound(state, laid)
        matters = tuple(_laid(each, laid, voter.id) for each in matters)
    done = _has_all(matters, voter) and (act.sent or voter.done)
    after = replace(voter, sent=voter.sent or act.sent, done=done, form=act.form if act.sent else voter.form)
    voters = state.voters if after == voter else _with(state.voters, after)
    return replace(state, matters=matters, voters=voters)


def _require_voter(state: Estimation, act: Cast, by: MemberId | None) -> Voter:
    """Raises Over, and NotAsked with what they do vote on."""
    voter = state.voter(by)
    if voter is None or voter.absent == LEFT:
        raise NotAsked(LOOKS_ON)
    for laid in act.laid:
        if laid.ballot not in voter.ballots:
            raise NotAsked(f"You estimate {_OTHER[laid.ballot]} here, not {laid.ballot}.")
    if not state.voting or act.poll != state.poll:
        raise Over("That vote is over, so this came too late. What came of it stands in the channel.")
    return voter


def _require_sound(state: Estimation, laid: Laid) -> None:
    """Raises BadInput for a card that is not in the deck, and for a reason that is too long."""
    for card in filter(None, laid.cards.values()):
        require_card(state.deck, card)
    long = next((each for each in laid.reasons.values() if len(each) > REASON_TEXT), None)
    if long is not None:
        raise BadInput(f"A reason has {REASON_TEXT} characters at most; yours has {len(long)}.")


def _laid(matter: Matter, laid: Laid, by: MemberId) -> Matter:
    """What is not voted on any more, as where its story was dropped, takes nothing."""
    if matter.ballot != laid.ballot or not matter.open:
        return matter
    cards = _changed(matter.cards, by, laid.cards.get(matter.story))
    reasons = _changed(matter.reasons, by, laid.reasons.get(matter.story))
    if cards is matter.cards and reasons is matter.reasons:
        return matter
    return replace(matter, cards=cards, reasons=reasons)


def _changed(held: Mapping[MemberId, str], by: MemberId, new: str | None) -> Mapping[MemberId, str]:
    """The very same where it says so already: a form says again what was picked in it."""
    if new is None or new.strip() == held.get(by, ""):
        return held
    if new.strip():
        return {**held, by: new.strip()}
    return {who: each for who, each in held.items() if who != by}


def _has_all(matters: Iterable[Matter], voter: Voter) -> bool:
    """Whether they have laid a card on everything that is theirs."""
    return all(voter.id in each.cards for each in matters if each.open and each.ballot in voter.ballots)


def _with(voters: tuple[Voter, ...], voter: Voter) -> tuple[Voter, ...]:
    return tuple(voter if each.id == voter.id else each for each in voters)


def _with_topic(state: Estimation, act: StoryChanged) -> tuple[Topic, ...]:
    return tuple(act.topic if each.story == act.topic.story else each for each in state.topics)


def follow_story(state: Estimation, act: StoryChanged) -> Estimation:
    """A story that reads differently is shown so, and those who vote are told; one that is dropped is taken out."""
    if not act.dropped and act.topic in state.topics:
        return state  # what is shown of it here is as it was
    same = any(replace(each, finding=act.topic.finding) == act.topic for each in state.topics)
    if same and not act.dropped:  # what a spike found is no other story
        return replace(state, topics=_with_topic(state, act))
    asked = any(each.open and each.story == act.topic.story for each in state.matters)
    topics = _with_topic(state, act)
    changes = (*state.changes, Change(act.topic, act.dropped, state.poll)) if asked else state.changes
    state = replace(state, topics=topics, changes=changes)
    if not act.dropped:
        return state
    matters = tuple(
        replace(each, standing="out", cards={}, reasons={})
        if each.story == act.topic.story and each.standing != "settled"
        else each
        for each in state.matters
    )
    voters = tuple(_left_with(matters, each) for each in state.voters)
    return replace(state, matters=matters, voters=voters)


def has_matters(matters: Iterable[Matter], voter: Voter) -> bool:
    """Whether anything is theirs to vote on."""
    return any(each.open and each.ballot in voter.ballots for each in matters)


def _left_with(matters: Iterable[Matter], voter: Voter) -> Voter:
    """A voter after a story was taken out: they may be done now, or have nothing left to vote on."""
    matters = tuple(matters)
    if not has_matters(matters, voter):
        return replace(voter, absent=voter.absent or NOTHING_LEFT)
    return replace(voter, done=voter.done or (voter.sent and _has_all(matters, voter)))
