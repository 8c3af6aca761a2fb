"""The shell around actions: finding those that are open, and what people do to them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot import rounds
from bot.ceremonies import action
from bot.ceremonies.action import Action
from bot.ceremonies.action.rules import require_mover
from bot.errors import Settled
from bot.ledger import Ledger
from bot.model import Act, MemberId, Round, RoundId, Team, WorkspaceId
from bot.seating import seat
from bot.theirs import Theirs

#: An action, and whose team's.
Standing = Theirs[Action]


@dataclass(frozen=True, slots=True)
class Yours:
    """An open action of somebody's, as their Home tells of it."""

    round: RoundId
    team: str
    text: str
    due: date
    link: str
    overdue: bool


def of_team(ledger: Ledger, team: Team) -> tuple[Standing, ...]:
    """Those of a team that are open, by the day on which they are due."""
    found = (Standing(team, each) for each in ledger.rounds.open_of(team, (action.KIND,)))
    return tuple(sorted(found, key=_order))


def _order(each: Standing) -> tuple[date, datetime, RoundId]:
    return each.round.state.due, each.round.opened_at, each.round.id


def mine(ledger: Ledger, teams: Iterable[Team], member: MemberId) -> tuple[Standing, ...]:
    """Those of these teams that somebody does, by the day on which they are due."""
    found = (each for team in teams for each in of_team(ledger, team))
    return tuple(sorted((each for each in found if each.round.state.owner.id == member), key=_order))


def at_home(ledger: Ledger, teams: Iterable[Team], member: MemberId, today: date) -> tuple[Yours, ...]:
    """The same as a Home shows them on this day."""
    return tuple(
        Yours(each.round.id, each.team.name, state.text, state.due, state.link, state.due < today)
        for each in mine(ledger, teams, member)
        for state in (each.round.state,)
    )


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Standing:
    """The action. Raises NotFound."""
    return Standing(*rounds.of_kind(ledger, workspace, round_, Action))


def to_change(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId) -> Standing:
    """An open action that they may change, before they fill in a form in vain. Raises NotFound, Settled, NotYours."""
    found = get(ledger, workspace, round_)
    ended = found.round.state.ended
    if ended:
        raise Settled(f"{ended.name} has said already that it is {ended.how}.")
    require_mover(found.round.state, by, ledger.history.book(found.team, None, ("members",)))
    return found


def do(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    act: Act,
    by: MemberId,
    at: datetime,
    named: Collection[MemberId] = (),
    present: Collection[MemberId] | None = None,
) -> Round[Any]:
    """Do an act to an action. `named`: who does it from now on; `present`: who is in the channel, where that is known.
    Raises what its ceremony refuses with, and BadInput on `owner` for who is neither of the team nor in its channel."""
    seat(ledger, get(ledger, workspace, round_).team, named, present)
    return rounds.perform(ledger, workspace, round_, act, by, at)
