"""Being a person: commands, messages, shortcuts, the bot's Home; and what Slack's client shows for it."""

from difflib import get_close_matches
from typing import Any

from playground import channels, hearing, messages
from playground.blocks import MESSAGE, accept
from playground.line import COMMAND
from playground.markup import as_typed, mentions_bot
from playground.outcome import Outcome, interact
from playground.people import Channel, Person, handle
from playground.shapes import APP_ID, BOT_USER, VERIFICATION, Json, ScriptError, SlackError
from playground.silence import NO_MESSAGES, NOT_A_COMMAND, SilenceError, after_command
from playground.slack import Slack


async def command(slack: Slack, user: str, channel: Channel, typed: str) -> Outcome:
    name, _, rest = typed.strip().partition(" ")
    if not name.startswith("/"):
        raise ScriptError(f"A command starts with a slash; {typed!r} does not.")
    if name in SLACKS_OWN:
        return await SLACKS_OWN[name](slack, user, channel, rest.strip())
    entry = slack.app.takes(name) if slack.installed else None
    if entry is None:
        return Outcome(error=NOT_A_COMMAND.format(command=name) + _meant(slack, name, rest.strip()))
    escaped = entry.get("should_escape", True)
    text = as_typed(rest.strip(), slack.workspace, command=True) if escaped else rest.strip()
    try:
        ack = await slack.line.send(COMMAND, _command(slack, user, channel, name, text))
    except SilenceError as silence:
        return Outcome(error=after_command(name, silence))
    return Outcome(ack=ack, text=show_answer(slack, channel, user, ack))


def _meant(slack: Slack, name: str, rest: str) -> str:
    """Slack shows a menu while a command is typed; whoever types past it is told here what it would have offered."""
    offered = [str(entry["command"]) for entry in slack.app.commands] if slack.installed else []
    near = get_close_matches(name, offered, n=1)
    return f" Did you mean `{' '.join((near[0], rest)).strip()}`?" if near else ""


def _command(slack: Slack, user: str, channel: Channel, name: str, text: str) -> Json:
    return {
        "token": VERIFICATION,
        "team_id": slack.workspace.team.id,
        "team_domain": slack.workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": slack.place(channel)["name"],
        "user_id": user,
        "user_name": slack.workspace.people[user].name,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": slack.response_url(channel, user),
        "trigger_id": slack.triggers.issue(user),
    }


def show_answer(slack: Slack, channel: Channel, user: str, ack: Json | None) -> str | None:
    """The ack of a command may be a message: only for that person, unless it says `in_channel`."""
    if not ack or not (ack.get("text") or ack.get("blocks")):
        return None
    try:
        blocks = accept(ack["blocks"], MESSAGE, slack.files) if ack.get("blocks") else None
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
    refusal = _closed(slack, channel)
    if refusal is not None:
        return Outcome(error=refusal)
    text = as_typed(typed, workspace)
    client_id = workspace.new_id("")
    try:
        message = messages.post(workspace, channel, user, text, thread_ts=thread_ts, client_msg_id=client_id)
    except SlackError:
        raise ScriptError(
            f"There is no message {thread_ts} to answer in.", [m["ts"] for m in channel.messages]
        ) from None
    workspace.seen[(user, channel.id)] = message["ts"]
    if channel.is_im:
        await slack.events.tell(hearing.written(channel, message), as_type=hearing.DIRECT)
    elif mentions_bot(text) and BOT_USER in channel.members:
        mention = messages.public(message) | {"type": "app_mention", "channel": channel.id}
        await slack.events.tell(mention | {"event_ts": message["ts"]})
    return Outcome(more={"message": messages.public(message)})


def _closed(slack: Slack, channel: Channel) -> str | None:
    """Why nobody can write there, in the words of Slack's client."""
    if channel.is_archived:
        return f"You are viewing #{channel.name}, an archived channel"
    return NO_MESSAGES if channel.is_im and not slack.app.features.messages_tab else None


async def shortcut(
    slack: Slack, user: str, callback_id: str, channel: Channel | None, ts: str | None
) -> Outcome:
    """A global shortcut; with a channel and a message's `ts`, a shortcut on that message."""
    _offered(slack, callback_id, "global" if ts is None else "message")
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


def _offered(slack: Slack, callback_id: str, kind: str) -> None:
    """Slack's menus hold what the manifest names, and nothing without interactivity or installation."""
    listed = slack.app.features.shortcuts
    if listed is None:
        return
    usable = slack.app.features.interactive and slack.installed
    known = [entry["callback_id"] for entry in listed if usable and entry["type"] == kind]
    if callback_id not in known:
        raise ScriptError(f"Slack's menu has no {kind} shortcut {callback_id!r}.", known)


def visible(slack: Slack, channel: Channel, ts: str, user: str) -> Json:
    message = slack.workspace.message(channel, ts)
    if message is None or message.get("ephemeral_to", user) != user:
        seen = [m["ts"] for m in channel.messages if m.get("ephemeral_to", user) == user]
        raise ScriptError(f"{user} sees no message {ts} there.", seen)
    return message


async def change_member(slack: Slack, user: str, changes: dict[str, Any]) -> Outcome:
    person = slack.workspace.people[user]
    for name, value in changes.items():
        setattr(person, name, value)
    await _tell_of(slack, "user_change", person)
    return Outcome()


async def arrive(slack: Slack, real_name: str, tz: str) -> Outcome:
    """Somebody new in the workspace, and in #general as everybody."""
    person = Person(slack.workspace.new_id("U"), handle(real_name), real_name, tz, slack.workspace.team.id)
    if any(person.name == known.name for known in slack.workspace.people.values()):
        raise ScriptError(f"There is a {person.name} already.")
    slack.workspace.people[person.id] = person
    await _tell_of(slack, "team_join", person)
    await channels.join(slack, person.id, slack.workspace.place("#general", person.id))
    return Outcome(more={"id": person.id})


async def _tell_of(slack: Slack, kind: str, person: Person) -> None:
    now = slack.clock.now()
    person.updated = int(now.timestamp())
    slack.workspace.changed()
    ts = slack.workspace.next_ts()
    event = {"type": kind, "user": person.as_slack(now), "cache_ts": int(float(ts)), "event_ts": ts}
    await slack.events.tell(event)


async def open_bot(slack: Slack, user: str, tab: str) -> Outcome:
    """The person opens the bot, at its Home or its messages."""
    if not slack.installed or (tab == "home" and not slack.app.features.home_tab):
        return Outcome(more={"channel": slack.workspace.direct(user).id})
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
    await channels.join(slack, person.id, channel, inviter=user)
    return Outcome(more={"notice": f"{person.real_name} is in #{channel.name} now."})


async def _remove(slack: Slack, user: str, channel: Channel, who: str) -> Outcome:
    person = slack.workspace.person(who)
    await channels.leave(slack, person.id, channel, actor=user)
    return Outcome(more={"notice": f"{person.real_name} was removed from #{channel.name}."})


#: Commands that Slack answers itself, without asking any app.
SLACKS_OWN = {"/invite": _invite, "/remove": _remove}
