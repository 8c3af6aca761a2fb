"""The shell around estimations: who votes by default, calling a vote, and what somebody owes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from bot import backlog, rounds
from bot.book.deck import Deck, cards
from bot.ceremonies import estimation
from bot.ceremonies.estimation import Cast
from bot.ceremonies.estimation.moving import facilitator
from bot.ceremonies.estimation.state import Estimation, Matter, Voter
from bot.errors import BadInput, NotAsked, NotFound
from bot.ledger import Ledger
from bot.model import Ballot, MemberId, Opening, Role, Round, RoundId, Story, Team, WorkspaceId
from bot.plans import MOST


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
    """Who estimates effort and who estimates value, unless others are named."""
    members = [each for each in ledger.roster.members(team) if each.active]
    developers = tuple(each.id for each in members if "developer" in each.roles)
    return developers, tuple(each.id for each in members if "stakeholder" in each.roles)


def call(
    ledger: Ledger, team: Team, stories: Sequence[Story], wish: Wish, by: MemberId, at: datetime
) -> Round[Estimation]:
    """Call a vote on these stories. Whoever is named takes the role that they vote in.

    Raises BadInput, and NotFound for a caller whom we do not know.
    """
    if len({*wish.developers, *wish.stakeholders}) > MOST:
        raise BadInput(f"A vote is for {MOST} people at most.")
    gone = next((each for each in stories if each.state == "dropped"), None)
    if gone:
        raise BadInput(f"#{gone.number} is dropped. Have it back first, or leave it out.")
    for member in wish.developers:
        _give_role(ledger, team, member, "developer")
    for member in wish.stakeholders:
        _give_role(ledger, team, member, "stakeholder")
    book = ledger.history.book(team, None, ("members", "absences"))
    caller = next((each for each in book.members if each.id == by), None)
    if caller is None:
        ledger.roster.seat(team, by, ("observer",))
        caller = ledger.roster.member(team, by)
    if caller is None:
        raise NotFound
    ballots = {each: _ballots(wish, each) for each in (*wish.developers, *wish.stakeholders)}
    topics = [backlog.topic(each) for each in stories]
    turn = estimation.begin(book, topics, ballots, team.deck, caller, at, wish.until)
    begun = rounds.start(ledger, team, None, Opening(estimation.KIND, uuid4().hex, turn), at)
    if begun is None:
        raise NotFound  # no two have the same name
    ledger.homes.stale(team.workspace, [*ballots], at + rounds.HOME_REST)
    return begun


def _ballots(wish: Wish, member: MemberId) -> tuple[Ballot, ...]:
    effort: tuple[Ballot, ...] = ("effort",) if member in wish.developers else ()
    return (*effort, "value") if member in wish.stakeholders else effort


def _give_role(ledger: Ledger, team: Team, member: MemberId, role: Role) -> None:
    who = ledger.roster.member(team, member)
    if who is None:
        ledger.roster.seat(team, member, (role,))
    elif role not in who.roles:
        ledger.roster.seat(team, member, (*who.roles, role))


def seat_in(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, member: MemberId
) -> tuple[Team, Round[Estimation], Voter]:
    """Somebody's place in a vote. Raises NotFound, NotAsked."""
    found = ledger.rounds.get(workspace, round_)
    team = ledger.roster.team(workspace, found.team) if found else None
    if found is None or team is None or not isinstance(found.state, Estimation):
        raise NotFound
    voter = next((each for each in found.state.voters if each.id == member), None)
    if voter is None:
        raise NotAsked(
            "You look on in this estimation: you see how many have voted, and the result with everyone."
        )
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
    voter = next((each for each in state.voters if each.id == member), None)
    if voter is None or voter.done or voter.absent == "left" or not state.voting:
        return None
    theirs = matters_of(state, voter)
    return (
        Owed(team, round_, voter, sum(member in each.cards for each in theirs), len(theirs))
        if theirs
        else None
    )


def cast(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, casts: Iterable[Cast], by: MemberId, at: datetime
) -> int:
    """Lay all that a ballot holds; how many cards are still to be chosen. Raises whatever the ceremony refuses with,
    and nothing is laid then."""
    after: Round[Any] | None = None
    for each in casts:
        if after is not None and not after.state.voting:
            break  # the first half was all that was waited for, and it is counted
        after = rounds.perform(ledger, workspace, round_, each, by, at)
    if after is None:
        raise NotFound
    voter = next((each for each in after.state.voters if each.id == by), None)
    return sum(by not in each.cards for each in matters_of(after.state, voter)) if voter else 0


def lay(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, poll: int, place: int, by: MemberId, at: datetime
) -> bool:
    """Lay one card, by its place in the deck, on the one story that is voted on; False, and nothing is done, for who
    votes on both ballots. Raises whatever the ceremony refuses with."""
    _, found, voter = seat_in(ledger, workspace, round_, by)
    state = found.state
    if len(voter.ballots) > 1:
        return False
    laid = cards(state.deck)
    if place >= len(laid):
        raise BadInput("There is no such card in this deck.")
    stories = {each.story for each in state.matters if each.open} or {each.story for each in state.matters}
    act = Cast(poll, voter.ballots[0], dict.fromkeys(stories, laid[place]), sent=True)
    rounds.perform(ledger, workspace, round_, act, by, at)
    return True


def to_settle(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId) -> Round[Estimation]:
    """The round, for somebody who may settle what is in it. Raises NotFound, NotYours."""
    found = ledger.rounds.get(workspace, round_)
    team = ledger.roster.team(workspace, found.team) if found else None
    if found is None or team is None or not isinstance(found.state, Estimation):
        raise NotFound
    facilitator(found.state, by, ledger.history.book(team, None, ("members",)))
    return found


def change_deck(ledger: Ledger, team: Team, deck: Deck) -> None:
    """Let the team vote with these cards from the next vote on."""
    ledger.roster.put_team(replace(team, deck=deck))
