"""Laying sealed cards, each in place of the one that its voter laid before; and what a changed story makes of them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.book.deck import require_card
from bot.ceremonies.estimation.state import REASON_TEXT, Cast, Estimation, Matter, StoryChanged, Voter
from bot.errors import BadInput, NotAsked, Over
from bot.model import Ballot, MemberId, StoryId

_OTHER: Mapping[Ballot, Ballot] = {"effort": "value", "value": "effort"}


def cast(state: Estimation, act: Cast, by: MemberId | None) -> Estimation:
    voter = _require_voter(state, act.ballot, act.poll, by)
    theirs = {each.story for each in state.matters if each.ballot == act.ballot and each.open}
    laid = {story: require_card(state.deck, card) for story, card in act.cards.items() if story in theirs}
    long = next((each for each in act.reasons.values() if len(each) > REASON_TEXT), None)
    if long is not None:
        raise BadInput(f"A reason has {REASON_TEXT} characters at most; yours has {len(long)}.")
    if not laid and not act.sent:
        raise Over("That story is not voted on any more, so your card was not taken.")
    matters = tuple(_laid(each, act, laid, voter.id) for each in state.matters)
    voter = replace(voter, sent=voter.sent or act.sent)
    voter = replace(voter, done=voter.sent and _has_all(matters, voter))
    return replace(state, matters=matters, voters=_with(state.voters, voter))


def _require_voter(state: Estimation, ballot: Ballot, poll: int, by: MemberId | None) -> Voter:
    """Raises Over, and NotAsked with what they do vote on."""
    voter = next((each for each in state.voters if each.id == by), None)
    if voter is None or voter.absent == "left":
        raise NotAsked(
            "You look on in this estimation: you see how many have voted, and the result with everyone."
        )
    if ballot not in voter.ballots:
        raise NotAsked(f"You estimate {_OTHER[ballot]} here, not {ballot}.")
    if not state.voting or poll != state.poll:
        raise Over(
            "The votes were counted a moment ago, so this came too late. The result is in the channel."
        )
    return voter


def _laid(matter: Matter, act: Cast, laid: Mapping[StoryId, str], by: MemberId) -> Matter:
    if matter.ballot != act.ballot or not matter.open:
        return matter
    cards, reasons = dict(matter.cards), dict(matter.reasons)
    if matter.story in laid:
        cards[by] = laid[matter.story]
    if matter.story in act.reasons:
        reasons.pop(by, None)
        if reason := act.reasons[matter.story].strip():
            reasons[by] = reason
    return replace(matter, cards=cards, reasons=reasons)


def _has_all(matters: Iterable[Matter], voter: Voter) -> bool:
    """Whether they have laid a card on everything that is theirs."""
    return all(voter.id in each.cards for each in matters if each.open and each.ballot in voter.ballots)


def _with(voters: tuple[Voter, ...], voter: Voter) -> tuple[Voter, ...]:
    return tuple(voter if each.id == voter.id else each for each in voters)


def follow_story(state: Estimation, act: StoryChanged) -> Estimation:
    topics = tuple(act.topic if each.story == act.topic.story else each for each in state.topics)
    if not act.dropped:
        return replace(state, topics=topics)
    matters = tuple(
        replace(each, standing="out", cards={}, reasons={})
        if each.story == act.topic.story and each.standing != "settled"
        else each
        for each in state.matters
    )
    voters = tuple(replace(each, done=each.sent and _has_all(matters, each)) for each in state.voters)
    return replace(state, topics=topics, matters=matters, voters=voters)
