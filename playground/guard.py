"""Who may talk to the playground: this machine only, and no page but our own."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A foreign Host header is a rebound name, a foreign Origin another page's script. Neither may act."""
    if _host(f"//{request.host}") not in LOOPBACK:
        return web.Response(status=403, text="The playground answers on localhost only.")
    origin = request.headers.get("Origin")
    if request.method != "GET" and origin is not None and origin != f"http://{request.host}":
        return web.Response(status=403, text="The playground takes no requests from other pages.")
    return await handler(request)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
