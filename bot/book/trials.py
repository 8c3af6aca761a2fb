"""What experiments came to on some days: how many were proved and disproved, and how many results came in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from bot.book.days import Days

#: What an experiment came to, in the order in which it is said. All weigh the same.
Outcome = Literal["proved", "disproved", "inconclusive", "dropped"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Broken:
    """A guardrail that a result does not keep: of which part of the data (empty: all), what was agreed on, and what it
    has instead. `higher`: more is better."""

    metric: str
    subset: str
    limit: float
    value: float
    higher: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """When a result was measured, and what it breaks."""

    at: datetime
    broken: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """An experiment in a team's past, whoever's it is: the results that count, oldest first, and what it came to."""

    key: str
    hypothesis: str
    began: datetime
    results: tuple[Taken, ...] = ()
    outcome: Outcome | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Experiments:
    """`results`: how many were measured; `outcomes`: what those that ended came to, those that there were."""

    results: int = 0
    outcomes: tuple[tuple[Outcome, int], ...] = ()


NO_EXPERIMENTS = Experiments()


def experiments(trials: Sequence[Trial], days: Days) -> Experiments:
    """The figures of these days."""
    came = Counter(each.outcome for each in trials if each.outcome and days.have(each.ended_at))
    return Experiments(
        sum(days.have(one.at) for each in trials for one in each.results),
        tuple((each, came[each]) for each in OUTCOMES if came[each]),
    )
