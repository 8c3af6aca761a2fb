"""Setting up and changing a standup: the way into the channel, the form, and what is said when it is saved."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, time

from bot import agenda, plans
from bot.ceremonies import standup
from bot.ceremonies.survey import Settings
from bot.dates import say_day, say_days, say_moment, say_zone
from bot.errors import BadInput, Doubtful, NotDelivered, NotFound, Refused
from bot.ledger import Ledger
from bot.model import WEEKDAYS, ChannelId, MemberId, Plan, Schedule, Team, WorkspaceId
from bot.schedule import local_day
from handlers.slack.blocks import modal, section
from handlers.slack.desk import Command, Desk, Envelope, Json, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.meeting import humans_in, meet
from handlers.slack.standup import setup_form

#: Above this many people, who is asked is chosen by hand.
MANY = 30
#: So many seconds are spent on reading who is in the channel; then they are chosen by hand.
READING = 10.0
_ELSEWHERE = "Type `/standup setup` in the channel of your team: its standup's digest is posted there."


@dataclass(frozen=True, slots=True)
class Where:
    """The channel that a standup is for, and the humans in it that are asked by default."""

    channel: ChannelId
    name: str
    present: tuple[MemberId, ...]
    many: bool


async def open_setup(desk: Desk, command: Command) -> Reply | None:
    """`/standup setup`: join the channel if need be, and show the form; where a standup is, to change it."""
    envelope = command.envelope
    name, many = await enter(desk, envelope, _ELSEWHERE, "/standup setup")
    await desk.open_when_ready(envelope, looking(name), _make_form(desk, envelope, name, many=many))
    return None


def looking(name: str) -> Json:
    """What is shown until the form is ready, where Slack takes its time."""
    return modal("standup.looking", "Standup", [section(f"Looking who is in #{name} …")])


async def open_edit(desk: Desk, command: Command) -> Reply | None:
    """`/standup edit`."""
    envelope = command.envelope

    def check(ledger: Ledger) -> None:
        team, plan = standup_in(ledger, envelope.workspace, envelope.channel)
        if team is None or plan is None:
            raise NotFound("There is no standup in this channel yet. Type `/standup setup` to start one.")
        plans.require_lead(ledger, team, envelope.user)

    await desk.store.read(check)
    return await open_setup(desk, command)


def standup_in(ledger: Ledger, workspace: WorkspaceId, channel: ChannelId) -> tuple[Team | None, Plan | None]:
    """The team of a channel and its standup, as far as they are there."""
    team = ledger.roster.team_in(workspace, channel)
    return team, ledger.plans.of(team, standup.KIND) if team else None


async def _make_form(desk: Desk, envelope: Envelope, name: str, *, many: bool) -> Json:
    where = Where(envelope.channel, name, (), many=True) if many else await _look(desk, envelope, name)
    now = desk.now()
    await meet(desk, envelope.workspace, [envelope.user])
    return setup_form.view(await desk.store.read(lambda ledger: _form(ledger, envelope, where, now)))


async def _look(desk: Desk, envelope: Envelope, name: str) -> Where:
    """Who is in the channel; where Slack will not say in time, people are chosen by hand."""
    try:
        async with asyncio.timeout(READING):
            present = await humans_in(desk, envelope.workspace, envelope.channel)
    except (TimeoutError, NotDelivered, Doubtful):
        return Where(envelope.channel, name, (), many=True)
    return Where(envelope.channel, name, present, many=len(present) > MANY)


def _form(ledger: Ledger, envelope: Envelope, where: Where, now: datetime) -> setup_form.SetupForm:
    team, plan = standup_in(ledger, envelope.workspace, where.channel)
    if team and plan:
        plans.require_lead(ledger, team, envelope.user)
    found = [ledger.roster.person(envelope.workspace, each) for each in (envelope.user, *where.present)]
    zones = [person.zone for person in found if person]
    zone = team.zone if team else zones[0]
    today = local_day(now, zone)
    chosen = plan.people if plan else None
    everyone = chosen is None if plan else not where.many
    return setup_form.SetupForm(
        channel=where.channel,
        channel_name=where.name,
        zones=tuple(dict.fromkeys([zone, *zones, "UTC"])),
        zone=zone,
        schedule=plan.schedule if plan else Schedule(WEEKDAYS, time(9, 30), today),
        settings=plan.settings if plan else Settings(standup.QUESTIONS),
        people=chosen if chosen is not None else (None if where.many else where.present),
        many=where.many,
        plan=plan.id if plan else None,
        today=today,
        everyone=everyone,
    )


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form."""
    made, envelope, now = setup_form.read(submission.view), submission.envelope, desk.now()
    present = () if made.many else await humans_in(desk, envelope.workspace, made.channel)
    wish = made.wish
    if wish.people is not None:
        chosen = await meet(desk, envelope.workspace, wish.people)
        bots = [person.name for person in chosen if not (person.human and person.active)]
        if bots:
            raise BadInput(f"{bots[0]} cannot answer: not a person, or deactivated.", setup_form.WHO)
        if present and set(wish.people) == set(present):
            wish = plans.Wish(wish.kind, wish.schedule, wish.settings, wish.zone)

    def do(ledger: Ledger) -> tuple[Team, Plan]:
        _check_fresh(ledger, envelope, made)
        plan = plans.set_up(
            ledger, envelope.workspace, made.channel, made.channel_name, present, wish, envelope.user, now
        )
        team = ledger.roster.team(envelope.workspace, plan.team)
        if team is None:
            raise NotFound
        return team, plan

    team, plan = await desk.run(envelope, do)
    lines = await desk.store.read(lambda ledger: _summary(ledger, team, plan, envelope.user, now))
    return {"response_action": "update", "view": setup_form.saved_view(lines, plan.id)}


