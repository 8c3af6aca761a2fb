"""One call of the Web API: its arguments, however they travelled, and pages of long lists."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.people import Channel
from playground.scopes import DIRECT, GROUP, PUBLIC, kind_of
from playground.shapes import BOT_USER, Json, SlackError
from playground.slack import Slack


@dataclass(frozen=True)
class Call:
    slack: Slack
    arguments: Json
    name: str = ""

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
            return read_json(value)
        except ValueError:
            raise SlackError(error) from None

    def channel(self, name: str = "channel") -> Channel:
        """A conversation that the bot can know of. Private ones that it is not in do not exist for it."""
        channel = self.slack.workspace.channels.get(self.needed(name))
        if channel is None or (channel.is_private and BOT_USER not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def page(
        self, rows: Sequence[Any], default: int, most: int, *, newest_first: bool = False
    ) -> tuple[list[Any], str]:
        """One page of `rows` by `cursor` and `limit`, and the cursor of the next, empty at the end.

        Where the newest come first, a cursor counts from the end: what is new meanwhile does not shift the pages.
        """
        limit = self._limit(default, most)
        cursor = self.text("cursor")
        start = self._start(cursor) if cursor else 0
        start = max(len(rows) - start, 0) if cursor and newest_first else start
        following = start + limit
        left = len(rows) - following
        more = self._cursor(left if newest_first else following) if left > 0 else ""
        return list(rows[start:following]), more

    def _limit(self, default: int, most: int) -> int:
        given = self.text("limit")
        if given in (None, "0"):
            return default
        try:
            limit = int(given or 0)
        except ValueError:
            raise SlackError("invalid_limit") from None
        if not 1 <= limit <= most:
            raise SlackError("invalid_limit")
        return limit

    def _cursor(self, start: int) -> str:
        """Signed, so that only cursors count that were given out, for this method and this channel."""
        where = f"{self.name} {self.text('channel')} {start}".encode()
        seal = hmac.digest(self.slack.app.signing_secret.encode(), where, "sha256")[:9]
        return urlsafe_b64encode(start.to_bytes(6, "big") + seal).decode()

    def _start(self, cursor: str) -> int:
        try:
            start = int.from_bytes(urlsafe_b64decode(cursor)[:6], "big")
        except ValueError:
            raise SlackError("invalid_cursor") from None
        if not hmac.compare_digest(self._cursor(start), cursor.encode("ascii", "replace").decode()):
            raise SlackError("invalid_cursor")
        return start

    def kinds(self) -> list[str]:
        """The kinds of conversations that the call is about; empty where the bot cannot see what is meant."""
        if self.name in ("conversations.list", "users.conversations"):
            return [word.strip() for word in (self.text("types") or PUBLIC).split(",")]
        channel = self.slack.workspace.channels.get(self.text("channel") or "")
        if channel is not None and not (channel.is_private and BOT_USER not in channel.members):
            return [kind_of(channel)]
        users = self.text("users")
        return [] if users is None else [GROUP if "," in users else DIRECT]

    def about(self) -> set[str]:
        """Every channel and person the call names; a direct message and its person stand for each other."""
        named = {value for name in _NAMING for value in (self.text(name) or "").split(",") if value}
        return named | {other for each in named for other in self._alias(each)}

    def destination(self) -> str:
        """Where a message would go, however it is addressed."""
        given = self.text("channel") or ""
        return next(iter(self._alias(given)), given) if given.startswith("D") else given

    def _alias(self, given: str) -> Iterable[str]:
        channels = self.slack.workspace.channels
        if given in channels and channels[given].is_im:
            return [member for member in channels[given].members if member != BOT_USER]
        return [each.id for each in channels.values() if each.is_im and given in each.members]


_NAMING = ("channel", "channel_id", "user", "users", "user_id")
#: Its page says otherwise, but Slack reads no JSON body here ("missing required field").
_WITHOUT_JSON = frozenset({"files.getUploadURLExternal"})


def read_json(text: str) -> object:
    """Raises ValueError also for what Slack's parser does not take: half a surrogate pair, nesting without end."""
    try:
        value: object = json.loads(text)
        if "\\ud" in text.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as deep:
        raise ValueError("nested too deeply") from deep
    return value


async def arguments(request: web.Request) -> Json:
    """From the query, a form or JSON; the SDK uses all three."""
    found: Json = dict(request.query)
    if request.method != "POST":
        return found
    if request.content_type == "application/json":
        if request.match_info.get("method") in _WITHOUT_JSON:
            return found
        try:
            body = read_json(await request.text())
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return found | {key: value for key, value in body.items() if value is not None}
    return found | {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
