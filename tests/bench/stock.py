"""What Piton's clicks are compared with: a Bolt app as its documentation shows it, that does nothing but ack."""

import asyncio
import os
from collections.abc import Awaitable, Callable

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def _main() -> None:
    token = os.environ.pop("SLACK_BOT_TOKEN")
    # A client instead of `token=` only because Bolt takes Slack's address in no other way.
    app = AsyncApp(client=AsyncWebClient(token, base_url=os.environ["SLACK_API_URL"]))

    async def acknowledge(ack: Callable[[], Awaitable[None]]) -> None:
        await ack()

    app.action("blocker.acknowledge")(acknowledge)
    app.action("blocker.hand_back")(acknowledge)
    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
    await handler.start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    asyncio.run(_main())
