"""The standing appointments of a person's teams, as their Home tells of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot import agenda, plans
from bot.ceremonies import CEREMONIES, standup
from bot.ledger import Ledger
from bot.model import MemberId, Person, Plan, Schedule, Team


@dataclass(frozen=True, slots=True)
class Appointment:
    """A plan of one of their teams. `next_at` None: it does not ask them, for the reason that `state` gives."""

    kind: str
    team: str
    schedule: Schedule
    state: Literal["on", "paused", "held", "not asked", "nothing ahead"]
    next_at: datetime | None
    leads: tuple[str, ...]
    leading: bool  #: whether they lead it themself


def appointments(ledger: Ledger, team: Team, person: Person, at: datetime) -> Iterator[Appointment]:
    """Those of a team, and when each asks a person next."""
    living = [
        plan for plan in ledger.plans.of_team(team) if plan.state != "deleted" and CEREMONIES[plan.kind].asks
    ]
    if not living:
        return
    leads = [each for each in ledger.roster.members(team) if "lead" in each.roles and each.active]
    for plan in living:
        next_at = _next(ledger, team, plan, person.id, at)
        yield Appointment(
            plan.kind,
            team.name,
            plan.schedule,
            "on" if next_at else _why_not(ledger, team, plan, person.id),
            next_at,
            tuple(each.name for each in leads if each.id != person.id),
            any(each.id == person.id for each in leads),
        )


def _next(ledger: Ledger, team: Team, plan: Plan, member: MemberId, at: datetime) -> datetime | None:
    find: Any = agenda.next_prompt if plan.kind == standup.KIND else plans.next_prompt
    moment: datetime | None = find(ledger, team, plan, member, at)
    return moment


def _why_not(
    ledger: Ledger, team: Team, plan: Plan, member: MemberId
) -> Literal["paused", "held", "not asked", "nothing ahead"]:
    if plan.state == "paused":
        return "held" if plan.held else "paused"
    who = ledger.roster.member(team, member)
    return "nothing ahead" if who and plan.asks(who) else "not asked"
