"""What people do to channels: coming and going, archiving, renaming and deleting; each as Slack tells the app."""

import re

from playground.outcome import Outcome
from playground.people import Channel
from playground.shapes import BOT_USER, Json, ScriptError
from playground.slack import Slack

_NAME = re.compile(r"[\w-]{1,80}")


async def join(slack: Slack, user: str, channel: Channel, inviter: str | None = None) -> Outcome:
    if channel.is_im:
        raise ScriptError("Nobody can join a direct message.")
    if channel.is_archived:
        raise ScriptError(f"#{channel.name} is archived.")
    if user in channel.members:
        return Outcome()
    channel.members.append(user)
    slack.workspace.changed()
    if BOT_USER in channel.members:
        event = membership("member_joined_channel", user, channel) | _stamp(slack)
        await slack.events.tell(event | ({"inviter": inviter} if inviter else {}))
    return Outcome()


async def leave(slack: Slack, user: str, channel: Channel, actor: str | None = None) -> Outcome:
    """Others' leaving is told to the bot while it is there; its own removal is an event of another name."""
    if channel.is_im or user not in channel.members:
        raise ScriptError(f"{user} is not in that channel.", channel.members)
    heard = BOT_USER in channel.members
    channel.members.remove(user)
    slack.workspace.changed()
    if user == BOT_USER:
        event = {"type": named(channel, "left"), "channel": channel.id, "actor_id": actor or user}
        await slack.events.tell(event | _stamp(slack))
    elif heard:
        await slack.events.tell(membership("member_left_channel", user, channel) | _stamp(slack))
    return Outcome()


def membership(kind: str, user: str, channel: Channel) -> Json:
    kind_of_channel = "G" if channel.is_private else "C"
    return {
        "type": kind,
        "user": user,
        "channel": channel.id,
        "channel_type": kind_of_channel,
        "team": channel.team,
    }


async def archive(slack: Slack, user: str, channel: Channel) -> Outcome:
    _check(channel, "archive")
    if channel.is_archived:
        raise ScriptError(f"#{channel.name} is archived already.")
    channel.is_archived = True
    event = {"type": named(channel, "archive"), "channel": channel.id, "user": user, "is_moved": 0}
    return await _changed(slack, channel, event)


async def unarchive(slack: Slack, user: str, channel: Channel) -> Outcome:
    """Whoever was in the channel is in it again, apps too."""
    if not channel.is_archived:
        raise ScriptError(f"#{channel.name} is not archived.")
    channel.is_archived = False
    event = {"type": named(channel, "unarchive"), "channel": channel.id, "user": user}
    return await _changed(slack, channel, event)


async def rename(slack: Slack, channel: Channel, name: str) -> Outcome:
    name = name.removeprefix("#")
    _check(channel, "rename")
    if not _NAME.fullmatch(name) or name != name.lower():
        raise ScriptError(f"{name!r} cannot be a channel's name: 1 to 80 small letters, digits, - and _.")
    if any(other.name == name for other in slack.workspace.channels.values() if not other.is_im):
        raise ScriptError(f"There is a #{name} already.")
    channel.name = name
    shown: Json = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
    shown |= {"is_group": True} if channel.is_private else {"is_channel": True}
    event = {"type": named(channel, "rename"), "channel": shown | {"is_mpim": False}}
    return await _changed(slack, channel, event)


async def delete(slack: Slack, user: str, channel: Channel) -> Outcome:
    _check(channel, "delete")
    del slack.workspace.channels[channel.id]
    event: Json = {"type": named(channel, "deleted"), "channel": channel.id, "actor_id": user}
    if channel.is_private:
        event["date_deleted"] = int(slack.clock.now().timestamp())
    return await _changed(slack, channel, event)


async def _changed(slack: Slack, channel: Channel, event: Json) -> Outcome:
    """Of public channels the app hears wherever it is; of private ones only from inside."""
    slack.workspace.changed()
    if not channel.is_private or BOT_USER in channel.members:
        await slack.events.tell(event | _stamp(slack))
    return Outcome()


def named(channel: Channel, happening: str) -> str:
    return f"{'group' if channel.is_private else 'channel'}_{happening}"


def _check(channel: Channel, verb: str) -> None:
    if channel.is_im or channel.name == "general":
        raise ScriptError(f"Slack lets nobody {verb} {'a direct message' if channel.is_im else '#general'}.")


def _stamp(slack: Slack) -> Json:
    return {"event_ts": slack.workspace.next_ts()}
