"""How a sprint goes on: planned, its stories taken and done, closed, and why what rolls over took longer."""

from dataclasses import replace
from datetime import datetime, time
from typing import get_args

from bot import schedule
from bot.cadence import Cadence
from bot.ceremonies import checkpoint, lookahead, moving
from bot.ceremonies.decision.state import SprintOver
from bot.ceremonies.estimation import StoryChanged
from bot.ceremonies.experiment import Tried
from bot.ceremonies.kpi import BudgetStands
from bot.ceremonies.sprint.beginning import answering, following, next_of
from bot.ceremonies.sprint.budgets import decided, heard, steered, unsteered
from bot.ceremonies.sprint.clock import asked_why, closed, proposed, stands, ticked, turn
from bot.ceremonies.sprint.crossings import crossings
from bot.ceremonies.sprint.dates import closes_at, days_off, lookaheads_at, stage_at
from bot.ceremonies.sprint.planned import settled, tried
from bot.ceremonies.sprint.state import (
    MOST_UNPLANNED,
    NOTE_TEXT,
    Carried,
    Close,
    Hours,
    Recast,
    SayWhy,
    Settle,
    Skip,
    Sprint,
    Steer,
    SteerNot,
    Stop,
    Take,
)
from bot.errors import BadInput, NotFound, NotYours, Refused, Settled
from bot.model import (
    Act,
    Book,
    Claim,
    Member,
    MemberChanged,
    MemberId,
    Opening,
    Reason,
    Round,
    SprintPast,
    Tell,
    Tick,
    Turn,
)


def advance(round_: Round[Sprint], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Sprint]:
    """What an act makes of a sprint.

    Raises Settled where somebody was faster, NotYours for who has no part in it, Refused, and BadInput by field.
    """
    before = round_.state
    if isinstance(act, Tried):  # nothing of it is due any earlier, and no Home shows it
        return Turn(tried(before, act), round_.wake_at, over=round_.over)
    state = ticked(before, at, book) if isinstance(act, Tick) else before
    if isinstance(act, Tick) and before.phase == "planning" and state.phase == "skipped":
        state = _left_alone(state)
    if not isinstance(act, Tick):
        state = _done(state, act, by, at, book)
    if isinstance(act, Tick) and before.phase == "closed" and not before.weighed:
        return _weighed(state, at, book)
    state, looks = _looked(state, at, book)
    state = state.marked(at) if state.phase in {"running", "closed"} else state
    after = turn(state, at)
    if state.phase in {"running", "closed"} and _as_booked(state) != _as_booked(before):
        after = replace(after, entries=(stands(state),))
    ended = before.closed_at is None and state.closed_at is not None
    if ended and state.phase == "closed":  # the next one's pace knows of this one
        book = replace(book, sprints=(*book.sprints, SprintPast(round_.id, stands(state))))
    nexts = (following(state, book, at),) if ended and not state.stopped else ()
    asked = _asked(state, book, at) if ended and state.phase == "closed" else ()
    tells = tuple(Tell(each.decision, SprintOver()) for each in decided(state)) if ended else ()
    return replace(after, opens=(*looks, *nexts, *asked), tells=tells)


def _asked(state: Sprint, book: Book, at: datetime) -> tuple[Opening, ...]:
    """Of each experiment that runs somebody says whether it goes on."""
    since = schedule.instant(state.span.first, time(0), state.zone)
    return checkpoint.openings(book, state.span.number, since, state.days, at)


def _left_alone(state: Sprint) -> Sprint:
    """Called and not planned: after some of these nobody is called any more."""
    unplanned = state.unplanned + 1
    return replace(state, unplanned=unplanned, stopped=state.stopped or unplanned >= MOST_UNPLANNED)


def _weighed(state: Sprint, at: datetime, book: Book) -> Turn[Sprint]:
    """It is closed and in the book: the forecasts of the quarter's epics are looked at again."""
    epics, told = crossings(book, at, None if state.stopped else next_of(state))
    return replace(turn(replace(state, weighed=True), at), entries=epics, opens=told)


