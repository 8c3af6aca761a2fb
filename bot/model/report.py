"""What a machine reports: results of an experiment, or readings of what a team keeps in view."""

from dataclasses import dataclass
from datetime import datetime, timedelta


def measures(metric: str, subset: str = "") -> tuple[str, str]:
    """What tells a metric from others, however it is written: its name, and the subset of the data that it is of."""
    return " ".join(metric.split()).casefold(), " ".join(subset.split()).casefold()


#: Clocks differ: what was measured may be so much later than now.
AHEAD = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Measured:
    """One number of a metric. `subset`: of which part of the data, empty for all; `low` and `high`: its interval, where
    there is one."""

    metric: str
    value: float
    low: float | None = None
    high: float | None = None
    subset: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What came in at once. It names an experiment by its key or, without one, only what the team keeps in view.
    `days`: FTE-days spent since the result before, None where nobody said. `key`: the sender's own, the same each time
    that the same report is sent; `gist`: a hash of what it says, as a key that was forgotten may stand for another."""

    key: str
    measured: tuple[Measured, ...]
    experiment: str = ""
    days: float | None = None
    commit: str = ""
    data: str = ""
    model: str = ""
    note: str = ""
    source: str = ""  #: where it comes from, as a person reads it: "GitHub Actions", "MLflow"
    link: str = ""
    at: datetime | None = None  #: when it was measured; None: when it came in
    gist: str = ""
