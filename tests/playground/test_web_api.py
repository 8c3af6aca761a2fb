"""The Web API through the real SDK: what is posted, found again and refused."""

from collections.abc import Awaitable

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.conftest import Json, Stage, buttons, modal


async def heard() -> None:
    """A listener that only acks."""


async def refusal(call: Awaitable[object]) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_the_bot_knows_itself(stage: Stage) -> None:
    answer = await stage.client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("UPITON", "BPITON", "T0PLAY")
    assert "chat:write" in answer.headers["x-oauth-scopes"]


async def test_tokens_are_checked(stage: Stage) -> None:
    url = stage.playground.api_url
    assert await refusal(AsyncWebClient(token="xoxb-other", base_url=url).auth_test()) == "invalid_auth"
    assert await refusal(AsyncWebClient(base_url=url).auth_test()) == "not_authed"
    assert await refusal(stage.client.apps_connections_open(app_token=stage.playground.bot_token)) == (
        "not_allowed_token_type"
    )


async def test_arguments_travel_in_a_query_a_form_or_json(here: Stage) -> None:
    bearer = {"Authorization": f"Bearer {here.playground.bot_token}"}
    url = f"{here.playground.api_url}users.info"
    async with here.http.get(url, params={"user": "UMAYA"}, headers=bearer) as response:
        assert (await response.json())["user"]["tz"] == "America/New_York"
    async with here.http.post(url, params={"user": "UMAYA"}, headers=bearer) as response:
        assert (await response.json())["ok"]
    async with here.http.post(url, data={"user": "UMAYA", "token": here.playground.bot_token}) as response:
        assert (await response.json())["ok"]
    async with here.http.post(url, json={"user": "UMAYA"}, headers=bearer) as response:
        assert (await response.json())["user"]["real_name"] == "Maya Cohen"


async def test_a_message_is_posted_edited_and_deleted(here: Stage) -> None:
    posted = await here.client.chat_postMessage(channel="C0DATA", text="one", blocks=[buttons("Go")])
    ts = posted["ts"]
    await here.client.chat_update(channel="C0DATA", ts=ts, text="two")
    message = (await here.client.conversations_history(channel="C0DATA"))["messages"][0]
    assert (message["text"], message["edited"]["user"], "blocks" in message) == ("two", "UPITON", False)
    await here.client.chat_delete(channel="C0DATA", ts=ts)
    assert await here.said() == []


async def test_a_message_can_be_found_again_by_its_metadata(here: Stage) -> None:
    mark = {"event_type": "piton", "event_payload": {"key": "k1"}}
    ts = (await here.client.chat_postMessage(channel="C0DATA", text="x", metadata=mark))["ts"]
    found = await here.client.conversations_history(
        channel="C0DATA", oldest=ts, latest=ts, inclusive=True, include_all_metadata=True
    )
    assert [message["metadata"] for message in found["messages"]] == [mark]
    hidden = await here.client.conversations_history(channel="C0DATA")
    assert "metadata" not in hidden["messages"][0]


async def test_history_comes_newest_first_in_pages_and_without_replies_and_ephemerals(here: Stage) -> None:
    first = (await here.client.chat_postMessage(channel="C0DATA", text="1"))["ts"]
    await here.client.chat_postMessage(channel="C0DATA", text="reply", thread_ts=first)
    await here.client.chat_postEphemeral(channel="C0DATA", user="UMAYA", text="psst")
    for text in "23":
        await here.client.chat_postMessage(channel="C0DATA", text=text)
    pages = [
        [message["text"] for message in page["messages"]]
        async for page in await here.client.conversations_history(channel="C0DATA", limit=2)
    ]
    assert pages == [["3", "2"], ["1"]]


async def test_a_thread_shows_its_root_first_and_counts_its_replies(here: Stage) -> None:
    root = (await here.client.chat_postMessage(channel="C0DATA", text="root"))["ts"]
    reply = (await here.client.chat_postMessage(channel="C0DATA", text="a", thread_ts=root))["ts"]
    await here.client.chat_postMessage(channel="C0DATA", text="b", thread_ts=reply)
    thread = (await here.client.conversations_replies(channel="C0DATA", ts=root))["messages"]
    assert [(m["text"], m["thread_ts"]) for m in thread] == [("root", root), ("a", root), ("b", root)]
    assert (thread[0]["reply_count"], thread[0]["reply_users"]) == (2, ["UPITON"])


