"""The shell around lookaheads: opening one by hand, finding the one that is meant, and what people do to it; and
finding the requests that came of them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot import rounds
from bot.ceremonies import lookahead
from bot.ceremonies.access import Access
from bot.ceremonies.lookahead import Item, Lookahead
from bot.ceremonies.lookahead.placing import member, own
from bot.ceremonies.lookahead.settling import require_open
from bot.errors import NotFound, Settled
from bot.ledger import Ledger
from bot.model import Act, MemberId, Opening, Round, RoundId, Team, WorkspaceId
from bot.seating import seat
from bot.shell.theirs import Theirs, require_one

NONE_OPEN = "No lookahead is open here. `/lookahead` opens one."

#: A lookahead, and whose.
Ahead = Theirs[Lookahead]

#: A request for data access that is followed, and whose team's.
Following = Theirs[Access]


def start(ledger: Ledger, team: Team, by: MemberId, at: datetime) -> Round[Lookahead]:
    """Open one by hand, which closes at 16:00 on the next working day. Raises Settled where one gathers items here
    already, NotFound for a stranger."""
    if gathering(ledger, team):
        raise Settled("A lookahead is open here already: `/lookahead` adds an item to it.")
    if ledger.roster.person(team.workspace, by) is None:
        raise NotFound
    seat(ledger, team, [by], None)
    turn = lookahead.begin(team, None, at, lookahead.usual_close(team.zone, at), by)
    begun = rounds.start(ledger, team, None, Opening(lookahead.KIND, uuid4().hex, turn), at)
    if begun is None:
        raise NotFound  # no two have the same name
    return begun


def of_team(ledger: Ledger, team: Team) -> tuple[Ahead, ...]:
    """Those of a team that are not over, newest first."""
    found = ledger.rounds.open_of(team, (lookahead.KIND,))
    newest = sorted(found, key=lambda each: (each.opened_at, each.id), reverse=True)
    return tuple(Ahead(team, each) for each in newest)


def gathering(ledger: Ledger, team: Team) -> Ahead | None:
    """The one that gathers items: the newest, where a sprint opened a second."""
    return next((each for each in of_team(ledger, team) if each.round.state.closed is None), None)


def latest(ledger: Ledger, team: Team) -> Ahead | None:
    """The one that gathers items, else the newest whose items can be settled."""
    return gathering(ledger, team) or next(iter(of_team(ledger, team)), None)


def meant(ledger: Ledger, teams: Iterable[Team]) -> Ahead:
    """The one that gathers items in one of these teams. Raises NotFound where there is none, BadInput where it may be
    one of several."""
    found = tuple(each for team in teams if (each := gathering(ledger, team)))
    if not found:
        raise NotFound(NONE_OPEN)
    return require_one(found, "Several are open: in")


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Ahead:
    """The lookahead. Raises NotFound."""
    return Ahead(*rounds.of_kind(ledger, workspace, round_, Lookahead))


def following(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Following:
    """The request. Raises NotFound, and Settled where it is over."""
    team, found = rounds.of_kind(ledger, workspace, round_, Access)
    if found.over:
        raise Settled("That request is settled already.")
    return Following(team, found)


def require_gathering(ahead: Ahead) -> Ahead:
    """Raises Settled for one that is closed, before a form is filled in in vain."""
    if ahead.round.state.closed:
        raise Settled("This lookahead is closed: its digest stands in the channel.")
    return ahead


def to_change(ledger: Ledger, ahead: Ahead, number: int, by: MemberId) -> Item:
    """An item that they may change. Raises Settled, NotFound and NotYours."""
    book = ledger.history.book(ahead.team, None, ("members",))
    return own(require_gathering(ahead).round.state, number, member(book, by))


def to_settle(ledger: Ledger, ahead: Ahead, number: int, by: MemberId) -> Item:
    """An item of the digest that they may settle. Raises Settled, NotFound and NotYours."""
    if ahead.round.over:
        raise Settled("This lookahead is over. `/lookahead` opens the next.")
    book = ledger.history.book(ahead.team, None, ("members",))
    return require_open(ahead.round.state, number, member(book, by))


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
    """Do an act to a lookahead. `named`: who gets something to do by it; `present`: who is in the channel,
    where that is known. Raises what its ceremony refuses with, and BadInput on `owner` for who is not of the team and
    not in its channel."""
    seat(ledger, get(ledger, workspace, round_).team, [by, *named], present)
    return rounds.perform(ledger, workspace, round_, act, by, at)


def follow(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    act: Act,
    by: MemberId,
    at: datetime,
    named: Collection[MemberId] = (),
    present: Collection[MemberId] | None = None,
) -> Round[Any]:
    """Do an act to a request. Arguments and refusals as for `do`, but that whoever does it must be of the team."""
    team, _ = rounds.of_kind(ledger, workspace, round_, Access)
    seat(ledger, team, named, present)
    return rounds.perform(ledger, workspace, round_, act, by, at)
