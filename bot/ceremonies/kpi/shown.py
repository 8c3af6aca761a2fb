"""What people see of a KPI: its card with the readings, and a message when its budget turns."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot import schedule, worktime
from bot.book.budget import Used
from bot.ceremonies.asking import anybody
from bot.ceremonies.kpi.setting import called
from bot.ceremonies.kpi.state import Changed, Ended, Kpi, Reading, Setup, Turning
from bot.ceremonies.kpi.taking import unsaid
from bot.model import Notice, Picture, ReadingPoint, Readings, Room, RoundId

#: So many days are in the picture, the latest with a reading.
PICTURED = 60


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """How it stands."""

    name: str
    setup: Setup
    owner: str
    zone: str
    used: Used
    last: Reading | None = None
    spent: bool = False
    changed: Changed | None = None
    ended: Ended | None = None
    curve: Readings | None = None

    @property
    def picture(self) -> Picture | None:
        return self.curve


@dataclass(frozen=True, slots=True)
class Turned(Notice):
    """Its budget is spent, or is not any more. `passed`: it has turned again since."""

    name: str
    setup: Setup
    turning: Turning
    passed: bool = False
    changed: Changed | None = None  #: what made it turn, where no reading did
    zone: str = field(default="UTC", compare=False)

    @property
    def moot(self) -> bool:
        return self.passed

    def goes(self, at: datetime) -> datetime | None:
        """The channel hears of it by the team's own hours."""
        team = anybody(self.zone)
        return at if worktime.at_work(team, at) else worktime.morning(team, at)


def show(round_: RoundId, state: Kpi) -> dict[str, Notice]:
    """All slots of a KPI."""
    name = called(state.name, state.subset)
    slots: dict[str, Notice] = {
        "card": Card(
            Room(),
            round_,
            name,
            state.setup,
            state.owner_name,
            state.zone,
            state.used,
            state.last,
            state.spent,
            state.changed,
            state.ended,
            pictured(state),
        )
    }
    for each in state.turnings:
        passed = each is not state.turnings[-1] or state.ended is not None or unsaid(state)
        changed = state.changed if state.changed and state.changed.at == each.at else None
        slots[f"turn:{each.number}"] = Turned(
            Room(), round_, name, state.setup, each, passed, changed, state.zone
        )
    return slots


def pictured(state: Kpi) -> Readings | None:
    """The worst reading of each day of the window against the threshold; None for fewer than two days. So it stays
    the same, and need not be drawn anew, while a day brings nothing worse."""
    worst = min if state.setup.better == "higher" else max
    days: dict[date, float] = {each.day: worst(each.low, each.high) for each in state.days}
    for each in state.readings:
        day = schedule.local_day(each.at, state.zone)
        days[day] = worst(days.get(day, each.value), each.value)
    since = max(days) - timedelta(days=state.setup.days) if days else date.min
    points = tuple(ReadingPoint(day, days[day]) for day in sorted(days) if day > since)[-PICTURED:]
    if len(points) < 2:  # noqa: PLR2004 — one is no line
        return None
    setup = state.setup
    return Readings(called(state.name, state.subset), setup.unit, setup.better, setup.threshold, points)
