"""`/digest`: how it is set, what it would say now, and its leads' words: now, pause, resume, end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot import plans
from bot.ceremonies.digest.shown import CHANNEL, Told
from bot.dates import say_day, say_days, say_zone
from bot.errors import NotFound
from bot.ledger import Ledger
from bot.model import MemberId, Plan, PlanId, Team
from bot.rounds import show
from bot.shell import digests
from bot.shell.digests import Standing
from handlers.slack.blocks import actions, button, confirmation, context, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Reply
from handlers.slack.draw import draw
from handlers.slack.text import channel, names, unescape

POST, END = "digest.post", "digest.end"
_NAMES = 300
MORE = "It is longer than that: posted, the rest stands in its thread."
_Change = Callable[[Ledger, Team, Plan, MemberId, datetime], Plan]


def here(ledger: Ledger, envelope: Envelope) -> Standing:
    """The digest of the channel where somebody speaks. Raises NotFound."""
    if envelope.channel.startswith("D"):
        raise NotFound("Type this in your team's channel: here are only the two of us.")
    return digests.here(ledger, envelope.workspace, envelope.channel)


def summary(ledger: Ledger, it: Standing, by: MemberId) -> str:
    """How it is set. The name of a private channel is for those who lead."""
    plan, settings = it.plan, it.plan.settings
    leads = plans.may_change(ledger, it.team, by)
    to = []
    if settings.channel:
        to.append("a private channel" if settings.private and not leads else channel(settings.channel_name))
    if settings.people:
        people = [ledger.roster.person(plan.workspace, each) for each in settings.people]
        to.append(names([each.name for each in people if each], _NAMES))
    when = f"{say_days(plan.schedule.days)} at {plan.schedule.at:%H:%M}, {say_zone(plan.schedule.zone)}"
    quiet = "no message" if settings.quiet == "silence" else "one line that says so"
    if plan.state == "paused":
        state = plans.why_held(it.team, plan) if plan.held in plans.HELD else "It is paused."
    else:
        state = f"Next: {say_day(plan.next_day)}." if plan.next_day else ""
    return " ".join(
        filter(None, (f"The digest goes to {' and '.join(to)}, {when}; with nothing to say, {quiet}.", state))
    )


async def look(desk: Desk, command: Command) -> Reply:
    """`/digest`: to whoever asks, alone."""
    envelope, now = command.envelope, desk.now()

    def find(ledger: Ledger) -> Reply:
        it = here(ledger, envelope)
        return _drawn(ledger, it, now, summary(ledger, it, envelope.user))

    return await desk.store.read(find)


def _drawn(ledger: Ledger, it: Standing, at: datetime, words: str) -> Reply:
    """Our words, and below them what it would say now."""
    notice = show(digests.preview(ledger, it, at))[CHANNEL]
    parts = notice.parts if isinstance(notice, Told) else 1
    drawing = draw(replace(notice, parts=1) if isinstance(notice, Told) else notice)
    drawn = [each for each in drawing.blocks if each["type"] != "actions"]
    drawn += [context(MORE)] if parts > 1 else []
    return Reply(f"{words} {unescape(drawing.text)}", [section(f"{words}\n*Now it would say:*"), *drawn])


async def now_(desk: Desk, command: Command) -> Reply:
    """`/digest now`: what that is, and then it is posted."""
    envelope, now = command.envelope, desk.now()

    def find(ledger: Ledger) -> Reply:
        it = here(ledger, envelope)
        plans.require_lead(ledger, it.team, envelope.user)
        drawn = _drawn(ledger, it, now, "Post it now? The next one goes on from here.")
        sure = confirmation("Post it now?", "It cannot be taken back.", "Post it", "Not yet")
        asks = actions(button("Post it now", POST, it.plan.id, "primary", confirm=sure))
        return Reply(drawn.text, [*(drawn.blocks or []), asks])

    return await desk.store.read(find)


async def post(desk: Desk, click: Click) -> Reply:
    """The button that posts it."""
    envelope, now = click.envelope, desk.now()

    def do(ledger: Ledger) -> None:
        it = digests.get(ledger, envelope.workspace, PlanId(click.value))
        digests.post_now(ledger, it, envelope.user, now)

    await desk.run(envelope, do)
    return Reply("It is on its way; people get it when they are at work.")


async def pause(desk: Desk, command: Command) -> Reply:
    """`/digest pause`."""
    await _lead(desk, command.envelope, plans.pause)
    return Reply(
        "Paused: no digest comes until a lead types `/digest resume`. It then tells of this time too."
    )


async def resume(desk: Desk, command: Command) -> Reply:
    """`/digest resume`."""
    it = await _lead(desk, command.envelope, plans.resume)
    begins = f" The next one comes on {say_day(it.plan.next_day)}." if it.plan.next_day else ""
    return Reply(f"It goes on.{begins}")


async def _lead(desk: Desk, envelope: Envelope, change: _Change) -> Standing:
    now = desk.now()

    def do(ledger: Ledger) -> Standing:
        it = here(ledger, envelope)
        return replace(it, plan=change(ledger, it.team, it.plan, envelope.user, now))

    return await desk.run(envelope, do)


async def end(desk: Desk, command: Command) -> Reply:
    """`/digest end`: what that means, and then it is."""
    envelope = command.envelope

    def find(ledger: Ledger) -> Standing:
        it = here(ledger, envelope)
        plans.require_lead(ledger, it.team, envelope.user)
        return it

    it = await desk.store.read(find)
    words = "End it? No digest comes then. Those that were posted stay, and so do open questions."
    sure = confirmation(
        "End the digest?", "`/digest setup` would begin another.", "End it", "Go back", "danger"
    )
    return Reply(
        words, [section(words), actions(button("End the digest", END, it.plan.id, "danger", confirm=sure))]
    )


async def ended(desk: Desk, click: Click) -> Reply:
    """The button that ends it."""
    envelope, now = click.envelope, desk.now()

    def do(ledger: Ledger) -> None:
        it = digests.get(ledger, envelope.workspace, PlanId(click.value))
        plans.delete(ledger, it.team, it.plan, envelope.user, now)

    await desk.run(envelope, do)
    return Reply("The digest has ended.")
