"""What a person saw of what they did, and how an interaction reaches the app."""

from dataclasses import dataclass, field

from playground.line import INTERACTION
from playground.shapes import Json
from playground.silence import GONE, NOT_INTERACTIVE, SilenceError, after_interaction
from playground.slack import Slack


@dataclass
class Outcome:
    """The app's answer, complaints under fields, or a sentence of Slack's client."""

    ack: Json | None = None
    text: str | None = None
    errors: list[Json] = field(default_factory=list)
    error: str | None = None
    #: Whatever else the caller may want to know, such as the message that was written.
    more: Json = field(default_factory=dict)


async def interact(slack: Slack, payload: Json) -> Outcome:
    """Sends a click, a shortcut, a submission or a closing. Slack never sends one twice."""
    if not slack.installed:
        return Outcome(error=GONE)
    if not slack.app.features.interactive:
        return Outcome(error=NOT_INTERACTIVE)
    try:
        return Outcome(ack=await slack.line.send(INTERACTION, payload))
    except SilenceError as silence:
        return Outcome(error=after_interaction(payload["type"], silence))
