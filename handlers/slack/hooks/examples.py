"""One example of each thing that is said of how machines report."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from bot.model import ChannelId, Team, TeamId, WorkspaceId
from bot.reports.hooks import Standing
from handlers.slack.blocks import Json
from handlers.slack.desk import Reply
from handlers.slack.hooks.words import made, told, turned_off

_AT = datetime(2026, 11, 24, 9, 40, tzinfo=UTC)
_TEAM = Team(
    TeamId("6f0d5c1e9a7b4d3f8e2a1c5b7d9e0f12"),
    WorkspaceId("slack:T1"),
    ChannelId("C1"),
    "data-science",
    "UTC",
)
_ON = Standing(_TEAM, _AT, _AT + timedelta(days=1))
_SECRET = SecretStr("an-example-of-43-characters-1234567890-abcd")

REPLIES: Mapping[str, Reply] = {
    "hooks, none": told(Standing(_TEAM)),
    "hooks, on": told(Standing(_TEAM, _AT)),
    "hooks, a new secret since today": told(_ON),
    "hooks, off": turned_off(_TEAM),
}
MODALS: Mapping[str, Json] = {
    "hooks: the secret": made(Standing(_TEAM, _AT), _SECRET).as_modal(),
    "hooks: another secret": made(_ON, _SECRET).as_modal(),
}
