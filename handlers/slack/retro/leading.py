"""Planning a team's retros, beginning one, and moving it on."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from bot import plans, schedule
from bot.ceremonies import retro
from bot.ceremonies.retro import End, GoOn, Phase, Settings
from bot.ceremonies.retro.clock import meets_at
from bot.dates import say_at
from bot.errors import BadInput, NotFound, Refused
from bot.ledger import Ledger
from bot.model import MemberId, Plan, PlanId, RoundId, Team
from bot.plans import Wish
from bot.seating import seat
from bot.shell import backlog, retros
from handlers.slack.blocks import actions, button, confirmation, modal, paragraph, rich, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, OnClick, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.meeting import meet, require_inside
from handlers.slack.retro import setup_form
from handlers.slack.text import say

END_ONE, END_ALL = "retro.end", "retro.end_all"
ELSEWHERE = "Type this in the channel of your team: its retros are held there."
_DAY = timedelta(days=1)
#: A retro that begins now collects notes for so long at most.
_LONGEST = timedelta(days=60)


async def setup(desk: Desk, command: Command) -> Reply | None:
    """`/retro setup`: the plan's form. To look founds no team."""
    envelope, now = command.envelope, desk.now()
    name, _ = await enter(desk, envelope, ELSEWHERE, "/retro setup")

    def make(ledger: Ledger) -> Json:
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        plan = retros.plan_of(ledger, team) if team else None
        if team and plan:
            plans.require_lead(ledger, team, envelope.user)
        zone = team.zone if team else "UTC"
        first = _next(plan, schedule.local_day(now, zone) + _DAY)
        return setup_form.setup_view(
            envelope.channel, name, first, (plan.schedule, plan.settings) if plan else None
        )

    await desk.open_view(envelope, await desk.store.read(make))
    return None


def _next(plan: Plan | None, tomorrow: date) -> date:
    return plan.next_day if plan and plan.next_day and plan.next_day >= tomorrow else tomorrow


async def save_setup(desk: Desk, submission: Submission) -> Json | None:
    """The submitted plan."""
    envelope, now = submission.envelope, desk.now()
    made = setup_form.read_setup(submission.view)
    who = made.settings.facilitator
    _, *known = await meet(desk, envelope.workspace, [envelope.user, *([who] if who else [])])
    present = await require_inside(
        desk, envelope, made.channel, made.channel_name, known, lambda _: setup_form.WHO
    )

    def do(ledger: Ledger) -> tuple[Team, Plan]:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        _require_ahead(made.first, made.at, team.zone, now)
        if who:
            seat(ledger, team, [who], present, setup_form.WHO)
        wish = Wish(retro.KIND, made.schedule(team.zone), made.settings, team.zone)
        plan = plans.set_up(
            ledger, envelope.workspace, made.channel, made.channel_name, (), wish, envelope.user, now
        )
        return team, plan

    team, plan = await desk.run(envelope, do)
    return _said(planned(team, plan))


def _require_ahead(day: date, at: time, zone: str, now: datetime) -> None:
    if schedule.instant(day, at, zone) <= now:
        raise BadInput("That is past. Pick a later day.", setup_form.FIRST)


def planned(team: Team, plan: Plan) -> tuple[str, ...]:
    """When the next retro is called and held, in sentences."""
    settings: Settings = plan.settings
    if plan.next_day is None:
        return ("Saved.",)
    zone = plan.schedule.zone or team.zone
    asks = say_at(schedule.instant(plan.next_day, plan.schedule.at, zone), zone)
    held = say_at(meets_at(plan.next_day, settings.after, settings.meets, zone), zone)
    if plan.state == "paused":
        return ("Saved, and paused: no retro is called until a lead types `/retro resume`.",)
    return (
        f"The channel is asked for notes {asks}; the retro itself begins {held}.",
        "`/retro note` takes one any time.",
    )


def _said(lines: tuple[str, ...]) -> Json:
    shown = [rich(*(paragraph(say(each.replace("`", "") + "\n")) for each in lines))]
    return {"response_action": "update", "view": modal("said", "Retros", shown, close="Close")}


async def start(desk: Desk, command: Command) -> Reply | None:
    """`/retro start`: the form of one that begins now."""
    await _open_start(desk, command.envelope)
    return None


async def press_start(desk: Desk, click: Click) -> Reply | None:
    """The button that does the same."""
    await _open_start(desk, click.envelope)
    return None


async def _open_start(desk: Desk, envelope: Envelope) -> None:
    name, _ = await enter(desk, envelope, ELSEWHERE, "/retro start")

    def make(ledger: Ledger) -> Json:
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        held = retros.require_beginnable(ledger, team) if team else None
        if held and held.round.plan is None:
            retros.require_mover(ledger, held, envelope.user)
        plan = retros.plan_of(ledger, team) if team else None
        settings = held.round.state.settings if held else plan.settings if plan else Settings()
        waiting = bool(held and held.round.state.notes)
        return setup_form.begin_view(envelope.channel, name, settings, waiting=waiting)

    await desk.open_view(envelope, await desk.store.read(make))


