"""What of a KPI is exported, and what is left of it once somebody's data is erased."""

from bot.ceremonies.erased import unnamed, who
from bot.ceremonies.kpi.state import Day, Kpi, Turning
from bot.model import MemberId, Record, Round


def record(round_: Round[Kpi]) -> tuple[Record, ...]:
    """Its line, one for each reading, one for each day of which only counts are kept, and one for each time that its
    budget turned."""
    state, setup = round_.state, round_.state.setup
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
            "ratio": setup.ratio,
            "threshold": setup.threshold,
            "window_days": setup.days,
            "budget": setup.budget,
            "opened_at": state.opened_at,
            "owner": owner,
            "owner_name": name,
            "used": state.used.share,
            "ended_at": state.ended.at if state.ended else None,
        },
    )
    readings = (_reading(round_, number) for number in range(len(state.readings)))
    days = (_day(round_, each) for each in state.days)
    return (first, *readings, *days, *(_turning(round_, each) for each in state.turnings))


def _day(round_: Round[Kpi], each: Day) -> Record:
    return Record(
        "kpi_days",
        {
            "round": round_.id,
            "name": round_.state.name,
            "subset": round_.state.subset,
            "day": each.day,
            "readings": each.counted.count,
            "missed": each.counted.missed,
            "lowest": each.low,
            "highest": each.high,
        },
    )


def _turning(round_: Round[Kpi], each: Turning) -> Record:
    return Record(
        "kpi_turnings",
        {
            "round": round_.id,
            "name": round_.state.name,
            "subset": round_.state.subset,
            "number": each.number,
            "at": each.at,
            "turned": each.how,
            "used": each.used.share,
            "readings": each.used.count,
            "missed": each.used.missed,
        },
    )


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
