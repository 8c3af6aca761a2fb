"""A person edits or deletes what was written; in a direct message with the bot, it hears of that."""

from playground import hearing, messages
from playground.markup import as_typed
from playground.outcome import Outcome
from playground.people import Channel
from playground.shapes import Json, ScriptError
from playground.slack import Slack


async def edit(slack: Slack, user: str, channel: Channel, ts: str, typed: str) -> Outcome:
    message = _own(slack, user, channel, ts)
    before = messages.public(message)
    messages.edit(slack.workspace, message, as_typed(typed, slack.workspace), None)
    if channel.is_im:
        await slack.events.tell(hearing.edited(slack, channel, before, message), as_type=hearing.DIRECT)
    return Outcome(more={"message": messages.public(message)})


async def delete(slack: Slack, user: str, channel: Channel, ts: str) -> Outcome:
    message = _own(slack, user, channel, ts)
    before = messages.public(message)
    messages.delete(slack.workspace, channel, message)
    if channel.is_im:
        await slack.events.tell(hearing.deleted(slack, channel, before), as_type=hearing.DIRECT)
    return Outcome()


def _own(slack: Slack, user: str, channel: Channel, ts: str) -> Json:
    """People change what they wrote themselves; admins may delete anything, which no script needs so far."""
    mine = [m["ts"] for m in channel.messages if m["user"] == user and user in channel.members]
    message = slack.workspace.message(channel, ts)
    if message is None or ts not in mine:
        raise ScriptError(f"{user} wrote no message {ts} there.", mine)
    return message
