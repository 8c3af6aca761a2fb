"""The HTTP front: a size cap and the signature on the raw bytes come first, then parsing; and health."""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot import metrics as counted
from bot.log import log

#: Slack's largest payloads, views of 250 kB, arrive form-encoded: up to three times their size.
MOST = 1_000_000
#: Slack allows five minutes into the past; nobody's clock should be far ahead.
_FUTURE = 60


class Dispatch(Protocol):
    """Whoever takes a verified request: its text and headers, for a status, a body and a content type."""

    async def __call__(self, body: str, headers: Mapping[str, str]) -> tuple[int, str, str]: ...


class Web:
    """The server: `/healthz`, `/readyz` and, in HTTP mode, `/slack/events`."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        ready: Callable[[], Awaitable[str]],
        secret: str | None = None,
        dispatch: Dispatch | None = None,
        metrics: Callable[[], Awaitable[str]] | None = None,
    ) -> None:
        self._host, self._port = host, port
        self._ready, self._dispatch, self._counted = ready, dispatch, metrics
        self._verifier = SignatureVerifier(secret) if secret else None
        app = web.Application(client_max_size=MOST)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        app.router.add_post("/slack/events", self._slack)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False)

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
        if self._verifier is None or self._dispatch is None:
            return web.Response(status=404)
        try:
            raw = await request.read()
        except web.HTTPRequestEntityTooLarge:
            counted.refused("size")
            return _refuse(413, "too large")
        if not self._is_genuine(raw, request):
            counted.refused("signature")
            return _refuse(401, "bad signature")
        status, answer, kind = await self._dispatch(raw.decode(), dict(request.headers))
        return web.Response(status=status, body=answer.encode(), headers={"Content-Type": kind})

    def _is_genuine(self, raw: bytes, request: web.Request) -> bool:
        assert self._verifier is not None  # noqa: S101 — asked by the only caller
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (stamp.isascii() and stamp.isdigit() and signature.isascii()):
            return False
        if int(stamp) > time.time() + _FUTURE:
            return False
        try:
            return self._verifier.is_valid(raw, stamp, signature)
        except UnicodeDecodeError:  # Slack sends UTF-8 only
            return False


def _refuse(status: int, why: str) -> web.Response:
    log.info("request refused", status=status, why=why)
    return web.Response(status=status)
