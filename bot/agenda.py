"""What waits for a member just now: the round that `/standup` answers, and when they are next asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot import opening, plans, rounds, schedule
from bot.ceremonies import standup
from bot.ceremonies.survey import Seat, Survey, seat_of
from bot.dates import say_moment
from bot.errors import NotFound, NothingOpen, Refused
from bot.ledger import Ledger
from bot.model import ChannelId, MemberId, Plan, Round, RoundId, Team, WorkspaceId


@dataclass(frozen=True, slots=True)
class Open:
    """A round that a member may answer, and their seat in it."""

    team: Team
    round: Round[standup.Standup]
    seat: Seat


def to_answer(ledger: Ledger, teams: Iterable[Team], member: MemberId, at: datetime) -> tuple[Open, ...]:
    """For each team the one standup that the member may answer now: the latest they were asked in,
    else the next that is open. One that is held waits for nobody."""
    found = []
    for team in teams:
        seats = [
            Open(team, each, its)
            for each in _standups(ledger, team)
            if not (each.state.survey.trial or each.state.survey.held)
            and (its := seat_now(each.state.survey, member, at))
        ]
        asked = [each for each in seats if each.seat.ask_at <= at]
        if seats:
            found.append(max(asked, key=_asked_at) if asked else min(seats, key=_asked_at))
    return tuple(found)


def _asked_at(each: Open) -> datetime:
    return each.seat.ask_at


def _standups(ledger: Ledger, team: Team) -> tuple[Round[Any], ...]:
    return ledger.rounds.open_of(team, (standup.KIND,))


def seat_now(survey: Survey, member: MemberId, at: datetime) -> Seat | None:
    """A member's seat, where they may answer now."""
    try:
        return seat_of(survey, member, at)
    except Refused:
        return None


def seat_in(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, member: MemberId, at: datetime) -> Open:
    """A member's seat in a certain round. Raises NotFound, NotAsked, Over."""
    team, found = rounds.of_kind(ledger, workspace, round_, standup.Standup)
    return Open(team, found, seat_of(found.state.survey, member, at))


def answer_now(ledger: Ledger, teams: Iterable[Team], member: MemberId, at: datetime) -> tuple[Open, ...]:
    """As `to_answer`; where nothing is open yet but today is a standup day, today's is opened early.

    Raises NothingOpen with when the member is next asked.
    """
    teams = tuple(teams)
    found = to_answer(ledger, teams, member, at)
    for team in teams if not found else ():
        plan = ledger.plans.of(team, standup.KIND)
        who = ledger.roster.member(team, member)
        if plan is None or who is None or plan.state != "active":
            continue
        today = schedule.local_day(at, plan.schedule.zone or who.zone)
        if plan.next_day and plan.next_day <= today and schedule.falls_on(plan.schedule, today):
            _open(ledger, team, plan, today, at)
    found = found or to_answer(ledger, teams, member, at)
    if not found:
        raise NothingOpen(nothing_open(ledger, teams, member, at))
    return found


def _open(ledger: Ledger, team: Team, plan: Plan, today: date, at: datetime) -> None:
    try:
        opening.open_early(ledger, team, plan, today, at)
    except NotFound:
        return  # nobody is asked today


def next_prompt(ledger: Ledger, team: Team, plan: Plan, member: MemberId, at: datetime) -> datetime | None:
    """When this member's next standup prompt comes: not on a day on which they were asked or answered already."""
    surveys = [each.state.survey for each in _standups(ledger, team) if not each.state.survey.trial]
    asked = {
        survey.day
        for survey in surveys
        for seat in survey.seats
        if seat.member.id == member and (seat.asked_at or seat.given)
    }
    return plans.next_prompt(ledger, team, plan, member, at, asked)


def nothing_open(ledger: Ledger, teams: Iterable[Team], member: MemberId, at: datetime) -> str:
    """The sentence for somebody who wants to answer when nothing is open."""
    moments = []
    plans_there = paused = False
    held = ""
    for team in teams:
        plan = ledger.plans.of(team, standup.KIND)
        who = ledger.roster.member(team, member)
        plans_there = plans_there or plan is not None
        paused = paused or (plan is not None and plan.state == "paused")
        held = held or (plans.why_held(team, plan) if plan and plan.held in plans.HELD else "")
        if plan and who and (moment := next_prompt(ledger, team, plan, member, at)):
            moments.append((moment, who.zone, team.name))
    if moments:
        moment, zone, name = min(moments)
        said = say_moment(moment, zone, at)
        return f"Nothing to answer just now. Your next prompt for #{name} comes {said} your time."
    if held:
        return held
    if paused:
        return "The standup is paused. A lead can start it again with `/standup resume`."
    if plans_there:
        return "You are not asked in this standup just now. A lead can add you with `/standup edit`."
    return "There is no standup here yet. Type `/standup setup` in your team's channel to start one."


def teams_for(ledger: Ledger, workspace: WorkspaceId, channel: str, member: MemberId) -> tuple[Team, ...]:
    """The team of the channel where a person speaks or, elsewhere, all teams they are in."""
    here = ledger.roster.team_in(workspace, ChannelId(channel))
    return (here,) if here else ledger.roster.teams_of(workspace, member)


def teams_from(ledger: Ledger, workspace: WorkspaceId, channel: str, member: MemberId) -> tuple[Team, ...]:
    """All teams a person is in, that of the channel they come from first; without any, that of the channel."""
    theirs = sorted(ledger.roster.teams_of(workspace, member), key=lambda each: each.channel != channel)
    return tuple(theirs) or teams_for(ledger, workspace, channel, member)
