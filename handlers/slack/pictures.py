"""A picture in a message: uploaded unshared, waited for until Slack has looked at it, then shown by its id.

It is shown in a slot's own message, so that the slot's key covers it. If it is late, the message goes without it.
"""

import asyncio
from dataclasses import dataclass, field

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import DeliveryError
from bot.log import log
from bot.model import Picture
from handlers import charts
from handlers.slack.blocks import Json
from handlers.slack.calls import ask
from handlers.slack.uploads import upload

#: Seconds for all of it, out of those that a send may take; and between two looks.
PATIENCE, LOOK = 5.0, 0.4


#: The files of so many pictures are known: an edit that changes nothing of one shows it again.
_RECENT = 64


@dataclass
class Pictures:
    """The pictures of one workspace, as far as they are known to be there."""

    _known: dict[Picture, str] = field(default_factory=dict)

    async def image(self, client: AsyncWebClient, picture: Picture) -> Json | None:
        """The block that shows it; None where it is not ready in time, or cannot be made or uploaded."""
        words = charts.alt(picture)
        if picture not in self._known:
            try:
                async with asyncio.timeout(PATIENCE):
                    content = await asyncio.to_thread(charts.render, picture)
                    file = await upload(client, content, "picture.png", charts.title(picture), alt=words)
                    await _looked_at(client, file)
            except (TimeoutError, DeliveryError, aiohttp.ClientError, OSError) as error:
                log.info("a message goes without its picture", why=type(error).__name__)
                return None
            except Exception:  # noqa: BLE001 — an ornament: whatever it is, the message goes without it
                log.exception("a picture could not be made")
                return None
            self._keep(picture, file)
        return {"type": "image", "slack_file": {"id": self._known[picture]}, "alt_text": words}

    def forget(self, picture: Picture) -> None:
        """It is of no use any more, as where somebody deleted the file."""
        self._known.pop(picture, None)

    def _keep(self, picture: Picture, file: str) -> None:
        while len(self._known) >= _RECENT:
            del self._known[next(iter(self._known))]
        self._known[picture] = file


async def _looked_at(client: AsyncWebClient, file: str) -> None:
    """An image block that comes before Slack knows the file for a picture is refused."""
    while True:
        found = await ask(client.files_info, file=file)
        if (found.get("file") or {}).get("mimetype"):
            return
        await asyncio.sleep(LOOK)
