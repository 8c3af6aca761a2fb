"""The shell around estimations: who votes by default, calling a vote, and what somebody owes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from bot import rounds
from bot.book.deck import Deck, cards
from bot.ceremonies import estimation
from bot.ceremonies.estimation import Cast, Elsewhere, Laid
from bot.ceremonies.estimation.casting import LOOKS_ON
from bot.ceremonies.estimation.moving import facilitator
from bot.ceremonies.estimation.rules import require_batch
from bot.ceremonies.estimation.state import Estimation, Matter, Voter
from bot.errors import BadInput, NotAsked, NotFound, Over
from bot.ledger import Ledger
from bot.model import Ballot, MemberId, Opening, Role, Round, RoundId, Story, StoryId, Team, WorkspaceId
from bot.plans import MOST
from bot.shell import backlog


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for in the form. `until` None: the next working day."""

    developers: tuple[MemberId, ...]
    stakeholders: tuple[MemberId, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """A vote that waits for somebody, and how much of it they have laid."""

    team: Team
    round: Round[Estimation]
    voter: Voter
    laid: int
    of: int


def electorate(ledger: Ledger, team: Team) -> tuple[tuple[MemberId, ...], tuple[MemberId, ...]]:
    """Who estimates effort and who estimates value, unless others are named: as in the team's last vote, else by
    their roles."""
    members = [each for each in ledger.roster.members(team) if each.active]
    last = ledger.rounds.latest(team, estimation.KIND)
    if last:
        ballots = {each.id: each.ballots for each in last.state.voters}
        again = [each.id for each in members if each.id in ballots]
        if again:
            effort = tuple(each for each in again if "effort" in ballots[each])
            return effort, tuple(each for each in again if "value" in ballots[each])
    developers = tuple(each.id for each in members if "developer" in each.roles)
    return developers, tuple(each.id for each in members if "stakeholder" in each.roles)


def call(
    ledger: Ledger,
    team: Team,
    stories: Sequence[Story],
    wish: Wish,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> Round[Estimation]:
    """Call a vote on these stories. Who is named for value becomes a stakeholder. `present`: who is in the channel,
    where that is known; others who are named vote, and are of the team as onlookers only.

    Raises BadInput, and NotFound for a caller whom we do not know.
    """
    named = tuple(dict.fromkeys((*wish.developers, *wish.stakeholders)))
    if len(named) > MOST:
        raise BadInput(f"A vote is for {MOST} people at most.")
    require_votable(stories)
    require_free(ledger, team, stories)
    for each in (*named, by):
        _seat(ledger, team, each, wish, outside=present is not None and each not in present)
    book = ledger.history.book(team, None, ("members", "absences", "trials"))
    caller = next((each for each in book.members if each.id == by), None)
    if caller is None:
        raise NotFound
    topics = [backlog.topic(each) for each in stories]
    ballots = {each: _ballots(wish, each) for each in named}
    turn = estimation.begin(book, topics, ballots, team.deck, caller, at, wish.until)
    leave_to_another(ledger, team, stories, at)
    begun = rounds.start(ledger, team, None, Opening(estimation.KIND, uuid4().hex, turn), at)
    if begun is None:
        raise NotFound  # no two have the same name
    return begun


def require_votable(stories: Sequence[Story]) -> None:
    """Raises BadInput for more than go into one vote, and for one that is dropped."""
    if stories:
        require_batch(len(stories))
    gone = next((each for each in stories if each.state == "dropped"), None)
    if gone:
        raise BadInput(f"#{gone.number} is dropped. Leave it out.")


def require_free(ledger: Ledger, team: Team, stories: Sequence[Story], field: str = "") -> None:
    """Raises BadInput for a story that another vote is on: the later count would write over the earlier."""
    wanted = {each.id: each.number for each in stories}
    for each in ledger.rounds.open_of(team, (estimation.KIND,)):
        for matter in each.state.matters:
            if matter.open and matter.story in wanted:
                number = wanted[matter.story]
                raise BadInput(
                    f"#{number} is in a vote already. Leave it out, or wait for its result.", field
                )


def leave_to_another(ledger: Ledger, team: Team, stories: Sequence[Story], at: datetime) -> None:
    """Rounds that have counted these stories and not settled them leave them to the vote that begins."""
    wanted = {each.id for each in stories}
    for each in ledger.rounds.open_of(team, (estimation.KIND,)):
        for story in {its.story for its in each.state.unsettled if its.story in wanted}:
            rounds.perform(ledger, team.workspace, each.id, Elsewhere(story), None, at)


def ballots_of(ledger: Ledger, team: Team, story: StoryId) -> dict[MemberId, tuple[Ballot, ...]]:
    """Who votes on a story once more: those who did before, else the team's electorate."""
    there = {each.id for each in ledger.roster.members(team) if each.active}
    last = ledger.backlog.last_vote(team, story)
    found = ledger.rounds.get(team.workspace, last) if last else None
    if found:
        again = {each.id: each.ballots for each in found.state.voters if each.id in there}
        if again:
            return again
    wish = Wish(*electorate(ledger, team))
    named = dict.fromkeys((*wish.developers, *wish.stakeholders))
    return {each: _ballots(wish, each) for each in named}


def _seat(ledger: Ledger, team: Team, member: MemberId, wish: Wish, *, outside: bool) -> None:
    """A seat for somebody who has none, and the role of who says what things are worth."""
    who = ledger.roster.member(team, member)
    worth: tuple[Role, ...] = ("stakeholder",) if member in wish.stakeholders else ()
    if who is None:
        usual: tuple[Role, ...] = ("observer",) if outside and not worth else ("developer",)
        ledger.roster.seat(team, member, worth if outside and worth else (*usual, *worth))
    elif worth and "stakeholder" not in who.roles:
        ledger.roster.seat(team, member, (*who.roles, *worth))


def _ballots(wish: Wish, member: MemberId) -> tuple[Ballot, ...]:
    effort: tuple[Ballot, ...] = ("effort",) if member in wish.developers else ()
    return (*effort, "value") if member in wish.stakeholders else effort


def seat_in(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, member: MemberId
) -> tuple[Team, Round[Estimation], Voter]:
    """Somebody's place in a vote. Raises NotFound, NotAsked."""
    team, found = rounds.of_kind(ledger, workspace, round_, Estimation)
    voter = found.state.voter(member)
    if voter is None:
        raise NotAsked(LOOKS_ON)
    return team, found, voter


def matters_of(state: Estimation, voter: Voter) -> tuple[Matter, ...]:
    """What is theirs to vote on now, in the order of the stories."""
    order = {each.story: place for place, each in enumerate(state.topics)}
    theirs = (each for each in state.matters if each.open and each.ballot in voter.ballots)
    return tuple(sorted(theirs, key=lambda each: order[each.story]))


def owed(ledger: Ledger, teams: Iterable[Team], member: MemberId) -> tuple[Owed, ...]:
    """The votes that wait for somebody."""
    return tuple(
        found
        for team in teams
        for each in ledger.rounds.open_of(team, (estimation.KIND,))
        if (found := _owed(team, each, member))
    )


def _owed(team: Team, round_: Round[Any], member: MemberId) -> Owed | None:
    state: Estimation = round_.state
    voter = state.voter(member)
    if voter is None or not (voter.asked and voter.awaited and state.voting):
        return None
    theirs = matters_of(state, voter)
    laid = sum(member in each.cards for each in theirs)
    return Owed(team, round_, voter, laid, len(theirs)) if theirs else None


def left_to_choose(round_: Round[Estimation], member: MemberId) -> int:
    """On how many matters that are theirs somebody has laid no card."""
    voter = round_.state.voter(member)
    return sum(member not in each.cards for each in matters_of(round_.state, voter)) if voter else 0


def lay(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, poll: int, place: int, by: MemberId, at: datetime
) -> Round[Estimation] | None:
    """Lay one card, by its place in the deck, on the one story that is voted on; None, and nothing is done, for who
    votes on both ballots. Raises whatever the ceremony refuses with."""
    _, found, voter = seat_in(ledger, workspace, round_, by)
    laid = cards(found.state.deck)
    if place >= len(laid):
        raise BadInput("There is no such card in this deck.")
    if len(voter.ballots) > 1:
        return None
    theirs = matters_of(found.state, voter)
    if found.state.voting and not theirs:
        raise Over("There is nothing left for you to vote on here.")
    its = Laid(voter.ballots[0], {each.story: laid[place] for each in theirs})
    return rounds.perform(ledger, workspace, round_, Cast(poll, (its,), sent=True), by, at)


def to_settle(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId) -> Round[Estimation]:
    """The round, for somebody who may settle what is in it. Raises NotFound, NotYours."""
    team, found = rounds.of_kind(ledger, workspace, round_, Estimation)
    facilitator(found.state, by, ledger.history.book(team, None, ("members",)))
    return found


def change_deck(ledger: Ledger, team: Team, deck: Deck) -> None:
    """Let the team vote with these cards from the next vote on."""
    ledger.roster.put_team(replace(team, deck=deck))
