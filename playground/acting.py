"""Being a person: commands, messages, shortcuts, coming and going; and what Slack's client shows for it."""

from dataclasses import dataclass, field
from typing import Any

from playground import messages
from playground.blocks import MESSAGE, accept
from playground.markup import as_typed, mentions_bot
from playground.people import Channel
from playground.shapes import BOT_USER, TEAM_DOMAIN, TEAM_ID, Json, ScriptError, SlackError
from playground.slack import Slack
from playground.sockets import NobodyError, SilenceError

NOT_A_COMMAND = (
    '{command} is not a valid command. In Slack, all messages that start with the "/" character are '
    "interpreted as commands. If you are trying to send a message and not run a command, try preceding "
    'the "/" with an empty space.'
)
SLOW = "⚠️ This app took too long to respond."


@dataclass
class Outcome:
    """What the person saw: the app's answer, complaints under fields, or a sentence of Slack's client."""

    ack: Json | None = None
    text: str | None = None
    errors: list[Json] = field(default_factory=list)
    error: str | None = None
    #: Whatever else the caller may want to know, such as the message that was written.
    more: Json = field(default_factory=dict)


async def command(slack: Slack, user: str, channel: Channel, typed: str) -> Outcome:
    name, _, rest = typed.strip().partition(" ")
    if not name.startswith("/"):
        raise ScriptError(f"A command starts with a slash; {typed!r} does not.")
    if name in SLACKS_OWN:
        return await SLACKS_OWN[name](slack, user, channel, rest.strip())
    known = {entry["command"]: entry for entry in slack.commands}
    if known and name not in known:
        return Outcome(error=NOT_A_COMMAND.format(command=name))
    escape = known.get(name, {}).get("should_escape", True)
    rest = rest.strip()
    payload: Json = {
        "token": "playground-verification",
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": slack.place(channel)["name"],
        "user_id": user,
        "user_name": slack.workspace.people[user].name,
        "command": name,
        "text": as_typed(rest, slack.workspace, command=True) if escape else rest,
        "api_app_id": slack.envelope("", user)["api_app_id"],
        "is_enterprise_install": "false",
        "response_url": slack.response_url(channel, user),
        "trigger_id": slack.triggers.issue(user),
    }
    try:
        ack = await slack.sockets.send("slash_commands", payload)
    except NobodyError:
        return Outcome(
            error=f'{name} failed with the error "dispatch_unknown_error": the app did not respond.'
        )
    except SilenceError:
        return Outcome(error=f'{name} failed with the error "dispatch_failed"')
    return Outcome(ack=ack, text=show_answer(slack, channel, user, ack))


def show_answer(slack: Slack, channel: Channel, user: str, ack: Json | None) -> str | None:
    """The ack of a command may be a message: only for that person, unless it says `in_channel`."""
    if not ack or not (ack.get("text") or ack.get("blocks")):
        return None
    try:
        blocks = accept(ack["blocks"], MESSAGE) if ack.get("blocks") else None
    except SlackError:
        return None
    only_to = None if ack.get("response_type") == "in_channel" else user
    text = str(ack.get("text") or "")
    messages.post(slack.workspace, channel, BOT_USER, text, blocks, ephemeral_to=only_to)
    return text


async def say(slack: Slack, user: str, channel: Channel, typed: str, thread_ts: str | None = None) -> Outcome:
    workspace = slack.workspace
    if user not in channel.members:
        raise ScriptError(f"{user} is not in #{channel.name}.", channel.members)
    if not typed.strip():
        raise ScriptError("There is nothing to say.")
    text = as_typed(typed, workspace)
    client_id = workspace.new_id("")
    try:
        message = messages.post(workspace, channel, user, text, thread_ts=thread_ts, client_msg_id=client_id)
    except SlackError:
        raise ScriptError(
            f"There is no message {thread_ts} to answer in.", [m["ts"] for m in channel.messages]
        ) from None
    workspace.seen[(user, channel.id)] = message["ts"]
    event = messages.public(message) | {"channel": channel.id, "event_ts": message["ts"]}
    if channel.is_im:
        await slack.events.tell(event | {"channel_type": "im"}, as_type="message.im")
    elif mentions_bot(text) and BOT_USER in channel.members:
        await slack.events.tell(event | {"type": "app_mention"})
    return Outcome(more={"message": messages.public(message)})


