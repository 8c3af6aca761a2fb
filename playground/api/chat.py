"""chat.*: posting, editing and deleting messages."""

from playground import messages
from playground.api.call import Call
from playground.blocks import MESSAGE, accept
from playground.people import Channel
from playground.shapes import BOT_USER, Json, SlackError

LONGEST_TEXT = 40_000


async def post_message(call: Call) -> Json:
    channel = writable(call)
    text, blocks = content(call)
    message = messages.post(
        call.slack.workspace,
        channel,
        BOT_USER,
        text or "",
        blocks,
        thread_ts=call.text("thread_ts"),
        metadata=metadata(call),
        subtype="thread_broadcast" if call.flag("reply_broadcast") and call.text("thread_ts") else None,
    )
    return {"channel": channel.id, "ts": message["ts"], "message": messages.public(message, metadata=True)}


async def post_ephemeral(call: Call) -> Json:
    channel = writable(call)
    text, blocks = content(call)
    user = call.needed("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = messages.post(
        call.slack.workspace,
        channel,
        BOT_USER,
        text or "",
        blocks,
        thread_ts=call.text("thread_ts"),
        ephemeral_to=user,
    )
    return {"message_ts": message["ts"]}


async def update(call: Call) -> Json:
    channel, message = own(call, "cant_update_message")
    text, blocks = content(call)
    messages.edit(call.slack.workspace, message, text, blocks)
    if "metadata" in call.arguments:
        message["metadata"] = metadata(call)
        if not message["metadata"]:
            del message["metadata"]
    shown = messages.public(message, metadata=True)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": shown}


async def delete(call: Call) -> Json:
    channel, message = own(call, "cant_delete_message")
    messages.delete(call.slack.workspace, channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


async def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.slack.workspace.message(channel, call.needed("message_ts"))
    if message is None or "ephemeral_to" in message:
        raise SlackError("message_not_found")
    link = f"{call.slack.root}/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if messages.is_reply(message):
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def writable(call: Call) -> Channel:
    """Where the bot may write: a user's id means their direct message."""
    given = call.needed("channel")
    person = call.slack.workspace.people.get(given)
    if person is not None:
        if person.is_bot or person.deleted:
            raise SlackError("channel_not_found" if person.is_bot else "user_disabled")
        return call.slack.workspace.direct(person.id)
    channel = call.channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_im and any(call.slack.workspace.people[member].deleted for member in channel.members):
        raise SlackError("user_disabled")
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def own(call: Call, error: str) -> tuple[Channel, Json]:
    channel = call.channel()
    message = call.slack.workspace.message(channel, call.needed("ts"))
    if message is None or "ephemeral_to" in message:
        raise SlackError("message_not_found")
    if message["user"] != BOT_USER:
        raise SlackError(error)
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel, message


def content(call: Call) -> tuple[str | None, list[Json] | None]:
    text = call.text("text")
    given = call.parsed("blocks", "invalid_blocks_format")
    if text is not None and len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    blocks = None if given is None else accept(given, MESSAGE)
    if not text and not blocks:
        raise SlackError("no_text")
    return text, blocks


def metadata(call: Call) -> Json | None:
    given = call.parsed("metadata", "invalid_metadata_format")
    if not given:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    payload = given.get("event_payload")
    if not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")
    return {"event_type": given["event_type"], "event_payload": payload}
