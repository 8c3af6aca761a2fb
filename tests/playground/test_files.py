"""A picture on its way into a message: reserved, uploaded, completed, looked at, shown."""

from base64 import b64decode
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.conftest import Json, Stage, buttons, modal
from tests.playground.test_rates import Hand

#: One grey point.
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


@pytest.fixture
def hand(here: Stage) -> Hand:
    """The files' own clock, so that nobody waits for Slack to look at one."""
    here.playground.slack.files.time = hand = Hand()
    return hand


async def upload(stage: Stage, content: bytes = PNG, name: str = "plot.png", **more: Any) -> str:  # noqa: ANN401
    done = await stage.client.files_upload_v2(content=content, filename=name, title="A plot", **more)
    return str(done["file"]["id"])


def image(id_: str, **more: object) -> Json:
    return {"type": "image", "slack_file": {"id": id_}, "alt_text": "A plot"} | more


async def post(stage: Stage, *blocks: Json) -> Any:  # noqa: ANN401 — the SDK's answer
    return await stage.client.chat_postMessage(channel="C0DATA", text="A plot", blocks=list(blocks))


async def error(call: Any) -> str:  # noqa: ANN401 — any call of the SDK
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_a_picture_is_shown_once_slack_has_looked_at_it(here: Stage, hand: Hand) -> None:
    id_ = await upload(here)
    assert (await here.client.files_info(file=id_))["file"]["mimetype"] == ""
    with pytest.raises(SlackApiError) as early:
        await post(here, image(id_))
    assert early.value.response["error"] == "invalid_blocks"
    assert early.value.response["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    hand.at += 1
    assert (await here.client.files_info(file=id_))["file"]["mimetype"] == "image/png"
    posted = await post(here, image(id_))
    assert posted["message"]["blocks"][0]["slack_file"] == {"id": id_}
    address = here.playground.url.rstrip("/") + here.playground.slack.files.url_of(id_)
    async with here.http.get(address) as response:
        assert (response.content_type, await response.read()) == ("image/png", PNG)
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_picture_is_named_by_its_address_too_and_stands_anywhere(here: Stage, hand: Hand) -> None:
    id_ = await upload(here)
    hand.at += 1
    url = (await here.client.files_info(file=id_))["file"]["url_private"]
    small = {"type": "image", "slack_file": {"url": url}, "alt_text": "A plot"}
    assert (await post(here, {"type": "context", "elements": [small]}))["ok"]
    trigger = here.playground.slack.triggers.issue("UOLIVER")
    opened = await here.client.views_open(trigger_id=trigger, view=modal(image(id_), buttons("Go")))
    assert opened["view"]["blocks"][0]["slack_file"] == {"id": id_}


async def test_what_is_no_picture_or_not_there_is_not_shown(here: Stage, hand: Hand) -> None:
    text = await upload(here, b"<script>alert(1)</script>", "plot.png")
    gone = await upload(here)
    hand.at += 1
    await here.client.files_delete(file=gone)
    here.playground.slack.rates.enabled = False
    for reference in ({"id": text}, {"id": gone}, {"id": "F404"}, {"url": "https://a.b/x.png"}, {}, "F1"):
        picture = {"type": "image", "slack_file": reference, "alt_text": "A plot"}
        assert await error(post(here, picture)) == "invalid_blocks", reference
    assert await error(here.client.files_info(file=gone)) == "file_not_found"
    assert here.playground.slack.files.url_of(gone) == ""
    address = here.playground.url.rstrip("/") + here.playground.slack.files.url_of(text)
    async with here.http.get(address) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"


async def test_a_picture_needs_its_description(here: Stage, hand: Hand) -> None:
    id_ = await upload(here)
    hand.at += 1
    assert await error(post(here, image(id_, alt_text=""))) == "invalid_blocks"


async def test_files_are_shared_in_a_channel_with_a_few_words(here: Stage, hand: Hand) -> None:
    root = (await here.client.chat_postMessage(channel="C0DATA", text="root"))["ts"]
    id_ = await upload(here, channel="C0DATA", initial_comment="Look", thread_ts=root)
    thread = (await here.client.conversations_replies(channel="C0DATA", ts=root))["messages"]
    assert [(m["text"], [f["id"] for f in m.get("files", [])]) for m in thread] == [
        ("root", []),
        ("Look", [id_]),
    ]
    hand.at += 1


@pytest.mark.parametrize(
    ("channel", "wanted"),
    [
        ("C404", "invalid_channel"),
        ("G0REVIEW", "invalid_channel"),
        ("C0GENERAL", "posting_to_channel_denied"),
    ],
)
async def test_files_are_shared_only_where_the_bot_is(here: Stage, channel: str, wanted: str) -> None:
    assert await error(upload(here, channel=channel)) == wanted


async def test_an_upload_has_a_size_and_a_name(here: Stage) -> None:
    reserve = here.client.files_getUploadURLExternal
    assert await error(reserve(filename="x.png", length=0)) == "missing_argument"
    assert await error(reserve(filename="", length=5)) == "invalid_arguments"
    assert await error(reserve(filename="x.png", length=10**9)) == "file_upload_size_restricted"
    assert await error(reserve(filename="x.png", length=5, alt_txt="x" * 1001)) == "alt_txt_too_large"
    as_json = here.client.api_call("files.getUploadURLExternal", json={"filename": "x.png", "length": 5})
    assert await error(as_json) == "invalid_arguments"


async def test_the_bytes_are_those_that_were_announced_and_come_once(here: Stage) -> None:
    reserved = await here.client.files_getUploadURLExternal(filename="x.png", length=len(PNG))
    complete = here.client.files_completeUploadExternal
    assert await error(complete(files=[{"id": reserved["file_id"]}])) == "file_not_found"
    async with here.http.post(reserved["upload_url"], data=PNG[:-1]) as short:
        assert short.status == 400
    form = aiohttp.FormData()
    form.add_field("filename", PNG, filename="x.png", content_type="image/png")
    async with here.http.post(reserved["upload_url"], data=form) as whole:
        assert (whole.status, await whole.text()) == (200, f"OK - {len(PNG)}")
    async with here.http.post(reserved["upload_url"], data=PNG) as again:
        assert again.status == 404
    assert (await complete(files=[{"id": reserved["file_id"]}]))["files"][0]["title"] == "x.png"
    assert await error(complete(files=[{"id": reserved["file_id"]}])) == "file_not_found"
    async with here.http.post(f"{here.playground.url}upload/v1/unknown", data=PNG) as unknown:
        assert unknown.status == 404
