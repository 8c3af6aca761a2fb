"""The Events API: what happens in the workspace, told to the bot and told again when it does not answer."""

import asyncio
from time import time

from playground.shapes import APP_ID, BOT_USER, TEAM_ID, Json
from playground.sockets import SilenceError, Sockets
from playground.workspace import Workspace

EVERY_EVENT = frozenset(
    {
        "message.im",
        "app_mention",
        "app_home_opened",
        "member_joined_channel",
        "member_left_channel",
        "channel_left",
        "group_left",
        "user_change",
    }
)


class Events:
    def __init__(self, workspace: Workspace, sockets: Sockets) -> None:
        self._workspace = workspace
        self._sockets = sockets
        #: Only these are sent; `message.im` is the `message` event in a direct message.
        self.subscribed: set[str] = set(EVERY_EVENT)
        #: Real seconds before each further try; empty for none.
        self.retries: tuple[float, ...] = (0.0, 60.0, 300.0)
        self._retrying: set[asyncio.Task[None]] = set()

    async def tell(self, event: Json, *, as_type: str | None = None) -> bool:
        """Returns whether the bot acknowledged it at once; if not, it is tried again in the background."""
        if (as_type or event["type"]) not in self.subscribed:
            return False
        payload: Json = {
            "token": "playground-verification",
            "team_id": TEAM_ID,
            "context_team_id": TEAM_ID,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": self._workspace.new_id("Ev"),
            "event_time": int(time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM_ID,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }
        if await self._try(payload, retry_attempt=0, retry_reason=""):
            return True
        if self.retries:
            task = asyncio.create_task(self._again(payload))
            self._retrying.add(task)
            task.add_done_callback(self._retrying.discard)
        return False

    async def _again(self, payload: Json) -> None:
        for attempt, delay in enumerate(self.retries, start=1):
            await asyncio.sleep(delay)
            if await self._try(payload, retry_attempt=attempt, retry_reason="timeout"):
                return

    async def _try(self, payload: Json, **retry: object) -> bool:
        try:
            await self._sockets.send("events_api", payload, **retry)
        except SilenceError:
            return False
        return True

    async def close(self) -> None:
        for task in self._retrying:
            task.cancel()
        await asyncio.gather(*self._retrying, return_exceptions=True)
