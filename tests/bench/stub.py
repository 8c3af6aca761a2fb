"""Just enough of Slack to measure against: it says yes to everything, notes when, and sends clicks over a socket."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from time import perf_counter, time
from typing import Any, Self

from aiohttp import WSMsgType, web

from bot.model import Person
from tests.bench.seeds import channel

Json = dict[str, Any]
MINUTE = 60.0


class Stub:
    """One workspace on a free port of this machine. `posts` notes when which key arrived where.

    A post is answered after `latency` seconds; of more than `a_minute` in any minute, the rest is refused.
    """

    def __init__(self, teams: Sequence[Sequence[Person]], latency: float = 0, a_minute: int = 0) -> None:
        self.url = ""
        self.refused = 0  #: posts that came too fast
        self._latency = latency
        self._a_minute = a_minute
        self.posts: list[tuple[float, str, str]] = []  #: unix time, channel, key
        self.edits: list[tuple[float, str]] = []  #: unix time, channel
        self.calls = 0  #: how many things were asked of it so far
        self._teams = {channel(number): team for number, team in enumerate(teams)}
        self._number = count(1)
        self._sockets: list[web.WebSocketResponse] = []
        self._heard = asyncio.Event()
        self._acks: dict[str, asyncio.Future[float]] = {}
        self._answers: Mapping[str, Callable[[Json], Json]] = {
            "apps.connections.open": lambda _: {"url": self.url.replace("http", "ws") + "socket"},
            "auth.test": lambda _: {
                "team_id": "T0BENCH",
                "team": "Bench",
                "user_id": "UBOT",
                "bot_id": "BBOT",
            },
            "chat.update": self._edit,
            "conversations.info": lambda _: {"channel": {"is_member": True}},
            "conversations.members": self._members,
            "files.getUploadURLExternal": lambda _: {
                "file_id": f"F{next(self._number)}",
                "upload_url": f"{self.url}upload",
            },
            "files.info": lambda _: {"file": {"mimetype": "image/png"}},
            "users.info": self._person,
            "users.list": self._people,
        }
        app = web.Application(client_max_size=2**20)
        app.router.add_get("/socket", self._socket)
        app.router.add_route("*", "/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in [*self._sockets]:
            await socket.close()
        await self._runner.cleanup()

    async def connected(self) -> None:
        """Wait until a socket is open."""
        await self._heard.wait()

    async def quiet(self, seconds: float) -> None:
        """Wait until nothing was asked for so long."""
        seen = -1
        while seen != self.calls:
            seen = self.calls
            await asyncio.sleep(seconds)

    async def click(self, payload: Json) -> float:
        """Press a button; returns the seconds until the ack."""
        envelope = str(next(self._number))
        ack: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._acks[envelope] = ack
        text = json.dumps(
            {
                "type": "interactive",
                "envelope_id": envelope,
                "accepts_response_payload": True,
                "payload": payload,
            }
        )
        start = perf_counter()
        await self._sockets[-1].send_str(text)
        return await asyncio.wait_for(ack, 10) - start

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(
            {"type": "hello", "num_connections": 1, "debug_info": {}, "connection_info": {}}
        )
        self._sockets.append(socket)
        self._heard.set()
        async for message in socket:
            at = perf_counter()
            if message.type is WSMsgType.TEXT:
                ack = self._acks.pop(json.loads(message.data).get("envelope_id", ""), None)
                if ack and not ack.done():
                    ack.set_result(at)
        self._sockets.remove(socket)
        return socket

    async def _call(self, request: web.Request) -> web.Response:
        self.calls += 1
        given: Json = dict(request.query)
        if request.content_type == "application/json":
            given |= await request.json()
        else:
            given |= {name: str(value) for name, value in (await request.post()).items()}
        method = request.match_info["method"]
        if method == "chat.postMessage":
            if self._is_too_fast():
                self.refused += 1
                late = {"Retry-After": "10"}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=late)
            answer = self._post(given)
            await asyncio.sleep(self._latency)
        else:
            answer = self._answers.get(method, _nothing)(given)
        return web.json_response({"ok": True, **answer})

    def _is_too_fast(self) -> bool:
        """Whether the minute that ends now is full."""
        return bool(self._a_minute) and (
            len(self.posts) >= self._a_minute and self.posts[-self._a_minute][0] > time() - MINUTE
        )

    def _post(self, given: Json) -> Json:
        metadata = given.get("metadata") or {}
        if isinstance(metadata, str):
            metadata = json.loads(metadata)
        self.posts.append((time(), given["channel"], metadata.get("event_payload", {}).get("key", "")))
        return {"channel": f"D{given['channel']}", "ts": f"{time():.6f}"}

    def _edit(self, given: Json) -> Json:
        self.edits.append((time(), given["channel"]))
        return {"channel": given["channel"], "ts": given["ts"]}

    def _members(self, given: Json) -> Json:
        return {"members": [person.id for person in self._teams.get(given.get("channel", ""), ())]}

    def _person(self, given: Json) -> Json:
        return {
            "user": next(
                _user(each) for team in self._teams.values() for each in team if each.id == given["user"]
            )
        }

    def _people(self, given: Json) -> Json:
        del given
        return {"members": [_user(person) for team in self._teams.values() for person in team]}


def _nothing(given: Json) -> Json:
    del given
    return {}


def _user(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.id.lower(),
        "tz": person.zone,
        "profile": {"real_name": person.name},
    }