def _check_fresh(ledger: Ledger, envelope: Envelope, made: setup_form.Setup) -> None:
    """A form that was left open may speak of a standup that has ended since or asks others, or not know of one
    that began."""
    _, plan = standup_in(ledger, envelope.workspace, made.channel)
    if made.plan and (plan is None or plan.id != made.plan):
        raise NotFound("This standup has ended meanwhile. Type /standup setup to start another.")
    if plan and made.plan is None:
        raise Refused("Somebody set up a standup here meanwhile. Type /standup edit to change it.")
    if plan and made.many and made.wish.people is None and plan.people is not None:
        raise BadInput("Somebody picked who is asked meanwhile. Pick them here too.", setup_form.WHO)


def _summary(ledger: Ledger, team: Team, plan: Plan, member: MemberId, now: datetime) -> tuple[str, ...]:
    every = "" if plan.schedule.every == 1 else f" of every {plan.schedule.every} weeks"
    zone = plan.schedule.zone
    whose = say_zone(zone) if zone else "each member's own time"
    asked = sum(map(plan.asks, ledger.roster.members(team)))
    number = f"{asked} {'person' if asked == 1 else 'people'}"
    who = number if plan.people is not None else f"everyone in #{team.name} ({number} now)"
    digest = f"{plan.settings.digest_at:%H:%M} {say_zone(team.zone)}"
    if plan.settings.digest_at <= plan.schedule.at:
        digest += " on the next day"
    return (
        first_prompt(ledger, team, plan, member, now),
        f"It asks {who}, on {say_days(plan.schedule.days)}{every} at {plan.schedule.at:%H:%M}, {whose}.",
        f"The digest comes to #{team.name} at {digest}, or as soon as all have answered.",
    )


def first_prompt(ledger: Ledger, team: Team, plan: Plan, member: MemberId, now: datetime) -> str:
    """ "First prompt: tomorrow 09:30 your time." or, for somebody who is not asked, when the team is."""
    if plan.state == "paused":
        return "Paused: nobody is prompted until a lead types /standup resume."
    moment = agenda.next_prompt(ledger, team, plan, member, now)
    who = ledger.roster.member(team, member)
    if moment and who and "observer" not in who.roles:
        begun = ledger.rounds.open_of(team, (standup.KIND,))
        return f"{'Your next' if begun else 'First'} prompt: {say_moment(moment, who.zone, now)} your time."
    if plan.next_day is None:
        return "Nobody is prompted yet."
    return (
        f"First prompts: {say_day(plan.next_day)} at {plan.schedule.at:%H:%M}. You are not among those asked."
    )


def sent_view(view: Json) -> Json:
    """The confirmation after *Send me one now*: without the button, with where to look."""
    kept: list[Json] = [
        {key: each[key] for key in ("type", "text", "elements") if key in each}
        for each in view.get("blocks", [])
        if each.get("type") != "actions"
    ]
    sent = section("*Sent.* Look at your direct messages with Piton.")
    return modal("said", "Standup saved", [*kept, sent], close="Close")
