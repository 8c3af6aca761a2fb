"""A sprint that is over, in numbers, and the order in which a board's sprints came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.model import SprintPast


@dataclass(frozen=True, slots=True)
class Sprint:
    """`days`: calendar days that it was planned for, 0 where nobody knows; the rest in points, or in stories that count
    one each. `committed` is what it began with, `added` and `removed` came after that."""

    start: date | None
    days: float
    committed: float
    completed: float
    added: float = 0.0
    removed: float = 0.0
    name: str = ""

    @property
    def held(self) -> bool:
        """A row with neither commitment nor completion says nothing: nobody planned and nobody worked."""
        return bool(self.committed or self.completed)


def in_order(sprints: Iterable[Sprint]) -> tuple[Sprint, ...]:
    """Oldest first, of one day in the order given. Where any has no start, all stay in the order given."""
    given = tuple(sprints)
    starts = {at: each.start for at, each in enumerate(given) if each.start is not None}
    if len(starts) < len(given):
        return given
    return tuple(given[at] for at in sorted(starts, key=lambda at: (starts[at], at)))


def finished(past: SprintPast) -> Sprint:
    """A closed sprint of a team, as a forecast reads it."""
    it = past.sprint
    days = (it.last - it.first).days + 1
    return Sprint(it.first, days, it.committed, it.completed, it.added, it.removed, str(it.number))
