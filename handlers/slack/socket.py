"""Socket Mode: the bot dials out to Slack, for trying and for teams behind a firewall."""

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp


class Socket:
    """One connection, kept up by slack_sdk."""

    def __init__(self, app: AsyncApp, token: str) -> None:
        self._handler = AsyncSocketModeHandler(app, token)

    async def connect(self) -> None:
        """Dial in; returns when connected."""
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def connected(self) -> bool:
        """Whether Slack can reach us now."""
        return await self._handler.client.is_connected()

    async def close(self) -> None:
        """Hang up."""
        await self._handler.close_async()  # type: ignore[no-untyped-call]
