"""What working out costs a core, in the transaction of each report: an experiment's returns with their curve, and a
KPI's reading with its budget."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median
from time import thread_time

from bot.book.returns import Metric, Reading, Worth, advice, picture
from bot.ceremonies.kpi import CEREMONY, Kpi, Take
from bot.ceremonies.kpi.state import USUAL
from bot.ceremonies.kpi.state import Reading as Kept
from bot.model import Book, ChannelId, MemberId, Round, RoundId, Team, TeamId
from tests.bench import seeds
from tests.bench.figures import Figure, at_most

#: Milliseconds, by how many results or readings there are already.
RETURNS, READINGS = {2: 20.0, 10: 25.0, 40: 40.0}, {10: 1.0, 1_000: 10.0}
_METRIC = Metric("% F1", "higher", baseline=55, target=95, floor=0, ceiling=100)
_WORTH = Worth(500_000, "EUR", 1_000)
_TEAM = Team(TeamId("team"), seeds.HERE, ChannelId("C000"), "data", "UTC")
_NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def figures(*, quick: bool) -> Iterator[Figure]:
    """Each of histories that were not seen before, so that no answer is there already; the median of them."""
    runs = 5 if quick else 41
    for many, goal in RETURNS.items():
        took = median(_returns(many, seed) for seed in range(runs))
        against = f"advice and curve; median of {runs} histories"
        yield at_most(f"returns_of_{many}_results", took * 1000, "ms", goal, against=against)
    for many, goal in READINGS.items():
        took = median(_reading(many, seed) for seed in range(runs))
        against = f"taken and shown; median of {runs} KPIs"
        yield at_most(f"kpi_reading_after_{many}", took * 1000, "ms", goal, against=against)


def _returns(many: int, seed: int) -> float:
    """Seconds of a core for an experiment with so many results."""
    dice, value, found = Random(seed), 60.0, []  # noqa: S311 — the same histories every time
    for number in range(many):
        value = min(value + 8 / (1 + number) + dice.gauss(0, 0.5), 99.0)
        day = date(2026, 1, 5) + timedelta(number)
        found.append(Reading(day, value, dice.choice([2.0, 3.0, 5.0, 10.0]), number // 3))
    start = thread_time()
    advice(found, _METRIC, 10, _WORTH)
    picture("churn-1", found, _METRIC, 10)
    return thread_time() - start


def _reading(many: int, seed: int) -> float:
    """Seconds of a core for one reading of a KPI that has so many."""
    dice = Random(seed)  # noqa: S311 — the same readings every time
    setup = replace(USUAL["freshness"], days=90)
    kept = tuple(
        Kept(number + 1, _NOW - timedelta(hours=2 * (many - number)), dice.uniform(0, 26))
        for number in range(many)
    )
    state = Kpi("freshness", "", "UTC", setup, MemberId("U0"), "Ada", _NOW, kept, kept[-1], many)
    round_ = Round(RoundId("kpi"), seeds.HERE, _TEAM.id, CEREMONY.kind, "1", _NOW, state)
    start = thread_time()
    turn = CEREMONY.advance(round_, Take(dice.uniform(0, 26)), None, _NOW, Book(_TEAM))
    CEREMONY.show(replace(round_, state=turn.state))
    return thread_time() - start