async def save_start(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form: its card comes to the channel."""
    envelope, now = submission.envelope, desk.now()
    made = setup_form.read_begin(submission.view)
    await meet(desk, envelope.workspace, [envelope.user])

    def do(ledger: Ledger) -> None:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        if ledger.roster.member(team, envelope.user) is None:
            ledger.roster.seat(team, envelope.user, ("developer",))
        until = schedule.instant(*made.until, team.zone) if made.until else None
        if until and until <= now:
            raise BadInput("That is past. Pick a later time, or none.", setup_form.UNTIL_DAY)
        if until and until > now + _LONGEST:
            raise BadInput("Pick a day within two months.", setup_form.UNTIL_DAY)
        retros.begin(ledger, team, made.settings, until, envelope.user, now)

    await desk.run(envelope, do)
    return None


def go_on(leaving: Phase) -> OnClick:
    """The button that leaves this phase; the channel shows what came of it."""

    async def press(desk: Desk, click: Click) -> Reply | None:
        await desk.perform(click.envelope, RoundId(click.value), GoOn(leaving))
        return None

    return press


_Change = Callable[[Ledger, Team, Plan, MemberId, datetime], Plan]


def plan_here(ledger: Ledger, envelope: Envelope) -> tuple[Team, Plan]:
    """The plan of this channel. Raises NotFound, and Refused where it is no channel."""
    if envelope.channel.startswith("D"):
        raise Refused(ELSEWHERE)
    team = ledger.roster.team_in(envelope.workspace, envelope.channel)
    plan = retros.plan_of(ledger, team) if team else None
    if team is None or plan is None:
        raise NotFound("No retros are planned here. `/retro setup` plans them.")
    return team, plan


async def _lead(desk: Desk, envelope: Envelope, change: _Change) -> tuple[Team, Plan, bool]:
    """The plan as it is then, and whether a retro is under way, which goes on."""
    now = desk.now()

    def do(ledger: Ledger) -> tuple[Team, Plan, bool]:
        team, plan = plan_here(ledger, envelope)
        return team, change(ledger, team, plan, envelope.user, now), bool(retros.under_way(ledger, team))

    return await desk.run(envelope, do)


def _goes_on(going: bool) -> str:
    return " The one that is under way goes on." if going else ""


async def pause(desk: Desk, command: Command) -> Reply:
    """`/retro pause`."""
    _, _, going = await _lead(desk, command.envelope, plans.pause)
    words = "Paused: no retro is called until a lead types `/retro resume`. Notes are taken all the same."
    return Reply(words + _goes_on(going))


async def resume(desk: Desk, command: Command) -> Reply:
    """`/retro resume`."""
    team, plan, _ = await _lead(desk, command.envelope, plans.resume)
    return Reply(" ".join(("Running again.", *planned(team, plan))))


async def end(desk: Desk, command: Command) -> Reply:
    """`/retro end`: which of the two, the one that is under way or all that are planned."""
    envelope = command.envelope

    def find(ledger: Ledger) -> list[Json]:
        if envelope.channel.startswith("D"):
            raise Refused(ELSEWHERE)
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        going = retros.under_way(ledger, team) if team else None
        plan = retros.plan_of(ledger, team) if team else None
        buttons = [_end_one(going.round.id)] if going else []
        return [*buttons, *([_end_all(plan.id)] if plan else [])]

    found = await desk.store.read(find)
    if not found:
        raise NotFound("No retro is under way here, and none is planned.")
    words = "What shall end?"
    return Reply(words, [section(words), actions(*found)])


def _end_one(round_: RoundId) -> Json:
    sure = confirmation("End it now?", "Its digest is posted with what there is.", "End it", "Go on")
    return button("End this retro", END_ONE, round_, confirm=sure)


def _end_all(plan: PlanId) -> Json:
    sure = confirmation(
        "End them?", "No more retros are called. What was held stays.", "End them", "Keep them", "danger"
    )
    return button("End planned retros", END_ALL, plan, "danger", confirm=sure)


async def press_end(desk: Desk, click: Click) -> Reply | None:
    """The retro that is under way; the channel shows what came of it."""
    await desk.perform(click.envelope, RoundId(click.value), End())
    return None


async def press_end_all(desk: Desk, click: Click) -> Reply:
    """No more are planned; what was held stays."""
    envelope, now = click.envelope, desk.now()

    def do(ledger: Ledger) -> bool:
        plan = ledger.plans.get(envelope.workspace, PlanId(click.value))
        team = ledger.roster.team(envelope.workspace, plan.team) if plan else None
        if plan is None or team is None or plan.state == "deleted":
            raise NotFound("They have ended already.")
        plans.delete(ledger, team, plan, envelope.user, now)
        return bool(retros.under_way(ledger, team))

    going = await desk.run(envelope, do)
    words = "No more retros are planned here. Actions go on, and `/retro start` holds one by hand."
    return Reply(words + _goes_on(going))
