"""A figure: one measured value, what it is compared with, and whether it reaches its goal."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the output. `holds` is None where there is no goal."""

    name: str
    value: float
    unit: str
    against: str | None = None
    ratio: float | None = None
    goal: str | None = None
    holds: bool | None = None

    def line(self) -> str:
        """The figure as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False)


def at_most(
    name: str,
    value: float,
    unit: str,
    limit: float,
    *,
    against: str | None = None,
    other: float | None = None,
) -> Figure:
    """A figure that shall be at most `limit`: the value itself or, where `other` is given, its ratio to that."""
    ratio = None if other is None else value / other
    measured = value if ratio is None else ratio
    return Figure(
        name,
        round(value, 3),
        unit,
        against,
        None if ratio is None else round(ratio, 3),
        f"<= {limit:g}" if limit else "0",
        measured <= limit,
    )


def at_least(
    name: str,
    value: float,
    unit: str,
    limit: float,
    *,
    against: str | None = None,
    other: float | None = None,
) -> Figure:
    """A figure that shall be at least `limit`: the value itself or, where `other` is given, its ratio to that."""
    ratio = None if other is None else value / other
    measured = value if ratio is None else ratio
    shown = None if ratio is None else round(ratio, 3)
    return Figure(name, round(value, 3), unit, against, shown, f">= {limit:g}", measured >= limit)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies: the nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
