"""Starting a spike: `/spike`, from a story, and from a vote in which half could not say."""

from collections.abc import Sequence
from dataclasses import replace

from bot import people, schedule
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import ChannelId, MemberId, Person, StoryId
from bot.shell import backlog, spiking
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.meeting import meet, require_inside
from handlers.slack.spike import start_form
from handlers.slack.spike.naming import named
from handlers.slack.spike.start_form import Made, StartForm
from handlers.slack.text import unmarked

ELSEWHERE = "Type `/spike` in the channel of your team: its card and its decision are posted there."


async def start(desk: Desk, command: Command) -> Reply | None:
    """`/spike`, `/spike #12`, or `/spike` and the question."""
    envelope = command.envelope
    name, _ = await enter(desk, envelope, ELSEWHERE, "/spike")
    number, question = named(unmarked(command.typed).strip())

    def make(ledger: Ledger) -> Json:
        if number is None:
            return _form(ledger, envelope, name, None, question)
        team = backlog.team_in(ledger, envelope.workspace, envelope.channel)
        return _form(ledger, envelope, name, backlog.find(ledger, team, str(number)).id, question)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def start_for(desk: Desk, click: Click) -> Reply | None:
    """The button beside a story: in its form, in the backlog, or below a vote."""
    envelope = click.envelope

    def make(ledger: Ledger) -> Json:
        story = StoryId(click.value)
        for team in ledger.roster.teams_of(envelope.workspace, envelope.user):
            if ledger.backlog.get(team, story):
                return _form(ledger, replace(envelope, channel=team.channel), team.name, story)
        team = backlog.team_in(ledger, envelope.workspace, envelope.channel)
        return _form(ledger, envelope, team.name, backlog.get(ledger, team, story).id)

    view = await desk.store.read(make)
    await desk.open_from(click, view)
    return None


def _form(ledger: Ledger, envelope: Envelope, name: str, story: StoryId | None, question: str = "") -> Json:
    """To look at the form founds no team."""
    team = ledger.roster.team_in(envelope.workspace, envelope.channel)
    stories = ledger.backlog.of_team(team) if team else ()
    if story and team and all(each.id != story for each in stories):
        found = backlog.get(ledger, team, story)
        if found.state == "dropped":
            raise BadInput(f"#{found.number} is dropped. `/story restore #{found.number}` has it back.")
        stories = (found, *stories)
    return start_form.view(StartForm(envelope.channel, name, envelope.user, stories, story, question))


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form: the spike begins, and its card comes to the channel."""
    made, envelope, now = start_form.read(submission.view), submission.envelope, desk.now()
    known = await meet(desk, envelope.workspace, [envelope.user, *made.owners])
    present = await require_owners(desk, envelope, made.channel, made.channel_name, known, start_form.OWNERS)

    def do(ledger: Ledger) -> None:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        spiking.start(ledger, team, _wish(ledger, envelope, made), envelope.user, now, present)

    await desk.run(envelope, do)
    return None


async def require_owners(
    desk: Desk, envelope: Envelope, where: ChannelId, name: str, known: Sequence[Person], field: str
) -> frozenset[MemberId] | None:
    """Who is in the channel, where Slack says so in time. Raises BadInput by field for who cannot have a spike, and for
    who is not in a private channel: what is private stays in it."""
    odd = next((each for each in known if not (each.human and each.active)), None)
    if odd:
        raise BadInput(f"{odd.name} cannot have a spike: a bot, or deactivated.", field)
    return await require_inside(desk, envelope, where, name, known, lambda _: field)


def _wish(ledger: Ledger, envelope: Envelope, made: Made) -> spiking.Wish:
    """A day and an hour are by the clock of whoever chose them."""
    starts_at = None
    if made.day:
        zone = people.zone_of(ledger, envelope.workspace, envelope.user)
        starts_at = schedule.instant(made.day, made.hour, zone)
    return spiking.Wish(
        made.question, made.box, made.owners, made.answer, made.hypothesis, made.story, starts_at
    )
