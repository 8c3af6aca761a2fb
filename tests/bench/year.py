"""A year of standups through the rules, the shell and the real store, with a messenger that only remembers."""

import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from tests.bench.figures import Figure, at_most
from tests.bench.office import Office

#: A Sunday, before the Monday begins anywhere.
START = datetime(2026, 1, 4, 6, tzinfo=UTC)
WEEKDAYS_IN_A_YEAR = 261


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """Everybody is prompted every weekday; most answer, some late, some skip, some say nothing."""
    teams, days = (4, 10) if quick else (20, WEEKDAYS_IN_A_YEAR)
    end = _end(days)
    with tempfile.TemporaryDirectory(prefix="piton-bench-") as folder:
        office = Office(f"sqlite:///{Path(folder) / 'year.db'}", teams, START)
        began = perf_counter()
        try:
            await office.open()
            await office.live_until(end)
        finally:
            await office.close()
        took = perf_counter() - began
    crowd, due = office.crowd, office.due(end.date())
    wrong = sum(abs(crowd.asked[each] - (each in due)) for each in due | set(crowd.asked))
    shape = (
        f"{teams} teams of 10 in 4 zones, {days} days, {crowd.answers} answers,"
        f" {crowd.posts} posts, {crowd.edits} edits"
    )
    goal = round(120 * teams * days / 20 / WEEKDAYS_IN_A_YEAR, 2)
    yield at_most("year_of_standups", took, "s", goal, against=shape)
    yield at_most("year_prompts_lost_or_doubled", wrong, "prompts", 0, against=f"{len(due)} due")


def _end(days: int) -> datetime:
    """When the last of so many weekdays has begun everywhere, and the next has not begun anywhere."""
    weeks, rest = divmod(days - 1, 5)
    return START + timedelta(days=7 * weeks + rest + 1, hours=13)
