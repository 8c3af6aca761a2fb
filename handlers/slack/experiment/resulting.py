"""Results on Slack: added by hand, taken back, put right."""

from bot import agenda
from bot.ceremonies.experiment import TakeOut
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import RoundId
from bot.shell import experiments, results
from bot.shell.experiments import Held
from handlers.slack.blocks import actions, button, numbered, paragraph, rich
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Reply, Submission
from handlers.slack.experiment import listing, result_form, words
from handlers.slack.experiment.drawings import TAKE_BACK
from handlers.slack.meeting import present_in
from handlers.slack.text import say

_STALE = "That result is no longer there."


async def result(desk: Desk, command: Command) -> Reply | None:
    """`/experiment result churn-1 [0.80 [5]]`: the form, with what was typed."""
    key, *rest = command.rest.split() or [""]
    typed, envelope = result_form.typed_of(rest), command.envelope

    def make(ledger: Ledger) -> Json:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        held = experiments.require_running(experiments.meant(ledger, teams, key))
        return result_form.add_view(held.round.id, held.state, typed)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def press_result(desk: Desk, click: Click) -> Reply | None:
    """ "Add a result"."""
    envelope = click.envelope

    def make(ledger: Ledger) -> Json:
        held = experiments.require_running(experiments.get(ledger, envelope.workspace, RoundId(click.value)))
        return result_form.add_view(held.round.id, held.state)

    await desk.open_from(click, await desk.store.read(make))
    return None


async def save_result(desk: Desk, submission: Submission) -> Json | None:
    """The submitted result: card and thread show it."""
    envelope, now = submission.envelope, desk.now()
    round_ = result_form.round_of(submission.view)
    about = await desk.store.read(lambda ledger: experiments.get(ledger, envelope.workspace, round_))
    report = result_form.read_added(submission.view, about.state)
    if not about.state.ended and (doubt := result_form.doubt_of(submission.view, about.state, report, now)):
        view = result_form.add_view(round_, about.state, result_form.typed_in(submission.view), doubt)
        return {"response_action": "update", "view": view}
    present = await present_in(desk, envelope.workspace, about.team.channel)

    def add(ledger: Ledger) -> Held:
        try:
            return results.record(ledger, envelope.workspace, round_, report, envelope.user, now, present)
        except BadInput as refused:
            field = result_form.FIELDS.get(refused.field, result_form.VALUE)
            raise BadInput(refused.sentence, field) from None

    held = await desk.run(envelope, add, about=round_)
    await listing.renew(desk, submission.view, envelope, round_)
    return {"response_action": "update", "view": added_reply(held).as_modal()}


def added_reply(held: Held) -> Reply:
    """That it counts, what it moved, and the button that takes it back."""
    state = held.state
    newest = max(state.results, key=lambda each: each.number)
    place = state.results.index(newest)
    before = state.results[place - 1] if place else None
    value = words.value(state.setup.metric, newest.value)
    moved = words.moved(state.setup, newest, before, None)
    said = f"{state.key}: {words.metric_of(state.setup)} is {value}" + (f", {moved}." if moved else ".")
    back = button("Take it back", numbered(TAKE_BACK, newest.number), held.round.id)
    return Reply(said, [rich(paragraph(say(said))), actions(back)])


async def take_back(desk: Desk, click: Click) -> Reply | None:
    """ "Take it back": it was a slip."""
    envelope, round_, now = click.envelope, RoundId(click.value), desk.now()
    number = click.action.rpartition(".")[2]
    if not number.isdecimal():
        raise BadInput(_STALE)
    act = TakeOut(int(number[:9]))
    held = await desk.run(
        envelope,
        lambda ledger: experiments.do(ledger, envelope.workspace, round_, act, envelope.user, now),
        about=round_,
    )
    return Reply(f"Taken back: {held.state.key} goes on without that result.")


async def press_correct(desk: Desk, click: Click) -> Reply | None:
    """ "Put a result right"."""
    view = await desk.store.read(lambda ledger: _correcting(ledger, click.envelope, RoundId(click.value)))
    await desk.open_from(click, view)
    return None


async def pick_result(desk: Desk, click: Click) -> Reply | None:
    """Another result was chosen."""
    view, envelope = click.view or {}, click.envelope
    round_, number = result_form.round_of(view), int(click.value) if click.value.isdecimal() else None
    desk.show_in(view, await desk.store.read(lambda ledger: _correcting(ledger, envelope, round_, number)))
    return None


def _correcting(ledger: Ledger, envelope: Envelope, round_: RoundId, number: int | None = None) -> Json:
    held, only = results.to_correct(ledger, envelope.workspace, round_, envelope.user)
    theirs = [each for each in held.state.results if only in {None, each.by}]
    if not theirs:
        raise BadInput(_STALE)
    return result_form.correct_view(round_, held.state, theirs, number)


async def save_correct(desk: Desk, submission: Submission) -> Json | None:
    """A result reads otherwise, or counts no more."""
    envelope, now = submission.envelope, desk.now()
    about = result_form.round_of(submission.view)
    known = await desk.store.read(lambda ledger: experiments.get(ledger, envelope.workspace, about))
    round_, act = result_form.read_correct(submission.view, known.state)

    def do(ledger: Ledger) -> Held:
        try:
            return experiments.do(ledger, envelope.workspace, round_, act, envelope.user, now)
        except BadInput as refused:
            number = getattr(act, "number", "")
            raise BadInput(refused.sentence, f"{refused.field or result_form.VALUE}{number}") from None

    await desk.run(envelope, do, about=round_)
    await listing.renew(desk, submission.view, envelope, round_)
    return None
