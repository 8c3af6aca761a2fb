"""How a request goes on: asked for, not there yet, there, given up; and who follows it."""

from dataclasses import replace
from datetime import date, datetime

from bot import schedule
from bot.ceremonies import moving
from bot.ceremonies.access.clock import ask_at, ticked, told, wake_at
from bot.ceremonies.access.state import (
    FURTHEST,
    Access,
    AccessStands,
    Asked,
    Ended,
    GiveUp,
    HandOver,
    Missing,
    NotYet,
    Resettle,
    Source,
    Take,
    There,
)
from bot.errors import BadInput, Settled
from bot.model import Absence, Act, Book, Member, MemberChanged, MemberId, Round, RoundId, Tell, Tick, Turn

#: What people do to it; all else is news.
_MOVES = (Asked, There, NotYet, GiveUp, Take, HandOver)


def begin(
    book: Book,
    what: str,
    owner: Member,
    at: datetime,
    *,
    taken: bool = True,
    asked_on: date | None = None,
    expected: date | None = None,
    source: Source | None = None,
) -> Turn[Access]:
    """The turn with which a request is followed. `owner`: who is asked about it, who may have left meanwhile."""
    whose = next((each for each in book.members if each.id == owner.id), replace(owner, active=False))
    state = Access(
        book.team.name,
        book.team.zone,
        what,
        whose,
        taken,
        asked_on,
        expected,
        at,
        _away(book, whose.id),
        source=source,
    )
    return _turn(_watched(state, book), at)


def advance(round_: Round[Access], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Access]:
    """What an act makes of a request.

    Raises Settled where it is over or theirs already, NotYours for who does not follow it, and BadInput by field.
    """
    before = round_.state
    if before.ended:
        if isinstance(act, _MOVES):
            raise Settled(_said(before.ended))
        return Turn(before, over=True)
    match act:
        case Tick():
            after = replace(ticked(before, at), linked=True)
        case MemberChanged(member):
            after = _followed(before, member, book)
        case Resettle():
            return _turn(_resettled(before, act, by, at, book), at)
        case _ if isinstance(act, _MOVES):
            after = _moved(before, act, _mover(before, by, book), at, book)
        case _:
            after = before  # of a story or a plan: it is none of its news
    return _turn(after, at, _tells(round_.id, before, after))


def _said(ended: Ended) -> str:
    return (
        f"{ended.name} has said that it is there."
        if ended.how == "there"
        else f"{ended.name} has given it up."
    )


def _turn(state: Access, at: datetime, tells: tuple[Tell, ...] = ()) -> Turn[Access]:
    if state.ended:
        return Turn(state, tells=tells, over=True)
    return Turn(state, wake_at(state, at), tells=tells)


def _tells(round_: RoundId, before: Access, after: Access) -> tuple[Tell, ...]:
    """Its source hears where it stands, first of all which round it is."""
    source = after.source
    if source is None:
        return ()
    now = _stands(source.item, round_, after)
    if before.linked == after.linked and now == _stands(source.item, round_, before):
        return ()
    return (Tell(source.round, now),)


def _stands(item: int, round_: RoundId, state: Access) -> AccessStands:
    return AccessStands(
        item,
        round_,
        state.owner.id if state.taken else None,
        state.owner.name if state.taken else "",
        state.asked_on,
        state.expected,
        state.ended.how if state.ended else None,
    )


def _mover(state: Access, by: MemberId | None, book: Book) -> Member:
    """Whoever follows it, and leads; where the channel was asked or none of these is left, anybody of the team. Raises
    NotYours."""
    asked = state.missing is not None and not state.missing.leads
    return moving.mover(book, by, ((state.owner.id, state.owner.name),), anybody=asked)


def _moved(state: Access, act: Act, by: Member, at: datetime, book: Book) -> Access:
    match act:
        case Asked() | NotYet():
            return _watched(_awaited(state, act, schedule.local_day(at, by.zone), at), book)
        case There():
            return replace(state, missing=None, ended=Ended("there", by.name))
        case GiveUp():
            return replace(state, missing=None, ended=Ended("given up", by.name))
        case Take():
            return _handed(state, by.id, at, book)
        case HandOver(to):
            after = _handed(state, to, at, book)
            return after if to == by.id else told(after, "yours", at)
        case _:
            return state


def _awaited(state: Access, act: Asked | NotYet, today: date, at: datetime) -> Access:
    """It is waited for until another day."""
    if isinstance(act, Asked):
        _require_asked(act.on, act.expected, today)
        state = replace(state, asked_on=act.on)
    else:
        _require_ahead(act.expected, today)
    return replace(state, expected=act.expected, since=at, again=False)


def _require_asked(on: date, expected: date | None, today: date) -> None:
    if on > today:
        raise BadInput("That day is yet to come. Say so once it is asked for.", "asked")
    if expected is not None:
        if expected < on:
            raise BadInput("It cannot be expected before it is asked for.", "expected")
        _require_ahead(expected, today)


def _require_ahead(day: date, today: date) -> None:
    if day <= today:
        raise BadInput("Choose a day after today.", "expected")
    if day > today + FURTHEST:
        raise BadInput("Choose a day within two years.", "expected")


def _handed(state: Access, to: MemberId, at: datetime, book: Book) -> Access:
    new = next((each for each in book.members if each.id == to and each.active), None)
    if new is None:
        raise BadInput("Name somebody of this team.", "owner")
    if new.id == state.owner.id and state.taken:
        raise Settled(f"{new.name} follows it already.")
    return _watched(replace(state, owner=new, taken=True, away=_away(book, to), since=at, again=False), book)


def _resettled(state: Access, act: Resettle, by: MemberId | None, at: datetime, book: Book) -> Access:
    """As the lookahead says: there it was judged already who may."""
    if act.dropped:
        return replace(state, missing=None, ended=Ended("given up", act.name))
    if (act.asked_on, act.expected) != (state.asked_on, state.expected):
        state = replace(state, asked_on=act.asked_on, expected=act.expected, since=at, again=False)
    there = {each.id for each in book.members if each.active}
    if act.owner in there and not (state.taken and act.owner == state.owner.id):
        state = _handed(state, act.owner, at, book)
        state = state if act.owner == by else told(state, "yours", at)
    return _watched(state, book)


def _followed(state: Access, member: MemberId, book: Book) -> Access:
    """The owner's zone, hours, absences or place in the team changed."""
    if member != state.owner.id:
        return state
    whose = next((each for each in book.members if each.id == member), replace(state.owner, active=False))
    return _watched(replace(state, owner=whose, away=_away(book, member)), book)


def _watched(state: Access, book: Book) -> Access:
    """The leads are asked where nobody would be: the owner has left, or is not at work in the next months."""
    left = not state.owner.active
    if not left and ask_at(state) is not None:
        return replace(state, missing=None)
    if state.missing and (state.missing.owner, state.missing.left) == (state.owner.name, left):
        return state
    leads = tuple(
        each.id for each in book.members if each.active and each.leads and each.id != state.owner.id
    )
    asked = Missing(len(state.missed) + 1, state.owner.name, left, leads)
    return replace(state, missing=asked, missed=(*state.missed, asked))


def _away(book: Book, member: MemberId) -> tuple[Absence, ...]:
    return tuple(each for each in book.absences if each.member == member)
