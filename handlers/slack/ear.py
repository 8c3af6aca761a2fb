"""An ear: one connection of Socket Mode, from Slack's hello until its end. Answers go back the way that asked."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import WSMsgType

from bot.log import log

Json = dict[str, Any]
#: Whoever takes an envelope: the payload of its ack, which may be empty; None leaves it without one.
Take = Callable[[Json], Awaitable[Json | None]]

#: An ear that Slack told to go listens on until Slack closes it, or for so many seconds.
LINGER = 60.0
#: What is in hand when an ear ends may take so long; Slack waits for three seconds in all.
FINISH = 2.0
#: More than this at once cannot be answered in time: what comes on top is left, and Slack tells an event again.
MOST = 500

_ENDS = frozenset({WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR})


class NotUp(Exception):
    """There was no hello. `why` is Slack's word for it, or the kind of failure."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(eq=False)
class Ear:
    """`changed` is called when Slack has told it to go."""

    line: aiohttp.ClientWebSocketResponse
    take: Take
    changed: Callable[[], None]
    born: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    #: How many connections the app had at the hello, this one included.
    counted: int = 1
    #: Whether it ended without a goodbye: Slack may count it for a while yet.
    lost: bool = False
    _until: float | None = None
    _in_hand: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def fresh(self) -> bool:
        """Whether it is there to stay."""
        return self._until is None and not self.line.closed

    async def greet(self, patience: float) -> None:
        """Wait for the hello. Raises NotUp where something else comes, or nothing."""
        try:
            async with asyncio.timeout(patience):
                hello = _read(await self.line.receive())
        except TimeoutError as silence:
            raise NotUp("no hello") from silence
        if hello.get("type") != "hello":
            raise NotUp(str(hello.get("reason", "no hello"))[:50])
        counted = hello.get("num_connections")
        self.counted = counted if isinstance(counted, int) else 1

    async def listen(self) -> None:
        """Until it ends; what is in hand by then is still answered."""
        try:
            while True:
                async with asyncio.timeout_at(self._until):
                    frame = await self.line.receive()
                if frame.type in _ENDS:
                    self.lost = frame.type is not WSMsgType.CLOSE
                    return
                self._hear(_read(frame))
        except TimeoutError:
            return
        finally:
            await self._finish()

    def _hear(self, said: Json) -> None:
        if said.get("type") == "disconnect":
            log.info("socket told to go", why=str(said.get("reason"))[:50])
            self._until = self._until or asyncio.get_running_loop().time() + LINGER
            self.changed()
        elif "envelope_id" in said and len(self._in_hand) >= MOST:
            log.warning("too much at once: an envelope was left", in_hand=MOST)
        elif "envelope_id" in said:
            work = asyncio.create_task(self._answer(said))
            self._in_hand.add(work)
            work.add_done_callback(self._in_hand.discard)

    async def _answer(self, envelope: Json) -> None:
        payload = await self.take(envelope)
        if payload is None:
            return
        ack = {"envelope_id": envelope["envelope_id"]} | ({"payload": payload} if payload else {})
        try:
            await self.line.send_str(json.dumps(ack))
        except ConnectionError:  # what it did is kept; whoever pressed may press again, with one effect
            log.info("an ack came too late for its socket")

    async def _finish(self) -> None:
        """Answer what is in hand, then hang up."""
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=FINISH)
        for each in self._in_hand:
            each.cancel()
        await self.line.close()


def _read(frame: aiohttp.WSMessage) -> Json:
    """What a frame says; empty where it says nothing that we know."""
    if frame.type is not WSMsgType.TEXT:
        return {}
    try:
        said = json.loads(frame.data)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
