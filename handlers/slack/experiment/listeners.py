"""What experiments listen to: the words after `/experiment`, their buttons and their forms."""

from collections.abc import Mapping, Sequence

from bot import agenda
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import RoundId
from bot.shell import experiments, verdicts
from bot.shell.experiments import Held
from handlers.slack.blocks import actions, button, paragraph, rich
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Listeners, OnCommand, Reply, Submission
from handlers.slack.experiment import (
    decide_form,
    drawings,
    listing,
    registering,
    result_form,
    resulting,
    setup_form,
    words,
)
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.text import say

HELP = (
    ("/experiment new", "register a hypothesis, with what it decides"),
    ("/experiment new Usage tells who leaves", "with the hypothesis typed in"),
    ("/experiment result churn-1", "add a result; also `/experiment result churn-1 0.80 5` after 5 FTE-days"),
    ("/experiment decide churn-1", "proved, disproved or inconclusive, and what follows"),
    ("/experiment list", "those that run, and the last verdicts"),
    ("/experiment show churn-1", "one of them, with its curve; change and put right what is yours"),
)


async def experiment(desk: Desk, command: Command) -> Reply | None:
    """`/experiment` and its words; without any, the list."""
    if not command.word:
        return await listing.show(desk, command)
    if command.word in ROUTES:
        return await ROUTES[command.word](desk, command)
    if near := nearest(command.word, ROUTES):
        return listed(HELP, f"Did you mean {quoted(f'/experiment {near}')}?")
    return listed(HELP, f"{quoted(f'/experiment {command.word}')} is not understood.")


async def help_(desk: Desk, command: Command) -> Reply:
    """`/experiment help`."""
    del desk, command
    return listed(HELP)


async def decide(desk: Desk, command: Command) -> Reply | None:
    """`/experiment decide churn-1`."""
    envelope = command.envelope

    def make(ledger: Ledger) -> Json:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        return _deciding(ledger, envelope, experiments.meant(ledger, teams, command.rest).round.id)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def show(desk: Desk, command: Command) -> Reply | None:
    """`/experiment show churn-1`; of none, the list."""
    if command.rest.strip():
        await listing.show_one(desk, command)
        return None
    return await listing.show(desk, command)


async def press_decide(desk: Desk, click: Click) -> Reply | None:
    """ "Decide"."""
    envelope = click.envelope
    view = await desk.store.read(lambda ledger: _deciding(ledger, envelope, RoundId(click.value)))
    await desk.open_from(click, view)
    return None


def _deciding(ledger: Ledger, envelope: Envelope, round_: RoundId, chosen: str = "") -> Json:
    held = experiments.to_move(ledger, envelope.workspace, round_, envelope.user)
    return decide_form.view(round_, held.state, chosen)


async def pick_verdict(desk: Desk, click: Click) -> Reply | None:
    """Another verdict was chosen: the form proposes what was said to follow from that."""
    view, envelope = click.view or {}, click.envelope
    round_ = result_form.round_of(view)
    desk.show_in(view, await desk.store.read(lambda ledger: _deciding(ledger, envelope, round_, click.value)))
    return None


async def save_decided(desk: Desk, submission: Submission) -> Json | None:
    """The verdict: card and thread show it, and what follows stands in the backlog."""
    (round_, outcome), envelope, now = decide_form.read(submission.view), submission.envelope, desk.now()

    def do(ledger: Ledger) -> Held:
        try:
            if isinstance(outcome, verdicts.Outcome):
                return verdicts.decide(ledger, envelope.workspace, round_, outcome, envelope.user, now)
            return experiments.do(ledger, envelope.workspace, round_, outcome, envelope.user, now)
        except BadInput as refused:
            field = decide_form.field_of(refused.field, outcome, submission.view)
            raise BadInput(refused.sentence, field) from None

    held = await desk.run(envelope, do, about=round_)
    await listing.renew(desk, submission.view, envelope, round_)
    return {"response_action": "update", "view": decided_reply(held).as_modal()}


def decided_reply(held: Held) -> Reply:
    """What came of it, and the button that takes that back."""
    ended = held.state.ended
    if ended is None:
        return Reply(f"{held.state.key} goes on.")
    verdict = words.verdict(ended)
    said = f"{held.state.key}: {verdict[:1].lower()}{verdict[1:]}."
    said += f" {drawings.follows(ended)}." if ended.stories else ""
    return Reply(said, [rich(paragraph(say(said))), actions(button("Undo", drawings.REOPEN, held.round.id))])


async def reopen(desk: Desk, click: Click) -> Reply | None:
    """ "Undo" and "Reopen": it goes on after all."""
    envelope, round_, now = click.envelope, RoundId(click.value), desk.now()

    def do(ledger: Ledger) -> verdicts.Reopened:
        return verdicts.reopen(ledger, envelope.workspace, round_, envelope.user, now)

    done = await desk.run(envelope, do, about=round_)
    gone = f" Out of the backlog again: {_numbers(done.gone)}." if done.gone else ""
    stay = (
        f" Still in it, since somebody has changed or taken them up: {_numbers(done.stay)}."
        if done.stay
        else ""
    )
    return Reply(f"{done.held.state.key} goes on.{gone}{stay}")


def _numbers(stories: Sequence[int]) -> str:
    return ", ".join(f"#{each}" for each in stories)


ROUTES: Mapping[str, OnCommand] = {
    "new": registering.new,
    "result": resulting.result,
    "decide": decide,
    "list": listing.show,
    "show": show,
    "change": registering.change,
    "help": help_,
}

LISTENERS = Listeners(
    commands={"experiment": experiment},
    clicks={
        drawings.RESULT: resulting.press_result,
        drawings.DECIDE: press_decide,
        drawings.SHOW: listing.press,
        drawings.CHANGE: registering.press_change,
        drawings.CORRECT: resulting.press_correct,
        drawings.REOPEN: reopen,
        drawings.TAKE_BACK: resulting.take_back,
        decide_form.PICK: pick_verdict,
        result_form.PICK: resulting.pick_result,
    },
    submits={
        setup_form.REGISTERED: registering.save,
        setup_form.CHANGED: registering.save,
        result_form.ADDED: resulting.save_result,
        result_form.CORRECTED: resulting.save_correct,
        decide_form.CALLBACK: save_decided,
    },
)
