"""The moves by which a script makes the Web API go wrong."""

from collections.abc import Awaitable, Callable

from playground.outcome import Outcome
from playground.shapes import Json, ScriptError
from playground.slack import Slack

_NOT_OF_THE_FAULT = ("workspace", "user")


async def fault(slack: Slack, given: Json) -> Outcome:
    """Plans one; see `playground/faults.py` for what it may say."""
    slack.faults.include({name: value for name, value in given.items() if name not in _NOT_OF_THE_FAULT})
    return Outcome(more={"planned": len(slack.faults.plan)})


async def faults(slack: Slack, given: Json) -> Outcome:
    """A whole plan in place of the one before; tells what of that one was met."""
    plan, seed = given.get("plan"), given.get("seed", 0)
    if not isinstance(plan, list):
        raise ScriptError("The plan is a list of faults, each as for `fault`.")
    if not isinstance(seed, int):
        raise ScriptError("The seed is a whole number.")
    met = slack.faults.counted()
    slack.faults.replace(plan, seed)
    return Outcome(more={"planned": len(slack.faults.plan), "met": met})


def show(slack: Slack) -> Json:
    """What is planned and was not met, or not for the last time, and what was met."""
    return {"plan": [fault.told() for fault in slack.faults.plan], "met": slack.faults.counted()}


async def no_faults(slack: Slack, _given: Json) -> Outcome:
    """Forgets those that were not met yet."""
    slack.faults.clear()
    return Outcome(more={"planned": 0})


MOVES: dict[str, Callable[[Slack, Json], Awaitable[Outcome]]] = {
    "fault": fault,
    "faults": faults,
    "no_faults": no_faults,
}
