"""Calling a vote: `/estimate`, its form, and the team's cards."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot import plans
from bot.book import deck as cards
from bot.ceremonies.estimation.seats import next_working_day
from bot.errors import BadInput, NotFound
from bot.ledger import Ledger
from bot.model import Member, MemberId, Person, Story
from bot.shell import backlog, estimating
from handlers import charts
from handlers.slack.blocks import modal, section
from handlers.slack.desk import Command, Desk, Envelope, Json, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.estimation import call_form
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.meeting import humans_in, meet, require_inside
from handlers.slack.text import unmarked

HELP = (
    ("/estimate", "put stories to a blind vote: choose them, or paste new ones"),
    ("/estimate #12 #13", "with these stories chosen"),
    ("/estimate Churn by region https://…", "with a new one typed in"),
    ("/estimate deck", "the team's cards"),
    ("/estimate deck 1 2 4 8", "other cards, from the next vote on"),
)
_ALIKE = 0.7  #: a new story may begin with any word
_ELSEWHERE = "Type `/estimate` in the channel of your team: its card and its result are posted there."


async def estimate(desk: Desk, command: Command) -> Reply | None:
    """`/estimate [#12 #13]`: the form that calls a vote; `/estimate deck 1 2 3 5 8` changes the cards."""
    if command.word == "deck":
        return await _deck(desk, command)
    if command.word == "help":
        return listed(HELP)
    if near := nearest(command.word, ("help", "deck"), _ALIKE):
        return listed(HELP, f"Did you mean {quoted(f'/estimate {near} {command.rest}'.strip())}?")
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
        words, pasted = _named_or_pasted(command.typed)
        if not words and ledger.roster.team_in(envelope.workspace, envelope.channel) is None:
            return _first_form(envelope, name, caller, present, now, pasted)  # to look founds no team
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
                pasted,
            )
        )

    return await desk.store.read(make)


def _named_or_pasted(typed: str) -> tuple[list[str], str]:
    """Stories by their numbers; else a new one, in its own words."""
    words = typed.split()
    if all(each.removeprefix("#").isdecimal() for each in words):
        return words, ""
    return [], unmarked(typed)


def _first_form(
    envelope: Envelope, name: str, caller: Person, present: Sequence[MemberId], at: datetime, pasted: str
) -> Json:
    """The form where the channel has no team yet: all who are there may be asked."""
    who = Member(caller.id, caller.name, caller.zone)
    voters = tuple(present) or (caller.id,)
    until = next_working_day(who, at, ())
    return call_form.view(call_form.CallForm(envelope.channel, name, (), (), voters, (), until, pasted))


def _to_choose(stories: tuple[Story, ...], named: list[Story]) -> tuple[Story, ...]:
    """Those named first, as they were; then those that lack an estimate, the newest first."""
    first = {each.id for each in named}
    others = (each for each in stories if each.id not in first)
    return (*named, *sorted(others, key=lambda each: (bool(each.effort and each.value), -each.number)))


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
        raise BadInput(f"{odd.name} cannot vote: not a person, or deactivated.", _field_of(made, odd.id))
    present = await require_inside(
        desk, envelope, made.channel, made.channel_name, people, lambda whose: _field_of(made, whose)
    )

    def do(ledger: Ledger) -> None:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        known = tuple(backlog.get(ledger, team, each) for each in made.stories)
        added = backlog.add(ledger, team, made.drafts, now)
        estimating.call(ledger, team, (*known, *added), made.wish, envelope.user, now, present)

    await desk.run(envelope, do)
    desk.aside(asyncio.to_thread(charts.load))  # the result has a picture
    return None


def _field_of(made: call_form.Call, member: MemberId) -> str:
    return call_form.EFFORT if member in made.wish.developers else call_form.VALUE
