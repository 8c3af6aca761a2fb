"""What of a KPI is exported, and what is left of it once somebody's data is erased."""

from bot.ceremonies.erased import unnamed, who
from bot.ceremonies.kpi.state import Kpi
from bot.ceremonies.kpi.taking import used
from bot.model import MemberId, Record, Round


def record(round_: Round[Kpi]) -> tuple[Record, ...]:
    """Its line, and one for each reading that is kept."""
    state, setup, now = round_.state, round_.state.setup, used(round_.state)
    owner, name = who(state.owner, state.owner_name)
    first = Record(
        "kpis",
        {
            "round": round_.id,
            "name": state.name,
            "subset": state.subset,
            "kind": setup.kind,
            "unit": setup.unit,
            "better": setup.better,
            "threshold": setup.threshold,
            "window_days": setup.days,
            "budget": setup.budget,
            "opened_at": state.opened_at,
            "owner": owner,
            "owner_name": name,
            "used": now.share,
            "ended_at": state.ended.at if state.ended else None,
        },
    )
    return (first, *(_reading(round_, number) for number in range(len(state.readings))))


def _reading(round_: Round[Kpi], place: int) -> Record:
    each = round_.state.readings[place]
    by, name = who(each.by, each.by_name)
    return Record(
        "kpi_readings",
        {
            "round": round_.id,
            "name": round_.state.name,
            "subset": round_.state.subset,
            "number": each.number,
            "at": each.at,
            "value": each.value,
            "source": each.source,
            "by": by,
            "by_name": name,
        },
    )


def erase(state: Kpi, member: MemberId) -> Kpi:
    """Without their name; the numbers are the team's."""
    return unnamed(state, member)
