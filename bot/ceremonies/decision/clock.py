"""When somebody is asked whether a decision still stands: who decided, else the leads."""

from dataclasses import replace
from datetime import datetime

from bot.ceremonies import asking
from bot.ceremonies.asking import Asking
from bot.ceremonies.decision.state import Decision


def asking_of(state: Decision) -> Asking:
    """What is asked of it, and whom."""
    day = None if state.ended else state.due
    return Asking(day, state.zone, state.deciders, state.leads, state.away, state.asked, state.came)


def wake_at(state: Decision, at: datetime) -> datetime | None:
    """When the clock acts next."""
    return asking.wake_at(asking_of(state), at)


def ticked(state: Decision, at: datetime) -> Decision:
    """What the clock does by this moment."""
    new = asking.asked_now(asking_of(state), at)
    return replace(state, told=(*state.told, *new)) if new else state
