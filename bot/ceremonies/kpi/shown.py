"""What people see of a KPI: its card with the readings, and a message when its budget turns."""

from dataclasses import dataclass, field
from datetime import datetime

from bot import schedule, worktime
from bot.book.budget import Used
from bot.ceremonies.kpi.setting import called
from bot.ceremonies.kpi.state import Changed, Ended, Kpi, Reading, Setup, Turning
from bot.ceremonies.kpi.taking import used
from bot.model import Member, MemberId, Notice, Picture, ReadingPoint, Readings, Room, RoundId

#: So many readings are in the picture, the latest.
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
    """Its budget is spent, or is not any more."""

    name: str
    setup: Setup
    turning: Turning
    passed: bool = False  #: it has turned again since
    zone: str = field(default="UTC", compare=False)

    @property
    def moot(self) -> bool:
        return self.passed

    def goes(self, at: datetime) -> datetime | None:
        """The channel hears of it by the team's own hours."""
        anybody = Member(MemberId(""), "", self.zone)
        return at if worktime.at_work(anybody, at) else worktime.morning(anybody, at)


def show(round_: RoundId, state: Kpi) -> dict[str, Notice]:
    """All slots of a KPI."""
    name = called(state.name, state.subset)
    now = used(state)
    slots: dict[str, Notice] = {
        "card": Card(
            Room(),
            round_,
            name,
            state.setup,
            state.owner_name,
            state.zone,
            now,
            state.last,
            state.spent,
            state.changed,
            state.ended,
            pictured(state),
        )
    }
    for each in state.turnings:
        passed = each is not state.turnings[-1] or state.ended is not None
        slots[f"turn:{each.number}"] = Turned(Room(), round_, name, state.setup, each, passed, state.zone)
    return slots


def pictured(state: Kpi) -> Readings | None:
    """The readings against the threshold; None for fewer than two."""
    if len(state.readings) < 2:  # noqa: PLR2004 — one is no line
        return None
    points = tuple(
        ReadingPoint(schedule.local_day(each.at, state.zone), each.value)
        for each in state.readings[-PICTURED:]
    )
    name, setup = called(state.name, state.subset), state.setup
    return Readings(name, setup.unit, setup.better, setup.threshold, points)
