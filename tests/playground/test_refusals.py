"""Slack's own codes for what cannot be: where, to whom, how long, which page, how often."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.conftest import Json, Stage, buttons, field, modal, text_input
from tests.playground.test_rates import Hand

ROW: Json = {"channel": "C0DATA", "text": "x"}


async def refused(stage: Stage, method: str, arguments: Json) -> Any:  # noqa: ANN401 — the SDK's answer
    with pytest.raises(SlackApiError) as refusal:
        await stage.client.api_call(method, json=arguments)
    return refusal.value.response


async def code(stage: Stage, method: str, **arguments: object) -> str:
    return str((await refused(stage, method, arguments))["error"])


async def test_posts_are_refused_where_nobody_can_read_or_write(here: Stage) -> None:
    workspace = here.playground.slack.workspace
    own = (await here.client.chat_postMessage(channel="C0DATA", text="mine"))["ts"]
    dm = (await here.client.chat_postMessage(channel="UMAYA", text="hi"))["channel"]
    workspace.people["UMAYA"].deleted = True
    for channel in ("UMAYA", dm):
        assert await code(here, "chat.postMessage", channel=channel, text="x") == "user_disabled"
    assert await code(here, "conversations.open", users="UMAYA") == "user_disabled"
    assert await code(here, "conversations.open", users="U404") == "user_not_found"
    assert await code(here, "chat.postEphemeral", **ROW, user="UNOBODY") == "user_not_in_channel"
    workspace.channels["C0DATA"].restricted = "restricted_action"
    assert await code(here, "chat.postMessage", **ROW) == "restricted_action"
    workspace.channels["C0DATA"].is_archived = True
    assert await code(here, "chat.postMessage", **ROW) == "is_archived"
    assert await code(here, "chat.update", **ROW, ts=own) == "is_inactive"
    assert await code(here, "chat.delete", channel="C0DATA", ts=own) == "is_archived"
    assert await code(here, "conversations.join", channel="C0DATA") == "is_archived"
    assert (await here.client.conversations_history(channel="C0DATA"))["messages"][0]["text"] == "mine"


async def test_a_long_text_is_cut_off_with_a_warning(here: Stage) -> None:
    for posting in (here.client.chat_postMessage, here.client.chat_postEphemeral):
        answer = await posting(channel="C0DATA", user="UMAYA", text="x" * 40_001)
        assert answer["response_metadata"]["warnings"] == ["message_truncated"]
    assert [len(text) for text in await here.said()] == [40_000, 40_000 + len("(UMAYA) ")]
    fits = await here.client.chat_postMessage(channel="C0DATA", text="x" * 40_000)
    assert "response_metadata" not in fits.data


async def test_an_edit_is_refused_from_4001_characters_on_though_it_has_blocks(here: Stage) -> None:
    ts = (await here.client.chat_postMessage(channel="C0DATA", text="x" * 5000))["ts"]
    long = {"channel": "C0DATA", "ts": ts, "text": "x" * 4001, "blocks": [{"type": "divider"}]}
    assert (await refused(here, "chat.update", long))["error"] == "msg_too_long"
    assert (await here.client.chat_update(channel="C0DATA", ts=ts, text="x" * 4000))["ok"]


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
async def test_nothing_is_no_message(here: Stage, text: str) -> None:
    assert await code(here, "chat.postMessage", channel="C0DATA", text=text) == "no_text"
    assert await code(here, "chat.postMessage", channel="C0DATA", text=text, blocks=[]) == "no_text"


@pytest.mark.parametrize(
    ("metadata", "wanted"),
    [
        ("nonsense", "invalid_metadata_format"),
        (["x"], "invalid_metadata_format"),
        ({"event_payload": {}}, "invalid_metadata_format"),
        ({"event_type": "piton", "event_payload": {}, "more": 1}, "invalid_metadata_format"),
        ({"event_type": "piton"}, "invalid_metadata_schema"),
        ({"event_type": "piton", "event_payload": "k1"}, "invalid_metadata_schema"),
        ({"event_type": "piton", "event_payload": {"key": {"a": 1}}}, "invalid_metadata_schema"),
        ({"event_type": "piton", "event_payload": {"key": ["a"]}}, "invalid_metadata_schema"),
        ({"event_type": "piton", "event_payload": {"key": "x" * 16_384}}, "metadata_too_large"),
    ],
)
async def test_metadata_is_flat_and_small(here: Stage, metadata: object, wanted: str) -> None:
    assert await code(here, "chat.postMessage", **ROW, metadata=metadata) == wanted
    assert await here.said() == []


async def test_metadata_under_a_name_that_slack_does_not_take_is_dropped_with_a_warning(here: Stage) -> None:
    dotted = {"event_type": "piton.slot", "event_payload": {"key": "k1"}}
    answer = await here.client.chat_postMessage(channel="C0DATA", text="x", metadata=dotted)
    assert answer["response_metadata"]["warnings"] == ["invalid_metadata_schema"]
    found = await here.client.conversations_history(channel="C0DATA", include_all_metadata=True)
    assert "metadata" not in found["messages"][0]


async def test_an_edit_keeps_replaces_or_removes_metadata(here: Stage) -> None:
    first, second = ({"event_type": "piton", "event_payload": {"key": key}} for key in "ab")
    ts = (await here.client.chat_postMessage(channel="C0DATA", text="x", metadata=first))["ts"]
    kept = await here.client.chat_update(channel="C0DATA", ts=ts, text="y")
    replaced = await here.client.chat_update(channel="C0DATA", ts=ts, text="z", metadata=second)
    removed = await here.client.chat_update(channel="C0DATA", ts=ts, text="z", metadata={})
    assert [kept["message"]["metadata"], replaced["message"]["metadata"]] == [first, second]
    assert "metadata" not in removed["message"]


PAGED: list[tuple[str, Json, int]] = [
    ("conversations.history", {"channel": "C0DATA"}, 999),
    ("conversations.list", {}, 999),
    ("conversations.members", {"channel": "C0DATA"}, 1000),
    ("users.conversations", {"user": "UMAYA"}, 999),
    ("users.list", {}, 1000),
]


@pytest.mark.parametrize(("method", "arguments", "most"), PAGED)
async def test_a_page_has_a_size_that_slack_gives(
    here: Stage, method: str, arguments: Json, most: int
) -> None:
    for limit in (most + 1, -1, "many", 1.5):
        assert await code(here, method, **arguments, limit=limit) == "invalid_limit", limit
    assert (await here.client.api_call(method, json=arguments | {"limit": most}))["ok"]


@pytest.mark.parametrize("cursor", ["bmV4dDox", "AAAA", "é", "x" * 500, "===", "dXNlcjpVMDYxTkZUVDI="])
@pytest.mark.parametrize(("method", "arguments", "most"), PAGED)
async def test_a_cursor_is_one_that_slack_gave(
    here: Stage, method: str, arguments: Json, most: int, cursor: str
) -> None:
    assert await code(here, method, **arguments, limit=most, cursor=cursor) == "invalid_cursor"


async def test_a_cursor_is_good_for_its_own_list_alone(here: Stage) -> None:
    await here.client.conversations_join(channel="C0GENERAL")
    first = await here.client.conversations_members(channel="C0DATA", limit=4)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await here.client.conversations_members(channel="C0DATA", limit=4, cursor=cursor)
    assert [len(first["members"]), len(rest["members"])] == [4, 3]
    assert rest["response_metadata"]["next_cursor"] == ""
    assert not set(first["members"]) & set(rest["members"])
    general = {"channel": "C0GENERAL", "limit": 4, "cursor": cursor}
    assert await code(here, "conversations.members", **general) == "invalid_cursor"
    assert await code(here, "users.list", limit=4, cursor=cursor) == "invalid_cursor"


async def test_pages_have_slacks_own_sizes(here: Stage) -> None:
    for number in range(101):
        here.playground.slack.workspace.channels["C0DATA"].messages.append(
            {"type": "message", "ts": f"{number + 1}.000000", "user": "UMAYA", "text": str(number)}
        )
    page = await here.client.conversations_history(channel="C0DATA")
    assert (len(page["messages"]), page["has_more"]) == (100, True)
    cursor = page["response_metadata"]["next_cursor"]
    rest = await here.client.conversations_history(channel="C0DATA", cursor=cursor)
    assert ([message["text"] for message in rest["messages"]], rest["has_more"]) == (["0"], False)


async def test_what_is_written_meanwhile_does_not_shift_the_pages(here: Stage) -> None:
    for text in "1234":
        await here.client.chat_postMessage(channel="C0DATA", text=text)
    page = await here.client.conversations_history(channel="C0DATA", limit=2)
    await here.client.chat_postMessage(channel="C0DATA", text="5")
    cursor = page["response_metadata"]["next_cursor"]
    rest = await here.client.conversations_history(channel="C0DATA", limit=2, cursor=cursor)
    assert [message["text"] for message in [*page["messages"], *rest["messages"]]] == list("4321")
    assert not rest["has_more"]


async def test_a_kind_of_channel_that_is_none_is_refused(here: Stage) -> None:
    assert await code(here, "conversations.list", types="public_channel,secret") == "invalid_types"


async def test_one_call_too_many_waits_for_as_long_as_slack_says(here: Stage) -> None:
    here.playground.slack.rates.time = hand = Hand()
    for _ in range(20):
        await here.client.users_list()
    answer = await refused(here, "users.list", {})
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "60")
    hand.at += 60
    assert (await here.client.users_list())["ok"]


async def test_a_channel_is_paced_however_it_is_addressed(here: Stage) -> None:
    here.playground.slack.rates.time = hand = Hand()
    dm = (await here.client.chat_postMessage(channel="UMAYA", text="1"))["channel"]
    for _ in range(4):
        await here.client.chat_postMessage(channel=dm, text="more")
    for channel in ("UMAYA", dm):
        answer = await refused(here, "chat.postMessage", {"channel": channel, "text": "one too many"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert (await here.client.chat_postMessage(channel="UDIEGO", text="x"))["ok"]
    hand.at += 1
    assert (await here.client.chat_postMessage(channel="UMAYA", text="x"))["ok"]


async def test_the_moved_clock_lets_the_minute_pass(here: Stage) -> None:
    for _ in range(20):
        await here.client.users_list()
    assert (await refused(here, "users.list", {})).status_code == 429
    await here.post("clock", advance=61)
    assert (await here.client.users_list())["ok"]


async def test_two_workspaces_have_their_own_rates(here: Stage) -> None:
    for _ in range(20):
        await here.client.users_list()
    other = here.playground.second.bot_token
    assert (await here.client.users_list(token=other))["ok"]
    assert (await refused(here, "users.list", {})).status_code == 429


async def test_an_external_id_is_taken_once_in_modals_and_homes(stage: Stage) -> None:
    home = {"type": "home", "external_id": "one", "blocks": [buttons("Go")]}
    await stage.client.views_publish(user_id="ULENA", view=home)
    assert (await stage.client.views_publish(user_id="ULENA", view=home))["ok"]
    assert await code(stage, "views.publish", user_id="UMAYA", view=home) == "duplicate_external_id"
    trigger = stage.playground.slack.triggers.issue("UOLIVER")
    form = modal(field("a", "A", text_input()), external_id="one")
    assert await code(stage, "views.open", trigger_id=trigger, view=form) == "duplicate_external_id"


async def test_a_view_of_more_than_250_kilobytes_is_too_large(stage: Stage) -> None:
    sections = [{"type": "section", "text": {"type": "mrkdwn", "text": "é" * 3000}} for _ in range(45)]
    trigger = stage.playground.slack.triggers.issue("UOLIVER")
    assert await code(stage, "views.open", trigger_id=trigger, view=modal(*sections)) == "view_too_large"


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (b"{", "invalid_json"),
        (b"[]", "json_not_object"),
        (b"\xff\xfe", "invalid_json"),
        (rb'{"channel": "C0DATA", "text": "half a pair: \ud83d"}', "invalid_json"),
        (b'{"channel": "C0DATA", "blocks": ' + b"[" * 5000 + b"]" * 5000 + b"}", "invalid_json"),
        (b'{"channel": "C0DATA", "blocks": ' + b"[" * 400 + b"]" * 400 + b"}", "invalid_"),
    ],
)
async def test_a_body_that_is_no_good_json_is_refused(here: Stage, body: bytes, wanted: str) -> None:
    headers = {"Authorization": f"Bearer {here.playground.bot_token}", "Content-Type": "application/json"}
    url = f"{here.playground.api_url}chat.postMessage"
    async with here.http.post(url, data=body, headers=headers) as response:
        answer = await response.json()
    assert (response.status, answer["ok"]) == (200, False)
    assert answer["error"].startswith(wanted)


async def test_a_whole_pair_is_one_character(here: Stage) -> None:
    assert (await here.client.chat_postMessage(channel="C0DATA", text="\U0001f389"))["message"][
        "text"
    ] == "🎉"
