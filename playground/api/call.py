"""One call of the Web API: its arguments, however they travelled, and pages of long lists."""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.people import Channel
from playground.shapes import BOT_USER, Json, SlackError
from playground.slack import Slack


@dataclass(frozen=True)
class Call:
    slack: Slack
    arguments: Json

    def text(self, name: str) -> str | None:
        value = self.arguments.get(name)
        return None if value is None or value == "" else str(value)

    def needed(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            sentence = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", response_metadata={"messages": [sentence]})
        return value

    def flag(self, name: str) -> bool:
        return str(self.arguments.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.arguments.get(name) or default)
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments") from None

    def parsed(self, name: str, error: str) -> object:
        """A list or an object, which a form carries as JSON text."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error) from None

    def channel(self, name: str = "channel") -> Channel:
        """A conversation that the bot can know of. Private ones that it is not in do not exist for it."""
        channel = self.slack.workspace.channels.get(self.needed(name))
        if channel is None or (channel.is_private and BOT_USER not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def page(self, rows: Sequence[Any], default: int, most: int) -> tuple[list[Any], str]:
        """One page of `rows` by `cursor` and `limit`, and the cursor of the next, empty at the end."""
        limit = min(max(self.number("limit", default), 1), most)
        cursor = self.text("cursor")
        try:
            start = (
                int(b64decode(cursor or b"", validate=True).decode().partition(":")[2] or 0) if cursor else 0
            )
        except ValueError:
            raise SlackError("invalid_cursor") from None
        following = start + limit
        more = b64encode(f"next:{following}".encode()).decode() if following < len(rows) else ""
        return list(rows[start:following]), more


async def arguments(request: web.Request) -> Json:
    """From the query, a form or JSON; the SDK uses all three."""
    found: Json = dict(request.query)
    if request.method != "POST":
        return found
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return found | {key: value for key, value in body.items() if value is not None}
    return found | {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
