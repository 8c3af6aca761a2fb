"""What a checkpoint listens to: its buttons, and its two forms."""

from bot.ceremonies.checkpoint import Later, Undo
from bot.ceremonies.experiment import Going
from bot.ledger import Ledger
from bot.model import Act, RoundId
from bot.shell import checkpoints
from bot.shell.checkpoints import Held
from handlers.slack.blocks import actions, button, numbered, paragraph, rich
from handlers.slack.checkpoint import drawings, forms
from handlers.slack.desk import Click, Desk, Envelope, Json, Listeners, OnClick, Reply, Submission
from handlers.slack.experiment.drawings import DECIDE
from handlers.slack.text import say


def judges(going: Going) -> OnClick:
    """The button that opens the form in which this is decided."""

    async def press(desk: Desk, click: Click) -> Reply | None:
        envelope, here = click.envelope, RoundId(click.value)

        def make(ledger: Ledger) -> Json:
            held = checkpoints.to_judge(ledger, envelope.workspace, here, envelope.user)
            return forms.judge_view(here, held.state, going)

        await desk.open_view(envelope, await desk.store.read(make))
        return None

    return press


async def press_answer(desk: Desk, click: Click) -> Reply | None:
    """ "Say what it came to"."""
    envelope, here = click.envelope, RoundId(click.value)

    def make(ledger: Ledger) -> Json:
        held = checkpoints.to_answer(ledger, envelope.workspace, here, envelope.user)
        return forms.answer_view(here, held.state)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def later(desk: Desk, click: Click) -> Reply | None:
    """ "Decide later"."""
    held = await _do(desk, click.envelope, RoundId(click.value), Later())
    return Reply(f"You are asked about {held.state.facts.key} again in two working days.")


async def undo(desk: Desk, click: Click) -> Reply | None:
    """ "Undo": it is not decided after all."""
    held = await _do(desk, click.envelope, RoundId(click.value), Undo())
    return Reply(f"Undone: whether {held.state.facts.key} goes on is open again.")


async def save_answer(desk: Desk, submission: Submission) -> Json | None:
    """What the sprint came to: it is a result of the experiment."""
    here, workspace = forms.read_round(submission.view), submission.envelope.workspace
    held = await desk.store.read(lambda ledger: checkpoints.get(ledger, workspace, here))
    round_, act = forms.read_answer(submission.view, held.state.facts.setup.metric)
    await _do(desk, submission.envelope, round_, act)
    return None


async def save_judged(desk: Desk, submission: Submission) -> Json | None:
    """Whether it goes on, and why."""
    round_, act = forms.read_judge(submission.view)
    held = await _do(desk, submission.envelope, round_, act)
    return {"response_action": "update", "view": judged_reply(held).as_modal()}


def judged_reply(held: Held) -> Reply:
    """What was decided, and the button that takes it back; where it stops, the one for its verdict."""
    state = held.state
    stops = state.judgement is not None and state.judgement.going == "stop"
    words = f"{state.facts.key} {'stops. It wants its verdict now' if stops else 'goes on'}."
    verdict = [button("Give a verdict", numbered(DECIDE, 0), state.experiment)] if stops else []
    back = button("Undo", numbered(drawings.UNDO, 0), held.round.id)
    return Reply(words, [rich(paragraph(say(words))), actions(*verdict, back)])


async def _do(desk: Desk, envelope: Envelope, round_: RoundId, act: Act) -> Held:
    now = desk.now()
    return await desk.run(
        envelope,
        lambda ledger: checkpoints.do(ledger, envelope.workspace, round_, act, envelope.user, now),
        about=round_,
    )


LISTENERS = Listeners(
    clicks={
        drawings.GO_ON: judges("go on"),
        drawings.STOP: judges("stop"),
        drawings.LATER: later,
        drawings.UNDO: undo,
        drawings.ANSWER: press_answer,
    },
    submits={forms.ANSWERED: save_answer, forms.JUDGED: save_judged},
)
