"""The moves by which a script makes the Web API go wrong."""

from collections.abc import Awaitable, Callable

from playground.outcome import Outcome
from playground.shapes import Json
from playground.slack import Slack

_NOT_OF_THE_FAULT = ("workspace", "user")


async def fault(slack: Slack, given: Json) -> Outcome:
    """Plans one; see `playground/faults.py` for what it may say."""
    slack.faults.include({name: value for name, value in given.items() if name not in _NOT_OF_THE_FAULT})
    return Outcome(more={"planned": len(slack.faults.plan)})


async def no_faults(slack: Slack, _given: Json) -> Outcome:
    """Forgets those that were not met yet."""
    slack.faults.clear()
    return Outcome(more={"planned": 0})


MOVES: dict[str, Callable[[Slack, Json], Awaitable[Outcome]]] = {"fault": fault, "no_faults": no_faults}
