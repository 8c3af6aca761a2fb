"""What shall go wrong does, as the real SDK meets it: so often, for these calls, before or after the effect."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from playground.faults import Faults, Kind
from playground.shapes import ScriptError
from tests.playground.conftest import Stage


async def post(stage: Stage, text: str, channel: str = "C0DATA") -> Any:  # noqa: ANN401 — the SDK's answer
    return await stage.client.chat_postMessage(channel=channel, text=text)


async def refusal(call: Awaitable[object]) -> Any:  # noqa: ANN401 — the SDK's answer
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response


async def test_an_error_is_met_so_often_and_then_no_more(here: Stage) -> None:
    here.playground.slack.faults.add("chat.postMessage", "error", code="restricted_action", times=2)
    for _ in range(2):
        assert (await refusal(post(here, "lost")))["error"] == "restricted_action"
    assert (await post(here, "kept"))["ok"]
    assert await here.said() == ["kept"]
    assert here.playground.slack.faults.met == [("chat.postMessage", "error")] * 2


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [
        (7, "7"),
        (1.5, "1.5"),
        ("Mon, 23 Nov 2026 12:00:00 GMT", "Mon, 23 Nov 2026 12:00:00 GMT"),
        (None, None),
    ],
)
async def test_a_429_says_when_in_any_form(here: Stage, retry_after: object, header: str | None) -> None:
    here.playground.slack.faults.add("chat.postMessage", "ratelimited", retry_after=retry_after)
    answer = await refusal(post(here, "lost"))
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    assert answer.headers.get("Retry-After") == header
    assert await here.said() == []


@pytest.mark.parametrize(("after", "said"), [(False, []), (True, ["x"])])
@pytest.mark.parametrize("kind", ["error", "status", "html", "close", "reset"])
async def test_slack_had_or_had_not_done_it_before_it_went_wrong(
    here: Stage, kind: Kind, after: bool, said: list[str]
) -> None:
    here.playground.slack.faults.add("chat.postMessage", kind, after=after, status=503, code="fatal_error")
    with pytest.raises((SlackApiError, aiohttp.ClientError, OSError)) as failed:
        await post(here, "x")
    if kind in ("close", "reset"):
        assert isinstance(failed.value, aiohttp.ClientError | OSError)
    else:
        assert isinstance(failed.value, SlackApiError)
        assert failed.value.response.status_code == (200 if kind == "error" else 503)
    assert await here.said() == said
    assert (await here.client.auth_test())["ok"]


async def test_a_page_of_html_may_come_with_a_good_status(here: Stage) -> None:
    here.playground.slack.faults.add("auth.test", "html", status=200)
    bearer = {"Authorization": f"Bearer {here.playground.bot_token}"}
    async with here.http.post(f"{here.playground.api_url}auth.test", headers=bearer) as response:
        assert (response.status, response.content_type) == (200, "text/html")
        assert "<h1>Server Error</h1>" in await response.text()


@pytest.mark.parametrize(("after", "said"), [(False, []), (True, ["x"])])
async def test_a_hang_lasts_until_the_caller_is_gone(here: Stage, after: bool, said: list[str]) -> None:
    here.playground.slack.faults.add("chat.postMessage", "hang", after=after)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await post(here, "x")
    await asyncio.sleep(0.05)  # what a server that had not noticed would do now
    assert await here.said() == said


async def test_a_hang_may_end_in_an_answer(here: Stage) -> None:
    here.playground.slack.faults.add("chat.postMessage", "hang", seconds=0.03)
    assert (await post(here, "late"))["ok"]
    assert await here.said() == ["late"]


async def test_a_fault_meets_only_calls_about_its_target(here: Stage) -> None:
    faults = here.playground.slack.faults
    dm = here.playground.slack.workspace.direct("UMAYA").id
    faults.add("*", "error", code="user_disabled", target="UMAYA", times=None)
    assert (await post(here, "x"))["ok"]
    assert (await post(here, "x", "UDIEGO"))["ok"]
    for channel in ("UMAYA", dm):
        assert (await refusal(post(here, "x", channel)))["error"] == "user_disabled"
    assert (await refusal(here.client.users_info(user="UMAYA")))["error"] == "user_disabled"
    faults.clear()
    assert (await post(here, "x", "UMAYA"))["ok"]


async def test_faults_come_in_the_order_in_which_they_were_planned(here: Stage) -> None:
    for code in ("fatal_error", "internal_error"):
        here.playground.slack.faults.add("*", "error", code=code)
    codes = [(await refusal(here.client.auth_test()))["error"] for _ in range(2)]
    assert codes == ["fatal_error", "internal_error"]


async def test_a_script_plans_faults_too(here: Stage) -> None:
    planned = await here.post("fault", method="chat.postMessage", kind="error", code="is_archived", times=2)
    assert planned["planned"] == 1
    assert (await refusal(post(here, "x")))["error"] == "is_archived"
    assert (await here.post("no_faults"))["planned"] == 0
    assert (await post(here, "x"))["ok"]
    for wrong, known in (
        ({"method": "chat.postmessage", "kind": "error"}, "chat.postMessage"),
        ({"method": "*", "kind": "explode"}, "reset"),
        ({"method": "*", "kind": "error", "often": 3}, "times"),
        ({"method": "*", "kind": "error", "times": "3"}, "int"),
    ):
        refused: Any = await here.post("fault", status=400, **wrong)
        assert known in refused["known"]


def test_a_plan_that_can_never_be_met_is_a_mistake() -> None:
    with pytest.raises(ScriptError, match=r"No call is ever made to method 'chat\.post'"):
        Faults().add("chat.post", "error")
