"""The addresses of files: where the bot uploads them, and where the page and the bot see them."""

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from playground.files import PICTURES, File, Files


class Uploads:
    """Of all workspaces: a file's key tells whose it is."""

    def __init__(self, shelves: Sequence[Files]) -> None:
        self._shelves = shelves

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/upload/v1/{key}", self._receive)
        app.router.add_get("/files/{key}/{id}", self._serve)

    def _meant(self, request: web.Request) -> File | None:
        found = (shelf.at(request.match_info["key"]) for shelf in self._shelves)
        return next((file for file in found if file is not None), None)

    async def _receive(self, request: web.Request) -> web.Response:
        """The bytes alone or as a form's file, as many as were announced."""
        file = self._meant(request)
        if file is None or file.content is not None:
            return web.Response(status=404, text="There is no upload under this address.")
        content = await _content(request)
        if len(content) != file.length:
            announced = f"{len(content)} bytes came, {file.length} were announced."
            return web.Response(status=400, text=announced)
        file.content = content
        return web.Response(text=f"OK - {file.length}")

    async def _serve(self, request: web.Request) -> web.Response:
        """Only pictures are shown; anything else might be a page that acts as ours."""
        file = self._meant(request)
        if file is None or file.content is None:
            return web.Response(status=404, text="There is no such file.")
        shown = file.kind in PICTURES
        return web.Response(
            body=file.content,
            content_type=file.kind if shown else "application/octet-stream",
            headers={
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "Content-Disposition": "inline" if shown else "attachment",
            },
        )


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    parts: list[Any] = [part for part in (await request.post()).values() if isinstance(part, web.FileField)]
    return bytes(parts[0].file.read()) if parts else b""
