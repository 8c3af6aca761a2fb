"""What the bot may do under which scopes: each call names the one that it lacks."""

import pytest

from playground.api import METHODS
from playground.rates import PER_MINUTE
from playground.scopes import METHODS as SCOPES
from playground.scopes import accepted, require
from playground.shapes import SlackError
from tests.playground.conftest import Json, Stage, buttons, modal


async def call(stage: Stage, method: str, **arguments: object) -> tuple[Json, str]:
    """The answer as it came, and the scopes that its header says would do."""
    bearer = {"Authorization": f"Bearer {stage.playground.bot_token}"}
    url = f"{stage.playground.api_url}{method}"
    async with stage.http.post(url, data=arguments, headers=bearer) as response:
        return await response.json(), response.headers["x-accepted-oauth-scopes"]


def lack(stage: Stage, *scopes: str) -> None:
    stage.playground.scopes = [scope for scope in stage.playground.scopes if scope not in scopes]


CALLS: list[tuple[str, str, Json]] = [
    ("chat:write", "chat.postMessage", {"channel": "C0DATA", "text": "x"}),
    ("chat:write", "chat.postEphemeral", {"channel": "C0DATA", "user": "UMAYA", "text": "x"}),
    ("chat:write", "chat.update", {"channel": "C0DATA", "ts": "1.1", "text": "x"}),
    ("chat:write", "chat.delete", {"channel": "C0DATA", "ts": "1.1"}),
    ("channels:history", "conversations.history", {"channel": "C0DATA"}),
    ("channels:history", "conversations.replies", {"channel": "C0DATA", "ts": "1.1"}),
    ("groups:history", "conversations.history", {"channel": "G0REVIEW"}),
    ("im:history", "conversations.history", {"channel": "D0MAYA"}),
    ("channels:read", "conversations.info", {"channel": "C0DATA"}),
    ("channels:read", "conversations.members", {"channel": "C0DATA"}),
    ("groups:read", "conversations.members", {"channel": "G0REVIEW"}),
    ("im:read", "conversations.info", {"channel": "D0MAYA"}),
    ("channels:read", "conversations.list", {}),
    ("groups:read", "conversations.list", {"types": "public_channel,private_channel"}),
    ("im:read", "users.conversations", {"types": "im"}),
    ("channels:join", "conversations.join", {"channel": "C0GENERAL"}),
    ("im:write", "conversations.open", {"users": "ULENA"}),
    ("mpim:write", "conversations.open", {"users": "ULENA,UMAYA"}),
    ("users:read", "users.info", {"user": "UMAYA"}),
    ("users:read", "users.list", {}),
    ("users:read", "bots.info", {"bot": "BPITON"}),
    ("files:read", "files.info", {"file": "F1"}),
    ("files:write", "files.getUploadURLExternal", {"filename": "x.png", "length": "1"}),
    ("files:write", "files.completeUploadExternal", {"files": "[]"}),
    ("files:write", "files.delete", {"file": "F1"}),
]


@pytest.mark.parametrize(("scope", "method", "arguments"), CALLS)
async def test_a_call_without_its_scope_is_told_which_it_needs(
    here: Stage, scope: str, method: str, arguments: Json
) -> None:
    await here.post("join", user="@Piton", channel="#model-review")
    here.playground.slack.workspace.direct("UMAYA")
    lack(here, scope)
    answer, would_do = await call(here, method, **arguments)
    provided = ",".join(here.playground.scopes)
    assert answer == {"ok": False, "error": "missing_scope", "needed": scope, "provided": provided}
    assert scope in would_do.split(",")


async def test_another_kind_of_channel_needs_another_scope(here: Stage) -> None:
    here.playground.slack.workspace.direct("UMAYA")
    lack(here, "channels:history", "groups:history")
    assert (await call(here, "conversations.history", channel="D0MAYA"))[0]["ok"]
    assert (await call(here, "conversations.history", channel="C0DATA"))[0]["needed"] == "channels:history"


async def test_of_a_channel_that_nobody_sees_any_scope_of_the_method_is_enough(here: Stage) -> None:
    hidden = await call(here, "conversations.history", channel="G0REVIEW")
    assert hidden[0] == {"ok": False, "error": "channel_not_found"}
    lack(here, "channels:history", "groups:history", "im:history")
    lacking = await call(here, "conversations.history", channel="C404")
    assert lacking[0]["needed"] == "channels:history,groups:history,im:history,mpim:history"


async def test_views_and_the_bots_own_name_need_no_scope(stage: Stage) -> None:
    stage.playground.scopes = []
    trigger = stage.playground.slack.triggers.issue("UOLIVER")
    view = modal(buttons("Go"))
    assert (await stage.client.views_open(trigger_id=trigger, view=view))["ok"]
    assert (await stage.client.auth_test()).headers["x-accepted-oauth-scopes"] == ""


async def test_with_one_more_scope_the_bot_posts_where_it_is_not(stage: Stage) -> None:
    assert (await call(stage, "chat.postMessage", channel="C0DATA", text="x"))[0]["error"] == "not_in_channel"
    stage.playground.scopes = [*stage.playground.scopes, "chat:write.public"]
    assert (await call(stage, "chat.postMessage", channel="C0DATA", text="x"))[0]["ok"]
    hidden = await call(stage, "chat.postMessage", channel="G0REVIEW", text="x")
    assert hidden[0]["error"] == "channel_not_found"


def test_one_of_several_scopes_is_enough() -> None:
    require("conversations.invite", ["channels:write.invites"], ["public_channel"])
    require("conversations.invite", ["channels:manage"], ["public_channel"])
    with pytest.raises(SlackError) as refused:
        require("conversations.invite", ["groups:write"], ["public_channel"])
    assert refused.value.more["needed"] == "channels:manage,channels:write.invites"


def test_every_method_has_its_rate_and_no_scope_is_for_nothing() -> None:
    assert set(METHODS) == set(PER_MINUTE)
    assert set(METHODS) >= set(SCOPES)
    assert accepted("auth.test") == []
