"""How a retro goes on: notes, phases, dots, actions."""

from dataclasses import replace
from datetime import date, datetime

from bot.ceremonies import action, moving
from bot.ceremonies.action import ActionStands, Source
from bot.ceremonies.retro.acts import (
    AddNote,
    Agree,
    AnswerPulse,
    Begin,
    Emptied,
    End,
    GoOn,
    PutTogether,
    TakeApart,
    TakeBack,
    Vote,
)
from bot.ceremonies.retro.beginning import replanned
from bot.ceremonies.retro.clock import closed, on, ticked
from bot.ceremonies.retro.grouping import apart, together
from bot.ceremonies.retro.memory import told
from bot.ceremonies.retro.state import Item, Retro, Secret
from bot.ceremonies.retro.voting import voted
from bot.ceremonies.retro.writing import felt, taken_back, written
from bot.errors import Refused, Settled
from bot.model import Act, Book, Member, MemberChanged, MemberId, Opening, PlanChanged, Round, Tick, Turn

_PEOPLES = (AddNote, TakeBack, AnswerPulse, Begin, GoOn, End, PutTogether, TakeApart, Vote, Agree)


def advance(round_: Round[Retro], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Retro]:
    """What an act makes of a retro.

    Raises Settled where it has gone on or is over, NotYours for who does not facilitate, Refused, NotFound, and
    BadInput by field.
    """
    before = round_.state
    if isinstance(act, ActionStands):
        return _turn(heard(before, act))
    if before.phase == "closed":
        if isinstance(act, _PEOPLES):
            raise Settled(
                "The notes have gone on to the next retro."
                if before.merged
                else "This retro is over. Its digest stands in the channel."
            )
        return _turn(before)
    if isinstance(act, Agree):
        return _agreed(round_, act, by, at, book)
    match act:
        case Tick():
            after = ticked(before, at, book)
        case End():
            mover(before, by, book)
            after = closed(before, at, book)
        case Begin() | GoOn():
            after = _on(before, act, mover(before, by, book), at, book)
        case _ if isinstance(act, _PEOPLES):
            after = _done(before, act, by, at, book)
        case _:
            after = _told(round_, act, at, book)
    return _moved(round_, after, at, book)


def _done(state: Retro, act: Act, by: MemberId | None, at: datetime, book: Book) -> Retro:
    match act:
        case AddNote():
            return written(state, act, by, book)
        case TakeBack():
            return taken_back(state, act, by, at)
        case AnswerPulse():
            return felt(state, act, by)
        case Vote():
            return voted(state, act, by)
        case PutTogether() | TakeApart():
            mover(state, by, book)
            return together(state, act) if isinstance(act, PutTogether) else apart(state, act)
        case _:
            return state


def _told(round_: Round[Retro], act: Act, at: datetime, book: Book) -> Retro:
    """What happened elsewhere; of a story it is none of its news."""
    state = round_.state
    match act:
        case MemberChanged(member):
            return renamed(state, member, book)
        case PlanChanged():
            return replanned(round_, book, at)
        case Emptied():
            return emptied(round_, act, at, book)
        case _:
            return state


def _turn(state: Retro) -> Turn[Retro]:
    return Turn(state, state.due, over=state.phase == "closed")


def _moved(round_: Round[Retro], after: Retro, at: datetime, book: Book) -> Turn[Retro]:
    """Where it has opened, its actions and others' notes are told so. What it wants of everybody stands on their
    Homes, whoever gave it already."""
    opened = round_.state.phase == "notes" and after.phase != "notes" and not after.merged
    asked = tuple(each.id for each in book.members) if after.wants != round_.state.wants else ()
    return replace(_turn(after), tells=told(round_, at, after, book) if opened else (), concerns=asked)


def mover(state: Retro, by: MemberId | None, book: Book) -> Member:
    """Whoever may move it on: who facilitates it, leads and admins; anybody of the team where none of these is left,
    and where nobody has begun it. Raises NotYours."""
    own = ((state.facilitator, state.facilitator_name),)
    return moving.mover(book, by, own, anybody=not state.facilitator)


def _on(state: Retro, act: Begin | GoOn, by: Member, at: datetime, book: Book) -> Retro:
    if isinstance(act, Begin):
        if state.phase != "notes":
            raise Settled("It has begun already: its card stands in the channel.")
        return on(_set(state, act, by), at, book)
    if state.phase != act.leaving:
        raise Settled("It has gone on already.")
    if act.leaving == "notes":
        raise Refused("It has not begun. `/retro start` begins it.")
    if act.leaving == "actions":
        return closed(state, at, book)
    return on(state, at, book)


def _set(state: Retro, act: Begin, by: Member) -> Retro:
    """As its form says; whoever begins it facilitates it."""
    return replace(
        state,
        settings=act.settings,
        meets_at=act.meets_at,
        facilitator=by.id,
        facilitator_name=by.name,
    )


def _agreed(round_: Round[Retro], act: Agree, by: MemberId | None, at: datetime, book: Book) -> Turn[Retro]:
    """With an action, which is a round of its own from now on."""
    state = round_.state
    moving.of_team(book, by, "agree on actions here")
    if state.phase not in {"discuss", "actions"}:
        raise Settled("Actions are agreed on once the themes are talked about.")
    most = state.settings.actions
    if len(state.own) >= most:
        raise Refused(
            f"This retro agrees on {most} action{'s' if most > 1 else ''} at most, so that they get done."
            " Drop one of them in `/retro actions`, or let it be a story: `/story add`."
        )
    number = max((each.number for each in state.items), default=0) + 1
    draft = action.check(book, act.draft, at)
    turn = action.begin(book, draft, at, Source(round_.id, number), by)
    owner = next(each.name for each in book.members if each.id == draft.owner)
    theme = act.theme if act.theme in state.votable else 0
    item = Item(number, draft.text, draft.owner, owner, draft.due, draft.link, theme=theme)
    opening = Opening(action.KIND, f"{round_.id}/{number}", turn)
    return replace(_turn(replace(state, items=(*state.items, item))), opens=(opening,))


def heard(state: Retro, act: ActionStands) -> Retro:
    """An action stands otherwise."""
    return replace(
        state,
        items=tuple(
            replace(
                each,
                text=act.text,
                owner=act.owner,
                owner_name=act.owner_name,
                due=act.due,
                link=act.link,
                round=act.round,
                standing=act.standing,
                why=act.why,
                why_by=act.why_by,
            )
            if each.number == act.item
            else each
            for each in state.items
        ),
    )


def emptied(round_: Round[Retro], act: Emptied, at: datetime, book: Book) -> Retro:
    """Its notes were taken by another. One that is planned for a day to come, or may be once its plan goes on, waits
    for that, with none."""
    after = replace(round_.state, notes=(), secret=Secret(), heir=act.heir)
    planned = book.plan is not None and book.plan.state != "deleted"
    if planned and date.fromisoformat(round_.occurrence) >= act.day:
        return after
    return replace(after, phase="closed", due=None, closed_at=at, merged=True)


def renamed(state: Retro, member: MemberId, book: Book) -> Retro:
    """Whoever facilitates is called otherwise, or has left: then leads go on, and nobody is named."""
    name = next((each.name for each in book.members if each.id == member and each.active), "")
    return replace(state, facilitator_name=name) if member == state.facilitator else state
