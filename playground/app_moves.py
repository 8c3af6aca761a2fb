"""What a script can do to the app and its line: uninstall it, refresh its connections, repeat what it was sent."""

from collections.abc import Awaitable, Callable

from playground import given as read
from playground import installing
from playground.line import SORTS
from playground.outcome import Outcome
from playground.shapes import Json, ScriptError
from playground.silence import SilenceError
from playground.slack import Slack
from playground.sockets import GOODBYES


async def uninstall(slack: Slack, given: Json) -> Outcome:
    """`order` is the event that comes first, `error` what the token answers from now on."""
    first = read.one_of(given, "order", installing.LAST_EVENTS)
    return await installing.uninstall(slack, first, read.one_of(given, "error", installing.REFUSALS))


async def reinstall(slack: Slack, given: Json) -> Outcome:
    return installing.reinstall(slack, same_token=bool(given.get("same_token")))


async def repeat(slack: Slack, given: Json) -> Outcome:
    """A replay: the last event or interaction comes again, byte for byte."""
    sort = read.one_of(given, "sort", SORTS) if given.get("sort") else None
    return Outcome(more={"answers": await slack.line.repeat(read.times(given), sort)})


async def refresh(slack: Slack, given: Json) -> Outcome:
    most = read.times(given | {"times": given["connections"]}) if given.get("connections") else None
    reason = read.one_of(given, "reason", GOODBYES)
    return Outcome(more={"refreshed": await slack.sockets.refresh(reason, most)})


async def request_url(slack: Slack, given: Json) -> Outcome:
    """HTTP mode at this address, if it answers Slack's challenge; with an empty one, Socket Mode again."""
    line = slack.line
    if not given.get("url"):
        line.request_url.address = ""
        return Outcome()
    await line.request_url.save(read.words(given, "url"), line.sockets.ack_deadline)
    return Outcome()


async def ssl_check(slack: Slack, _given: Json) -> Outcome:
    line = slack.line
    if not line.request_url.address:
        raise ScriptError("There is no Request URL to check.")
    try:
        return Outcome(more=await line.request_url.ssl_check(line.sockets.ack_deadline))
    except SilenceError as silence:
        return Outcome(error=silence.reason)


MOVES: dict[str, Callable[[Slack, Json], Awaitable[Outcome]]] = {
    "uninstall": uninstall,
    "reinstall": reinstall,
    "repeat": repeat,
    "refresh": refresh,
    "request_url": request_url,
    "ssl_check": ssl_check,
}
