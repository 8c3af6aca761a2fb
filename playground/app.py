"""The app that the bot is: what its manifest says, and where it is installed."""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from playground.line import Line
from playground.request_url import RequestUrl
from playground.shapes import Json
from playground.sockets import Sockets

#: Slack's own commands. One of them in a manifest voids the whole list.
RESERVED = frozenset({
    "/active", "/away", "/collapse", "/dnd", "/expand", "/feed", "/invite", "/join", "/leave", "/me", "/msg",
    "/mute", "/open", "/pro", "/remind", "/remove", "/search", "/shortcuts", "/shrug", "/status", "/topic", "/who",
})  # fmt: skip
MOST_COMMANDS = 50
_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")

EVERY_EVENT = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_deleted",
        "channel_left",
        "channel_rename",
        "channel_unarchive",
        "group_archive",
        "group_deleted",
        "group_left",
        "group_rename",
        "group_unarchive",
        "member_joined_channel",
        "member_left_channel",
        "message.im",
        "team_join",
        "tokens_revoked",
        "user_change",
    }
)

ALL_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "users:read",
)


@dataclass
class Features:
    """What the app asks of Slack. Until a manifest was taken, everything is allowed."""

    #: As in the manifest: {command, description, usage_hint}. Without a manifest, none means any.
    commands: list[Json] = field(default_factory=list)
    #: {name, type, callback_id, description}; None is any.
    shortcuts: list[Json] | None = None
    events: set[str] = field(default_factory=lambda: set(EVERY_EVENT))
    scopes: list[str] = field(default_factory=lambda: list(ALL_SCOPES))
    home_tab: bool = True
    messages_tab: bool = True
    interactive: bool = True
    from_manifest: bool = False


class App:
    """One app for both workspaces: one app token, one signing secret, one line to the bot."""

    def __init__(self) -> None:
        self.token = f"xapp-1-playground-{secrets.token_hex(12)}"
        self.signing_secret = secrets.token_hex(16)
        self.features = Features()
        self.line = Line(Sockets(), RequestUrl(self.signing_secret))

    @property
    def commands(self) -> list[Json]:
        return self.features.commands

    @commands.setter
    def commands(self, commands: list[Json]) -> None:
        refuse_names([str(entry.get("command")) for entry in commands])
        self.features.commands = commands

    def takes(self, command: str) -> Json | None:
        """The manifest's entry for a command. Without a manifest and a list, any command is passed on."""
        if not self.commands and not self.features.from_manifest:
            return {"command": command}
        return next((entry for entry in self.commands if entry["command"] == command), None)


def new_token() -> str:
    return f"xoxb-playground-{secrets.token_hex(12)}"


@dataclass
class Installation:
    """The app in one workspace: its token, and what was granted with it."""

    bot_token: str = field(default_factory=new_token)
    scopes: list[str] = field(default_factory=lambda: list(ALL_SCOPES))
    installed: bool = True
    #: Tokens that were good once, and what every call with one is refused with, such as `account_inactive`.
    dead_tokens: dict[str, str] = field(default_factory=dict)


def features_of(manifest: dict[str, Any]) -> Features:
    """Reads a manifest as Slack does. Raises ValueError for one that Slack would not take."""
    features, settings = manifest.get("features") or {}, manifest.get("settings") or {}
    home = features.get("app_home") or {}
    commands = list(features.get("slash_commands") or [])
    refuse_names([str(entry.get("command")) for entry in commands])
    events = set((settings.get("event_subscriptions") or {}).get("bot_events") or [])
    if events - EVERY_EVENT:
        raise ValueError(
            f"The playground sends no {sorted(events - EVERY_EVENT)}; it knows {sorted(EVERY_EVENT)}."
        )
    return Features(
        commands=commands,
        shortcuts=[_shortcut(entry) for entry in features.get("shortcuts") or []],
        events=events,
        scopes=list(((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot") or []),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True))
        and not home.get("messages_tab_read_only_enabled", False),
        interactive=bool((settings.get("interactivity") or {}).get("is_enabled", False)),
        from_manifest=True,
    )


def _shortcut(entry: Json) -> Json:
    missing = [name for name in ("name", "type", "callback_id", "description") if not entry.get(name)]
    if missing or entry["type"] not in ("global", "message"):
        raise ValueError(f"The shortcut {entry} lacks {missing}, or its type is neither global nor message.")
    return entry


def refuse_names(names: list[str]) -> None:
    """Slack voids the whole list for one bad name."""
    taken = sorted(RESERVED.intersection(names))
    if taken:
        raise ValueError(f"{', '.join(taken)} is Slack's own; with it in the manifest, no command works.")
    bad = [name for name in names if not _COMMAND.fullmatch(name)]
    if bad or len(set(names)) < len(names) or len(names) > MOST_COMMANDS:
        raise ValueError(
            f"Commands are a slash and up to 31 small letters, each once, {MOST_COMMANDS} at most: {names}"
        )
