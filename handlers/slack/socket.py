"""Socket Mode: the bot dials out to Slack, for trying and for teams behind a firewall.

Slack gives each payload to one of an app's connections, and closes each of them every few hours. So there are two
ears, and one keeper opens one at a time: the new one before the old one goes, and the two at different times.
"""

import asyncio
import json
import random
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot import metrics
from bot.errors import DeliveryError, NotDelivered
from bot.log import log
from handlers.slack.calls import ask
from handlers.slack.door import enter
from handlers.slack.ear import Ear, Json, NotUp

#: How many connections we keep.
EARS = 2
#: A connection from whose other end nothing comes for one and a half times so many seconds is dead.
HEARTBEAT = 5.0
#: Seconds between the beginnings of two ears, so that their few hours do not end together.
APART = 60.0
#: Seconds for a ticket, and as many for the hello; and how long a start waits for the first ear.
PATIENCE = 5.0
#: Others on our token are believed in when they are still there after so many seconds: a refresh is over by then.
SETTLED = 10.0
#: Slack counts a connection that was lost for some time.
GHOST = 120.0
_OK = 200
_LONGEST = 60.0
#: Slack counts ten connections already; some of them may be dead, which takes it a while to see.
_CROWDED, _CROWDED_WAIT = "too_many_websockets", 10.0


class Socket:
    """Two connections, watched and replaced."""

    def __init__(
        self,
        app: AsyncApp,
        token: str,
        *,
        apart: float = APART,
        heartbeat: float = HEARTBEAT,
        settled: float = SETTLED,
    ) -> None:
        self._app, self._token = app, token
        self._apart, self._heartbeat = apart, heartbeat
        self._neighbours = Neighbours(settled)
        self._ears: dict[Ear, asyncio.Task[None]] = {}
        self._stir = asyncio.Event()
        self._up = asyncio.Event()
        self._tries = 0

    async def connect(self) -> None:
        """Dial in; returns when connected, or after PATIENCE: it goes on trying."""
        self._session = aiohttp.ClientSession()
        self._keeper = asyncio.create_task(self._keep())
        try:
            async with asyncio.timeout(PATIENCE):
                await self._up.wait()
        except TimeoutError:
            log.warning("no socket yet: it is tried on")

    async def connected(self) -> bool:
        """Whether Slack can reach us now."""
        return any(ear.fresh for ear in self._ears)

    async def close(self) -> None:
        """Hear nothing new, answer what is in hand, hang up: within three seconds."""
        if not hasattr(self, "_keeper"):
            return
        self._keeper.cancel()
        listening = [*self._ears.values()]
        for each in listening:
            each.cancel()
        await asyncio.gather(self._keeper, *listening, return_exceptions=True)
        await self._session.close()

    async def _keep(self) -> None:
        """Open an ear whenever one is due. There is one keeper, so never are two opened at once."""
        while True:
            wait = self._wait()
            if wait is None or wait > 0:
                self._stir.clear()
                try:
                    async with asyncio.timeout(wait):
                        await self._stir.wait()
                except TimeoutError:
                    pass
                continue
            try:
                await self._open()
                self._tries = 0
            except Exception as error:  # noqa: BLE001 — whatever it is, the next try may go well
                self._tries += 1
                await asyncio.sleep(_back_off(error, self._tries))

    def _wait(self) -> float | None:
        """Seconds until another ear is due; None while all are there."""
        born = [ear.born for ear in self._ears if ear.fresh]
        if len(born) >= EARS:
            return None
        if not born:
            return 0.0
        return max(born) + self._apart - asyncio.get_running_loop().time()

    async def _open(self) -> None:
        async with asyncio.timeout(PATIENCE):
            line = await self._dial()
        ear = Ear(line, self._take, self._stir.set)
        try:
            await ear.greet(PATIENCE)
        except BaseException:
            await line.close()
            raise
        self._ears[ear] = asyncio.create_task(self._listen(ear))
        self._up.set()
        self._neighbours.heard(ear.counted, len(self._ears), ear.born)
        metrics.sockets(len(self._ears), self._neighbours.count)
        log.info("socket up", ours=len(self._ears), counted=ear.counted)

    async def _dial(self) -> aiohttp.ClientWebSocketResponse:
        client = self._app.client
        ticket = await ask(client.apps_connections_open, app_token=self._token)
        return await self._session.ws_connect(
            ticket["url"],
            heartbeat=self._heartbeat,
            autoclose=False,
            timeout=aiohttp.ClientWSTimeout(ws_close=0.5),
            proxy=client.proxy,
            ssl=client.ssl if client.ssl is not None else True,
        )

    async def _listen(self, ear: Ear) -> None:
        try:
            await ear.listen()
        finally:
            del self._ears[ear]
            metrics.sockets(len(self._ears), self._neighbours.count)
            if ear.lost:
                self._neighbours.lost(asyncio.get_running_loop().time())
                log.warning("a socket was lost", ours=len(self._ears))
            self._stir.set()

    async def _take(self, envelope: Json) -> Json | None:
        """Through the one door; what Slack shall tell again, or nobody understood, gets no ack."""
        try:
            response = await enter(self._app, envelope.get("payload"))
        except Exception:  # noqa: BLE001 — the edge: one envelope must not end the listening
            log.exception("envelope failed")
            return None
        return _ack(response)


class Neighbours:
    """Others who listen with our token: what goes to them does not come to us, and its sender is told nothing."""

    def __init__(self, settled: float) -> None:
        self.count = 0
        self._settled = settled
        self._since: float | None = None
        self._told = False
        self._ghosts: list[float] = []

    def lost(self, at: float) -> None:
        """A connection of ours ended without a goodbye."""
        self._ghosts.append(at)

    def heard(self, counted: int, ours: int, at: float) -> None:
        """Slack counts so many connections, and we have so many."""
        self._ghosts = [each for each in self._ghosts if at - each < GHOST]
        self.count = max(0, counted - ours - len(self._ghosts))
        if not self.count:
            self._since, self._told = None, False
        elif self._since is None:
            self._since = at
        elif at - self._since >= self._settled and not self._told:
            self._told = True
            log.warning(
                "others listen with our app token: what goes to them is lost, unless they are processes of this bot",
                theirs=self.count,
                ours=ours,
            )


def _ack(response: BoltResponse) -> Json | None:
    if response.status != _OK:
        return None
    body: Any = response.body
    if not body:
        return {}
    kind = (response.headers.get("content-type") or [""])[0]
    if isinstance(body, str) and kind.startswith("application/json"):
        payload: Json = json.loads(body)
        return payload
    return {"text": body}


def _back_off(error: Exception, tries: int) -> float:
    """Seconds until the next try, out of step with others: half a second, one … up to a minute; or as Slack says."""
    expected = isinstance(error, NotUp | DeliveryError | TimeoutError | aiohttp.ClientError | OSError)
    why = str(error) if isinstance(error, NotUp | DeliveryError) else type(error).__name__
    (log.warning if expected else log.error)("no socket", why=why, tries=tries)
    wait = min(0.5 * 2.0 ** min(tries - 1, 8), _LONGEST) * random.uniform(0.8, 1.2)  # noqa: S311 — no secret
    if isinstance(error, NotDelivered):
        wait = max(wait, error.retry_after)
    if isinstance(error, NotUp) and error.why == _CROWDED:
        wait = max(wait, _CROWDED_WAIT)
    return wait
