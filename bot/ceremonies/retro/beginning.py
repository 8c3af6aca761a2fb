"""How a retro begins: planned, or by hand."""

from dataclasses import replace
from datetime import date, datetime

from bot import schedule
from bot.ceremonies.retro.clock import meets_at
from bot.ceremonies.retro.state import Retro, Settings
from bot.ceremonies.retro.writing import nameless
from bot.model import Book, MemberId, Plan, Round, Team, Turn


def planned(plan: Plan, book: Book, day: date, at: datetime) -> Turn[Retro] | None:
    """The one of this day: it takes notes until its hour, then asks for them. None where it would have been held
    already, had Piton been there."""
    settings: Settings = plan.settings
    zone = plan.schedule.zone or book.team.zone
    asks_at = schedule.instant(day, plan.schedule.at, zone)
    held_at = meets_at(day, settings.after, settings.meets, zone)
    if held_at <= at:
        return None
    state = Retro(
        book.team.name, zone, settings, *facilitator(plan, book), at, due=max(asks_at, at), meets_at=held_at
    )
    return Turn(state, state.due)


def facilitator(plan: Plan, book: Book) -> tuple[MemberId, str]:
    """Who facilitates what is planned, and their name; without one who is no longer there."""
    whose: MemberId = plan.settings.facilitator or plan.owner
    return whose, next((each.name for each in book.members if each.id == whose and each.active), "")


def gathering(team: Team, at: datetime) -> Turn[Retro]:
    """One that takes notes until somebody begins it: it knows nobody, least of all who wrote its first note."""
    return Turn(Retro(team.name, team.zone, Settings(), MemberId(""), "", at))


def replanned(round_: Round[Retro], book: Book, at: datetime) -> Retro:
    """Its plan was changed: one that has not begun is held as it says now. Where it is not held on that day any more,
    its notes wait for the next."""
    state, plan = round_.state, book.plan
    if state.phase != "notes" or plan is None:
        return state
    day = date.fromisoformat(round_.occurrence)
    settings: Settings = plan.settings
    zone = plan.schedule.zone or book.team.zone
    asks_at = schedule.instant(day, plan.schedule.at, zone)
    held_at = meets_at(day, settings.after, settings.meets, zone)
    if plan.state != "active" or not schedule.falls_on(plan.schedule, day):
        return replace(state, due=None)
    if asks_at <= at:
        if state.due is None:  # it was paused at its hour: what was missed stays missed
            return state
        asks_at, held_at = state.due, max(held_at, state.meets_at or held_at)  # it waits for another to end
    notes = nameless(state.notes) if settings.anonymous else state.notes
    whose, name = facilitator(plan, book)
    return replace(
        state,
        zone=zone,
        settings=settings,
        facilitator=whose,
        facilitator_name=name,
        notes=notes,
        due=max(asks_at, at),
        meets_at=held_at,
    )
