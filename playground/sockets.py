"""Socket Mode: the bot's connections, and envelopes that each go to one of them and wait for its answer."""

import asyncio
import json
import secrets
from typing import Any

from aiohttp import WSMsgType, web

from playground.shapes import APP_ID, Json

#: What Slack allows an app for its answer, in real seconds.
ACK_DEADLINE = 3.0
MOST_CONNECTIONS = 10
ANSWERABLE = frozenset({"slash_commands", "interactive"})


class SilenceError(Exception):
    """Nobody answered in time."""


class NobodyError(SilenceError):
    """There was nobody to ask."""


class Sockets:
    def __init__(self) -> None:
        self.ack_deadline = ACK_DEADLINE
        self._tickets: set[str] = set()
        self._connections: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
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
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await socket.close()
            return socket
        self._connections.append(socket)
        try:
            await socket.send_json(self._hello())
            await self._listen(socket)
        finally:
            self._connections.remove(socket)
        return socket

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 18060},
        }

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            try:
                answer: Any = json.loads(frame.data)
            except ValueError:
                continue
            waiting = (
                self._waiting.pop(answer.get("envelope_id", ""), None) if isinstance(answer, dict) else None
            )
            if waiting is not None and not waiting.done():
                waiting.set_result(answer)

    async def send(self, kind: str, payload: Json, **more: object) -> Json | None:
        """Delivers one envelope to one connection, in turn; returns the payload of its ack, if it has one."""
        live = [socket for socket in self._connections if not socket.closed]
        if not live:
            raise NobodyError
        self._turn += 1
        envelope_id = secrets.token_hex(16)
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload} | more
        envelope["accepts_response_payload"] = kind in ANSWERABLE
        answer = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            await live[self._turn % len(live)].send_json(envelope)
            async with asyncio.timeout(self.ack_deadline):
                given = (await answer).get("payload")
        except (TimeoutError, ConnectionError) as silence:
            raise SilenceError from silence
        finally:
            self._waiting.pop(envelope_id, None)
        return given if isinstance(given, dict) and given else None

    async def close(self) -> None:
        await asyncio.gather(*(socket.close() for socket in list(self._connections)))
