"""The Events API: what happens in the workspace, told to the bot and told again when it does not answer."""

import asyncio
from collections.abc import Coroutine
from time import time

from playground.app import App, Installation
from playground.line import EVENT
from playground.shapes import APP_ID, BOT_USER, VERIFICATION, Json
from playground.silence import SilenceError
from playground.workspace import Workspace

#: The app hears of its own end, although its token no longer works.
LAST_WORDS = frozenset({"app_uninstalled", "tokens_revoked"})
#: Without this scope an event is not sent, subscribed or not.
NEEDED = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "team_join": "users:read",
    "user_change": "users:read",
}


def needed(kind: str, event: Json) -> str | None:
    if kind.startswith("group_") or (kind.startswith("member_") and event.get("channel_type") == "G"):
        return "groups:read"
    return "channels:read" if kind.startswith(("channel_", "member_")) else NEEDED.get(kind)


class Events:
    def __init__(self, workspace: Workspace, app: App, installation: Installation) -> None:
        self._workspace = workspace
        self._app = app
        self._installation = installation
        #: Real seconds before each further try; empty for none.
        self.retries: tuple[float, ...] = (0.0, 60.0, 300.0)
        self._under_way: set[asyncio.Task[None]] = set()

    def heard(self, kind: str, event: Json) -> bool:
        """Whether the app subscribed to it (`message.im` is a `message` in a direct message) and may know of it."""
        if not self._installation.installed and kind not in LAST_WORDS:
            return False
        scope = needed(kind, event)
        granted = scope is None or scope in self._installation.scopes
        return granted and kind in self._app.features.events

    async def tell(self, event: Json, *, as_type: str | None = None) -> bool:
        """Returns whether the bot acknowledged it at once; if not, it is tried again in the background."""
        if not self.heard(as_type or event["type"], event):
            return False
        payload = self._envelope(event)
        refused = await self._try(payload, retry_attempt=0, retry_reason="")
        if refused is not None and self.retries and not refused.final:
            self._start(self._again(payload, refused))
        return refused is None

    def later(self, event: Json, *, as_type: str) -> None:
        """As `tell`, without waiting for the bot, which may be waiting for us."""
        if self.heard(as_type, event):
            self._start(self._tell(event, as_type))

    async def _tell(self, event: Json, as_type: str) -> None:
        await self.tell(event, as_type=as_type)

    def _envelope(self, event: Json) -> Json:
        team = self._workspace.team.id
        bot = {"enterprise_id": None, "team_id": team, "user_id": BOT_USER}
        return {
            "token": VERIFICATION,
            "team_id": team,
            "context_team_id": team,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": self._workspace.new_id("Ev"),
            "event_time": int(time()),
            "authorizations": [bot | {"is_bot": True, "is_enterprise_install": False}],
            "is_ext_shared_channel": False,
        }

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _again(self, payload: Json, refused: SilenceError) -> None:
        """The same event, told why it comes again, until the app takes it or asks to be left alone."""
        for attempt, delay in enumerate(self.retries, start=1):
            await asyncio.sleep(delay)
            again = await self._try(payload, retry_attempt=attempt, retry_reason=refused.reason)
            if again is None or again.final:
                return
            refused = again

    async def _try(self, payload: Json, **retry: object) -> SilenceError | None:
        try:
            await self._app.line.send(EVENT, payload, **retry)
        except SilenceError as silence:
            return silence
        return None

    async def close(self) -> None:
        under_way = list(self._under_way)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