def _looked(state: Sprint, at: datetime, book: Book) -> tuple[Sprint, tuple[Opening, ...]]:
    """The lookahead that has come due; of several that a bot slept through, one."""
    due = [day for day, moment in lookaheads_at(state) if moment <= at and day not in state.looked]
    if not due or state.phase not in {"planning", "running"}:
        return state, ()
    until = min(lookahead.usual_close(state.zone, at), closes_at(state))
    begun = lookahead.begin(book.team, state.span.number, at, until)
    opening = Opening(lookahead.KIND, f"{state.span.number}/{max(due)}", begun)
    return replace(state, looked=(*state.looked, *due)), (opening,)


def _as_booked(state: Sprint) -> object:
    return (state.phase, state.goal, state.claims, state.closed_at, state.outlook)


def _done(state: Sprint, act: Act, by: MemberId | None, at: datetime, book: Book) -> Sprint:
    match act:
        case StoryChanged() | MemberChanged() | BudgetStands() | SteerNot():
            return _heard(state, act, at, book)
        case SayWhy():
            return _explained(state, act, moving.of_team(book, by))
        case Take(story, owner):
            return _taken(state, story, owner, moving.of_team(book, by), book)
        case Steer():
            return steered(state, act, mover(state, by, book))
        case _:
            return _led(state, act, mover(state, by, book), at, book)


def _heard(
    state: Sprint, act: StoryChanged | MemberChanged | BudgetStands | SteerNot, at: datetime, book: Book
) -> Sprint:
    """What changed elsewhere."""
    match act:
        case StoryChanged():
            return _followed(state, act, at)
        case MemberChanged(member):
            return _without(state, member, book)
        case BudgetStands():
            return heard(state, act)
        case SteerNot():
            return unsteered(state, act)


def _led(state: Sprint, act: Act, by: Member, at: datetime, book: Book) -> Sprint:
    """What its starter and the leads may do."""
    match act:
        case Settle():
            planned = settled(state if state.phase == "running" else proposed(state, book), act, book, at)
            return replace(planned, stage=stage_at(planned, at))
        case Close():
            _require_running(state)
            return asked_why(closed(state, at, by.name), book, at)
        case Skip():
            _require_open(state)
            if state.phase == "running":
                raise Refused("It runs already. `/sprint close` ends it.")
            if state.phase == "ahead":
                raise Refused(
                    f"Sprint {state.span.number} is not called yet. Skip it when it is to be planned."
                )
            if state.phase == "skipped":
                raise Settled(
                    f"Sprint {state.span.number} is skipped already. `/sprint plan` plans it after all."
                )
            return replace(state, phase="skipped", closed_by=by.name)
        case Recast(cadence, hours):
            _require_open(state)
            return _recast(state, cadence, hours, book)
        case Stop():
            _require_open(state)
            stopped = replace(state, stopped=True)
            return stopped if state.phase == "running" else closed(stopped, at, by.name)
        case _:
            return state


def mover(state: Sprint, by: MemberId | None, book: Book) -> Member:
    """Whoever may plan and close it: who set the sprints up, leads and admins; where none of these is left, anybody of
    the team. Raises NotYours."""
    return moving.mover(book, by, ((state.starter, state.starter_name),))


def _require_open(state: Sprint) -> None:
    if state.closed_at:
        raise Settled(f"Sprint {state.span.number} is over{_by(state)}.")


def _require_running(state: Sprint) -> None:
    _require_open(state)
    if state.phase != "running":
        raise Refused(f"Sprint {state.span.number} is not planned yet. `/sprint plan` plans it.")


def _by(state: Sprint) -> str:
    return f": {state.closed_by} has closed it" if state.closed_by else ""


