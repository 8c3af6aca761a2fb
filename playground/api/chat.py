"""chat.*: posting, editing and deleting messages."""

from playground import hearing, messages
from playground.api import content
from playground.api.call import Call
from playground.people import Channel
from playground.shapes import BOT_USER, Json, SlackError


async def post_message(call: Call) -> Json:
    channel = writable(call)
    new = content.of_new(call)
    message = messages.post(
        call.slack.workspace,
        channel,
        BOT_USER,
        new.text or "",
        new.blocks,
        thread_ts=call.text("thread_ts"),
        metadata=new.metadata,
        subtype="thread_broadcast" if call.flag("reply_broadcast") and call.text("thread_ts") else None,
    )
    hearing.echo(call.slack, channel, None, message)
    shown = messages.public(message, metadata=True)
    return {"channel": channel.id, "ts": message["ts"], "message": shown} | new.more()


async def post_ephemeral(call: Call) -> Json:
    channel = writable(call)
    new = content.of_new(call)
    user = call.needed("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = messages.post(
        call.slack.workspace,
        channel,
        BOT_USER,
        new.text or "",
        new.blocks,
        thread_ts=call.text("thread_ts"),
        ephemeral_to=user,
    )
    return {"message_ts": message["ts"]} | new.more()


async def update(call: Call) -> Json:
    channel, message = own(call, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    new = content.of_edit(call)
    before = messages.public(message)
    messages.edit(call.slack.workspace, message, new.text, new.blocks)
    if "metadata" in call.arguments:
        message.pop("metadata", None)
        message |= {"metadata": new.metadata} if new.metadata else {}
    hearing.echo(call.slack, channel, before, message)
    shown = messages.public(message, metadata=True)
    answer: Json = {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": shown}
    return answer | new.more()


async def delete(call: Call) -> Json:
    channel, message = own(call, "cant_delete_message")
    if channel.is_archived:
        raise SlackError("is_archived")
    messages.delete(call.slack.workspace, channel, message)
    hearing.echo(call.slack, channel, messages.public(message), None)
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
    public = "chat:write.public" in call.slack.scopes and not channel.is_private
    if BOT_USER not in channel.members and not public:
        raise SlackError("not_in_channel")
    if channel.restricted:
        raise SlackError(channel.restricted)
    return channel


def own(call: Call, error: str) -> tuple[Channel, Json]:
    channel = call.channel()
    message = call.slack.workspace.message(channel, call.needed("ts"))
    if message is None or "ephemeral_to" in message:
        raise SlackError("message_not_found")
    if message["user"] != BOT_USER:
        raise SlackError(error)
    return channel, message
