"""Moving an estimation on: closing the vote, voting again, settling by hand, ending. Only who facilitates may."""

from dataclasses import replace
from datetime import datetime

from bot.book.deck import BREAK, UNSURE, require_card
from bot.ceremonies.estimation import seats
from bot.ceremonies.estimation.counting import counted, entry, ticked, turn
from bot.ceremonies.estimation.state import (
    LEFT,
    NOTE_TEXT,
    Again,
    Close,
    End,
    Estimation,
    Matter,
    Settle,
)
from bot.errors import BadInput, NotYours, Refused, Settled
from bot.model import Book, Estimate, Member, MemberId, Turn


def facilitator(state: Estimation, by: MemberId | None, book: Book) -> Member:
    """Whoever may move the phases: who started it, leads and admins; any voter where none of these is left."""
    there = {each.id: each for each in book.members if each.active}
    moving = {each.id for each in there.values() if each.leads} | ({state.facilitator} & there.keys())
    moving = moving or {each.id for each in state.voters} & there.keys()
    if by is None or by not in moving:
        started = f"{state.facilitator_name}, who started this, and " if state.facilitator in there else ""
        raise NotYours(f"Only {started}the team's leads can do that.")
    return there[by]


def move(
    state: Estimation, act: Close | Again | Settle | End, by: Member, at: datetime, book: Book
) -> Turn[Estimation]:
    if act.poll != state.poll:
        raise Settled("The vote has gone on meanwhile: its newest card in the channel says how it stands.")
    match act:
        case Close():
            return counted(_require_votes(state), at)
        case Again():
            return turn(ticked(_again(state, by, at, book), at), at)
        case Settle():
            return _settle(state, act, by, at)
        case _:
            return _end(state, at)


def _require_votes(state: Estimation) -> Estimation:
    if not state.voting:
        raise Settled("The votes were counted already.")
    if not any(each.cards for each in state.matters):
        raise Refused("Nobody has voted yet, so there is nothing to count.")
    return state


def _again(state: Estimation, by: Member, at: datetime, book: Book) -> Estimation:
    """A numbered vote on what is not settled, by those who vote on that, from now until the next working day."""
    if state.voting:
        raise Settled("The vote is under way already.")
    if not state.unsettled:
        raise Settled("Everything is settled already.")
    poll = state.poll + 1
    matters = tuple(_reopened(each, poll) if each.unsettled else each for each in state.matters)
    asked = {each.ballot for each in matters if each.open}
    ballots = {each.id: tuple(ballot for ballot in each.ballots if ballot in asked) for each in state.voters}
    day = seats.next_working_day(by, at, book.absences)
    voters = seats.seat(book.members, ballots, day, at, book.absences)
    if all(each.absent == LEFT for each in voters):
        raise Refused("Nobody who votes on this is in the team any more. You can settle it yourself.")
    if not any(each.awaited for each in voters):
        raise Refused("Nobody who votes on this works until then. You can settle it yourself, or vote later.")
    return replace(
        state,
        matters=matters,
        voters=voters,
        day=day,
        opened_at=at,
        ends_at=seats.last_hour(voters, day, book.team.zone),
        poll=poll,
    )


def _reopened(matter: Matter, poll: int) -> Matter:
    return Matter(matter.story, matter.ballot, poll=poll)


def _settle(state: Estimation, act: Settle, by: Member, at: datetime) -> Turn[Estimation]:
    if state.ended:
        raise Settled("It has ended already.")
    card = require_card(state.deck, act.card)
    if card in {UNSURE, BREAK}:
        raise BadInput("Settle it at a card with points.", "card")
    if not act.note.strip():
        raise BadInput("Say in a few words why, for those who voted otherwise.", "note")
    if len(act.note) > NOTE_TEXT:
        raise BadInput(f"The reason has {NOTE_TEXT} characters at most; yours has {len(act.note)}.", "note")
    found = next((m for m in state.matters if (m.story, m.ballot) == (act.story, act.ballot)), None)
    if found is None or not found.unsettled:
        raise Settled("That is settled already, or voted on once more.")
    settled = replace(
        found,
        standing="settled",
        estimate=_widened(found, int(card)),
        note=act.note.strip(),
        settled_by=by.name,
        settler=by.id,
    )
    matters = tuple(settled if each is found else each for each in state.matters)
    return turn(replace(state, matters=matters), at, (entry(settled, by.id),))


def _widened(matter: Matter, card: int) -> Estimate:
    """The card, with the spread of the votes that it was settled against."""
    voted = matter.tally.estimate if matter.tally else None
    if voted is None:
        return Estimate(card, card, card, 0)
    return Estimate(card, min(card, voted.low), max(card, voted.high), voted.voters)


def _end(state: Estimation, at: datetime) -> Turn[Estimation]:
    """Stop here. What was laid and not counted is thrown away unseen."""
    if state.ended or not (state.voting or state.unsettled):
        raise Settled("It has ended already.")
    matters = tuple(_left_as_it_was(state, each) if each.open else each for each in state.matters)
    return turn(replace(state, matters=matters, ended=True), at)


def _left_as_it_was(state: Estimation, matter: Matter) -> Matter:
    """What an earlier vote made of it, where there was one: what is laid in this one is thrown away."""
    for count in reversed(state.counts):
        for each in count.matters:
            if (each.story, each.ballot) == (matter.story, matter.ballot):
                return each
    return replace(matter, standing="out", cards={}, reasons={})
