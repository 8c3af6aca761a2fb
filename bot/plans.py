"""The shell around plans: set up, change, pause, resume, end; and when somebody is next prompted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from bot import rounds, schedule
from bot.errors import BadInput, NotYours, Refused, Settled
from bot.ledger import Ledger
from bot.model import (
    ChannelId,
    Held,
    MemberChanged,
    MemberId,
    Plan,
    PlanChanged,
    PlanId,
    Schedule,
    Team,
    TeamId,
    WorkspaceId,
)

_DAY = timedelta(days=1)
#: A round holds so many people at most.
MOST = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for in a plan's form. `people` None: everyone in the channel, now and later."""

    kind: str
    schedule: Schedule
    settings: Any
    zone: str  #: the team's
    people: tuple[MemberId, ...] | None = None


def may_change(ledger: Ledger, team: Team, by: MemberId) -> bool:
    """Whether this person may change the team's plans: a lead of it or an admin of the workspace."""
    person = ledger.roster.person(team.workspace, by)
    member = ledger.roster.member(team, by)
    return bool((person and person.admin) or (member and member.leads))


def require_lead(ledger: Ledger, team: Team, by: MemberId) -> None:
    """Raises NotYours for anybody else."""
    if not may_change(ledger, team, by):
        raise NotYours


def set_up(
    ledger: Ledger,
    workspace: WorkspaceId,
    channel: ChannelId,
    name: str,
    present: Sequence[MemberId],
    wish: Wish,
    by: MemberId,
    at: datetime,
) -> Plan:
    """Set up a plan in a channel, or change the one that is there. `present`: the humans in the channel.

    Anyone may set up, and becomes a lead; only leads and admins may change. Raises NotYours.
    """
    if len(present if wish.people is None else wish.people) > MOST:
        raise BadInput(
            f"A round is for {MOST} people at most. Choose fewer, or set up one standup a channel."
        )
    team = ledger.roster.team_in(workspace, channel)
    plan = ledger.plans.of(team, wish.kind) if team else None
    if team and plan:
        require_lead(ledger, team, by)
    new = team or Team(TeamId(uuid4().hex), workspace, channel, name, wish.zone)
    new = replace(new, name=name, zone=wish.zone)
    ledger.roster.put_team(new)
    for each in {*(present if wish.people is None else wish.people)}:
        ledger.roster.seat(new, each)
    member = ledger.roster.member(new, by)
    if plan is None or (member and "lead" in member.roles):  # an admin who only helps out does not join
        _make_lead(ledger, new, by, asked=wish.people is None or by in wish.people)
    if plan is None:
        return _create(ledger, new, wish, by, at)
    return _change(ledger, new, plan, wish, at)


def _make_lead(ledger: Ledger, team: Team, by: MemberId, *, asked: bool) -> None:
    """Who sets up leads; where they left themself out of those asked, they only look on."""
    member = ledger.roster.member(team, by)
    others = tuple(role for role in (member.roles if member else ()) if role not in {"lead", "observer"})
    ledger.roster.seat(team, by, (*(others or ("developer",)), "lead") if asked else ("observer", "lead"))


def _create(ledger: Ledger, team: Team, wish: Wish, by: MemberId, at: datetime) -> Plan:
    plan = Plan(
        PlanId(uuid4().hex), team.workspace, team.id, wish.kind, wish.schedule, wish.settings, by, wish.people
    )
    plan = scheduled(ledger, team, replace(plan, since=at), _first_day(ledger, team, plan, at))
    ledger.plans.put(plan)
    tell_homes(ledger, team, at)
    return plan


def _change(ledger: Ledger, team: Team, plan: Plan, wish: Wish, at: datetime) -> Plan:
    moved = wish.schedule != plan.schedule
    after = replace(
        plan,
        schedule=wish.schedule,
        settings=wish.settings,
        people=wish.people,
        since=at if moved else plan.since,
    )
    day = plan.next_day
    if moved:
        # A day that is yet to come for some, though not for the owner, stays: `since` says who starts next time.
        # Where all go by one clock there are none such: an hour that has passed does not open it at once.
        first = _first_day(ledger, team, after, at)
        own = day if plan.state == "active" and not after.schedule.zone else None
        day = min(first, own) if own else first
    if plan.held:
        ledger.checks.note(team.workspace, team.channel, at)  # the form's way led through the channel
    return put(ledger, team, scheduled(ledger, team, after, day), at)


def put(ledger: Ledger, team: Team, plan: Plan, at: datetime) -> Plan:
    """Keep a plan as it is from now on, and let its open rounds hear of it."""
    ledger.plans.put(plan)
    rounds.announce(ledger, team, PlanChanged(), at, plan.id)
    tell_homes(ledger, team, at)
    return plan


def tell_homes(ledger: Ledger, team: Team, at: datetime) -> None:
    """What the members' Homes say of the team is no longer so."""
    members = [each.id for each in ledger.roster.members(team)]
    ledger.homes.stale(team.workspace, members, at + rounds.HOME_REST)


