"""Socket Mode: the bot dials out to Slack, for trying and for teams behind a firewall."""

import time
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.async_app import AsyncApp

from handlers.slack.door import enter


class Socket(AsyncSocketModeHandler):
    """One connection, kept up by slack_sdk."""

    def __init__(self, app: AsyncApp, token: str) -> None:
        super().__init__(app, token)

    async def handle(self, client: Any, req: Any) -> None:  # noqa: ANN401 — slack_sdk's own types differ by transport
        """An envelope: through the one door, and its answer back on the socket that it came by."""
        started = time.time()
        await send_async_response(client, req, await enter(self.app, req.payload), started)

    async def connect(self) -> None:
        """Dial in; returns when connected."""
        await self.connect_async()  # type: ignore[no-untyped-call]

    async def connected(self) -> bool:
        """Whether Slack can reach us now."""
        return await self.client.is_connected()

    async def close(self) -> None:
        """Hang up."""
        await self.close_async()  # type: ignore[no-untyped-call]
