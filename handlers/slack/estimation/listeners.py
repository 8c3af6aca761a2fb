"""What an estimation listens to: `/estimate`, the buttons of its card and ballots, and its forms."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from bot import backlog, estimating, plans, rounds
from bot.book import deck as cards
from bot.ceremonies.estimation import Again, Close, End, Estimation
from bot.ceremonies.estimation.seats import next_working_day
from bot.errors import BadInput, DeliveryError, NotFound, Over
from bot.ledger import Ledger
from bot.model import Act, ChannelId, Member, MemberId, Person, Round, RoundId, Story
from handlers.slack.blocks import modal, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Listeners, OnClick, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.estimation import call_form, drawings, results, settle_form, vote_form
from handlers.slack.meeting import humans_in, meet
from handlers.slack.text import count

#: Seconds that are spent on reading who is in the channel: Slack waits for three.
READING = 1.5
_ELSEWHERE = "Type `/estimate` in the channel of your team: its card and its result are posted there."


async def estimate(desk: Desk, command: Command) -> Reply | None:
    """`/estimate [#12 #13]`: the form that calls a vote; `/estimate deck 1 2 3 5 8` changes the cards."""
    if command.word == "deck":
        return await _deck(desk, command)
    envelope = command.envelope
    name, many = await enter(desk, envelope, _ELSEWHERE, "/estimate")
    looking = modal("estimation.looking", "Estimate", [section(f"Looking who is in #{name} …")])
    await desk.open_when_ready(envelope, looking, _make_form(desk, command, name, many=many))
    return None


async def _make_form(desk: Desk, command: Command, name: str, *, many: bool) -> Json:
    envelope, now = command.envelope, desk.now()
    [caller] = await meet(desk, envelope.workspace, [envelope.user])
    present = () if many else await humans_in(desk, envelope.workspace, envelope.channel)

    def make(ledger: Ledger) -> Json:
        words = f"{command.word} {command.rest}".split()
        if not words and ledger.roster.team_in(envelope.workspace, envelope.channel) is None:
            return _first_form(envelope, name, caller, present, now)  # to look founds no team
        team = backlog.team_in(ledger, envelope.workspace, envelope.channel)
        named = [backlog.find(ledger, team, each) for each in words]
        estimating.require_votable(named)
        developers, stakeholders = estimating.electorate(ledger, team)
        seated = {each.id for each in ledger.roster.members(team)}
        absences = ledger.history.book(team, None, ("absences",)).absences
        who = ledger.roster.member(team, envelope.user) or Member(caller.id, caller.name, caller.zone)
        return call_form.view(
            call_form.CallForm(
                envelope.channel,
                name,
                _to_choose(ledger.backlog.of_team(team), named),
                tuple(each.id for each in named),
                (*developers, *(each for each in present if each not in seated)),
                stakeholders,
                next_working_day(who, now, absences),
            )
        )

    return await desk.store.read(make)


def _first_form(
    envelope: Envelope, name: str, caller: Person, present: Sequence[MemberId], at: datetime
) -> Json:
    """The form where the channel has no team yet: all who are there may be asked."""
    who = Member(caller.id, caller.name, caller.zone)
    voters = tuple(present) or (caller.id,)
    until = next_working_day(who, at, ())
    return call_form.view(call_form.CallForm(envelope.channel, name, (), (), voters, (), until))


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

    present = await _present(desk, envelope, made.channel)

    def do(ledger: Ledger) -> None:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        known = tuple(backlog.get(ledger, team, each) for each in made.stories)
        added = backlog.add(ledger, team, made.drafts, now)
        estimating.call(ledger, team, (*known, *added), made.wish, envelope.user, now, present)

    await desk.run(envelope, do)
    return None


async def _present(desk: Desk, envelope: Envelope, channel: ChannelId) -> frozenset[MemberId] | None:
    """Who is in the channel; None where Slack does not say in time, and whoever is named counts as in it."""
    try:
        async with asyncio.timeout(READING):
            return frozenset(await desk.directory.members(envelope.workspace, channel))
    except (TimeoutError, DeliveryError):
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


def _moves(act: Callable[[int], Act]) -> OnClick:
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


LISTENERS = Listeners(
    commands={"estimate": estimate},
    clicks={
        drawings.VOTE: vote,
        vote_form.PICK: pick,
        drawings.CLOSE: _moves(Close),
        results.AGAIN: _moves(Again),
        drawings.END: _moves(End),
        results.SETTLE: open_settle,
        drawings.CARD: lay,
    },
    submits={call_form.CALLBACK: call, vote_form.CALLBACK: send, settle_form.CALLBACK: settle},
)