def _taken(state: Sprint, story: str, owner: MemberId | None, by: Member, book: Book) -> Sprint:
    _require_running(state)
    claim = next((each for each in state.claims if each.story == story and each.state == "open"), None)
    if claim is None:
        raise NotFound("That story is not in this sprint, or is not open in it any more.")
    if owner is None:
        return state.with_claim(replace(claim, owner=None, owner_name=""))
    new = next((each for each in book.members if each.active and each.id == owner), None)
    if new is None:
        raise BadInput("They are not of this team yet. Invite them to the channel first.", "owner")
    if claim.owner == new.id:
        raise Settled("You have it already." if new.id == by.id else f"{new.name} has it already.")
    if claim.owner and not (by.leads or by.id in {claim.owner, state.starter}):
        raise NotYours(f"{claim.owner_name} has #{claim.number}. They or a lead can give it to you.")
    return state.with_claim(replace(claim, owner=new.id, owner_name=new.name))


def _explained(state: Sprint, act: SayWhy, by: Member) -> Sprint:
    claim = state.claim(act.story)
    if claim is None or claim.state != "rolled":
        raise NotFound("That story does not roll over any more.")
    if not (by.leads or by.id in {state.starter, claim.owner}):
        raise NotYours(f"Only {claim.owner_name or state.starter_name} and the team's leads can say why.")
    if act.reason not in get_args(Reason) or not act.reason:
        raise BadInput("Choose what comes closest.", "reason")
    note = act.note.strip()
    if act.reason == "other" and not note:
        raise BadInput("Say in a few words what it was.", "note")
    if len(note) > NOTE_TEXT:
        raise BadInput(f"{NOTE_TEXT} characters at most; yours has {len(note)}.", "note")
    return state.with_claim(replace(claim, reason=act.reason, note=note))


def _followed(state: Sprint, act: StoryChanged, at: datetime) -> Sprint:
    """A story that was done, dropped, had back or renamed. What is closed stays as it was."""
    if state.phase in {"ahead", "planning", "skipped"}:
        carried = tuple(_carried(each, act, at) for each in state.carried)
        return replace(state, carried=carried)
    claim = state.claim(act.topic.story)
    if claim is None or state.phase != "running":
        return state
    if claim.state == "removed":
        return _back(state, claim, act)
    claim = replace(claim, title=act.topic.title)
    if act.done:
        claim = replace(claim, state="done", done_at=at)
    elif act.dropped:
        claim = replace(claim, state="removed")
        state = replace(state, dropped=(*state.dropped, claim.story))
    elif claim.state == "done":  # it is open again
        claim = replace(claim, state="open", done_at=None)
    return state.with_claim(claim)


def _back(state: Sprint, claim: Claim, act: StoryChanged) -> Sprint:
    """A story that was dropped and is had back is in the sprint again; one that was taken out of it is not."""
    if claim.story not in state.dropped or act.dropped or act.done:
        return state
    left = tuple(each for each in state.dropped if each != claim.story)
    return replace(state, dropped=left).with_claim(replace(claim, title=act.topic.title, state="open"))


def _recast(state: Sprint, cadence: Cadence, hours: Hours, book: Book) -> Sprint:
    """Another length: of this sprint itself while it is not planned, else of those that follow."""
    if state.phase in {"running", "skipped"}:
        return replace(state, following=cadence, following_hours=hours, stopped=False)
    span = cadence.sprint(cadence.number)
    off = days_off(book.members, span)
    state = replace(state, cadence=cadence, span=span, hours=hours, off=off, looked=(), stopped=False)
    return proposed(state, book) if state.phase == "planning" else state


def _carried(each: Carried, act: StoryChanged, at: datetime) -> Carried:
    """A story that rolled over and is done before the next sprint is planned counts in that one."""
    if each.story != act.topic.story:
        return each
    return replace(each, done_at=(each.done_at or at) if act.done else None)


def _without(state: Sprint, member: MemberId, book: Book) -> Sprint:
    """What somebody who has left had is free again, and a lead answers for sprints that they set up."""
    if any(each.id == member and each.active for each in book.members):
        return state
    claims = tuple(
        replace(each, owner=None, owner_name="") if each.owner == member and each.state == "open" else each
        for each in state.claims
    )
    carried = tuple(
        replace(each, owner=None, owner_name="") if each.owner == member else each for each in state.carried
    )
    starter, name = answering((state.starter, state.starter_name), book)
    return replace(state, claims=claims, carried=carried, starter=starter, starter_name=name)
