"""How a sprint begins: the first by somebody's form, each later one when the one before closes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import schedule
from bot.book.reach import Going
from bot.cadence import Cadence, Span, require_clear
from bot.ceremonies.sprint.clock import ticked, turn
from bot.ceremonies.sprint.dates import days_off, lookaheads_at, working_days
from bot.ceremonies.sprint.state import KIND, Carried, Hours, Sprint
from bot.errors import BadInput
from bot.model import Book, Member, MemberId, Opening, SprintPast, Turn

#: The first sprint begins within so many days.
FURTHEST = timedelta(days=92)


def begin(book: Book, cadence: Cadence, hours: Hours, by: Member, at: datetime) -> Turn[Sprint]:
    """The turn with which a team's sprints begin, also one that is under way today. Raises BadInput, by field."""
    span = cadence.sprint(cadence.number)
    today = schedule.local_day(at, book.team.zone)
    if span.last < today:
        raise BadInput("That sprint is over by now. Choose a later first day.", "first")
    if span.first > today + FURTHEST:
        raise BadInput("Choose a first day within three months.", "first")
    if hours.until <= hours.at:
        raise BadInput("It closes later on its last day than the hour of planning.", "until")
    require_clear(span, (held(each, book.team.zone) for each in book.sprints))
    return _turn(book, span, cadence, hours, (by.id, by.name), left_over(book), at)


def left_over(book: Book) -> tuple[Carried, ...]:
    """What the last sprint left unfinished, where sprints begin anew."""
    still = {each.id for each in book.backlog}
    last = book.sprints[-1].sprint.claims if book.sprints else ()
    return tuple(
        Carried(each.story, each.rolled + 1, each.owner, each.owner_name)
        for each in last
        if each.state == "rolled" and each.story in still
    )


def held(past: SprintPast, zone: str) -> Span:
    """The days that a closed sprint took: one that was closed early ended on that day."""
    sprint = past.sprint
    closed = schedule.local_day(sprint.closed_at, zone) if sprint.closed_at else sprint.last
    return Span(sprint.number, sprint.first, max(sprint.first, min(sprint.last, closed)))


def following(before: Sprint, book: Book, at: datetime) -> Opening:
    """The sprint after this one, with what rolls over."""
    cadence = before.following or before.cadence
    span = next_span(before)
    number = before.span.number + 1
    carried = tuple(
        Carried(each.story, each.rolled + 1, each.owner, each.owner_name)
        for each in before.claims
        if each.state == "rolled"
    )
    if before.phase == "skipped":  # nobody planned it: what it carried is carried on
        carried = before.carried
    by = answering((before.starter, before.starter_name), book)
    hours = before.following_hours or before.hours
    unplanned = before.unplanned if before.phase == "skipped" and not before.closed_by else 0
    return Opening(KIND, str(number), _turn(book, span, cadence, hours, by, carried, at, unplanned))


def next_span(before: Sprint) -> Span:
    """The days of the sprint after this one."""
    cadence = before.following or before.cadence
    return cadence.sprint(max(before.span.number + 1, cadence.number))


def next_of(before: Sprint) -> Going:
    """The same, as forecasts read it."""
    span = next_span(before)
    return Going(span.first, span.last, (before.following or before.cadence).weeks * 7)


def answering(who: tuple[MemberId, str], book: Book) -> tuple[MemberId, str]:
    """Who answers for the sprints: whoever set them up or, once they have left the team, a lead of it."""
    there = [each for each in book.members if each.active]
    if any(each.id == who[0] for each in there):
        return who
    return next(((each.id, each.name) for each in there if each.leads), who)


def _turn(
    book: Book,
    span: Span,
    cadence: Cadence,
    hours: Hours,
    by: tuple[MemberId, str],
    carried: Sequence[Carried],
    at: datetime,
    unplanned: int = 0,
) -> Turn[Sprint]:
    state = Sprint(
        book.team.name,
        book.team.zone,
        span,
        cadence,
        hours,
        by[0],
        by[1],
        working_days(book.members),
        days_off(book.members, span),
        carried=tuple(carried),
        unplanned=unplanned,
    )
    past = (day for day, moment in lookaheads_at(state) if moment <= at)
    state = ticked(replace(state, looked=tuple(past)), at, book)
    begun = turn(state, at)
    if state.phase != "skipped":
        return begun
    return replace(begun, opens=(following(state, book, at),))  # its days went by while nobody was here


def first_day(today: date) -> date:
    """The day that a form proposes: today on a Monday, else the next one."""
    return today + timedelta(days=-today.weekday() % 7)
