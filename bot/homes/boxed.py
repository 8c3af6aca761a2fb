"""A running spike as its owners' Homes tell of it: how much of its box is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ceremonies.spike import Spike
from bot.ceremonies.spike.clock import ticked
from bot.ceremonies.spike.state import Standing
from bot.model import MemberId, RoundId
from bot.shell.spiking import Running

#: The time that is left of a spike is told in such steps: each makes another Home.
STEP = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Boxed:
    """A spike that they own, alone or with others. `left`: of its box, in steps that are worth another look."""

    round: RoundId
    team: str
    question: str
    owner: str
    mine: bool  #: they work by its box
    standing: Standing
    left: timedelta
    until: datetime | None
    starts_at: datetime | None = None  #: of one that has yet to begin


def boxed(each: Running, member: MemberId, at: datetime) -> Boxed:
    """A running spike as this member sees it now."""
    state = ticked(each.round.state, at)
    standing = state.standing
    return Boxed(
        each.round.id,
        each.team.name,
        state.question,
        state.owner.name,
        state.owner.id == member,
        standing,
        STEP * -(-state.box.left_at(at) // STEP) if standing == "runs" else state.box.left_at(at),
        state.box.when(state.box.size) if standing in {"runs", "ahead"} else None,
        state.starts_at if standing == "ahead" else None,
    )


def next_step(state: Spike, at: datetime) -> datetime | None:
    """When so much of a running box is left as its Home would say otherwise."""
    state = ticked(state, at)
    left = state.box.left_at(at)
    if not state.begun:
        return state.starts_at
    if state.standing != "runs" or not left:
        return None
    step = STEP * (-(-left // STEP) - 1)
    return state.box.when(state.box.size - step)
