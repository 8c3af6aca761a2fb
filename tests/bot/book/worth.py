"""Readings of a metric, one a sprint, and the worked example."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.book.returns import Metric, Reading

MONDAY = date(2026, 1, 5)
F1 = Metric("% F1", "higher", floor=0, ceiling=100)
OPEN = Metric("points", "higher")


def readings(*rows: tuple[float, float], jumps: Sequence[int] = ()) -> list[Reading]:
    """One a sprint: value, and the FTE-days since the one before."""
    return [
        Reading(MONDAY + timedelta(14 * at), value, days, at + 1, jump="new data" if at in jumps else "")
        for at, (value, days) in enumerate(rows)
    ]


#: 75 % F1 after 10 FTE-days, 78 after 8 more, 80 after 5, 85 after 20.
EXAMPLE = readings((75, 10), (78, 8), (80, 5), (85, 20))
