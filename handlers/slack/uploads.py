"""Uploading a file to Slack in its three steps: it is reserved, its bytes are sent, and it is completed."""

from contextlib import nullcontext

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Doubtful, NotDelivered
from handlers.slack.calls import ask

#: Seconds that the bytes may take: more than a call of Slack's Web API, for a file may be large.
PATIENCE = 120.0


async def upload(
    client: AsyncWebClient,
    content: bytes,
    name: str,
    title: str,
    *,
    alt: str | None = None,
    channel: str | None = None,
    comment: str | None = None,
) -> str:
    """The file's id. Without a `channel` it is shared with nobody. Raises DeliveryError."""
    reserved = await ask(client.files_getUploadURLExternal, filename=name, length=len(content), alt_txt=alt)
    file = str(reserved["file_id"])
    await _send(client, str(reserved["upload_url"]), content)
    await ask(
        client.files_completeUploadExternal,
        files=[{"id": file, "title": title}],
        channel_id=channel,
        initial_comment=comment,
    )
    return file


async def _send(client: AsyncWebClient, address: str, content: bytes) -> None:
    whose = nullcontext(client.session) if client.session else aiohttp.ClientSession()
    limit = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with whose as http, http.post(address, data=content, timeout=limit) as answer:
            answer.raise_for_status()
    except aiohttp.ClientResponseError as error:
        raise NotDelivered(f"the upload was answered with {error.status}") from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise Doubtful(type(error).__name__) from error


async def share_with(client: AsyncWebClient, member: str, content: bytes, name: str, comment: str) -> None:
    """Give a person a file in their direct messages, which have a channel id of their own: files are shared with no
    other. It has no key, so it is at most once. Raises DeliveryError."""
    opened = await ask(client.conversations_open, users=member)
    await upload(client, content, name, name, channel=str(opened["channel"]["id"]), comment=comment)
