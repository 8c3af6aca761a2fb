"""The app's manifest for Slack: what it is called, what it may do and hear. manifest.yml is its copy."""

from typing import Any

#: Each scope with its reason; `doctor` holds a token against this list.
SCOPES = {
    "app_mentions:read": "answer who mentions @Piton in a channel",
    "channels:history": "find a message again after a doubtful send, so that none is posted twice",
    "channels:join": "join the public channel in which somebody sets up a standup",
    "channels:read": "know a channel's name and members, and hear when it is archived or renamed",
    "chat:write": "post prompts and digests",
    "commands": "offer the slash commands and shortcuts",
    "files:read": "see when Slack has taken in a picture of Piton's own",
    "files:write": "upload the picture that goes with a result, and send the files that somebody asks for",
    "groups:history": "find a message again in the private channels that the bot was invited to",
    "groups:read": "know the name and members of the private channels that the bot was invited to",
    "im:history": "find a message again in its direct messages, and hear who writes to it",
    "im:write": "open direct messages",
    "users:read": "know names and time zones, and hear when they change",
}
#: Each event with its reason. An event says only that something changed: what it is now, Slack is asked.
EVENTS = {
    "app_home_opened": "draw the Home of whoever opens it",
    "app_mention": "answer who mentions @Piton",
    "app_uninstalled": "stop when the app is taken out of the workspace",
    "channel_archive": "hold the plans of a channel that was archived",
    "channel_deleted": "hold the plans of a channel that was deleted",
    "channel_left": "hold the plans of a channel that the bot was taken out of",
    "channel_rename": "call a team by its channel's name",
    "channel_unarchive": "go on with what was held",
    "group_archive": "hold the plans of a private channel that was archived",
    "group_deleted": "hold the plans of a private channel that was deleted",
    "group_left": "hold the plans of a private channel that the bot was taken out of",
    "group_rename": "call a team by its private channel's name",
    "group_unarchive": "go on with what was held in a private channel",
    "member_joined_channel": "ask who joined a team's channel from the next prompt on",
    "member_left_channel": "ask who left it no more",
    "message.im": "answer who writes to the bot",
    "tokens_revoked": "stop when the app is taken out; this event or app_uninstalled may come first",
    "user_change": "follow a member's zone and name, and whether they are still there",
}
COMMANDS = (
    (
        "/standup",
        "Answer your standup, or set one up",
        "[setup | edit | pause | resume | skip | away 24 Dec | report]",
    ),
    ("/estimate", "Estimate stories, blind: effort and value", "[#12 #13 | deck 1 2 3 5 8 13]"),
    ("/backlog", "Your team's stories, by value for their effort", "[epic | kind]"),
    (
        "/spike",
        "A box of time to find something out",
        "[question | #12 | list | pause | finish | report 90d]",
    ),
    (
        "/sprint",
        "Your team's sprints: plan, status, close",
        "[start | plan | status | take #12 | done | close | setup]",
    ),
    (
        "/lookahead",
        "What is important but not urgent yet",
        "[an item | list | close]",
    ),
    (
        "/epic",
        "What you want by the quarter's end, and how far it is",
        "[name | add | edit name | close name]",
    ),
    ("/forecast", "When it will be done, and how much fits by then", "[#12 #13 | by 31 Mar]"),
    (
        "/retro",
        "Notes, dots and actions of your retros",
        "[note … | start | vote | actions | digest | setup]",
    ),
    (
        "/decision",
        "What was decided that is costly to undo, and why",
        "[what was decided | list | #3 | revisit #3]",
    ),
    (
        "/experiment",
        "Hypotheses with a decision, and their results",
        "[new | result churn-1 0.8 5 | decide | list | show]",
    ),
    (
        "/assumption",
        "What you take for true, and whether it held",
        "[new … | list | show 3 | held 3 | broken 3]",
    ),
    (
        "/kpi",
        "What your team keeps in view, and its error budgets",
        "[new availability | show | read availability=0.999 | change | end]",
    ),
    (
        "/digest",
        "What your team tells people outside of it each week",
        "[setup | now | pause | resume | end]",
    ),
    ("/story", "Add a story, or change one", "[add | edit #12 | done #12 | drop #12 | link #12 https://…]"),
    (
        "/piton",
        "Help, your settings, and every other command",
        "[help | settings | my-data | export | standup …]",
    ),
)
#: Where it is offered, its callback_id, its name (24 characters at most) and what it does.
SHORTCUTS = (
    ("global", "standup.answer", "Answer my standup", "Opens the standup that waits for you"),
    ("message", "standup.add", "Add to my standup", "Puts this message into your standup's answer"),
    ("message", "retro.add", "Add to the retro", "Makes a note for the next retro of this message"),
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
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Piton", "always_online": True},
            "shortcuts": [
                {"name": name, "type": where, "callback_id": callback, "description": says}
                for where, callback, name, says in SHORTCUTS
            ],
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


_NO_MORE = (
    "Nothing else is asked for: Piton reads channels only to find its own messages again,"
    " of files only the pictures that it uploads itself, and no e-mail addresses or reactions."
)


def as_markdown() -> str:
    """Every permission and event with its reason: docs/permissions.md is its copy."""
    lines = [
        "# What Piton may do in your Slack, and why",
        "",
        "The list is the app's manifest in words; `piton doctor` holds your token against it.",
        "",
        "| scope | it lets Piton |",
        "|---|---|",
        *(f"| `{scope}` | {why} |" for scope, why in SCOPES.items()),
        "",
        _NO_MORE,
        "",
        "| event | it lets Piton |",
        "|---|---|",
        *(f"| `{event}` | {why} |" for event, why in EVENTS.items()),
        "",
    ]
    return "\n".join(lines)
