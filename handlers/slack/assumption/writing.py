"""Writing an assumption down, taking it back, and changing it."""

from bot.ceremonies.assumption import TakeBack
from bot.ledger import Ledger
from bot.model import Act, RoundId
from bot.shell import assumptions, backlog
from bot.shell.assumptions import Made
from handlers.slack.assumption import forms
from handlers.slack.assumption.drawings import TAKE_BACK
from handlers.slack.assumption.forms import WriteForm
from handlers.slack.blocks import actions, button, numbered, paragraph, rich
from handlers.slack.desk import Click, Desk, Envelope, Json, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.meeting import require_named
from handlers.slack.text import channel, say

ELSEWHERE = "Type `/assumption new` in the channel of your team: its card is posted there."


async def write(desk: Desk, envelope: Envelope, typed: str) -> None:
    """The form in which one is written down. To look at it founds no team."""
    name, _ = await enter(desk, envelope, ELSEWHERE, "/assumption new")

    def make(ledger: Ledger) -> Json:
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        epics = tuple(each for each in ledger.epics.of_team(team) if not each.closed) if team else ()
        stories = ledger.backlog.of_team(team) if team else ()
        return forms.write_view(WriteForm(envelope.channel, name, envelope.user, typed, epics, stories))

    await desk.open_view(envelope, await desk.store.read(make))


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted assumption: its card comes to the channel."""
    made, envelope, now = forms.read_written(submission.view), submission.envelope, desk.now()
    owner = filter(None, (made.wish.draft.owner,))
    present = await require_named(desk, envelope, made.channel, made.channel_name, owner, forms.OWNER)

    def found(ledger: Ledger) -> Made:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        return Made(team, assumptions.record(ledger, team, made.wish, envelope.user, now, present))

    recorded = await desk.run(envelope, found)
    return {"response_action": "update", "view": written_reply(recorded).as_modal()}


def written_reply(made: Made) -> Reply:
    """That it is written down, where, and the button that takes it back."""
    number = made.round.state.number
    words = f"Written down as assumption #{number}. Its card stands in {channel(made.team.name)}."
    return with_button(words, button("Take it back", numbered(TAKE_BACK, 0), made.round.id))


async def take_back(desk: Desk, click: Click) -> Reply | None:
    """ "Take it back", within ten minutes."""
    after = await do(desk, click.envelope, RoundId(click.value), TakeBack())
    return Reply(f"Assumption #{after.round.state.number} is taken back.")


async def press_change(desk: Desk, click: Click) -> Reply | None:
    """ "Change"."""
    envelope, round_ = click.envelope, RoundId(click.value)
    await desk.open_view(
        envelope, await desk.store.read(lambda ledger: change_form(ledger, envelope, round_))
    )
    return None


def change_form(ledger: Ledger, envelope: Envelope, round_: RoundId) -> Json:
    """The form in which one is changed, where that is theirs to do."""
    found = assumptions.to_change(ledger, envelope.workspace, round_, envelope.user)
    return forms.change_view(round_, found.round.state)


async def save_change(desk: Desk, submission: Submission) -> Json | None:
    """It reads otherwise; whoever it is handed to is met first."""
    (round_, act), envelope, now = forms.read_change(submission.view), submission.envelope, desk.now()
    workspace, user = envelope.workspace, envelope.user
    found = await desk.store.read(lambda ledger: assumptions.to_change(ledger, workspace, round_, user))
    here, owner = found.team, act.draft.owner
    present = None
    if owner and owner != found.round.state.owner.id:
        present = await require_named(desk, envelope, here.channel, here.name, (owner,), forms.OWNER)
    await desk.run(
        envelope,
        lambda ledger: assumptions.change(ledger, workspace, round_, act, user, now, present),
        about=round_,
    )
    return None


async def do(desk: Desk, envelope: Envelope, round_: RoundId, act: Act) -> Made:
    """Say something of it."""
    now, workspace, user = desk.now(), envelope.workspace, envelope.user
    return await desk.run(
        envelope, lambda ledger: assumptions.do(ledger, workspace, round_, act, user, now), about=round_
    )


def with_button(words: str, pressed: Json) -> Reply:
    """Our words, with what may be pressed below."""
    return Reply(words, [rich(paragraph(say(words))), actions(pressed)])
