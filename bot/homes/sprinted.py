"""The running sprint of a team as its members' Homes tell of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.ceremonies import sprint
from bot.ceremonies.sprint.dates import closes_at
from bot.ledger import Ledger
from bot.model import Claim, MemberId, RoundId, Team
from bot.shell import sprinting


@dataclass(frozen=True, slots=True)
class Sprinted:
    """A sprint of one of their teams, and what of it is theirs and not done. `stories`: those in it, done or not."""

    round: RoundId
    team: str
    number: int
    goal: str
    stories: tuple[Claim, ...]
    mine: tuple[Claim, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A story of theirs that rolled over, and nobody has said why."""

    round: RoundId
    team: str
    sprint: int
    claim: Claim


def unexplained(ledger: Ledger, teams: Iterable[Team], member: MemberId) -> tuple[Unexplained, ...]:
    """What they are asked about, of sprints whose reasons may still be given."""
    return tuple(
        Unexplained(each.id, team.name, each.state.span.number, claim)
        for team in teams
        for each in ledger.rounds.open_of(team, (sprint.KIND,))
        for claim in each.state.unexplained
        if claim.owner == member
    )


def of_member(ledger: Ledger, teams: Iterable[Team], member: MemberId) -> tuple[Sprinted, ...]:
    """The sprints that run in these teams."""
    found = (sprinting.running(ledger, team) for team in teams)
    return tuple(_sprinted(each, member) for each in found if each)


def _sprinted(each: sprinting.Running, member: MemberId) -> Sprinted:
    state = each.round.state
    there = tuple(claim for claim in state.claims if claim.state != "removed")
    mine = tuple(claim for claim in there if claim.owner == member and claim.state == "open")
    return Sprinted(
        each.round.id, each.team.name, state.span.number, state.goal, there, mine, closes_at(state)
    )
