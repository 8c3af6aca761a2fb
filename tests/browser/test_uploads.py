"""Uploaded pictures in the page."""

import base64

import pytest
from playwright.async_api import expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

#: A picture of one grey pixel.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg=="
)


async def test_an_uploaded_picture_is_seen_and_has_words(here: Desk) -> None:
    await here.play.command("UOLIVER", "/invite @Piton")
    files = here.play.trial._playground.slack.files
    files.delay = 0
    file = files.reserve("dot.png", len(DOT), "One dot", at=0)
    file.content = DOT
    files.complete(file.id, "A dot")
    block = {"type": "image", "slack_file": {"id": file.id}, "alt_text": "One dot"}
    token = {"Authorization": f"Bearer {here.play.trial.addresses()['bot_token']}"}
    message = {"channel": "C0DATA", "text": "One dot", "blocks": [block]}
    api = f"{here.play.trial.addresses()['api']}chat.postMessage"
    async with here.play.http.post(api, json=message, headers=token) as response:
        assert (await response.json())["ok"]
    picture = here.messages.get_by_role("img", name="One dot")
    await expect(picture).to_be_visible()
    assert (
        await picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 1
    )
