"""Voting, and moving a vote on: the ballot, the cards' buttons, and what whoever called it may press."""

from collections.abc import Callable

from bot import rounds
from bot.ceremonies.estimation import Estimation
from bot.errors import Over
from bot.ledger import Ledger
from bot.model import Act, Round, RoundId
from bot.shell import estimating
from handlers.slack.blocks import modal, section
from handlers.slack.desk import Click, Desk, Envelope, Json, OnClick, Reply, Submission
from handlers.slack.estimation import drawings, settle_form, vote_form
from handlers.slack.text import count


async def vote(desk: Desk, click: Click) -> Reply | None:
    """The Vote button: the ballot, with what they chose so far."""
    envelope = click.envelope
    view = await desk.store.read(lambda ledger: _ballot(ledger, envelope, RoundId(click.value), desk))
    await desk.open_view(envelope, view)
    return None


def _ballot(ledger: Ledger, envelope: Envelope, round_: RoundId, desk: Desk) -> Json:
    team, found, voter = estimating.seat_in(ledger, envelope.workspace, round_, envelope.user)
    state = found.state
    matters = estimating.matters_of(state, voter)
    if not matters:
        raise Over(_nothing_to_vote_on(state))
    form = vote_form.VoteForm(
        found.id,
        state.poll,
        team.name,
        state.deck,
        state.topics,
        matters,
        voter.id,
        state.ends_at,
        voter.zone,
    )
    return vote_form.view(form, desk.now())


def _nothing_to_vote_on(state: Estimation) -> str:
    if state.voting:
        return "There is nothing left for you to vote on here."
    if not state.counts:
        return "This vote was stopped before its votes were counted."
    return "There is nothing to vote on here just now: the votes were counted. The result is in the channel."


async def pick(desk: Desk, click: Click) -> Reply | None:
    """A card chosen in the ballot is kept at once, sealed."""
    round_, cast = vote_form.read_pick(click.view or {}, click.block, click.value)
    await desk.perform(click.envelope, round_, cast)
    return None


async def send(desk: Desk, submission: Submission) -> Json | None:
    """The ballot is sent: that is their vote, until they change it."""
    (round_, cast), envelope, now = vote_form.read(submission.view), submission.envelope, desk.now()

    def do(ledger: Ledger) -> int:
        after = rounds.perform(ledger, envelope.workspace, round_, cast, envelope.user, now)
        return estimating.left_to_choose(after, envelope.user)

    left = await desk.run(envelope, do, about=round_)
    if not left:
        return None
    words = f"Kept and sealed. {count(left, 'card')} still to choose: the vote waits until you send them too."
    return {"response_action": "update", "view": modal("said", "Your votes", [section(words)], close="Close")}


async def lay(desk: Desk, click: Click) -> Reply | None:
    """A card's button, where there is but one story: their vote, or their ballot where they vote on both."""
    round_, poll = _vote_of(click.value)
    place = int(click.action.removeprefix(f"{drawings.CARD}."))
    envelope, now = click.envelope, desk.now()

    def do(ledger: Ledger) -> Round[Estimation] | None:
        return estimating.lay(ledger, envelope.workspace, round_, poll, place, envelope.user, now)

    after = await desk.run(envelope, do, about=round_)
    if after is None:
        view = await desk.store.read(lambda ledger: _ballot(ledger, envelope, round_, desk))
        await desk.show(envelope, view)
        return None
    if not after.state.voting:
        return Reply("Your vote is in. It was the last: the result is in the channel.")
    return Reply("Your vote is in, and sealed. Press another card to change it.")


def _vote_of(value: str) -> tuple[RoundId, int]:
    """The round and the number of the vote that a button is good for."""
    round_, _, poll = value.partition("/")
    return RoundId(round_), int(poll) if poll.isdecimal() else 0


def moves(act: Callable[[int], Act]) -> OnClick:
    """A button that moves the vote on; the messages show what came of it."""

    async def press(desk: Desk, click: Click) -> Reply | None:
        round_, poll = _vote_of(click.value)
        await desk.perform(click.envelope, round_, act(poll))
        return None

    return press


async def open_settle(desk: Desk, click: Click) -> Reply | None:
    """The form to settle what the votes did not."""
    envelope = click.envelope

    def make(ledger: Ledger) -> Json:
        found = estimating.to_settle(ledger, envelope.workspace, RoundId(click.value), envelope.user)
        return settle_form.view(found.id, found.state)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def settle(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form."""
    round_, act = settle_form.read(submission.view)
    await desk.perform(submission.envelope, round_, act)
    return None
