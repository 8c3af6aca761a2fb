"""The app's manifest for Slack: what it is called, what it may do and hear. manifest.yml is its copy."""

from typing import Any

#: Each scope with its reason; `doctor` holds a token against this list.
SCOPES = {
    "channels:history": "find a message again after a doubtful send, so that none is posted twice",
    "channels:join": "join the public channel in which somebody sets up a standup",
    "channels:read": "know a channel's name and members",
    "chat:write": "post prompts and digests",
    "commands": "/standup and /piton",
    "groups:history": "as channels:history, in private channels the bot was invited to",
    "groups:read": "as channels:read, in private channels the bot was invited to",
    "im:history": "as channels:history, in direct messages; and hear who writes to the bot",
    "im:write": "open direct messages",
    "users:read": "names and time zones",
}
EVENTS = ("message.im",)
COMMANDS = (
    (
        "/standup",
        "Answer your standup, or set one up",
        "[setup | edit | pause | resume | skip | away 24 Dec | report]",
    ),
    ("/piton", "Help, your settings, and every other command", "[help | settings | standup …]"),
)


def manifest(url: str | None = None) -> dict[str, Any]:
    """The manifest for Socket Mode or, with the public `url` of the bot, for HTTP."""
    address = f"{url.rstrip('/')}/slack/events" if url else None
    at = {"url": address} if address else {}
    request = {"request_url": address} if address else {}
    return {
        "display_information": {
            "name": "Piton",
            "description": "Async standups for data teams, each at their own local time",
            "background_color": "#2c3e50",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Piton", "always_online": True},
            "slash_commands": [
                {"command": name, **at, "description": says, "usage_hint": hint, "should_escape": True}
                for name, says, hint in COMMANDS
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def as_yaml(url: str | None = None) -> str:
    """The manifest as text to paste."""
    import yaml  # here alone: the bot itself never needs it

    text: str = yaml.safe_dump(manifest(url), sort_keys=False, allow_unicode=True, width=100)
    return text
