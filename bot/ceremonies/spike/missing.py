"""An owner who is away or leaves before their box is used up: the lead hands it over, waits, or drops it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot import schedule, worktime
from bot.ceremonies.spike.box import Box
from bot.ceremonies.spike.clock import asked_from, next_morning
from bot.ceremonies.spike.state import HandOver, Missing, Spike
from bot.errors import BadInput, Refused, Settled
from bot.model import Absence, Book, MemberId


def followed(state: Spike, member: MemberId, book: Book, at: datetime) -> Spike:
    """A member's zone, hours, absences or place in the team changed: what was used stays used, and the rest follows
    their clock."""
    there = {each.id: each for each in book.members}
    owners = tuple(there.get(each.id, replace(each, active=False)) for each in state.owners)
    state = replace(state, owners=owners)
    if member != state.owner.id:
        return state
    whose = there.get(member) or replace(state.owner, active=False)
    away = _away(book, member)
    return _asked_about(replace(state, box=state.box.given(whose, away, at)), book, at)


def _away(book: Book, member: MemberId) -> tuple[Absence, ...]:
    return tuple(each for each in book.absences if each.member == member)


def into_absences(before: Spike, after: Spike, book: Book, at: datetime) -> Spike:
    """A box has grown: the lead is asked about days away that it did not reach before, as nobody spoke of these."""
    reached = () if before.up else tuple(each for each in before.waited if _delays(before, each, at))
    return _asked_about(replace(after, waited=reached), book, at)


def _asked_about(state: Spike, book: Book, at: datetime) -> Spike:
    """The lead is asked where the owner has left, or is away on a day on which they would work by this box."""
    leads = tuple(
        each.id for each in book.members if each.active and each.leads and each.id != state.owner.id
    )
    leads = leads or ((state.starter,) if state.starter != state.owner.id else ())
    if not state.owner.active:
        return _ask(state, Missing(0, state.owner.name, left=True, leads=leads))
    delays = _puts_off if state.up else _delays
    new = next(
        (each for each in state.box.away if each not in state.waited and delays(state, each, at)), None
    )
    if new is None:
        return asked_from(replace(state, missing=None), at)
    running = state.box.running(max(at, state.starts_at))
    last = max(each.last for each in state.box.away)
    back = _back(running, last)
    gone = Missing(0, state.owner.name, left=False, first=new.first, back=back, leads=leads)
    return asked_from(_ask(state, gone), at)


def _delays(state: Spike, absence: Absence, at: datetime) -> bool:
    """Whether its time would be up earlier without this absence."""
    running = state.box.running(max(at, state.starts_at))
    without = replace(running, away=tuple(each for each in running.away if each != absence))
    return running.when(running.size) != without.when(without.size)


def _puts_off(state: Spike, absence: Absence, at: datetime) -> bool:
    """Whether they would be asked for the decision earlier without this absence."""
    away = tuple(each for each in state.box.away if each != absence)
    without = replace(state, box=replace(state.box, away=away))
    return next_morning(state, at, 1) != next_morning(without, at, 1)


def _back(box: Box, last: date) -> datetime | None:
    """When they are at work again after their last day away."""
    midnight = schedule.instant(last + timedelta(days=1), time(0), box.whose.zone)
    return worktime.after(box.whose, midnight, timedelta(0), box.away)


def _ask(state: Spike, about: Missing) -> Spike:
    """Asked anew only where it is another matter than before."""
    before = state.missing
    if before and (before.left, before.first, before.back) == (about.left, about.first, about.back):
        return state
    asked = replace(about, number=len(state.missed) + 1)
    return replace(state, missing=asked, missed=(*state.missed, asked))


def handed_over(state: Spike, act: HandOver, book: Book, at: datetime) -> Spike:
    """What is left of the box is another's from now on. Raises BadInput, and Settled where it is theirs already."""
    to = act.to
    if act.was and act.was != state.owner.id:
        raise Settled(f"{state.owner.name} has it by now. Open the form anew to hand it on.")
    new = next((each for each in book.members if each.id == to and each.active), None)
    if new is None:
        raise BadInput("Hand it to somebody of this team.", "owner")
    if new.id == state.owner.id:
        raise Settled(f"{new.name} has it already.")
    away = _away(book, to)
    box = state.box.given(new, away, at)
    if box.running(max(at, state.starts_at)).when(box.size) is None:
        raise BadInput(f"{new.name} is not at work in the next months. Name another.", "owner")
    owners = (new, *(each for each in state.owners if each.id not in {new.id, state.owner.id}))
    after = replace(
        state,
        box=box,
        owners=owners,
        missing=None,
        waited=away,
        named=(*state.named, to),
        had=(*state.had, state.owner.id),
    )
    return asked_from(replace(after, asked=0), at)


def waited_for(state: Spike) -> Spike:
    """It waits for its owner. Raises Settled where nobody asks, Refused for who is not coming back."""
    if state.missing is None:
        raise Settled("That is settled already.")
    if state.missing.left:
        raise Refused(f"{state.owner.name} is no longer in the team. Hand it over, or drop it.")
    return replace(state, missing=None, waited=state.box.away)
