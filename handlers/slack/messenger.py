"""Posting, editing and looking up in Slack: one attempt each, and what is certain after it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Doubtful, Unreachable
from bot.ledger import Address, Ref
from bot.model import Notice, WorkspaceId
from handlers.slack.blocks import Json
from handlers.slack.calls import ask, require_own
from handlers.slack.draw import draw
from handlers.slack.pictures import Pictures

#: A look-up reads so many messages at a time, and so many times: a minute's margin holds far fewer.
_PAGE = 200
_PAGES = 5


@dataclass(frozen=True)
class SlackMessenger:
    """The Messenger for Slack. `client` must have no retry handlers: theirs post twice.

    It serves one workspace, its token's; what is for another waits, as when a database outlives a change of token.
    """

    client: AsyncWebClient
    workspace: WorkspaceId
    pictures: Pictures = field(default_factory=Pictures)

    async def post(self, to: Address, notice: Notice, key: str) -> Ref:
        """Send once; the key goes into the message's metadata."""
        require_own(self.workspace, to.workspace)
        sent = await self._send(
            self.client.chat_postMessage,
            notice,
            channel=to.parent.channel if to.parent else to.target,
            thread_ts=to.parent.id if to.parent else None,
            metadata={"event_type": "piton_slot", "event_payload": {"key": key}},
            unfurl_links=False,
            unfurl_media=False,
        )
        try:
            return Ref(sent["channel"], sent["ts"])
        except KeyError:
            raise Doubtful("it does not say where") from None

    async def edit(self, workspace: WorkspaceId, ref: Ref, notice: Notice) -> None:
        """Show this notice where a message stands; its metadata stays."""
        require_own(self.workspace, workspace)
        await self._send(self.client.chat_update, notice, channel=ref.channel, ts=ref.id)

    async def find(self, to: Address, key: str, since: datetime, until: datetime) -> Ref | None:
        """Look the key up in the channel, the direct messages or the thread."""
        require_own(self.workspace, to.workspace)
        channel = to.parent.channel if to.parent else await self._channel(to.target)
        arguments: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "latest": f"{until.timestamp():.6f}",
            "limit": _PAGE,
            "include_all_metadata": True,
        }
        call: Callable[..., Awaitable[Any]] = self.client.conversations_history
        if to.parent:
            call, arguments["ts"] = self.client.conversations_replies, to.parent.id
        for _ in range(_PAGES):
            page = await ask(call, **arguments)
            for message in page["messages"]:
                if message.get("metadata", {}).get("event_payload", {}).get("key") == key:
                    return Ref(channel, message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
            arguments["cursor"] = cursor
        return None

    async def _send(self, call: Callable[..., Awaitable[Any]], notice: Notice, **where: object) -> Any:  # noqa: ANN401 — Slack's JSON
        """Once; and once more without its picture where Slack refuses that, so that nothing was posted."""
        drawing, picture = draw(notice), notice.picture
        shown = await self.pictures.image(self.client, picture) if picture else None
        if picture and shown:
            try:
                return await ask(call, text=drawing.text, blocks=_with(drawing.blocks, shown), **where)
            except Unreachable as refusal:
                if str(refusal) != "invalid_blocks":
                    raise
                self.pictures.forget(picture)
        return await ask(call, text=drawing.text, blocks=drawing.blocks, **where)

    async def _channel(self, target: str) -> str:
        """A member's direct messages have a channel id of their own."""
        if not target.startswith(("U", "W")):
            return target
        opened = await ask(self.client.conversations_open, users=target)
        return str(opened["channel"]["id"])


def _with(blocks: list[Json], picture: Json) -> list[Json]:
    """The picture below the words, and above the buttons that a message ends with."""
    end = len(blocks) - 1 if blocks and blocks[-1]["type"] == "actions" else len(blocks)
    return [*blocks[:end], picture, *blocks[end:]]
