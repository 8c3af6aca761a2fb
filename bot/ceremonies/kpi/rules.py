"""How a KPI goes on: readings come in and grow old, its budget is spent or recovers, and the sprint hears of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.ceremonies import moving
from bot.ceremonies.decision.state import BudgetKept
from bot.ceremonies.kpi.glance import glance
from bot.ceremonies.kpi.setting import called, checked, checked_name, differences
from bot.ceremonies.kpi.state import (
    MOST_DECISIONS,
    Alter,
    Awaited,
    BudgetStands,
    Changed,
    End,
    Ended,
    Kpi,
    Reopen,
    Setup,
    Take,
    TakeOut,
)
from bot.ceremonies.kpi.taking import judged, taken, taken_out, wakes_at
from bot.errors import Settled
from bot.model import Act, Book, Member, MemberChanged, MemberId, Round, RoundId, Tell, Tick, Turn

#: What concerns a KPI; all else is news of something else.
HEARD = (Take, TakeOut, Alter, End, Reopen, Tick, MemberChanged)


def begin(book: Book, name: str, subset: str, setup: Setup, owner: Member, at: datetime) -> Turn[Kpi]:
    """The turn with which one is kept in view. Raises BadInput by field."""
    name, subset = checked_name(name, subset)
    state = Kpi(name, subset, book.team.zone, checked(setup), owner.id, owner.name, at)
    return Turn(state, concerns=(owner.id,))


def advance(round_: Round[Kpi], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Kpi]:
    """What an act makes of a KPI.

    Raises Settled where it was ended, NotYours, NotFound, and BadInput by field.
    """
    before = round_.state
    if before.ended and isinstance(act, Take | TakeOut | Alter | End):
        raise Settled(f"{before.ended.by_name} has ended {called(before.name, before.subset)}.")
    after = _after(before, act, by, at, book)
    if after.ended is None and isinstance(act, HEARD):  # of others the book has no sprint that could be told
        after = judged(after, at, asks=book.sprint is not None)
    wake = None if after.ended else wakes_at(after, at)
    tells, concerns = tuple(_tells(round_.id, before, after, book)), _concerned(before, after, book)
    return Turn(after, wake, tells=tells, over=after.ended is not None, concerns=concerns)


def _concerned(before: Kpi, after: Kpi, book: Book) -> tuple[MemberId, ...]:
    """Whose Homes say another thing of it now: its owner's or, where the whole team is told or was, everybody's."""
    was, now = glance(before), glance(after)
    if was == now:
        return ()
    everybody = any(each and each.alarms for each in (was, now))
    members = (each.id for each in book.members if each.active) if everybody else ()
    return tuple(dict.fromkeys((after.owner, *members)))


def _after(state: Kpi, act: Act, by: MemberId | None, at: datetime, book: Book) -> Kpi:
    match act:
        case Take():
            return taken(state, act, moving.of_team(book, by) if by else None, at)
        case TakeOut():
            return taken_out(state, act, moving.of_team(book, by))
        case Alter(setup):
            return _altered(state, setup, mover(state, by, book), at)
        case End() | Reopen():
            return _ended(state, act, mover(state, by, book), at)
        case Awaited() | MemberChanged():
            return _heard(state, act, book)
        case _:
            return state


def _heard(state: Kpi, act: Awaited | MemberChanged, book: Book) -> Kpi:
    if isinstance(act, Awaited):
        others = (each for each in state.decisions if each != act.decision)
        return replace(state, decisions=(*others, act.decision)[-MOST_DECISIONS:])
    name = next((each.name for each in book.members if each.id == act.member), state.owner_name)
    return replace(state, owner_name=name) if act.member == state.owner else state


def _ended(state: Kpi, act: End | Reopen, by: Member, at: datetime) -> Kpi:
    if isinstance(act, End):
        return replace(state, ended=Ended(at, by.id, by.name))
    if state.ended is None:
        raise Settled("It is kept in view already.")
    return replace(state, ended=None)


def _altered(state: Kpi, setup: Setup, by: Member, at: datetime) -> Kpi:
    """What kind it is stays: its readings are of that."""
    setup = checked(replace(setup, kind=state.setup.kind, ratio=state.setup.ratio))
    what = differences(state.setup, setup)
    changed = Changed(what, at, by.id, by.name) if what else state.changed
    return replace(state, setup=setup, changed=changed)


def mover(state: Kpi, by: MemberId | None, book: Book) -> Member:
    """Whoever may change and end it: who set it up, and leads; where all of them have left, anybody of the team.
    Raises NotYours."""
    return moving.mover(book, by, ((state.owner, state.owner_name),))


def stands(round_: RoundId, state: Kpi) -> BudgetStands:
    """How its budget stands, as a sprint that is to be planned hears it."""
    spent = state.spent and state.ended is None
    return BudgetStands(round_, called(state.name, state.subset), state.used.percent if spent else None)


def _tells(here: RoundId, before: Kpi, after: Kpi, book: Book) -> Iterator[Tell]:
    """The sprint hears how the budget stands, and what was decided while it was spent that it is kept, or is not."""
    now = stands(here, after)
    if book.sprint and now != stands(here, before):
        yield Tell(book.sprint.id, now)
    if before.keeps != after.keeps:
        yield from (Tell(each, BudgetKept(here, after.keeps)) for each in after.decisions)
