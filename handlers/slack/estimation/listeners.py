"""What an estimation listens to: `/estimate`, the buttons of its card and ballots, and its forms."""

from bot import backlog, estimating, plans
from bot.book import deck as cards
from bot.ceremonies.estimation import Again, Close, End
from bot.ceremonies.estimation.seats import next_working_day
from bot.errors import BadInput, NotFound, Over
from bot.ledger import Ledger
from bot.model import Act, RoundId, Story
from handlers.slack.blocks import modal, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Listeners, OnClick, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.estimation import call_form, drawings, results, settle_form, vote_form
from handlers.slack.meeting import meet
from handlers.slack.text import count

_ELSEWHERE = "Type `/estimate` in the channel of your team: its card and its result are posted there."


async def estimate(desk: Desk, command: Command) -> Reply | None:
    """`/estimate [#12 #13]`: the form that calls a vote; `/estimate deck 1 2 3 5 8` changes the cards."""
    if command.word == "deck":
        return await _deck(desk, command)
    envelope = command.envelope
    name, _ = await enter(desk, envelope, _ELSEWHERE, "/estimate")
    await meet(desk, envelope.workspace, [envelope.user])
    now = desk.now()

    def make(ledger: Ledger) -> Json:
        team = backlog.team_for(ledger, envelope.workspace, envelope.channel, name, envelope.user)
        named = [backlog.find(ledger, team, each) for each in f"{command.word} {command.rest}".split()]
        member = ledger.roster.member(team, envelope.user)
        person = member or next((each for each in ledger.roster.members(team)), None)
        developers, stakeholders = estimating.electorate(ledger, team)
        absences = ledger.history.book(team, None, ("absences",)).absences
        if person is None:
            raise NotFound
        return call_form.view(
            call_form.CallForm(
                envelope.channel,
                name,
                _to_choose(ledger.backlog.of_team(team), named),
                tuple(each.id for each in named),
                developers,
                stakeholders,
                next_working_day(person, now, absences),
            )
        )

    await desk.open_view(envelope, await desk.store.run(make))
    return None


def _to_choose(stories: tuple[Story, ...], named: list[Story]) -> tuple[Story, ...]:
    """Those named first, then those that lack an estimate, the newest first."""
    first = {each.id for each in named}
    return tuple(
        sorted(
            stories,
            key=lambda each: (each.id not in first, bool(each.effort and each.value), -each.number),
        )
    )


async def _deck(desk: Desk, command: Command) -> Reply:
    """`/estimate deck`: the team's cards, or new ones."""
    envelope = command.envelope
    wanted = cards.read(command.rest) if command.rest else None

    def do(ledger: Ledger) -> Reply:
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        if team is None:
            raise NotFound(_ELSEWHERE)
        if wanted is None:
            return Reply(f"This team's cards: {cards.say(team.deck)}, ? and ☕.")
        plans.require_lead(ledger, team, envelope.user)
        estimating.change_deck(ledger, team, wanted)
        return Reply(
            f"From the next vote on, the cards are {cards.say(wanted)}, ? and ☕. They were {cards.say(team.deck)}."
        )

    return await desk.run(envelope, do)


async def call(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form: the vote begins, and its card comes to the channel."""
    made, envelope, now = call_form.read_call(submission.view), submission.envelope, desk.now()
    people = await meet(
        desk, envelope.workspace, [envelope.user, *made.wish.developers, *made.wish.stakeholders]
    )
    odd = next((each for each in people if not (each.human and each.active)), None)
    if odd:
        field = call_form.EFFORT if odd.id in made.wish.developers else call_form.VALUE
        raise BadInput(f"{odd.name} cannot vote: not a person, or deactivated.", field)

    def do(ledger: Ledger) -> None:
        team = backlog.team_for(ledger, envelope.workspace, made.channel, made.channel_name, envelope.user)
        known = tuple(backlog.get(ledger, team, each) for each in made.stories)
        added = backlog.add(ledger, team, made.drafts, now)
        estimating.call(ledger, team, (*known, *added), made.wish, envelope.user, now)

    await desk.run(envelope, do)
    return None


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
        raise Over(
            "There is nothing to vote on here just now: the votes were counted. The result is in the channel."
        )
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


async def pick(desk: Desk, click: Click) -> Reply | None:
    """A card chosen in the ballot is kept at once, sealed."""
    round_, cast = vote_form.read_pick(click.view or {}, click.block, click.value)
    await desk.perform(click.envelope, round_, cast)
    return None


async def send(desk: Desk, submission: Submission) -> Json | None:
    """The ballot is sent: that is their vote, until they change it."""
    made, envelope, now = vote_form.read(submission.view), submission.envelope, desk.now()

    def do(ledger: Ledger) -> int:
        return estimating.cast(ledger, envelope.workspace, made.round, made.casts, envelope.user, now)

    left = await desk.run(envelope, do, about=made.round)
    if not left:
        return None
    words = (
        f"Saved and sealed. {count(left, 'card')} still to choose: until then you count as not having voted."
    )
    return {"response_action": "update", "view": modal("said", "Your votes", [section(words)], close="Close")}


async def lay(desk: Desk, click: Click) -> Reply | None:
    """A card's button, where there is but one story: their vote, or their ballot where they vote on both."""
    round_, _, poll = click.value.partition("/")
    place = int(click.action.removeprefix(f"{drawings.CARD}."))
    envelope, now = click.envelope, desk.now()

    def do(ledger: Ledger) -> bool:
        return estimating.lay(
            ledger, envelope.workspace, RoundId(round_), int(poll) if poll.isdecimal() else 0, place, envelope.user, now
        )

    if not await desk.run(envelope, do, about=round_):
        view = await desk.store.read(lambda ledger: _ballot(ledger, envelope, RoundId(round_), desk))
        await desk.show(envelope, view)
        return None
    return Reply("Your vote is in, and sealed. Press another card to change it.")


def _moves(act: Act) -> OnClick:
    """A button that moves the vote on; the messages show what came of it."""

    async def press(desk: Desk, click: Click) -> Reply | None:
        await desk.perform(click.envelope, RoundId(click.value), act)
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


LISTENERS = Listeners(
    commands={"estimate": estimate},
    clicks={
        drawings.VOTE: vote,
        vote_form.PICK: pick,
        drawings.CLOSE: _moves(Close()),
        results.AGAIN: _moves(Again()),
        results.END: _moves(End()),
        results.SETTLE: open_settle,
        **{f"{drawings.CARD}.{place}": lay for place in range(cards.MOST + 2)},
    },
    submits={call_form.CALLBACK: call, vote_form.CALLBACK: send, settle_form.CALLBACK: settle},
)
