"""An experiment at a glance, in a line of somebody else's."""

from collections.abc import Mapping
from datetime import date

from bot.book.trials import Outcome
from bot.dates import say_day
from bot.tried import Glance
from handlers.returns import number
from handlers.slack.text import clip, line

_KEY, _METRIC, _UNIT = 40, 60, 20
_OUTCOMES: Mapping[Outcome, str] = {
    "proved": "proved",
    "disproved": "disproved",
    "inconclusive": "inconclusive",
    "dropped": "given up",
}


def key(it: Glance) -> str:
    """How it is called."""
    return clip(line(it.key), _KEY)


def stands(it: Glance, year: int | None = None) -> str:
    """ "F1 at 85 points on Fri 27 Nov", or that there is no result yet; what it came to comes first. Days of another
    year than this are named with theirs."""
    outcome = f"{_OUTCOMES[it.outcome]}, " if it.outcome else ""
    if it.value is None or it.day is None:
        return f"{outcome}without a result" if outcome else "no result yet"
    metric, unit = clip(line(it.metric), _METRIC), clip(line(it.unit), _UNIT)
    return f"{outcome}{metric} at {number(it.value)} {unit}".rstrip() + f" on {_day(it.day, year)}"


def _day(day: date, year: int | None) -> str:
    return say_day(day) + (f" {day.year}" if year is not None and day.year != year else "")
