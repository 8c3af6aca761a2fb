"""KPIs as they stand on Homes: those of which there is something to say, and somebody's own that are well."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.ceremonies import kpi
from bot.ceremonies.kpi.glance import ALARMS, Glance, glance
from bot.ledger import Ledger
from bot.model import MemberId, RoundId, Team

_ORDER = (*ALARMS, "well", "unread")


@dataclass(frozen=True, slots=True)
class Viewed:
    """A KPI that a team keeps in view, and how it stands."""

    round: RoundId
    team: str
    name: str
    stands: Glance


def at_home(ledger: Ledger, teams: Iterable[Team], member: MemberId) -> tuple[Viewed, ...]:
    """Those of their teams of which all are told something, the important first; then their own of which there is
    nothing to say."""
    found = [
        Viewed(each.id, team.name, kpi.called(each.state.name, each.state.subset), stands)
        for team in teams
        for each in ledger.rounds.open_of(team, (kpi.KIND,))
        if (stands := glance(each.state)) and (stands.alarms or each.state.owner == member)
    ]
    return tuple(sorted(found, key=lambda each: (_ORDER.index(each.stands.how), each.team, each.name)))
