"""One attempt each, and what is certain after it: the messenger against a server that does as it is told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import DeliveryError, Doubtful, NotDelivered, TokenRefused, Unreachable
from bot.ledger import Address, Ref
from bot.model import WorkspaceId
from handlers.slack.examples import EXAMPLES
from handlers.slack.messenger import SlackMessenger

HERE = WorkspaceId("slack:T1")
TO = Address(HERE, "C1")
NOTICE = EXAMPLES["board"]
TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
OK = {"ok": True, "channel": "C1", "ts": "1.2"}


class Slack:
    """Answers each call with what the test put here; `None` closes the connection instead."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], Any] | None] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        said = await request.json() if request.content_type == "application/json" else dict(request.query)
        self.calls.append((request.match_info["method"], {**said, **(await request.post())}))
        planned = self.answers.pop(0)
        if planned is None:
            assert request.transport
            request.transport.abort()
            return web.Response()
        status, headers, body = planned
        if isinstance(body, bytes):
            return web.Response(status=status, headers=headers, body=body, content_type="application/json")
        if isinstance(body, str):
            return web.Response(status=status, headers=headers, text=body, content_type="text/html")
        return web.json_response(body, status=status, headers=headers)


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
async def messenger(slack: Slack) -> AsyncIterator[SlackMessenger]:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    async with aiohttp.ClientSession() as session:
        yield SlackMessenger(
            AsyncWebClient("xoxb-1", base_url=base, session=session, retry_handlers=[]), HERE
        )
    await runner.cleanup()


async def fate(messenger: SlackMessenger) -> DeliveryError | Ref:
    try:
        return await messenger.post(TO, NOTICE, "key-1")
    except DeliveryError as error:
        return error


async def test_a_post_carries_its_key_and_unfurls_nothing(slack: Slack, messenger: SlackMessenger) -> None:
    slack.answers = [(200, {}, OK)]
    assert await fate(messenger) == Ref("C1", "1.2")
    [(method, said)] = slack.calls
    assert method == "chat.postMessage"
    assert said["metadata"] == {"event_type": "piton_slot", "event_payload": {"key": "key-1"}}
    assert (said["unfurl_links"], said["unfurl_media"]) == (False, False)
    assert said["text"]


LATER = "a date in a thousand seconds"


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"Retry-After": "30"}, 30, 30),
        ({"Retry-After": "1.5"}, 1.5, 1.5),
        ({"retry-after": "0"}, 0, 0),
        ({"Retry-After": LATER}, 900, 1000),
        ({"Retry-After": "soon"}, 5, 5),
        ({"Retry-After": "-3"}, 0, 0),
        ({}, 5, 5),
    ],
)
async def test_too_many_is_certainly_not_delivered(
    slack: Slack, messenger: SlackMessenger, headers: dict[str, str], least: float, most: float
) -> None:
    if headers.get("Retry-After") == LATER:
        headers = {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=1000), usegmt=True)}
    slack.answers = [(429, headers, {"ok": False, "error": "ratelimited"})]
    error = await fate(messenger)
    assert isinstance(error, NotDelivered)
    assert least <= error.retry_after <= most
    assert len(slack.calls) == 1


@pytest.mark.parametrize(
    "answer",
    [
        None,
        (500, {}, "<html>oops</html>"),
        (503, {}, {"ok": False, "error": "service_unavailable"}),
        (200, {}, {"ok": False, "error": "fatal_error"}),
        (200, {}, {"ok": False, "error": "internal_error"}),
        (200, {}, "<html>captive portal</html>"),
        (200, {}, b'{"ok": true, "chan'),
        (503, {}, b'{"ok"'),
        (200, {}, b""),
        (200, {}, b"[]"),
        (200, {}, b"7"),
        (200, {}, b'{"ok": true}'),
        (200, {}, b'{"ok": true, "channel": "C1", "ts": "\xff"}'),
    ],
)
async def test_what_may_have_succeeded_is_in_doubt_and_never_sent_again_by_itself(
    slack: Slack, messenger: SlackMessenger, answer: tuple[int, dict[str, str], Any] | None
) -> None:
    slack.answers = [answer]
    assert isinstance(await fate(messenger), Doubtful)
    assert len(slack.calls) == 1