def _first_day(ledger: Ledger, team: Team, plan: Plan, at: datetime) -> date:
    """The first occurrence that still lies ahead for whoever owns the plan, in their own zone."""
    owner = ledger.roster.member(team, plan.owner)
    zone = plan.schedule.zone or (owner.zone if owner else team.zone)
    return schedule.local_day(schedule.next_instant(plan.schedule, zone, at), zone)


def scheduled(ledger: Ledger, team: Team, plan: Plan, day: date | None) -> Plan:
    """The plan with its next occurrence and the moment at which that opens."""
    if day is None:
        return plan
    day = schedule.next_day(plan.schedule, day)
    members = ledger.roster.members(team)
    return replace(plan, next_day=day, wake_at=schedule.opens_at(plan.schedule, day, members))


def pause(ledger: Ledger, team: Team, plan: Plan, by: MemberId, at: datetime) -> Plan:
    """No more prompts until resumed. Raises NotYours, Settled."""
    require_lead(ledger, team, by)
    if plan.state == "paused" and not plan.held:
        raise Settled(f"It is paused already. `/{plan.kind} resume` starts it again.")
    return put(ledger, team, replace(plan, state="paused", held=""), at)


def resume(ledger: Ledger, team: Team, plan: Plan, by: MemberId, at: datetime) -> Plan:
    """Prompt again from the next occurrence on; what was missed stays missed. Raises NotYours, Settled, Refused."""
    require_lead(ledger, team, by)
    if plan.state == "active":
        raise Settled("It is running already.")
    ledger.checks.note(team.workspace, team.channel, at)  # Piton may have been taken out of it meanwhile
    if plan.held in HELD:
        raise Refused(why_held(team, plan))
    return run_again(ledger, team, plan, at)


#: Why a plan that is held does not run, and what to do; what is not here is over when a lead says so.
HELD: Mapping[Held, str] = {
    "archived": "{} is archived, so its {} is paused. Unarchive the channel, and it goes on by itself.",
    "gone": "Piton cannot see {}, so its {} is paused. Type `/invite @Piton` there, and it goes on by itself.",
    "kicked": "Piton is not in {}, so its {} is paused. Type `/invite @Piton` there, and it goes on by itself.",
    "uninstalled": "Piton was taken out of this workspace, so the {1} of {0} is paused until it is back.",
}


def why_held(team: Team, plan: Plan) -> str:
    """The sentence for a plan in HELD."""
    return HELD[plan.held].format(f"#{team.name}", plan.kind)


def run_again(ledger: Ledger, team: Team, plan: Plan, at: datetime) -> Plan:
    """Let a plan that was paused or held go on; what the channel refused meanwhile is sent if it is of use yet."""
    plan = replace(plan, state="active", held="", since=at)
    plan = put(ledger, team, scheduled(ledger, team, plan, _first_day(ledger, team, plan, at)), at)
    ledger.submit("deliver", ledger.outbox.revive(team.workspace, team.channel, at, rounds.GATE_LEASE))
    return plan


def delete(ledger: Ledger, team: Team, plan: Plan, by: MemberId, at: datetime) -> Plan:
    """End a plan for good. Its open rounds hear of it, and end where that is their way; its history stays. Raises
    NotYours."""
    require_lead(ledger, team, by)
    return put(ledger, team, replace(plan, state="deleted", held="", wake_at=None), at)


def moved(ledger: Ledger, team: Team, member: MemberId, at: datetime) -> None:
    """A member's zone, days or absences changed: open rounds hear of it, and plans open when they now must."""
    rounds.announce(ledger, team, MemberChanged(member), at)
    ledger.homes.stale(team.workspace, [member], at + rounds.HOME_REST)
    for plan in ledger.plans.of_team(team):
        if plan.state != "deleted":
            ledger.plans.put(scheduled(ledger, team, plan, plan.next_day))


def next_prompt(
    ledger: Ledger,
    team: Team,
    plan: Plan,
    member: MemberId,
    at: datetime,
    asked: Collection[date] = (),
) -> datetime | None:
    """When this member is next prompted by the plan, around their absences and the days on which they were asked
    already; None when it does not ask them."""
    who = ledger.roster.member(team, member)
    if who is None or plan.state != "active" or not plan.asks(who):
        return None
    absences = ledger.history.book(team, plan.id, ("absences",)).absences
    day = (
        schedule.local_day(at, plan.schedule.zone or who.zone) - 2 * _DAY
    )  # quiet hours may put off yesterday's
    while following := schedule.next_ask(plan.schedule, who, absences, day):
        day, moment = following
        if moment > at and day not in asked and _is_held(ledger, plan, day):
            return moment
    return None


def _is_held(ledger: Ledger, plan: Plan, day: date) -> bool:
    """Whether the occurrence is yet to open or was opened: one before the plan began never is."""
    if plan.next_day is None or day >= plan.next_day:
        return True
    return ledger.rounds.of_plan(plan.workspace, plan.id, day.isoformat()) is not None
