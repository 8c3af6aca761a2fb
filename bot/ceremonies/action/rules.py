"""How an action goes on: done, dropped, still open, another's; and the retros that show it hear of each change."""

from dataclasses import replace
from datetime import datetime

from bot.ceremonies import moving
from bot.ceremonies.action.clock import due_at, may_tell, ticked, told, wake_at
from bot.ceremonies.action.setting import away_of, checked, due_on, of_team, past, reason, require_ahead
from bot.ceremonies.action.state import (
    UNDO,
    Action,
    ActionStands,
    Carry,
    Change,
    Done,
    Draft,
    Drop,
    Ended,
    HandOver,
    Keep,
    Missing,
    Reopen,
    Source,
    Take,
)
from bot.errors import BadInput, Settled
from bot.model import Act, Book, Member, MemberChanged, MemberId, Round, RoundId, Tell, Tick, Turn
from bot.schedule import local_day

#: What people do to it while it is open; all else is news.
_MOVES = (Done, Drop, Keep, Change, HandOver, Take)


def begin(
    book: Book, draft: Draft, at: datetime, source: Source | None, by: MemberId | None = None
) -> Turn[Action]:
    """The turn with which an action begins. The book has members, absences and the sprint. `by`: who agreed it; an
    owner who did not do so themself is told that it is theirs, at once or on their next working morning.

    Raises BadInput by field: text, owner, due, link.
    """
    draft, owner = checked(book, draft, at)
    state = Action(
        book.team.name,
        draft.text,
        owner,
        local_day(at, owner.zone),
        draft.due,
        draft.link,
        away_of(book, owner.id),
        agreed_in=source,
    )
    state = due_on(state, draft.due, at, book)
    if by not in {None, owner.id}:
        state = told(state, "yours", at) if may_tell(state, at) else replace(state, news=True)
    return _turn(_watched(state, book), at)


def advance(round_: Round[Action], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Action]:
    """What an act makes of an action.

    Raises Settled where it is ended or theirs already, NotYours for who does not do it, and BadInput by field.
    """
    before = round_.state
    match act:
        case Carry(source):
            after = replace(before, carried_by=source)
        case Reopen():
            after = _reopened(before, act, by, at, book)
        case _ if before.ended and isinstance(act, _MOVES):
            raise Settled(_said(before.ended))
        case _ if before.ended:
            after = before
        case Tick():
            after = replace(ticked(before, at), linked=True)
        case MemberChanged(member):
            after = _followed(before, member, book)
        case Done() | Drop() | Keep() | Change() | HandOver() | Take():
            after = _moved(before, act, by, at, book)
        case _:
            after = before  # of a story or a plan: it is none of its news
    return _turn(after, at, _tells(round_.id, before, after), before.owner.id)


def _said(ended: Ended) -> str:
    return (
        f"{ended.name} has said that it is done." if ended.how == "done" else f"{ended.name} has dropped it."
    )


def _turn(
    state: Action, at: datetime, tells: tuple[Tell, ...] = (), before: MemberId | None = None
) -> Turn[Action]:
    concerns = tuple(dict.fromkeys((state.owner.id, before or state.owner.id)))
    if state.ended:
        return Turn(state, tells=tells, over=True, concerns=concerns)
    return Turn(state, wake_at(state, at), tells=tells, concerns=concerns)


def _tells(round_: RoundId, before: Action, after: Action) -> tuple[Tell, ...]:
    """The retros that show it hear where it stands, first of all which round it is."""
    first = after.linked and not before.linked
    return tuple(
        Tell(source.round, now)
        for source in after.sources
        if (now := _stands(source, round_, after)) != _stands(source, round_, before) or first
    )


def _stands(source: Source, round_: RoundId, state: Action) -> ActionStands:
    return ActionStands(
        source.item,
        round_,
        state.text,
        state.owner.id,
        state.owner.name,
        state.due,
        state.link,
        state.standing,
        state.ended.why if state.ended else state.why,
        state.ended.by if state.ended else state.why_by,
    )


def require_mover(state: Action, by: MemberId | None, book: Book) -> Member:
    """Its owner, and leads; where the channel was asked or none of these is left, anybody of the team. Raises
    NotYours."""
    asked = state.missing is not None and not state.missing.leads
    return moving.mover(book, by, ((state.owner.id, state.owner.name),), anybody=asked)


def _judged(state: Action, through: RoundId | None) -> bool:
    """Whether a retro that shows it tells this: there it was judged who may."""
    return through is not None and any(each.round == through for each in state.sources)


