"""What tests of a ceremony's listeners do at the door: type its command, and send one of its forms."""

from typing import Any

from bot.model import ChannelId, MemberId, WorkspaceId
from handlers.slack.desk import Command, Envelope, OnCommand, Reply
from tests.handlers.slack import limits
from tests.handlers.slack.door import ANN, HERE, ROOM, Door, submission
from tests.handlers.slack.test_hostile_words import literal

Json = dict[str, Any]


async def answer(
    door: Door,
    on_command: OnCommand,
    name: str,
    text: str = "",
    user: MemberId = ANN,
    channel: str = ROOM,
    workspace: WorkspaceId = HERE,
) -> Reply | None:
    """What a command is answered with, within Slack's limits."""
    word, _, rest = text.partition(" ")
    envelope = Envelope(workspace, user, "x", ChannelId(channel), "trigger")
    reply = await on_command(door.desk, Command(envelope, name, word, rest, "data", text))
    if reply:
        drawn = reply.drawn()
        limits.message(drawn["text"], drawn["blocks"])
        literal(drawn["blocks"])
    return reply


def sent(callback: str, note: str, user: str = ANN, team: str = "T1", **values: Json) -> Json:
    """A submitted form, as Slack sends it."""
    body = submission("", team)
    body["user"]["id"] = user
    body["view"] |= {
        "callback_id": callback,
        "private_metadata": note,
        "blocks": [{"type": "input", "block_id": name} for name in values],
        "state": {"values": {name: {name: held} for name, held in values.items()}},
    }
    return body
