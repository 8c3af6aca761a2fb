"""The pretend Slack of one workspace, without its front door: its state, its app, and the frame of payloads."""

import secrets
from dataclasses import dataclass, field

from playground.app import App, Installation
from playground.clock import Clock
from playground.events import Events
from playground.faults import Faults
from playground.files import Files
from playground.line import Line
from playground.people import Channel
from playground.rates import Rates
from playground.shapes import APP_ID, FIRST, VERIFICATION, Json, Team
from playground.sockets import Sockets
from playground.tickets import ResponseUrl, Triggers
from playground.workspace import Workspace


@dataclass
class Slack:
    clock: Clock
    workspace: Workspace
    app: App
    installation: Installation
    events: Events
    triggers: Triggers = field(default_factory=Triggers)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    #: Where the server listens, known once it has started.
    root: str = ""
    #: What shall go wrong with the Web API.
    faults: Faults = field(default_factory=Faults)
    rates: Rates = field(init=False)

    def __post_init__(self) -> None:
        self.rates = Rates(lambda: self.clock.now().timestamp())

    @property
    def line(self) -> Line:
        return self.app.line

    @property
    def sockets(self) -> Sockets:
        return self.app.line.sockets

    @property
    def bot_token(self) -> str:
        return self.installation.bot_token

    @property
    def app_token(self) -> str:
        return self.app.token

    @property
    def commands(self) -> list[Json]:
        """As in the app's manifest: {command, description, usage_hint}."""
        return self.app.commands

    @property
    def scopes(self) -> list[str]:
        return self.installation.scopes

    @scopes.setter
    def scopes(self, scopes: list[str]) -> None:
        self.installation.scopes = scopes

    @property
    def files(self) -> Files:
        return self.workspace.files

    @property
    def signing_secret(self) -> str:
        return self.app.signing_secret

    @property
    def installed(self) -> bool:
        return self.installation.installed

    def envelope(self, kind: str, user: str) -> Json:
        """What Slack puts into every interaction, whoever made it and wherever."""
        person, team = self.workspace.people[user], self.workspace.team
        return {
            "type": kind,
            "token": VERIFICATION,
            "api_app_id": APP_ID,
            "team": {"id": team.id, "domain": team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": {"id": user, "username": person.name, "name": person.name, "team_id": team.id},
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


def new_slack(clock: Clock, app: App | None = None, team: Team = FIRST) -> Slack:
    app = app or App()
    workspace, installation = Workspace(clock, team), Installation()
    return Slack(clock, workspace, app, installation, Events(workspace, app, installation))