async def shortcut(
    slack: Slack, user: str, callback_id: str, channel: Channel | None, ts: str | None
) -> Outcome:
    """A global shortcut; with a channel and a message's `ts`, a shortcut on that message."""
    payload = slack.envelope("shortcut" if ts is None else "message_action", user)
    payload |= {"callback_id": callback_id, "trigger_id": slack.triggers.issue(user)}
    payload["action_ts"] = slack.workspace.next_ts()
    if ts is not None:
        if channel is None:
            raise ScriptError("A shortcut on a message needs the message's channel.")
        message = visible(slack, channel, ts, user)
        payload |= {"channel": slack.place(channel), "message_ts": ts, "message": messages.public(message)}
        payload["response_url"] = slack.response_url(channel, user)
    return await interact(slack, payload)


async def interact(slack: Slack, payload: Json) -> Outcome:
    """Sends an interaction that takes no answer beyond the ack."""
    try:
        ack = await slack.sockets.send("interactive", payload)
    except SilenceError:
        return Outcome(error=SLOW)
    return Outcome(ack=ack)


def visible(slack: Slack, channel: Channel, ts: str, user: str) -> Json:
    message = slack.workspace.message(channel, ts)
    if message is None or message.get("ephemeral_to", user) != user:
        seen = [m["ts"] for m in channel.messages if m.get("ephemeral_to", user) == user]
        raise ScriptError(f"{user} sees no message {ts} there.", seen)
    return message


async def join(slack: Slack, user: str, channel: Channel, inviter: str | None = None) -> Outcome:
    if channel.is_im:
        raise ScriptError("Nobody can join a direct message.")
    if user not in channel.members:
        channel.members.append(user)
        slack.workspace.changed()
        if BOT_USER in channel.members:
            event = membership("member_joined_channel", user, channel) | {
                "event_ts": slack.workspace.next_ts()
            }
            await slack.events.tell(event | ({"inviter": inviter} if inviter else {}))
    return Outcome()


async def leave(slack: Slack, user: str, channel: Channel) -> Outcome:
    """Others' leaving is told to the bot while it is there; its own removal is an event of another name."""
    if channel.is_im or user not in channel.members:
        raise ScriptError(f"{user} is not in that channel.", channel.members)
    heard = BOT_USER in channel.members
    channel.members.remove(user)
    slack.workspace.changed()
    ts = {"event_ts": slack.workspace.next_ts()}
    if user == BOT_USER:
        kind = "group_left" if channel.is_private else "channel_left"
        await slack.events.tell({"type": kind, "channel": channel.id} | ts)
    elif heard:
        await slack.events.tell(membership("member_left_channel", user, channel) | ts)
    return Outcome()


def membership(kind: str, user: str, channel: Channel) -> Json:
    kind_of_channel = "G" if channel.is_private else "C"
    return {
        "type": kind,
        "user": user,
        "channel": channel.id,
        "channel_type": kind_of_channel,
        "team": TEAM_ID,
    }


async def change_member(slack: Slack, user: str, changes: dict[str, Any]) -> Outcome:
    person = slack.workspace.people[user]
    for name, value in changes.items():
        setattr(person, name, value)
    slack.workspace.changed()
    seen = person.as_slack(slack.clock.now()) | {"updated": int(slack.clock.now().timestamp())}
    ts = slack.workspace.next_ts()
    event = {"type": "user_change", "user": seen, "cache_ts": int(float(ts)), "event_ts": ts}
    await slack.events.tell(event)
    return Outcome()


async def open_bot(slack: Slack, user: str, tab: str) -> Outcome:
    """The person opens the bot, at its Home or its messages."""
    channel = slack.workspace.direct(user)
    event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab}
    event["event_ts"] = slack.workspace.next_ts()
    home = slack.workspace.homes.get(user)
    if tab == "home" and home is not None:
        event["view"] = home.view
    await slack.events.tell(event)
    return Outcome(more={"channel": channel.id})


async def _invite(slack: Slack, user: str, channel: Channel, who: str) -> Outcome:
    person = slack.workspace.person(who)
    await join(slack, person.id, channel, inviter=user)
    return Outcome(more={"notice": f"{person.real_name} is in #{channel.name} now."})


async def _remove(slack: Slack, _user: str, channel: Channel, who: str) -> Outcome:
    person = slack.workspace.person(who)
    await leave(slack, person.id, channel)
    return Outcome(more={"notice": f"{person.real_name} was removed from #{channel.name}."})


#: Commands that Slack answers itself, without asking any app.
SLACKS_OWN = {"/invite": _invite, "/remove": _remove}
