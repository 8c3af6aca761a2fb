"""The HTTP front: a size cap and the signature on the raw bytes come first, then parsing; and health.

Of what is refused nothing is parsed, and one short line logged: it may be anything, from anybody.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot import metrics as counted
from bot import trace
from bot.log import log
from handlers.bodies import Unread, go_on, read
from handlers.hooks import PATH as HOOKS
from handlers.hooks import Hooks
from handlers.signature import Signature

#: Seconds that a stop waits for requests under way: most are answered in a few milliseconds.
STOPPING = 1.0
_REASONS: Mapping[int, counted.Reason] = {401: "signature", 413: "size"}
#: Slack's largest payloads, views of 250 kB, arrive form-encoded: up to three times their size.
MOST = 1_000_000
#: Seconds for which the rest of a refused body is taken, so that its sender reads why.
LINGERING = 1.0
#: Seconds after which a connection is closed on which nobody asks for anything, or does not come to an end with it.
IDLE = 75.0


class Dispatch(Protocol):
    """Whoever takes a verified request: its bytes and content type, for a status, a body and a content type."""

    async def __call__(self, raw: bytes, kind: str) -> tuple[int, str, str]: ...


class Web:
    """The server: `/healthz`, `/readyz`, `/hooks/results` and, in HTTP mode, `/slack/events`."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        ready: Callable[[], Awaitable[str]],
        secret: str | None = None,
        dispatch: Dispatch | None = None,
        metrics: Callable[[], Awaitable[str]] | None = None,
        hooks: Hooks | None = None,
    ) -> None:
        self._host, self._port = host, port
        self._ready, self._dispatch, self._counted = ready, dispatch, metrics
        self._signature = Signature(secret) if secret else None
        app = web.Application(client_max_size=MOST)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        app.router.add_post("/slack/events", self._slack, expect_handler=go_on)
        if hooks:
            app.router.add_post(HOOKS, hooks.answer, expect_handler=go_on)
        self._runner = web.AppRunner(
            app,
            access_log=None,
            handle_signals=False,
            logger=_quiet(),
            auto_decompress=False,  # the signature is over the bytes that came; and a bomb stays small
            keepalive_timeout=IDLE,
            lingering_time=LINGERING,
            shutdown_timeout=STOPPING,
        )

    async def start(self) -> int:
        """Listen; returns the port."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        port: int = self._runner.addresses[0][1]
        return port

    async def stop(self) -> None:
        """Finish what is being answered, and listen no more."""
        await self._runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def _readyz(self, _: web.Request) -> web.Response:
        wrong = await self._ready()
        return web.json_response({"ok": not wrong, "why": wrong}, status=503 if wrong else 200)

    async def _metrics(self, _: web.Request) -> web.Response:
        if self._counted is None:
            return web.Response(status=404)
        return web.Response(body=(await self._counted()).encode(), headers={"Content-Type": counted.TYPE})

    async def _slack(self, request: web.Request) -> web.Response:
        if self._signature is None or self._dispatch is None:
            return web.Response(status=404)
        with trace.begun():
            if why := self._signature.doubt(request.headers, time.time()):
                return _refuse(401, why)
            try:
                raw = await read(request, MOST)
            except Unread as error:
                return _refuse(error.status, str(error))
            if not self._signature.fits(request.headers, raw):
                return _refuse(401, "bad signature")
            status, answer, kind = await self._dispatch(raw, request.headers.get("Content-Type", ""))
            return web.Response(status=status, body=answer.encode(), headers={"Content-Type": kind})


def _refuse(status: int, why: str) -> web.Response:
    """The one place at which a request is turned away; what else was sent on its connection is, too."""
    counted.refused(_REASONS.get(status, "shape"))
    log.info("request refused", status=status, why=why)
    response = web.Response(status=status)
    response.force_close()
    return response


def _quiet() -> logging.Logger:
    """aiohttp's voice: what is no HTTP gets one short line, in which nothing stands of what was sent."""
    logger = logging.getLogger("piton.http")
    logger.addFilter(_is_ours)
    return logger


def _is_ours(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, (HttpProcessingError, web.RequestPayloadError, ConnectionError)):
        log.info("request refused", status=400, why="not HTTP")
        return False
    return True
