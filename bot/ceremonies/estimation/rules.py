"""How an estimation begins and goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot import schedule
from bot.book.deck import Deck
from bot.ceremonies.estimation import seats
from bot.ceremonies.estimation.casting import cast, follow_story, has_matters
from bot.ceremonies.estimation.counting import counted, counted_if_due, due, ticked, turn
from bot.ceremonies.estimation.moving import facilitator, move
from bot.ceremonies.estimation.state import (
    AWAY,
    LEFT,
    MOST_STORIES,
    NOTHING_LEFT,
    Again,
    Cast,
    Close,
    Elsewhere,
    End,
    Estimation,
    Matter,
    Settle,
    StoryChanged,
    Topic,
    Voter,
)
from bot.ceremonies.experiment import Tried, begun_with, heard
from bot.errors import BadInput
from bot.model import BALLOTS, Act, Ballot, Book, Member, MemberChanged, MemberId, Round, Turn


def begin(
    book: Book,
    topics: Sequence[Topic],
    ballots: Mapping[MemberId, tuple[Ballot, ...]],
    deck: Deck,
    by: Member,
    at: datetime,
    day: date | None = None,
) -> Turn[Estimation]:
    """The turn with which an estimation begins. Voting ends on `day`: by default the facilitator's next working day.

    Raises BadInput for no or too many stories, for nobody to vote, and for a day that is past or far away.
    """
    require_batch(len(topics))
    day = _require_ahead(day, by, at) if day else seats.next_working_day(by, at, book.absences)
    voters = seats.seat(book.members, ballots, day, at, book.absences)
    asked = [ballot for ballot in BALLOTS if any(ballot in each.ballots for each in voters)]
    if not asked:
        raise BadInput("Nobody would vote. Name at least one person who estimates effort, or value.")
    if not any(each.awaited for each in voters):
        raise BadInput("Nobody whom you named works until then. Choose a later day, or others.", "until")
    matters = tuple(Matter(topic.story, ballot) for topic in topics for ballot in asked)
    state = Estimation(
        book.team.name,
        book.team.zone,
        by.id,
        by.name,
        tuple(topics),
        matters,
        voters,
        day,
        at,
        seats.last_hour(voters, day, book.team.zone),
        deck,
        tried=begun_with(book, {each.story for each in topics}),
    )
    return turn(ticked(state, at), at)


def require_batch(stories: int, field: str = "") -> None:
    """Raises BadInput, by field where a form has one, for none and for more than are voted on at once."""
    if not 1 <= stories <= MOST_STORIES:
        raise BadInput(f"Choose 1 to {MOST_STORIES} stories; these are {stories}.", field)


def _require_ahead(day: date, by: Member, at: datetime) -> date:
    today = schedule.local_day(at, by.zone)
    if not today < day <= today + seats.FURTHEST:
        raise BadInput("Choose a day from tomorrow on, within a month.", "until")
    return day


def advance(
    round_: Round[Estimation], act: Act, by: MemberId | None, at: datetime, book: Book
) -> Turn[Estimation]:
    """What an act makes of an estimation.

    Raises NotAsked, Over, BadInput, Settled, and NotYours for who may not move its phases.
    """
    state = round_.state
    match act:
        case Cast():
            return _after_cast(round_, cast(state, act, by), by, at)
        case StoryChanged() | Elsewhere():
            return counted_if_due(_followed(state, act), at)
        case Tried():  # context for those who vote: nothing of the vote is due any earlier
            after = replace(state, tried=heard(state.tried, act, state.concerns))
            return Turn(after, round_.wake_at, over=round_.over)
        case MemberChanged(member):
            return counted_if_due(ticked(_follow_member(state, member, book, at), at), at)
        case Close() | Again() | Settle() | End():
            return move(state, act, facilitator(state, by, book), at, book)
        case _:
            return counted_if_due(ticked(state, at), at)


def _followed(state: Estimation, act: StoryChanged | Elsewhere) -> Estimation:
    """What became of a story elsewhere: it reads differently, or another round goes on with it, since two would write
    over each other."""
    if isinstance(act, StoryChanged):
        return follow_story(state, act)
    matters = tuple(
        replace(each, standing="elsewhere") if each.unsettled and each.story == act.story else each
        for each in state.matters
    )
    return replace(state, matters=matters)


def _after_cast(
    round_: Round[Estimation], laid: Estimation, by: MemberId | None, at: datetime
) -> Turn[Estimation]:
    """Who has voted is asked less, so that nothing is due any earlier than it was, and nobody's moments are looked for;
    who takes a card back is waited for again."""
    before, after = round_.state.voter(by), laid.voter(by)
    if before and after and after.awaited and not before.awaited:
        return counted_if_due(ticked(laid, at), at)
    return counted(laid, at) if due(laid, at) else Turn(laid, round_.wake_at)


def _follow_member(state: Estimation, member: MemberId, book: Book, at: datetime) -> Estimation:
    """A voter's hours follow their zone and days; who leaves is not waited for, and what they laid counts."""
    there = next((each for each in book.members if each.id == member and each.active), None)
    voters = tuple(
        _reseated(each, there, state, at, book) if each.id == member else each for each in state.voters
    )
    ends_at = state.ends_at
    if state.voting:
        ends_at = max(seats.last_hour(voters, state.day, book.team.zone), at)
    return replace(state, voters=voters, ends_at=ends_at)


def _reseated(voter: Voter, there: Member | None, state: Estimation, at: datetime, book: Book) -> Voter:
    if there is None:
        return replace(voter, absent=LEFT)
    [new] = seats.seat([there], {there.id: voter.ballots}, state.day, state.opened_at, book.absences)
    if at >= voter.ends_at:  # their hour has come: it does not come again
        new = replace(new, ends_at=voter.ends_at, absent=AWAY if voter.absent == LEFT else voter.absent)
    elif at >= new.ends_at:  # they are away from here on
        new = replace(new, absent=new.absent or AWAY)
    if state.voting and not has_matters(state.matters, voter):
        new = replace(new, absent=new.absent or NOTHING_LEFT)
    return replace(
        new,
        ask_at=voter.ask_at if voter.asked else new.ask_at,
        asked=voter.asked,
        reminded=voter.reminded,
        sent=voter.sent,
        form=voter.form,
        done=voter.done,
    )
