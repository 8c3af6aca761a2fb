"""The spikes of a team as another ceremony speaks of them: whose they are, what they ask, and how long they go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.ceremonies.spike.clock import ahead, ticked
from bot.ceremonies.spike.state import Spike, Standing
from bot.model import MemberId, Round, RoundId


@dataclass(frozen=True, slots=True)
class Running:
    """An undecided spike at one moment. All in it holds until something happens to the spike, so that a message that
    shows it need not be edited merely since time goes by."""

    round: RoundId
    owner: MemberId
    name: str  #: the owner's
    question: str
    standing: Standing
    up_at: datetime | None = None  #: when its time is up: None also where that is too far ahead
    left: timedelta | None = None  #: what is left of one that stands still
    starts_at: datetime | None = None  #: of one that is ahead


def running(rounds: Iterable[Round[Any]], at: datetime) -> tuple[Running, ...]:
    """These spikes as they are at this moment, also where their own clock has not acted yet; not the decided ones."""
    now = ((each.id, ticked(each.state, at)) for each in rounds)
    return tuple(_running(round_, state, at) for round_, state in now if not state.decided)


def _running(round_: RoundId, state: Spike, at: datetime) -> Running:
    return Running(
        round_,
        state.owner.id,
        state.owner.name,
        state.question,
        state.standing,
        dict(ahead(state)).get("up"),
        state.box.left_at(at) if state.standing == "paused" else None,
        state.starts_at if state.standing == "ahead" else None,
    )
