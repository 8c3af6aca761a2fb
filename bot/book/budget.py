"""Error budgets: how much of what may go wrong has gone wrong. Pure: readings in, shares out.

After Google's Site Reliability Workbook, chapter 2 "Implementing SLOs" and appendix B "Example Error Budget Policy":
the budget is what an objective leaves (1 − objective) over a window of days; while it is exceeded, repair comes before
features. Whoever keeps the objective exactly has used all of it, and has exceeded nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower"]

#: Fewer readings than this say nothing of a budget.
FEWEST = 5
#: A share of the budget from which on little of it is left.
NEARLY = 0.8
#: Hours of a year, leap years in their turn.
YEAR_HOURS = 365.25 * 24
#: A share of a budget is told to so many digits: what sums of fractions leave beyond them is no error of the team's.
_DIGITS = 9
#: No budget is said to be spent by more percent than that: it would tell nobody more.
_MOST = 9_999


@dataclass(frozen=True, slots=True)
class Used:
    """What readings have used of a budget. `share`: 1 is all of it, more is too much; None while there are too few.
    `missed`: so many of `count` did not keep the threshold."""

    count: int = 0
    missed: int = 0
    share: float | None = None

    @property
    def spent(self) -> bool:
        """Whether more went wrong than may."""
        return self.share is not None and self.share > 1

    @property
    def nearly(self) -> bool:
        """Whether little more may go wrong."""
        return self.share is not None and NEARLY <= self.share <= 1

    @property
    def percent(self) -> int:
        """The share in whole percent, 0 while nobody can say: above 100 if, and only if, it is spent; of very
        many one more than `percent` tells."""
        if self.share is None:
            return 0
        said = math.ceil(self.share * 100) if self.spent else math.floor(self.share * 100)
        return min(_MOST + 1, said)

    @property
    def left(self) -> int:
        """What is left, in whole percent."""
        return max(0, 100 - self.percent)


def percent(used: int) -> str:
    """So much of a budget, as it is told: 133 %, or that it is over 9,999 %."""
    return f"over {_MOST:,} %" if used > _MOST else f"{used:,} %"


@dataclass(frozen=True, slots=True)
class Counted:
    """Readings of which only so much is known any more. `down`: what all of them together lack of 1."""

    count: int = 0
    missed: int = 0
    down: float = 0.0


def keeps(value: float, threshold: float, better: Better) -> bool:
    """Whether a reading keeps the threshold: one that is just there does."""
    return value >= threshold if better == "higher" else value <= threshold


def by_readings(
    values: Sequence[float], threshold: float, better: Better, allowed: float, older: Sequence[Counted] = ()
) -> Used:
    """Of a budget that is a share of the readings: `allowed`, above 0, may miss the threshold. Used is
    (missed / count) / allowed: the workbook's request-based objective, with a reading in the place of a request."""
    count, missed = _counts(values, threshold, better, older)
    return Used(count, missed, None if count < FEWEST else round(missed / count / allowed, _DIGITS))


def by_time(values: Sequence[float], objective: float, older: Sequence[Counted] = ()) -> Used:
    """Of a budget that is time: each value is the share of one period, all equally long, in which things worked, and
    `objective`, below 1, the share that is promised. Used is (1 − mean) / (1 − objective)."""
    count, missed = _counts(values, objective, "higher", older)
    if count < FEWEST:
        return Used(count, missed)
    down = math.fsum((*(1 - each for each in values), *(each.down for each in older))) / count
    return Used(count, missed, round(down / (1 - objective), _DIGITS))


def _counts(
    values: Sequence[float], threshold: float, better: Better, older: Sequence[Counted]
) -> tuple[int, int]:
    """How many there are in all, and how many miss it."""
    missed = sum(not keeps(each, threshold, better) for each in values)
    return len(values) + sum(each.count for each in older), missed + sum(each.missed for each in older)


def hours_a_year(availability: float) -> float:
    """The hours a year in which something of this availability is down: 8.8 for 0.999."""
    return (1 - availability) * YEAR_HOURS
