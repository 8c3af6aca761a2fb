"""What the bot hears of its direct messages: what was written, edited or deleted there, by itself too."""

from playground import messages
from playground.people import Channel
from playground.shapes import Json
from playground.slack import Slack

#: The subscription under which `message` events of direct messages are sent.
DIRECT = "message.im"


def written(channel: Channel, message: Json) -> Json:
    event = messages.public(message) | {"channel": channel.id, "event_ts": message["ts"]}
    return event | {"channel_type": "im"}


def edited(slack: Slack, channel: Channel, before: Json, after: Json) -> Json:
    shown = {"message": messages.public(after), "previous_message": before}
    return _hidden(slack, channel, "message_changed") | shown


def deleted(slack: Slack, channel: Channel, before: Json) -> Json:
    gone = {"deleted_ts": before["ts"], "previous_message": before}
    return _hidden(slack, channel, "message_deleted") | gone


def _hidden(slack: Slack, channel: Channel, subtype: str) -> Json:
    """The event has a `ts` of its own; the message's is inside."""
    ts = slack.workspace.next_ts()
    event: Json = {"type": "message", "subtype": subtype, "hidden": True, "channel": channel.id}
    return event | {"channel_type": "im", "ts": ts, "event_ts": ts}


def echo(slack: Slack, channel: Channel, before: Json | None, after: Json | None) -> None:
    """The bot wrote, edited or deleted something: it hears of that after its call was answered.

    What only one person sees, nobody is told of.
    """
    changed = after or before or {}
    if not channel.is_im or "ephemeral_to" in changed:
        return
    if after is None:
        event = deleted(slack, channel, messages.public(before or {}))
    elif before is None:
        event = written(channel, after)
    else:
        event = edited(slack, channel, before, after)
    slack.events.later(event, as_type=DIRECT)