def _named(by: MemberId | None, book: Book) -> str:
    return next((each.name for each in book.members if each.id == by), "The retro")


def _moved(
    state: Action,
    act: Done | Drop | Keep | Change | HandOver | Take,
    by: MemberId | None,
    at: datetime,
    book: Book,
) -> Action:
    through = None if isinstance(act, HandOver | Take) else act.through
    if not _judged(state, through):
        require_mover(state, by, book)
    match act:
        case Done():
            return replace(state, missing=None, ended=Ended("done", by, _named(by, book), at))
        case Drop(why):
            why = reason(why)
            if not why:
                raise BadInput("Say in a few words why: the next retro will want to know.", "why")
            return replace(state, missing=None, ended=Ended("dropped", by, _named(by, book), at, why))
        case Keep():
            return _watched(_kept(state, act, by, at, book), book)
        case Change(draft):
            return _watched(_changed(state, draft, by, at, book), book)
        case Take():
            return _watched(_handed(state, by or MemberId(""), by, at, book), book)
        case HandOver(to):
            return _watched(_handed(state, to, by, at, book), book)


def _kept(state: Action, act: Keep, by: MemberId | None, at: datetime, book: Book) -> Action:
    """Still open: what was told so far is answered by that."""
    why = reason(act.why)
    if act.due is not None and act.due != state.due:
        require_ahead(act.due, state.owner, at)
        state = due_on(state, act.due, at, book)
    return replace(state, heard=len(state.told), why=why, why_by=by if why else None)


def _changed(state: Action, draft: Draft, by: MemberId | None, at: datetime, book: Book) -> Action:
    draft, owner = checked(book, draft, at, state.due)
    after = replace(state, text=draft.text, link=draft.link)
    if owner.id != state.owner.id:
        after = _handed(after, owner.id, by, at, book)
    return due_on(after, draft.due, at, book) if draft.due != state.due else after


def _handed(state: Action, to: MemberId, by: MemberId | None, at: datetime, book: Book) -> Action:
    """Whoever did not do so themself is told that it is theirs, at once or on their next working morning."""
    new = of_team(book, to)
    if new.id == state.owner.id and state.owner.active:
        raise Settled(f"{new.name} does it already.")
    after = replace(state, owner=new, away=away_of(book, to), news=False)
    if to != by and not may_tell(after, at):
        return replace(after, news=True)
    after = past(after, at)  # they know it by now
    return after if to == by else told(after, "yours", at)


def _reopened(state: Action, act: Reopen, by: MemberId | None, at: datetime, book: Book) -> Action:
    """As it was, by the clock and the days of its owner as they are now."""
    if state.ended is None:
        raise Settled("It is open.")
    own = by == state.ended.by and any(each.id == by and each.active for each in book.members)
    if not own and not _judged(state, act.through):
        require_mover(state, by, book)
    if at > state.ended.at + UNDO:
        raise Settled("That was more than a week ago. Agree on it anew in the next retro.")
    after = _followed(replace(state, ended=None), state.owner.id, book)
    stale = after.mid is not None and after.mid <= local_day(at, after.owner.zone)
    return past(replace(after, mid=None if stale else after.mid), at)


def _followed(state: Action, member: MemberId, book: Book) -> Action:
    """The owner's zone, hours, absences, name or place in the team changed."""
    if member != state.owner.id:
        return _watched(state, book) if state.missing else state  # they may have been the lead who was asked
    whose = next((each for each in book.members if each.id == member), replace(state.owner, active=False))
    return _watched(replace(state, owner=whose, away=away_of(book, member)), book)


def _watched(state: Action, book: Book) -> Action:
    """The leads are asked where nobody would do it: its owner has left, or is not at work for months."""
    left = not state.owner.active
    if not left and (state.reminded or due_at(state) is not None):
        return replace(state, missing=None)
    leads = tuple(
        each.id for each in book.members if each.active and each.leads and each.id != state.owner.id
    )
    if state.missing and _asked(state.missing, state.owner.id, left, leads):
        return state
    asked = Missing(len(state.missed) + 1, state.owner.name, left, leads, state.owner.id)
    return replace(state, missing=asked, missed=(*state.missed, asked))


def _asked(before: Missing, owner: MemberId, left: bool, leads: tuple[MemberId, ...]) -> bool:
    """Whether that was asked already, of somebody who can still answer."""
    answerable = not before.leads or any(each in leads for each in before.leads)
    return (before.whose, before.left) == (owner, left) and answerable
