"""Reading a request's body: no more than is allowed, and not for long."""

import asyncio

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

#: Seconds in which a body must have come; Slack itself waits for three.
READING = 5.0


class Unread(Exception):
    """The body is not taken; with the status that says so."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


async def read(request: web.Request, most: int) -> bytes:
    """The body as it came. Raises Unread for one of more than `most` bytes, mostly before any of it is read."""
    if (request.content_length or 0) > most:
        raise Unread(413, "too large")
    body = bytearray()
    try:
        async with asyncio.timeout(READING):
            while chunk := await request.content.readany():
                body += chunk
                if len(body) > most:
                    raise Unread(413, "too large")
    except TimeoutError:
        raise Unread(400, "too slow") from None
    except (web.RequestPayloadError, HttpProcessingError):
        raise Unread(400, "broken body") from None
    return bytes(body)


async def go_on(request: web.Request) -> None:
    """Whoever asks before they send a body is told to send it; it is judged when it is there."""
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # the answer has not begun
