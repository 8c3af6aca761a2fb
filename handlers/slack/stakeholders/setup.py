"""Setting up and changing a digest for people outside of the team."""

from dataclasses import replace

from bot.ceremonies.digest import KIND, Settings
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import MemberId
from bot.shell import digests
from bot.shell.digests import Standing, Wish
from handlers.slack.blocks import modal, section
from handlers.slack.desk import Command, Desk, Envelope, Json, Reply, Submission
from handlers.slack.entering import enter, enter_other
from handlers.slack.meeting import meet
from handlers.slack.stakeholders import setup_form, status

ELSEWHERE = "Type `/digest setup` in the channel of your team. Where its digest goes, you choose in the form."


async def open_setup(desk: Desk, command: Command) -> Reply | None:
    """`/digest setup`: the form; where there is a digest, to change it."""
    envelope = command.envelope
    name, _ = await enter(desk, envelope, ELSEWHERE, "/digest setup")
    private = (await desk.directory.channel(envelope.workspace, envelope.channel)).private
    await meet(desk, envelope.workspace, [envelope.user])

    def make(ledger: Ledger) -> Json:
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        digests.require_setter(ledger, team, envelope.user)
        plan = ledger.plans.of(team, KIND) if team else None
        person = ledger.roster.met(envelope.workspace, envelope.user)
        zone = team.zone if team else person.zone if person else "UTC"
        # The name of a private channel is nobody's outside, unless whoever leads types it.
        wish = Wish(Settings(called="" if private else name))
        if plan:
            wish = Wish(plan.settings, plan.schedule.days[0], plan.schedule.at)
        return setup_form.view(envelope.channel, name, wish, zone, new=plan is None)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form: Piton must be able to post where it goes."""
    made, envelope, now = setup_form.read(submission.view), submission.envelope, desk.now()
    settings = await _looked_into(desk, envelope, made.wish.settings)
    await meet(desk, envelope.workspace, [envelope.user])

    def do(ledger: Ledger) -> Standing:
        wish = replace(made.wish, settings=settings)
        return digests.set_up(
            ledger, envelope.workspace, made.channel, made.channel_name, wish, envelope.user, now
        )

    saved = await desk.run(envelope, do)
    words = await desk.store.read(lambda ledger: status.summary(ledger, saved, envelope.user))
    begins = f"It is saved. {words} `/digest` shows what it would say now."
    return {"response_action": "update", "view": modal("said", "Digest", [section(begins)], close="Close")}


async def _looked_into(desk: Desk, envelope: Envelope, settings: Settings) -> Settings:
    """Raises BadInput by field for where Piton cannot post, and for whom it cannot write to."""
    people = await meet(desk, envelope.workspace, list(settings.people))
    known = {each.id for each in people if each.human and each.active}
    strange = [each for each in settings.people if MemberId(each) not in known]
    if strange:
        found = next((each.name for each in people if each.id == strange[0]), "One of them")
        raise BadInput(f"{found} cannot read it: a bot, or deactivated.", setup_form.PEOPLE)
    if settings.channel is None:
        return settings
    there = await enter_other(desk, envelope.workspace, settings.channel, setup_form.CHANNEL)
    return replace(settings, channel_name=there.name, private=there.private)
