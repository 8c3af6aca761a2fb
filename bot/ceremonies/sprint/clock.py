"""What the clock does to a sprint: planning, its weeks, its last day, its close."""

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot import schedule, worktime
from bot.book import planning
from bot.book.capacity import team_capacity
from bot.book.planning import Outlook
from bot.ceremonies.sprint.budgets import spent_in
from bot.ceremonies.sprint.dates import (
    PATIENCE,
    closes_at,
    ending_at,
    lookaheads_at,
    planning_at,
    stage_at,
    weeks_at,
)
from bot.ceremonies.sprint.state import FEW_FREE, MOST, Asking, Sprint
from bot.model import Book, Member, SprintStands, Story, Turn

#: Nobody is asked before or after this hour of theirs.
_FROM, _UNTIL = time(7), time(21)


def ticked(state: Sprint, at: datetime, book: Book) -> Sprint:
    """What the clock does by this moment."""
    if state.phase == "ahead" and at >= planning_at(state):
        state = proposed(replace(state, phase="planning", spent=spent_in(book)), book)
    if state.phase == "running":
        state = replace(
            state, stage=stage_at(state, at), ending=state.ending or ending_at(state) <= at < closes_at(state)
        )
    skipped = state.phase == "skipped" and state.closed_at is None
    if (skipped or state.phase in {"planning", "running"}) and at >= closes_at(state):
        state = closed(state, at, state.closed_by)
        state = asked_why(state, book, at) if state.phase == "closed" else state
    return state


def asked_why(state: Sprint, book: Book, at: datetime) -> Sprint:
    """Who is asked what made their stories take longer: at once or, where it is night for them, when they are at work
    again. Of what nobody had, whoever set the sprints up is asked about a few."""
    there = {each.id: each for each in book.members}
    free = [each for each in state.claims if each.state == "rolled" and each.owner is None][:FEW_FREE]
    asking = []
    for each in state.claims:
        whom = each.owner or state.starter
        if each.state == "rolled" and (each.owner or each in free):
            asking.append(Asking(each.story, whom, _awake(there.get(whom), book, at)))
    return replace(state, asking=tuple(asking))


def _awake(member: Member | None, book: Book, at: datetime) -> datetime:
    if member is None or _FROM <= at.astimezone(ZoneInfo(member.zone)).time() < _UNTIL:
        return at
    away = [each for each in book.absences if each.member == member.id]
    return worktime.morning(member, at, away) or at


def outlook_of(state: Sprint, book: Book) -> Outlook:
    """What its team has for it, and what that is worth."""
    length = (state.span.last - state.span.first).days + 1
    has = team_capacity(book.members, state.span.first, state.span.last, book.absences, teams=book.crowd)
    return planning.outlook(book.sprints, has, length)


def proposal(state: Sprint, book: Book, outlook: Outlook) -> tuple[Story, ...]:
    """What may be in it: what rolls over, then the backlog from the top, up to the pace."""
    return planning.propose(book.backlog, [each.story for each in state.carried], outlook.half, MOST)


def proposed(state: Sprint, book: Book) -> Sprint:
    """With what its team has for it, and what may be in it."""
    outlook = outlook_of(state, book)
    stories = proposal(state, book, outlook)
    return replace(
        state,
        outlook=outlook,
        proposed=planning.makeup(stories),
        hints=planning.warnings(stories, book.sprints),
    )


def closed(state: Sprint, at: datetime, by: str = "") -> Sprint:
    """It is over: what is not done rolls over. One that nobody planned was none."""
    if state.phase != "running":
        return replace(state, phase="skipped", closed_at=at, closed_by=by)
    claims = tuple(replace(each, state="rolled") if each.state == "open" else each for each in state.claims)
    return replace(state, phase="closed", claims=claims, closed_at=at, closed_by=by)


def turn(state: Sprint, at: datetime) -> Turn[Sprint]:
    """The turn of a state: when the clock should act next, and whether it is over."""
    owners = (each.owner for each in state.claims if each.owner)
    concerns = tuple(dict.fromkeys((state.starter, *owners)))
    over = _over(state, at)
    wake = None if over else min((each for each in _moments(state) if each > at), default=None)
    if _overdue(state, at):
        wake = at
    return Turn(state, wake, over=over, concerns=concerns)


def _overdue(state: Sprint, at: datetime) -> bool:
    """What the clock has yet to do at once. The quarter is not weighed in the close itself: it reads all stories, and
    takes a moment."""
    match state.phase:
        case "ahead":
            return planning_at(state) <= at
        case "planning" | "running":
            return closes_at(state) <= at
        case "skipped":
            return state.closed_at is None and closes_at(state) <= at
        case "closed":
            return not state.weighed


def _over(state: Sprint, at: datetime) -> bool:
    if state.phase == "skipped":
        return state.closed_at is not None
    if state.phase != "closed" or state.closed_at is None or not state.weighed:
        return False
    return not state.unexplained or at >= state.closed_at + PATIENCE


def _moments(state: Sprint) -> list[datetime]:
    if state.phase == "ahead":
        return [planning_at(state)]
    if state.phase == "closed":
        return [state.closed_at + PATIENCE] if state.closed_at else []
    if state.phase == "skipped":
        return [closes_at(state)]
    running = [*weeks_at(state), ending_at(state)] if state.phase == "running" else []
    looks = [moment for day, moment in lookaheads_at(state) if day not in state.looked]
    return [*running, *looks, closes_at(state)]


def stands(state: Sprint) -> SprintStands:
    """The sprint as the book has it."""
    days = state.outlook.days if state.outlook else 0.0
    last = state.span.last
    if state.closed_at and state.closed_by:  # closed early, it had fewer days
        planned = (last - state.span.first).days + 1
        last = max(state.span.first, min(last, schedule.local_day(state.closed_at, state.zone)))
        days *= ((last - state.span.first).days + 1) / planned
    return SprintStands(
        state.span.number, state.goal, state.span.first, last, days, state.claims, state.closed_at
    )
