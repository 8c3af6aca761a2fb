"""Some days of a team, by the clock of its zone."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Days:
    """Days from the first to the last, both included, by the clock of a zone."""

    first: date
    last: date
    zone: str

    def day(self, at: datetime) -> date:
        """The day of a moment."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def have(self, when: date | datetime | None) -> bool:
        """Whether a day, or a moment, is among them."""
        if when is None:
            return False
        day = self.day(when) if isinstance(when, datetime) else when
        return self.first <= day <= self.last