@pytest.mark.parametrize(
    ("code", "concerns"),
    [
        ("is_archived", "target"),
        ("channel_not_found", "target"),
        ("not_in_channel", "target"),
        ("user_disabled", "target"),
        ("user_not_found", "target"),
        ("user_not_visible", "target"),
        ("cannot_dm_bot", "target"),
        ("is_inactive", "target"),
        ("restricted_action", "posting"),
        ("restricted_action_read_only_channel", "posting"),
        ("restricted_action_thread_only_channel", "posting"),
        ("messages_tab_disabled", "message"),
        ("message_not_found", "message"),
        ("thread_not_found", "message"),
        ("cant_update_message", "message"),
        ("edit_window_closed", "message"),
        ("invalid_blocks", "message"),
        ("msg_too_long", "message"),
        ("something_new", "message"),
    ],
)
async def test_a_refusal_for_good_is_unreachable_and_says_what_it_concerns(
    slack: Slack, messenger: SlackMessenger, code: str, concerns: str
) -> None:
    slack.answers = [(200, {}, {"ok": False, "error": code})]
    error = await fate(messenger)
    assert isinstance(error, Unreachable)
    assert (str(error), error.concerns) == (code, concerns)


async def test_a_server_that_is_not_there_has_delivered_nothing() -> None:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            "xoxb-1", base_url="http://127.0.0.1:9/api/", session=session, retry_handlers=[]
        )
        assert isinstance(await fate(SlackMessenger(client, HERE)), NotDelivered)


def _page(*keys: str, cursor: str = "") -> tuple[int, dict[str, str], dict[str, Any]]:
    messages = [{"ts": f"9.{key}", "metadata": {"event_payload": {"key": key}}} for key in keys]
    return 200, {}, {"ok": True, "messages": messages, "response_metadata": {"next_cursor": cursor}}


async def test_a_key_is_looked_for_page_by_page(slack: Slack, messenger: SlackMessenger) -> None:
    slack.answers = [_page("a", "b", cursor="more"), _page("key-1")]
    assert await messenger.find(TO, "key-1", datetime(2026, 11, 24, 9, tzinfo=UTC), TEN) == Ref(
        "C1", "9.key-1"
    )
    assert [method for method, _ in slack.calls] == ["conversations.history"] * 2
    assert slack.calls[1][1]["cursor"] == "more"
    assert float(slack.calls[0][1]["oldest"]) == datetime(2026, 11, 24, 9, tzinfo=UTC).timestamp()


async def test_a_key_that_is_not_there_is_none(slack: Slack, messenger: SlackMessenger) -> None:
    slack.answers = [_page("a")]
    assert await messenger.find(TO, "key-1", datetime(2026, 11, 24, tzinfo=UTC), TEN) is None


async def test_direct_messages_and_threads_are_looked_through_where_they_are(
    slack: Slack, messenger: SlackMessenger
) -> None:
    slack.answers = [(200, {}, {"ok": True, "channel": {"id": "D7"}}), _page("key-1")]
    found = await messenger.find(Address(HERE, "U1"), "key-1", datetime(2026, 11, 24, tzinfo=UTC), TEN)
    assert found == Ref("D7", "9.key-1")
    slack.answers = [_page("key-1")]
    there = Address(HERE, "C1", Ref("C1", "5.5"))
    assert await messenger.find(there, "key-1", datetime(2026, 11, 24, tzinfo=UTC), TEN) == Ref(
        "C1", "9.key-1"
    )
    methods = [method for method, _ in slack.calls]
    assert methods == ["conversations.open", "conversations.history", "conversations.replies"]
    assert slack.calls[-1][1]["ts"] == "5.5"


@pytest.mark.parametrize(
    "code",
    ["account_inactive", "invalid_auth", "missing_scope", "not_authed", "token_expired", "token_revoked"],
)
async def test_a_bad_token_says_nothing_of_the_message(
    slack: Slack, messenger: SlackMessenger, code: str
) -> None:
    slack.answers = [(200, {}, {"ok": False, "error": code})]
    error = await fate(messenger)
    assert isinstance(error, TokenRefused)
    assert error.retry_after == 60


async def test_what_is_for_another_workspace_waits(slack: Slack, messenger: SlackMessenger) -> None:
    there = Address(WorkspaceId("slack:T2"), "C1")
    with pytest.raises(NotDelivered):
        await messenger.post(there, NOTICE, "key-1")
    with pytest.raises(NotDelivered):
        await messenger.edit(there.workspace, Ref("C1", "1.2"), NOTICE)
    with pytest.raises(NotDelivered):
        await messenger.find(there, "key-1", TEN, TEN)
    assert slack.calls == []
