"""A person edits or deletes what was written; in a direct message with the bot, it hears of that."""

from copy import deepcopy

from playground import messages
from playground.markup import as_typed
from playground.outcome import Outcome
from playground.people import Channel
from playground.shapes import Json, ScriptError
from playground.slack import Slack


async def edit(slack: Slack, user: str, channel: Channel, ts: str, typed: str) -> Outcome:
    message = _own(slack, user, channel, ts)
    before = messages.public(message)
    messages.edit(slack.workspace, message, as_typed(typed, slack.workspace), None)
    after = {"message": messages.public(message), "previous_message": before}
    await _tell(slack, channel, "message_changed", after)
    return Outcome(more={"message": messages.public(message)})


async def delete(slack: Slack, user: str, channel: Channel, ts: str) -> Outcome:
    message = _own(slack, user, channel, ts)
    before = deepcopy(messages.public(message))
    messages.delete(slack.workspace, channel, message)
    await _tell(slack, channel, "message_deleted", {"deleted_ts": ts, "previous_message": before})
    return Outcome()


def _own(slack: Slack, user: str, channel: Channel, ts: str) -> Json:
    """People change what they wrote themselves; admins may delete anything, which no script needs so far."""
    mine = [m["ts"] for m in channel.messages if m["user"] == user and user in channel.members]
    message = slack.workspace.message(channel, ts)
    if message is None or ts not in mine:
        raise ScriptError(f"{user} wrote no message {ts} there.", mine)
    return message


async def _tell(slack: Slack, channel: Channel, subtype: str, more: Json) -> None:
    """The event has a `ts` of its own; the message's is inside."""
    if not channel.is_im:
        return
    ts = slack.workspace.next_ts()
    event: Json = {"type": "message", "subtype": subtype, "hidden": True, "channel": channel.id}
    event |= {"channel_type": "im", "ts": ts, "event_ts": ts} | more
    await slack.events.tell(event, as_type="message.im")
