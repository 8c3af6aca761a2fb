"""A sprint as a burn-up: what was done, and how much there was to do, at the end of each of its working days."""

from collections.abc import Sequence
from datetime import date

from bot import schedule
from bot.ceremonies.sprint.state import Mark
from bot.model import BurnUp


def burn_up(
    number: int, days: Sequence[date], marks: Sequence[Mark], zone: str, until: date | None = None
) -> BurnUp | None:
    """The picture, up to the end of `until` or, where it is None, of the last of the days. None before the first mark,
    and where nothing has points. What was done on a day off counts from the next working day on."""
    past = [each for each in days if until is None or each <= until]
    if not past or not any(each.scope for each in marks):
        return None
    ends = [_at(marks, each, zone, last=each == past[-1]) for each in past]
    return BurnUp(
        f"Sprint {number}", tuple(days), tuple(each[0] for each in ends), tuple(each[1] for each in ends)
    )


def _at(marks: Sequence[Mark], day: date, zone: str, *, last: bool) -> tuple[int, int]:
    """Done, and to do, when the day ends; of the last one, all that is known."""
    before = [each for each in marks if last or schedule.local_day(each.at, zone) <= day]
    return (before[-1].done, before[-1].scope) if before else (0, marks[0].scope)