async def test_ephemerals_are_stored_for_their_person_only(here: Stage) -> None:
    await here.client.chat_postEphemeral(channel="C0DATA", user="UMAYA", text="psst")
    assert await here.said() == ["(UMAYA) psst"]


async def test_a_user_id_as_channel_means_their_direct_message(stage: Stage) -> None:
    posted = await stage.client.chat_postMessage(channel="ULENA", text="hi")
    opened = await stage.client.conversations_open(users="ULENA", return_im=True)
    assert opened["channel"]["id"] == posted["channel"]
    assert opened["channel"]["user"] == "ULENA"


async def test_ts_rises_even_when_the_clock_is_set_back(here: Stage) -> None:
    before = (await here.client.chat_postMessage(channel="C0DATA", text="before"))["ts"]
    await here.post("clock", advance=-7200)
    after = (await here.client.chat_postMessage(channel="C0DATA", text="after"))["ts"]
    assert after > before


async def test_people_carry_their_zone_and_offset(stage: Stage) -> None:
    await stage.post("clock", set="2026-07-01T12:00:00Z")
    members = {person["id"]: person for person in (await stage.client.users_list())["members"]}
    assert members["UOLIVER"]["tz_offset"] == 3600
    assert members["UAROHA"]["tz_offset"] == 12 * 3600
    assert [person["id"] for person in members.values() if person["is_admin"]] == ["UPRIYA"]
    assert [person["id"] for person in members.values() if person["is_bot"]] == ["UPITON"]


async def test_slacks_own_error_codes(here: Stage) -> None:
    client = here.client
    await client.chat_postMessage(channel="UMAYA", text="opens the direct message")
    here.app.event("message")(heard)
    said = (await here.post("say", user="UMAYA", channel="@Piton", text="mine"))["message"]["ts"]
    own = (await client.chat_postMessage(channel="C0DATA", text="mine"))["ts"]
    too_many = [{"type": "divider"}] * 51
    calls: dict[str, tuple[str, Json]] = {
        "channel_not_found": ("chat.postMessage", {"channel": "C404", "text": "x"}),
        "not_in_channel": ("chat.postMessage", {"channel": "C0GENERAL", "text": "x"}),
        "no_text": ("chat.postMessage", {"channel": "C0DATA"}),
        "msg_too_long": ("chat.update", {"channel": "C0DATA", "ts": own, "text": "x" * 4_001}),
        "invalid_blocks": ("chat.postMessage", {"channel": "C0DATA", "text": "x", "blocks": too_many}),
        "invalid_blocks_format": (
            "chat.postMessage",
            {"channel": "C0DATA", "text": "x", "blocks": "nonsense"},
        ),
        "thread_not_found": ("conversations.replies", {"channel": "C0DATA", "ts": "1.1"}),
        "message_not_found": ("chat.update", {"channel": "C0DATA", "ts": "1.1", "text": "x"}),
        "cant_update_message": ("chat.update", {"channel": "D0MAYA", "ts": said, "text": "x"}),
        "user_not_found": ("users.info", {"user": "U404"}),
        "not_found": ("views.update", {"view_id": "V404", "view": modal(buttons("Go"))}),
        "invalid_trigger_id": ("views.open", {"trigger_id": "1.2.3", "view": modal(buttons("Go"))}),
        "unknown_method": ("nothing.here", {}),
    }
    for wanted, (method, arguments) in calls.items():
        assert await refusal(client.api_call(method, json=arguments)) == wanted


async def test_a_private_channel_does_not_exist_for_a_bot_that_is_not_in_it(stage: Stage) -> None:
    assert await refusal(stage.client.chat_postMessage(channel="G0REVIEW", text="x")) == "channel_not_found"
    await stage.post("command", user="UPRIYA", channel="#model-review", text="/invite @Piton")
    assert (await stage.client.chat_postMessage(channel="G0REVIEW", text="x"))["ok"]


async def test_blocks_and_elements_without_ids_get_them(here: Stage) -> None:
    bare = {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}}]}
    block = (await here.client.chat_postMessage(channel="C0DATA", text="x", blocks=[bare]))["message"][
        "blocks"
    ][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
async def test_other_pages_and_rebound_names_are_refused(stage: Stage, headers: dict[str, str]) -> None:
    url = f"{stage.playground.control_url}/say"
    async with aiohttp.ClientSession() as http, http.post(url, json={}, headers=headers) as response:
        assert response.status == 403
