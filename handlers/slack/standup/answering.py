"""Answering, skipping, and what is said to somebody who writes to the bot."""

from bot import agenda, rounds
from bot.ceremonies import standup
from bot.ceremonies.survey import Skip
from bot.dates import say_day
from bot.ledger import Ledger
from bot.model import RoundId
from handlers.slack.blocks import actions, button, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Heard, Json, Reply, Submission
from handlers.slack.standup import answer_form


async def answer_now(desk: Desk, command: Command) -> Reply | None:
    """`/standup`: the form for what waits, or when the next prompt comes."""
    return await _offer(desk, command.envelope)


async def greet(desk: Desk, heard: Heard) -> Reply | None:
    """Something was written to the bot's direct messages: offer the buttons for what waits."""
    now, envelope = desk.now(), heard.envelope
    found = await desk.store.run(
        lambda ledger: agenda.answer_now(
            ledger, ledger.roster.teams_of(envelope.workspace, envelope.user), envelope.user, now
        )
    )
    return _choice(found)


async def _offer(desk: Desk, envelope: Envelope) -> Reply | None:
    now = desk.now()

    def find(ledger: Ledger) -> tuple[agenda.Open, ...]:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        return agenda.answer_now(ledger, teams, envelope.user, now)

    found = await desk.store.run(find)
    if len(found) > 1:
        return _choice(found)
    await desk.open_view(envelope, _form(found[0]))
    return None


def _choice(found: tuple[agenda.Open, ...]) -> Reply:
    """A button for each team whose standup waits."""
    label = "Edit answer" if len(found) == 1 and found[0].seat.given else "Answer"
    buttons = [
        button(label if len(found) == 1 else f"#{each.team.name}", f"standup.answer.{number}", each.round.id)
        for number, each in enumerate(found[:5])
    ]
    names = ", ".join(f"#{each.team.name}" for each in found[:5])
    text = f"Your standup for {names}:"
    return Reply(text, [section(text), actions(*buttons)])


def _form(each: agenda.Open) -> Json:
    state = each.round.state
    survey = state.survey
    return answer_form.view(
        answer_form.AnswerForm(
            each.round.id,
            survey.title,
            survey.team,
            survey.day,
            survey.settings.questions,
            each.seat.given.texts if each.seat.given else {},
            each.seat.last,
            standup.carried_by(state, each.seat.member.id),
        )
    )


async def open_answer(desk: Desk, click: Click) -> Reply | None:
    """The Answer button of a prompt, a reminder or the board."""
    now, envelope = desk.now(), click.envelope
    found = await desk.store.read(
        lambda ledger: agenda.seat_in(ledger, envelope.workspace, RoundId(click.value), envelope.user, now)
    )
    await desk.open_view(envelope, _form(found))
    return None


async def save_answer(desk: Desk, submission: Submission) -> Json | None:
    """A submitted answer."""
    round_, answer = answer_form.read(submission.view)
    now, envelope = desk.now(), submission.envelope
    await desk.store.run(
        lambda ledger: rounds.perform(ledger, envelope.workspace, round_, answer, envelope.user, now)
    )
    return None


async def skip(desk: Desk, click: Click) -> Reply | None:
    """The Skip button: the prompt itself changes, so there is nothing to say."""
    now, envelope = desk.now(), click.envelope
    await desk.store.run(
        lambda ledger: rounds.perform(
            ledger, envelope.workspace, RoundId(click.value), Skip(), envelope.user, now
        )
    )
    return None


async def skip_now(desk: Desk, command: Command) -> Reply:
    """`/standup skip`: what waits is skipped."""
    now, envelope = desk.now(), command.envelope

    def do(ledger: Ledger) -> str:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        found = agenda.answer_now(ledger, teams, envelope.user, now)
        for each in found:
            rounds.perform(ledger, envelope.workspace, each.round.id, Skip(), envelope.user, now)
        said = ", ".join(f"{say_day(each.round.state.survey.day)} in #{each.team.name}" for each in found)
        return f"Skipped: {said}. Changed your mind? Type `/standup`."

    return Reply(await desk.store.run(do))
