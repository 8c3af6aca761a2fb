"""Who, where and about what: read out of whatever Slack sends."""

from bot.model import ChannelId, MemberId, WorkspaceId
from handlers.slack import once
from handlers.slack.desk import Command, Envelope, Json
from handlers.slack.once import Once
from handlers.slack.text import unescape


def workspace_of(body: Json) -> WorkspaceId:
    """The tenant, from Slack's own envelope."""
    team = (
        body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    )
    return WorkspaceId(f"slack:{team}")


def envelope_of(body: Json, once: Once) -> Envelope:
    """Who and where, for every kind of interactive payload."""
    user = body.get("user") or {}
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    name = user.get("name") or user.get("username") or ""
    return Envelope(
        workspace_of(body),
        MemberId(user.get("id", "")),
        name,
        ChannelId(channel),
        body.get("trigger_id", ""),
        container.get("thread_ts", ""),
        once,
    )


def kind_of(event: Json) -> str:
    """The name by which an event is listened to: its type; "message.im" for what a person writes to the bot."""
    kind = event.get("type")
    if kind != "message":
        return kind if isinstance(kind, str) else ""
    written = event.get("channel_type") == "im" and not (event.get("subtype") or event.get("bot_id"))
    return "message.im" if written else ""


def command_of(body: Json) -> Command:
    """A slash command; behind `/piton` stands the name of another, and by itself it asks for help."""
    name, typed = str(body["command"]).lstrip("/"), str(body.get("text", "")).strip()
    if name == "piton":
        name, typed = _first_word(typed)
    word, rest = map(unescape, _first_word(typed))  # mentions stay as Slack writes them
    envelope = Envelope(
        workspace_of(body),
        MemberId(body["user_id"]),
        body.get("user_name", ""),
        ChannelId(body["channel_id"]),
        body.get("trigger_id", ""),
        once=once.triggered(body),
    )
    return Command(envelope, unescape(name) or "help", word, rest, body.get("channel_name", ""), typed)


def _first_word(text: str) -> tuple[str, str]:
    word, rest = [*text.split(maxsplit=1), "", ""][:2]
    return word.casefold(), rest.strip()


def place_of(body: Json, event: Json) -> Envelope:
    """Who and where, for an event: some carry a whole user or channel, some only an id."""
    user, channel = (
        each.get("id") if isinstance(each, dict) else each
        for each in (event.get("user"), event.get("channel"))
    )
    thread = event.get("thread_ts")
    return Envelope(
        workspace_of(body),
        MemberId(user if isinstance(user, str) else ""),
        "",
        ChannelId(channel if isinstance(channel, str) else ""),
        thread=thread if isinstance(thread, str) else "",
        once=once.event(body),
    )
