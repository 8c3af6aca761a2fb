"""Socket Mode: the bot's connections, and envelopes that each go to one of them and wait for its answer."""

import asyncio
import json
import secrets
from collections.abc import Sequence
from typing import Any

from aiohttp import WSMsgType, web

from playground.shapes import APP_ID, Json
from playground.silence import NobodyError, SilenceError

#: What Slack allows an app for its answer, in real seconds.
ACK_DEADLINE = 3.0
MOST_CONNECTIONS = 10
#: Seconds for the answers to what a connection was sent before it is closed.
LAST_WORDS = 1.0
ANSWERABLE = frozenset({"slash_commands", "interactive"})
#: Why Slack closes a connection. A warning comes about ten seconds ahead.
GOODBYES = ("refresh_requested", "warning", "link_disabled")


class Sockets:
    def __init__(self) -> None:
        self.ack_deadline = ACK_DEADLINE
        #: Real seconds between a warning and the end of the connection.
        self.notice = 10.0
        self._tickets: set[str] = set()
        self._connections: list[web.WebSocketResponse] = []
        self._leaving: set[asyncio.Task[None]] = set()
        #: By envelope: who got it, and where its answer goes.
        self._waiting: dict[str, tuple[web.WebSocketResponse, asyncio.Future[Json]]] = {}
        self._turn = 0

    @property
    def count(self) -> int:
        return len(self._connections)

    def ticket(self) -> str:
        """One more connection is allowed, to whoever brings this ticket."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def accept(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=15, timeout=1.0)
        await socket.prepare(request)
        if len(self._connections) >= MOST_CONNECTIONS:
            await socket.send_json(_goodbye("too_many_websockets"))
            await socket.close()
            return socket
        self._connections.append(socket)
        try:
            await socket.send_json(self._hello())
            await self._listen(socket)
        finally:
            self._forget(socket)
        return socket

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 18060},
        }

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        """An answer counts only on the connection that was asked."""
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            try:
                answer: Any = json.loads(frame.data)
            except ValueError:
                continue
            named = answer.get("envelope_id", "") if isinstance(answer, dict) else ""
            asked, waiting = self._waiting.get(str(named), (None, None))
            if waiting is not None and asked is socket and not waiting.done():
                waiting.set_result(answer)

    async def send(self, kind: str, payload: Json, **more: object) -> Json | None:
        """Delivers one envelope to one connection, in turn; returns the payload of its ack, if it has one."""
        live = [socket for socket in self._connections if not socket.closed]
        if not live:
            raise NobodyError
        self._turn += 1
        socket = live[self._turn % len(live)]
        envelope_id = secrets.token_hex(16)
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload} | more
        envelope["accepts_response_payload"] = kind in ANSWERABLE
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (socket, answer)
        try:
            await socket.send_json(envelope)
            async with asyncio.timeout(self.ack_deadline):
                given = (await answer).get("payload")
        except (TimeoutError, ConnectionError) as silence:
            raise SilenceError from silence
        finally:
            self._waiting.pop(envelope_id, None)
        return given if isinstance(given, dict) and given else None

    async def refresh(self, reason: str, most: int | None = None) -> int:
        """Asks the oldest connections, or all, to come again, and closes them; a warning gives notice.

        Returns how many were asked.
        """
        chosen = self._connections[:most]
        for socket in chosen:
            await socket.send_json(_goodbye(reason))
        if reason == "warning":
            task = asyncio.create_task(self._close(chosen, after=self.notice))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)
        else:
            await self._close(chosen)
        return len(chosen)

    async def _close(self, sockets: Sequence[web.WebSocketResponse], after: float = 0.0) -> None:
        """Nothing more is sent to them; what they were sent, they may still answer for a moment."""
        if after:
            await asyncio.sleep(after)
        for socket in sockets:
            self._forget(socket)
        asked = [answer for socket, answer in self._waiting.values() if socket in sockets]
        if asked:
            await asyncio.wait(asked, timeout=LAST_WORDS)
        await asyncio.gather(*(socket.close() for socket in sockets))

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self._connections:
            self._connections.remove(socket)

    async def close(self) -> None:
        for task in self._leaving:
            task.cancel()
        await asyncio.gather(*self._leaving, return_exceptions=True)
        await asyncio.gather(*(socket.close() for socket in list(self._connections)))


def _goodbye(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
