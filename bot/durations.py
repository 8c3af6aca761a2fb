"""How long something may take, as people type it: hours of work, or working days of whoever does it."""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.commas import either
from bot.errors import BadInput

_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]+)\s*(?:and\s+|,\s*)?")
_UNITS = {
    "m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "d": "d", "day": "d", "days": "d",
}  # fmt: skip
_EXAMPLES = "Try `3 h`, `90 min` or `2 days`."
#: Nobody needs more characters, and more digits are no duration.
_LONG, _DIGITS = 40, 6


@dataclass(frozen=True, slots=True)
class Span:
    """Working time: so much of it, and so many of somebody's working days."""

    time: timedelta
    days: float = 0

    def of(self, day: timedelta) -> timedelta:
        """All of it, for whose working day is so long; to the second."""
        seconds = self.time.total_seconds() + self.days * day.total_seconds()
        return timedelta(seconds=round(seconds))


def read_span(text: str, field: str = "") -> Span:
    """ "3 h", "90 min", "1 h 30 min", "1.5 days", and "3", which means hours. Raises BadInput by field, also for
    "1,234 h", which may be one of two."""
    words = " ".join(text.casefold().split())
    if re.fullmatch(r"\d+(?:[.,]\d+)?", words):
        words += "h"
    parts = _PART.findall(words) if len(words) <= _LONG else []
    known = all(unit in _UNITS for _, unit in parts)
    if known and any(len(re.split("[.,]", number)[0]) > _DIGITS for number, _ in parts):
        raise BadInput(f"No box is as long as that. {_EXAMPLES}", field)
    if not parts or not known or _PART.sub("", words).strip():
        raise BadInput(f"Say how long. {_EXAMPLES}", field)
    if len({_UNITS[unit] for _, unit in parts}) < len(parts):
        raise BadInput(f"Say each unit once. {_EXAMPLES}", field)
    if doubt := next(filter(None, (either(number) for number, _ in parts)), ""):
        raise BadInput(doubt, field)
    total = dict.fromkeys("mhd", 0.0)
    for number, unit in parts:
        total[_UNITS[unit]] += float(number.replace(",", "."))
    return Span(timedelta(minutes=total["m"], hours=total["h"]), total["d"])
