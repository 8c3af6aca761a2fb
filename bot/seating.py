"""Whoever is given something to do in a team has a seat in it."""

from collections.abc import Collection, Iterable

from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import MemberId, Role, Team


def seat(
    ledger: Ledger,
    team: Team,
    members: Iterable[MemberId],
    present: Collection[MemberId] | None,
    field: str = "owner",
    outside: tuple[Role, ...] = (),
) -> None:
    """Whoever is in the channel is of the team. Raises BadInput on `field` for who is neither, unless there are roles
    for who comes from `outside`. `present`: who is in the channel, where that is known."""
    for each in members:
        if ledger.roster.member(team, each) is not None:
            continue
        if present is not None and each not in present:
            if outside:
                ledger.roster.seat(team, each, outside)
                continue
            person = ledger.roster.person(team.workspace, each)
            who = person.name if person else "Whom you named"
            raise BadInput(f"{who} is not in #{team.name}. Invite them first, or leave them out.", field)
        ledger.roster.seat(team, each, ("developer",))
