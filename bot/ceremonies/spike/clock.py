"""What the clock does to a spike: the stages of its box, and the decision that is asked for until it is given."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import worktime
from bot.ceremonies.spike.state import Spike, Stage, Told
from bot.model import Turn

#: The decision is asked for again on each of so many working mornings, then on every fifth.
DAILY, SELDOM = 5, 5


def turn(state: Spike) -> Turn[Spike]:
    """The turn of a state: when the clock should act next, and whether it is over."""
    if state.ended:
        return Turn(state, over=True, concerns=state.concerned)
    moments = [
        *(moment for _, moment in ahead(state)),
        state.ask_at,
        None if state.begun else state.starts_at,
    ]
    due = [each for each in moments if each]
    return Turn(state, min(due) if due else None, concerns=state.concerned)


def ahead(state: Spike) -> list[tuple[Stage, datetime]]:
    """The stages that are to be reached yet, and when: none while it stands still."""
    told = {each.stage for each in state.told if each.box == len(state.grown)}
    reached = {each.stage for each in state.told}
    stages: list[tuple[Stage, timedelta]] = []
    if not reached:  # half of a box that has grown is no news
        stages.append(("half", state.box.half))
    stages += [("near", state.box.near), ("up", state.box.size)]
    found = ((stage, state.box.when(used)) for stage, used in stages if stage not in told)
    return [(stage, moment) for stage, moment in found if moment]


def ticked(state: Spike, at: datetime) -> Spike:
    """What the clock does by this moment."""
    if state.ended:
        return state
    state = replace(state, begun=at >= state.starts_at)
    due = [(stage, moment) for stage, moment in ahead(state) if moment <= at]
    told = tuple(Told(stage, moment, len(state.grown), state.owner.id) for stage, moment in due)
    state = replace(state, told=(*state.told, *told))
    if state.up and state.box.since is not None:
        up_at = next(each.at for each in reversed(state.told) if each.stage == "up")
        state = replace(state, box=state.box.stopped(up_at), ask_at=next_morning(state, up_at, 1))
    if state.ask_at and at >= state.ask_at:
        asked = state.asked + 1
        further = 1 if asked < DAILY else SELDOM
        asked_of = (*state.asked_of, state.owner.id)
        state = replace(state, asked=asked, asked_of=asked_of, ask_at=next_morning(state, at, further))
    return state


def asked_from(state: Spike, at: datetime) -> Spike:
    """The decision is asked for from the next morning of whoever owns it now, where time is up."""
    return replace(state, ask_at=next_morning(state, at, 1)) if state.up else state


def next_morning(state: Spike, at: datetime, number: int) -> datetime | None:
    """When its owner's working day begins for the n-th time after this moment."""
    return worktime.morning(state.owner, at, state.box.away, number)
