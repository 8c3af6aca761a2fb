"""What leads do with a standup that is there: pause, resume, end it; and the trial that anyone may ask for."""

from collections.abc import Callable
from datetime import datetime

from bot import plans, rounds
from bot.ceremonies import standup
from bot.errors import BadInput, NotFound, Refused
from bot.ledger import Ledger
from bot.model import MemberId, Opening, Plan, PlanId, Team
from handlers.slack.blocks import actions, button, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Reply
from handlers.slack.help import DO
from handlers.slack.standup import setup
from handlers.slack.text import channel


def _plan_here(ledger: Ledger, envelope: Envelope) -> tuple[Team, Plan]:
    if envelope.channel.startswith("D"):
        raise NotFound("Type this in your team's channel: here are only the two of us.")
    team, plan = setup.standup_in(ledger, envelope.workspace, envelope.channel)
    if team is None or plan is None:
        raise NotFound("There is no standup in this channel. Type `/standup setup` to start one.")
    return team, plan


def _plan_of(ledger: Ledger, click: Click, ended: str) -> tuple[Team, Plan]:
    """The plan whose id a button carries, in the presser's own workspace. Raises NotFound, saying `ended`."""
    workspace = click.envelope.workspace
    plan = ledger.plans.get(workspace, PlanId(click.value))
    team = ledger.roster.team(workspace, plan.team) if plan else None
    if plan is None or team is None or plan.state == "deleted":
        raise NotFound(ended)
    return team, plan


async def pause(desk: Desk, command: Command) -> Reply:
    """`/standup pause`."""
    if command.rest:
        raise BadInput(
            "A pause for all lasts until a lead types `/standup resume`. For your own days: `/standup away Friday`."
        )
    await _lead(desk, command.envelope, plans.pause)
    return paused()


async def resume(desk: Desk, command: Command) -> Reply:
    """`/standup resume`."""
    envelope, now = command.envelope, desk.now()
    try:
        team, plan = await _lead(desk, envelope, plans.resume)
    except Refused:
        await desk.store.run(lambda ledger: _look_again(ledger, envelope, now))
        raise
    line = await desk.store.read(
        lambda ledger: setup.first_prompt(ledger, team, plan, command.envelope.user, now)
    )
    return resumed(line)


def _look_again(ledger: Ledger, envelope: Envelope, now: datetime) -> None:
    """What holds a standup may be over, and nobody told us; only who may resume it makes us ask."""
    team, plan = _plan_here(ledger, envelope)
    if plan.held and plans.may_change(ledger, team, envelope.user):
        ledger.checks.note(envelope.workspace, envelope.channel, now)


def paused() -> Reply:
    """That nobody is asked, and the way back."""
    text = "Paused: nobody is prompted until a lead types `/standup resume`."
    return Reply(text, [section(text), actions(button("Resume", f"{DO}.resume", "resume"))])


def resumed(line: str) -> Reply:
    """That it goes on, and when."""
    text = f"Running again. {line}"
    return Reply(text, [section(text), actions(button("Pause again", f"{DO}.pause", "pause"))])


_Change = Callable[[Ledger, Team, Plan, MemberId, datetime], Plan]


async def _lead(desk: Desk, envelope: Envelope, change: _Change) -> tuple[Team, Plan]:
    now = desk.now()

    def do(ledger: Ledger) -> tuple[Team, Plan]:
        team, plan = _plan_here(ledger, envelope)
        return team, change(ledger, team, plan, envelope.user, now)

    return await desk.run(envelope, do)


async def delete(desk: Desk, click: Click) -> Reply:
    """The button in the edit form that ends a standup."""
    now, envelope = desk.now(), click.envelope

    def do(ledger: Ledger) -> str:
        team, plan = _plan_of(ledger, click, "This standup has ended already.")
        plans.delete(ledger, team, plan, envelope.user, now)
        return team.name

    name = await desk.run(envelope, do)
    return ended(name)


def ended(name: str) -> Reply:
    """That it is over for good."""
    return Reply(f"The standup of {channel(name)} has ended. Its history stays: `/standup report`.")


async def try_now(desk: Desk, click: Click) -> Reply | None:
    """*Send me one now*: a trial by direct message, once for each time it was offered."""
    now, envelope = desk.now(), click.envelope

    def do(ledger: Ledger) -> None:
        team, plan = _plan_of(ledger, click, "This standup has ended.")
        book = ledger.history.book(team, plan.id, ("members",))
        turn = standup.trial(plan, book, envelope.user, now)
        key = f"trial/{envelope.user}/{click.stamp}"
        rounds.start(ledger, team, plan.id, Opening(standup.KIND, key, turn), now)

    await desk.run(envelope, do)
    if click.view:
        view = setup.sent_view(click.view)
        desk.show_in(click.view, view)
    return None
