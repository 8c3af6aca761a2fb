"""A KPI at a glance: whether there is anything to say of it just now. It goes by its state alone, as that was judged
last, so that another thing is said of it after an act on it and never by a morning that passes."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot import schedule
from bot.book.budget import keeps
from bot.ceremonies.kpi.state import Kpi, Setup

#: Its budget is spent; its last reading misses the threshold; little of its budget is left; its whole window has passed
#: without a reading; there never was one; nothing is to be said.
How = Literal["spent", "missed", "nearly", "silent", "unread", "well"]
#: What is to be said to all of its team, the important first. The others are told to its owner alone.
ALARMS: tuple[How, ...] = ("spent", "missed", "nearly", "silent")
#: Percent: all of a budget, and more than that nobody is told at a glance.
_ALL, MANY = 100, 1_000


@dataclass(frozen=True, slots=True)
class Glance:
    """How it stands, as roughly as Homes tell it, so that hardly a reading makes another Home of everybody.
    `percent`: of its budget that is used, down to the tens or, once it is spent, to the hundreds; None where too few
    readings tell. `day`: of the last reading, by the team's calendar."""

    how: How
    setup: Setup | None = None
    percent: int | None = None
    day: date | None = None

    @property
    def alarms(self) -> bool:
        """Whether all of its team is told."""
        return self.how in ALARMS


def glance(state: Kpi) -> Glance | None:
    """How it stands; None where it is not kept in view any more."""
    if state.ended:
        return None
    last = state.last
    if last is None:
        return Glance("unread")
    how, used = _how(state, last.value), state.used
    if how == "silent":
        return Glance(how, state.setup, day=schedule.local_day(last.at, state.zone))
    if how not in ALARMS:
        return Glance(how)
    return Glance(how, state.setup, None if used.share is None else _roughly(used.percent))


def _roughly(percent: int) -> int:
    """23 % → 20 %, 572 % → 500 %, and never more than ten times all of it."""
    return percent // 10 * 10 if percent <= _ALL else min(percent // _ALL * _ALL, MANY)


def _how(state: Kpi, value: float) -> How:
    setup, used = state.setup, state.used
    if not used.count:
        return "silent"
    if used.spent:
        return "spent"
    if not keeps(value, setup.threshold, setup.better):
        return "missed"
    return "nearly" if used.nearly else "well"
