"""The pretend Slack without its front door: the workspace, the line to the bot, and the frame of payloads."""

import secrets
from dataclasses import dataclass, field

from playground.clock import Clock
from playground.events import Events
from playground.people import Channel
from playground.shapes import APP_ID, TEAM_DOMAIN, TEAM_ID, Json
from playground.sockets import Sockets
from playground.tickets import ResponseUrl, Triggers
from playground.workspace import Workspace

ALL_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "users:read",
)


@dataclass
class Slack:
    clock: Clock
    workspace: Workspace
    sockets: Sockets
    events: Events
    triggers: Triggers = field(default_factory=Triggers)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    #: Where the server listens, known once it has started.
    root: str = ""
    bot_token: str = field(default_factory=lambda: f"xoxb-playground-{secrets.token_hex(12)}")
    app_token: str = field(default_factory=lambda: f"xapp-1-playground-{secrets.token_hex(12)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    scopes: list[str] = field(default_factory=lambda: list(ALL_SCOPES))
    #: As in the app's manifest: {command, description, usage_hint}. Empty: any command is passed on.
    commands: list[Json] = field(default_factory=list)

    def envelope(self, kind: str, user: str) -> Json:
        """What Slack puts into every interaction, whoever made it and wherever."""
        person = self.workspace.people[user]
        return {
            "type": kind,
            "token": "playground-verification",
            "api_app_id": APP_ID,
            "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": {"id": user, "username": person.name, "name": person.name, "team_id": TEAM_ID},
        }

    def response_url(self, channel: Channel, user: str, message: Json | None = None) -> str:
        target = ResponseUrl(channel.id, user)
        if message is not None:
            target.ts = message["ts"]
            target.thread_ts = message.get("thread_ts")
        key = secrets.token_urlsafe(16)
        self.response_urls[key] = target
        return f"{self.root}/response/{key}"

    @staticmethod
    def place(channel: Channel) -> Json:
        return {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name}


def new_slack(clock: Clock) -> Slack:
    workspace, sockets = Workspace(clock), Sockets()
    return Slack(clock, workspace, sockets, Events(workspace, sockets))
