"""Uploaded files: reserved, received, completed, and of use in blocks once Slack has looked at them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from mimetypes import guess_type
from time import monotonic

from playground.shapes import BOT_USER, Json, SlackError

#: What a browser may show as a picture from our address; all else is only ever downloaded.
PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_MARKS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}
LONGEST_ALT = 1000


@dataclass
class File:
    id: str
    #: Part of its addresses, so that nobody finds a file by counting.
    key: str
    name: str
    length: int
    alt: str
    title: str = ""
    content: bytes | None = None
    #: Since when it is of use; None before the upload was completed.
    ready_at: float | None = None
    created: int = 0

    @property
    def kind(self) -> str:
        """A picture's kind comes from its bytes, whatever its name says."""
        found = next((kind for mark, kind in _MARKS.items() if (self.content or b"").startswith(mark)), None)
        guessed = guess_type(self.name)[0] or "application/octet-stream"
        return found or ("application/octet-stream" if guessed in PICTURES else guessed)


class Files:
    def __init__(self, time: Callable[[], float] = monotonic) -> None:
        self.time = time
        #: Real seconds from the completion until Slack has looked at a file.
        self.delay = 1.0
        #: Bytes; the playground keeps every file in memory, so this is less than Slack's 1 GB.
        self.largest = 3 * 1024 * 1024
        self._files: dict[str, File] = {}

    def reserve(self, name: str, length: int, alt: str, *, at: int) -> File:
        if length > self.largest:
            raise SlackError("file_upload_size_restricted")
        if len(alt) > LONGEST_ALT:
            raise SlackError("alt_txt_too_large")
        file = File(
            f"F{secrets.token_hex(5).upper()}", secrets.token_urlsafe(16), name, length, alt, created=at
        )
        self._files[file.id] = file
        return file

    def complete(self, id_: str, title: str) -> File:
        """A file is completed once, and not before its bytes are there."""
        file = self._files.get(id_)
        if file is None or file.content is None or file.ready_at is not None:
            raise SlackError("file_not_found")
        file.title, file.ready_at = title or file.name, self.time() + self.delay
        return file

    def completed(self, id_: str) -> File:
        file = self._files.get(id_)
        if file is None or file.ready_at is None:
            raise SlackError("file_not_found")
        return file

    def is_ready(self, file: File) -> bool:
        return file.ready_at is not None and self.time() >= file.ready_at

    def delete(self, id_: str) -> None:
        del self._files[self.completed(id_).id]

    def shows(self, reference: object) -> bool:
        """Whether an image block may name this: a picture, by `id` or `url`, that Slack has looked at."""
        if not isinstance(reference, dict) or len(reference) != 1:
            return False
        named = str(reference.get("id") or reference.get("url") or "")
        file = self._files.get(named) or self.at(named)
        return file is not None and self.is_ready(file) and file.kind in PICTURES

    def at(self, url: str) -> File | None:
        """By its address, or by the key alone."""
        parts = url.split("/")
        return next((file for file in self._files.values() if file.key in parts), None)

    def url_of(self, id_: str) -> str:
        """Where the page finds it, on the playground's own address; empty for a file that is not there."""
        file = self._files.get(id_)
        return f"/files/{file.key}/{file.id}" if file is not None else ""

    def public(self, file: File, root: str) -> Json:
        """As files.info shows it. Until Slack has looked at it, it has no type and nothing to show."""
        ready = self.is_ready(file)
        seen: Json = {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title,
            "mimetype": file.kind if ready else "",
            "filetype": PICTURES.get(file.kind, "binary") if ready else "",
            "user": BOT_USER,
            "size": file.length,
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "alt_txt": file.alt,
            "url_private": f"{root}{self.url_of(file.id)}",
            "permalink": f"{root}{self.url_of(file.id)}",
        }
        if ready and file.kind in PICTURES:
            seen |= {"thumb_64": seen["url_private"], "thumb_360": seen["url_private"]}
        return seen
