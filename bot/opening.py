"""The shell around what is due of a plan: its occurrences become rounds, once each."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot import plans, rounds, schedule
from bot.ceremonies import CEREMONIES
from bot.errors import NotFound
from bot.ledger import Job, Ledger
from bot.model import Book, Opening, Plan, PlanId, Round, Team

_DAY = timedelta(days=1)


def open_due(ledger: Ledger, job: Job, at: datetime) -> None:
    """Open all occurrences of this plan that have come due. Doing it twice changes nothing."""
    workspace, each = job
    plan = ledger.plans.get(workspace, PlanId(each))
    team = ledger.roster.team(workspace, plan.team) if plan else None
    if plan and team and plan.state == "active":
        _open_plan(ledger, team, plan, at)


def _open_plan(ledger: Ledger, team: Team, plan: Plan, at: datetime) -> None:
    book = _book(ledger, team, plan)
    day = plan.next_day
    while day and schedule.opens_at(plan.schedule, day, book.members) <= at:
        if _open_day(ledger, team, plan, book, day, at) is None:
            again = _may_open(ledger, plan, book, day, at)
            if again:
                ledger.plans.put(replace(plan, next_day=day, wake_at=again))
                return
        day = schedule.next_day(plan.schedule, day + _DAY)
    ledger.plans.put(plans.scheduled(ledger, team, plan, day))


def _may_open(ledger: Ledger, plan: Plan, book: Book, day: date, at: datetime) -> datetime | None:
    """When to look again at a day on which everyone is away: somebody may come back before their own hour."""
    if not CEREMONIES[plan.kind].asks or ledger.rounds.of_plan(plan.workspace, plan.id, day.isoformat()):
        return None
    following = schedule.opens_at(plan.schedule, schedule.next_day(plan.schedule, day + _DAY), book.members)
    ahead = [moment for each in book.members if (moment := schedule.ask_at(plan.schedule, day, each)) > at]
    return min(*ahead, following) if ahead and following > at else None


def _book(ledger: Ledger, team: Team, plan: Plan) -> Book:
    book = ledger.history.book(team, plan.id, CEREMONIES[plan.kind].begins)
    return replace(book, plan=plan)


def _open_day(
    ledger: Ledger, team: Team, plan: Plan, book: Book, day: date, at: datetime
) -> Round[Any] | None:
    begin = CEREMONIES[plan.kind].open
    turn = begin(plan, book, day, at) if begin else None
    if isinstance(turn, Opening):
        rounds.start(ledger, team, plan.id, turn, at)
    if turn is None or isinstance(turn, Opening):
        return None
    return rounds.start(ledger, team, plan.id, Opening(plan.kind, day.isoformat(), turn), at)


def open_early(ledger: Ledger, team: Team, plan: Plan, day: date, at: datetime) -> Round[Any]:
    """The round of this day, opened now if it is not open yet. Raises NotFound where that day has none."""
    known = ledger.rounds.of_plan(team.workspace, plan.id, day.isoformat())
    round_ = known or _open_day(ledger, team, plan, _book(ledger, team, plan), day, at)
    if round_ is None:
        raise NotFound("Nobody is asked on that day.")
    return round_
