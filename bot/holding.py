"""Plans that cannot run, whatever their leads wish: held while that lasts, and gone on with when it is over."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from bot import plans, rounds
from bot.ceremonies.news import News, What, led_by, opening
from bot.ledger import Ledger
from bot.model import ChannelId, Elsewhere, Held, Member, Plan, Round, Team, WorkspaceId

#: Nothing that can be asked tells when this is over: a lead says so.
_BY_HAND = "restricted"
#: Where a channel refuses us and looks as it should, we try again after so long, and so often in all.
AGAIN = timedelta(minutes=4)
TRIES = 4


def hold(ledger: Ledger, team: Team, why: Held, at: datetime) -> bool:
    """Hold the team's plans; those that a lead paused stay as they are. Those who lead are told, once."""
    held = [
        plan for plan in _living(ledger, team) if (plan.state == "active" or plan.held) and plan.held != why
    ]
    for plan in held:
        plans.put(ledger, team, replace(plan, state="paused", held=why), at)
        if why and why != "uninstalled":  # then nobody can be told
            _tell(ledger, team, plan, why, at)
    return bool(held)


def go_on(ledger: Ledger, team: Team, at: datetime) -> None:
    """The channel is as it should be: what was held goes on with its next occurrence, and what it refused is sent."""
    living = _living(ledger, team)
    for plan in living:
        if plan.held and plan.held != _BY_HAND:
            after = plans.run_again(ledger, team, plan, at)
            _tell(ledger, team, after, "on", at)
    if not any(plan.held for plan in living):  # it was well again before we asked, or seems to be
        kept = ledger.outbox.revive(
            team.workspace, team.channel, at, rounds.GATE_LEASE, wait=AGAIN, most=TRIES
        )
        ledger.submit("deliver", kept)


def refused(ledger: Ledger, workspace: WorkspaceId, channel: str, at: datetime) -> None:
    """The platform lets us post no more in a team's channel, which is otherwise as it was."""
    team = ledger.roster.team_in(workspace, ChannelId(channel))
    if team:
        hold(ledger, team, "restricted", at)


def cut_off(ledger: Ledger, team: Team, place: Elsewhere, round_: Round[Any], at: datetime) -> None:
    """What a plan posts outside of its team cannot be posted there any more: those who lead hear of it, once until
    something gets there again or its settings are saved anew. The plan goes on, and what was refused is kept. Where
    nobody leads, the team hears of it, by no name: who may not know of that channel reads there too."""
    plan = ledger.plans.get(team.workspace, round_.plan) if round_.plan else None
    if plan is None or plan.state == "deleted":
        return
    seated = [each for each in ledger.roster.members(team) if each.active]
    readers = led_by(seated, plan)
    if place.private:  # whoever only owns the plan led once
        leads = [each for each in seated if "lead" in each.roles]
        readers = leads or [each for each in seated if each.admin]
    news = News("cut off", plan.kind, team.name, name=place.name if readers else "")
    since = ledger.outbox.oldest_kept(round_, place.channel) or round_.id
    key = f"{news.what}/{place.channel}/{rounds.fingerprint(plan.settings)}/{since}"
    rounds.start(ledger, team, plan.id, opening(key, news, readers, at), at)


def disconnect(ledger: Ledger, workspace: WorkspaceId, at: datetime) -> bool:
    """We were taken out of the workspace: all is held, and kept. Returns whether that is new."""
    held = [hold(ledger, team, "uninstalled", at) for team in ledger.roster.teams(workspace)]
    return any(held)


def holds(ledger: Ledger, workspace: WorkspaceId) -> bool:
    """Whether any plan is held."""
    return any(plan.held for team in ledger.roster.teams(workspace) for plan in _living(ledger, team))


def connect(ledger: Ledger, workspace: WorkspaceId, at: datetime) -> bool:
    """The workspace knows us: the channels of all that is held are to be looked at. Returns whether some is."""
    held = [
        team
        for team in ledger.roster.teams(workspace)
        if any(plan.held and plan.held != _BY_HAND for plan in _living(ledger, team))
    ]
    for team in held:
        ledger.checks.note(workspace, team.channel, at)
    if any(plan.held == "uninstalled" for team in held for plan in _living(ledger, team)):
        ledger.roster.refreshed(workspace, at)  # people changed meanwhile, and nobody told us
        ledger.outbox.release(workspace)
    return bool(held)


def has_left(ledger: Ledger, team: Team, who: Member, at: datetime) -> None:
    """Somebody left the channel or was deactivated: where nobody is left who leads, those hear of it who can help."""
    seated = [each for each in ledger.roster.members(team) if each.active]
    if "lead" not in who.roles or any("lead" in each.roles for each in seated):
        return
    admins = [each for each in seated if each.admin]
    for plan in _living(ledger, team):
        news = News("leaderless", plan.kind, team.name, name=who.name)
        key = f"{news.what}/{who.id}/{at:%Y-%m-%d}"
        rounds.start(ledger, team, plan.id, opening(key, news, admins, at), at)


def _tell(ledger: Ledger, team: Team, plan: Plan, what: What, at: datetime) -> None:
    readers = led_by(ledger.roster.members(team), plan)
    if readers:
        news = News(what, plan.kind, team.name, day=plan.next_day if what == "on" else None)
        key = f"{what}/{uuid4().hex}"  # the plan's own change, in this transaction, makes it once
        rounds.start(ledger, team, plan.id, opening(key, news, readers, at), at)


def _living(ledger: Ledger, team: Team) -> list[Plan]:
    return [plan for plan in ledger.plans.of_team(team) if plan.state != "deleted"]
