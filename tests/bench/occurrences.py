"""How long it takes to say when a plan next falls."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from time import perf_counter_ns

from bot.model import EVERY_DAY, WEEKDAYS, Schedule
from bot.schedule import next_instant
from tests.bench.figures import Figure, at_most

ZONES = (
    "UTC",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Africa/Cairo",
    "Europe/London",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Los_Angeles",
)
SCHEDULES = (
    Schedule(WEEKDAYS, time(9, 30), date(2021, 3, 1)),
    Schedule(EVERY_DAY, time(2, 30), date(2026, 1, 1)),
    Schedule((0,), time(9), date(2020, 1, 6), every=2),
    Schedule((1, 3), time(23, 45), date(2019, 5, 7), every=3, zone="Europe/Berlin"),
    Schedule((4,), time(16), date(2026, 1, 2), every=8),
)
_START = datetime(2026, 1, 1, 0, 17, tzinfo=UTC)


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """Each schedule in each zone, at moments all over two years; the median of the repeats."""
    moments = [_START + timedelta(hours=53 * number) for number in range(20 if quick else 330)]
    cases = [(schedule, zone, at) for schedule in SCHEDULES for zone in ZONES for at in moments]
    each = median([_once(cases) for _ in range(3 if quick else 7)])
    shape = (
        f"mean of {len(cases)} moments in {len(ZONES)} zones and {len(SCHEDULES)} schedules; median of runs"
    )
    yield at_most("next_occurrence", each, "µs", 20, against=shape)


def _once(cases: list[tuple[Schedule, str, datetime]]) -> float:
    start = perf_counter_ns()
    for schedule, zone, at in cases:
        next_instant(schedule, zone, at)
    return (perf_counter_ns() - start) / 1_000 / len(cases)
