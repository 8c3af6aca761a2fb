"""Answering and skipping."""

from collections.abc import Callable

from bot import agenda, rounds
from bot.ceremonies import standup
from bot.ceremonies.survey import Skip, Unskip
from bot.dates import say_day
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import MemberId, RoundId, Team, WorkspaceId
from handlers.slack.blocks import actions, button, numbered, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Reply, Submission
from handlers.slack.help import OFFERED, answers
from handlers.slack.standup import answer_form
from handlers.slack.text import channel, names

UNSKIP = "standup.unskip"
TeamsFor = Callable[[Ledger, WorkspaceId, str, MemberId], tuple[Team, ...]]


async def answer_now(desk: Desk, command: Command) -> Reply | None:
    """`/standup`: the form for what waits, or when the next prompt comes."""
    return await _offer(desk, command.envelope)


async def _offer(desk: Desk, envelope: Envelope) -> Reply | None:
    found = await waiting(desk, envelope)
    if len(found) > 1:
        return choice(found)
    await desk.open_view(envelope, form(found[0]))
    return None


async def waiting(
    desk: Desk, envelope: Envelope, teams_for: TeamsFor = agenda.teams_for
) -> tuple[agenda.Open, ...]:
    """What a person may answer where they are. Raises NothingOpen."""
    now = desk.now()

    def find(ledger: Ledger) -> tuple[agenda.Open, ...]:
        teams = teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        return agenda.answer_now(ledger, teams, envelope.user, now)

    return await desk.store.run(find)


def choice(found: tuple[agenda.Open, ...]) -> Reply:
    """A button for each team whose standup waits."""
    where = names((channel(each.team.name) for each in found[:OFFERED]), 200)
    if all(each.seat.given for each in found):
        text = f"You have answered for {where}. You can still change it."
    elif all(each.seat.given or each.seat.skipped for each in found):
        text = f"You have skipped it for {where}. You can still answer."
    else:
        text = f"Your standup waits for you: {where}."
    return Reply(text, [section(text), actions(*answers(found))])


def form(each: agenda.Open, quoted: str = "") -> Json:
    """The form for this seat; `quoted` is added to its first field."""
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
            quoted,
        )
    )


async def open_answer(desk: Desk, click: Click) -> Reply | None:
    """The Answer button of a prompt, a reminder or the board."""
    now, envelope = desk.now(), click.envelope
    found = await desk.store.read(
        lambda ledger: agenda.seat_in(ledger, envelope.workspace, RoundId(click.value), envelope.user, now)
    )
    await desk.open_from(click, form(found))
    return None


async def save_answer(desk: Desk, submission: Submission) -> Json | None:
    """A submitted answer."""
    round_, answer = answer_form.read(submission.view)
    await desk.perform(submission.envelope, round_, answer)
    return None


async def skip(desk: Desk, click: Click) -> Reply | None:
    """The Skip button: the prompt itself changes, so there is nothing to say."""
    await desk.perform(click.envelope, RoundId(click.value), Skip())
    return None


async def skip_now(desk: Desk, command: Command) -> Reply:
    """`/standup skip`: what waits is skipped. What was answered stays, and is refused only where nothing waits."""
    now, envelope = desk.now(), command.envelope
    if command.rest.casefold() not in {"", "today", "it", "this"}:
        raise BadInput(
            "That skips the one that waits, and no other days. For those: `/standup away tomorrow`."
        )

    def do(ledger: Ledger) -> tuple[agenda.Open, ...]:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        found = agenda.answer_now(ledger, teams, envelope.user, now)
        found = tuple(each for each in found if not each.seat.given) or found
        for each in found:
            rounds.perform(ledger, envelope.workspace, each.round.id, Skip(), envelope.user, now)
        return found

    return skipped(await desk.run(envelope, do))


def skipped(found: tuple[agenda.Open, ...]) -> Reply:
    """What was skipped, and the way back."""
    days = (f"{say_day(each.round.state.survey.day)} in {channel(each.team.name)}" for each in found)
    text = f"Skipped: {', '.join(days)}."
    where = [f" for {channel(each.team.name)}" if found[1:] else "" for each in found]
    undo = [
        button(f"Undo{where[row]}", numbered(UNSKIP, row), each.round.id)
        for row, each in enumerate(found[:OFFERED])
    ]
    return Reply(text, [section(text), actions(*undo)])


async def unskip(desk: Desk, click: Click) -> Reply:
    """The Undo button of what was skipped."""
    await desk.perform(click.envelope, RoundId(click.value), Unskip())
    return Reply("Undone: your answer is waited for again.")
