"""Asking a team below its digest, and what becomes of a question: answered, not theirs, taken back."""

from bot.ceremonies.digest.shown import CHANNEL
from bot.ceremonies.question import Answer, Decline, Withdraw
from bot.ledger import Ledger
from bot.model import Act, MemberId, RoundId
from bot.shell import questions
from handlers.slack.blocks import modal, section
from handlers.slack.desk import Click, Desk, Envelope, Json, Reply, Submission
from handlers.slack.meeting import meet, present_in
from handlers.slack.stakeholders import question_forms


async def ask(desk: Desk, click: Click) -> Reply | None:
    """The button of a digest. Whoever reads it may ask: they need no seat in the team."""
    envelope = click.envelope

    def make(ledger: Ledger) -> Json:
        it = questions.asking(
            ledger, envelope.workspace, RoundId(click.value), envelope.channel, envelope.user
        )
        return question_forms.ask_view(it.round.id, envelope.channel, public=it.slot == CHANNEL)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted question."""
    envelope, now = submission.envelope, desk.now()
    round_, channel, text = question_forms.read_ask(submission.view)
    await meet(desk, envelope.workspace, [envelope.user])
    await desk.run(
        envelope,
        lambda ledger: questions.ask(ledger, envelope.workspace, round_, channel, text, envelope.user, now),
        about=round_,
    )
    words = "Asked. Piton writes to you when there is an answer; there you can also take it back."
    return {"response_action": "update", "view": modal("said", "Asked", [section(words)], close="Close")}


async def answer(desk: Desk, click: Click) -> Reply | None:
    """The button of its card, and of a reminder."""
    envelope = click.envelope

    def make(ledger: Ledger) -> Json:
        it = questions.require_open(questions.get(ledger, envelope.workspace, RoundId(click.value)))
        return question_forms.answer_view(it.round.id, it.round.state)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def save_answer(desk: Desk, submission: Submission) -> Json | None:
    """The submitted answer."""
    round_, text = question_forms.read_answer(submission.view)
    await _of_team(desk, submission.envelope, round_, Answer(text))
    return None


async def decline(desk: Desk, click: Click) -> Reply | None:
    """ "Not ours"; the card shows it."""
    await _of_team(desk, click.envelope, RoundId(click.value), Decline())
    return None


async def withdraw(desk: Desk, click: Click) -> Reply | None:
    """The asker's own button; the message shows it."""
    await desk.perform(click.envelope, RoundId(click.value), Withdraw())
    return None


async def _of_team(desk: Desk, envelope: Envelope, round_: RoundId, act: Act) -> None:
    """Whoever is in the team's channel is of the team."""
    now, workspace = desk.now(), envelope.workspace

    def find(ledger: Ledger) -> tuple[questions.Waiting, bool]:
        it = questions.get(ledger, workspace, round_)
        return it, ledger.roster.member(it.team, envelope.user) is not None

    it, seated = await desk.store.read(find)
    present: frozenset[MemberId] | None = None
    if not seated:
        await meet(desk, workspace, [envelope.user])
        present = await present_in(desk, workspace, it.team.channel)
    await desk.run(
        envelope,
        lambda ledger: questions.do(ledger, workspace, round_, act, envelope.user, now, present),
        about=round_,
    )
