"""The line to the bot: Socket Mode, or its Request URL once there is one; and what went over it last."""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from functools import partial

from playground.request_url import RequestUrl
from playground.shapes import Json, ScriptError
from playground.silence import SilenceError
from playground.sockets import Sockets

Delivery = Callable[[], Awaitable[Json | None]]

EVENT = "events_api"
INTERACTION = "interactive"
COMMAND = "slash_commands"
#: What a script may ask to be repeated.
SORTS = ("event", "interaction")


class Line:
    def __init__(self, sockets: Sockets, request_url: RequestUrl) -> None:
        self.sockets = sockets
        self.request_url = request_url
        self._last: dict[str, Delivery] = {}
        self._newest = ""

    async def send(self, kind: str, payload: Json, **retry: object) -> Json | None:
        """Delivers one payload and returns the bot's answer. Raises `SilenceError` when there is none in time."""
        delivery = self._delivery(kind, deepcopy(payload), retry)
        self._newest = "event" if kind == EVENT else "interaction"
        self._last[self._newest] = delivery
        return await delivery()

    def _delivery(self, kind: str, payload: Json, retry: dict[str, object]) -> Delivery:
        if not self.request_url.address:
            return partial(self.sockets.send, kind, payload, **retry)
        letter = self.request_url.letter(kind, payload, retry)
        return lambda: self.request_url.post(letter, self.sockets.ack_deadline)

    async def repeat(self, times: int, sort: str | None) -> list[Json]:
        """Sends the last payload again as it was, signature and all; tells what each time came of it."""
        delivery = self._last.get(sort or self._newest)
        if delivery is None:
            raise ScriptError(f"No {sort or 'payload'} was sent yet.", list(self._last))
        return [await _told(delivery) for _ in range(times)]


async def _told(delivery: Delivery) -> Json:
    try:
        return {"ok": True, "ack": await delivery()}
    except SilenceError as silence:
        return {"ok": False, "reason": silence.reason, "status": silence.status}
