"""Two companies with the same app: same ids of people and channels, and nothing of one reaches the other."""

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.conftest import Json, Stage, buttons, modal

OTHER: Json = {"workspace": "T0OTHER"}


@pytest.fixture
def other(stage: Stage) -> AsyncWebClient:
    """The bot's client for the second workspace."""
    there = stage.playground
    return AsyncWebClient(token=there.second.bot_token, base_url=there.api_url, retry_handlers=[])


async def test_the_token_says_which_workspace_is_meant(stage: Stage, other: AsyncWebClient) -> None:
    mine, theirs = await stage.client.auth_test(), await other.auth_test()
    assert (mine["team_id"], mine["team"]) == ("T0PLAY", "Piton playground")
    assert (theirs["team_id"], theirs["team"]) == ("T0OTHER", "Another company")
    assert mine["user_id"] == theirs["user_id"]
    names = [(await client.users_info(user="UMAYA"))["user"]["real_name"] for client in (stage.client, other)]
    assert names == ["Maya Cohen", "Mayank Rao"]
    with pytest.raises(SlackApiError, match="user_not_found"):
        await other.users_info(user="UPRIYA")


async def test_messages_stay_in_their_workspace(stage: Stage, other: AsyncWebClient) -> None:
    await other.conversations_join(channel="C0DATA")
    posted = await other.chat_postMessage(channel="C0DATA", text="for the others")
    assert posted["message"]["team"] == "T0OTHER"
    assert (await other.users_info(user="UMAYA"))["user"]["team_id"] == "T0OTHER"
    assert (await other.conversations_info(channel="C0DATA"))["channel"]["context_team_id"] == "T0OTHER"
    assert await stage.said() == []
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await stage.client.chat_postMessage(channel="C0DATA", text="mine")
    async with stage.http.get(f"{stage.playground.control_url}/state", params=OTHER) as response:
        state = await response.json()
    assert (state["workspace"], state["channels"][0]["messages"][0]["text"]) == ("T0OTHER", "for the others")


async def test_every_envelope_carries_its_own_team(stage: Stage, other: AsyncWebClient) -> None:
    heard: list[Json] = []

    async def keep(ack: AsyncAck, body: Json) -> None:
        await ack()
        heard.append(body)

    stage.app.command("/standup")(keep)
    stage.app.action("go")(keep)
    stage.app.event("message")(keep)
    await other.conversations_join(channel="C0DATA")
    row = await other.chat_postMessage(channel="C0DATA", text="x", blocks=[buttons("Go")])
    await stage.post("command", user="UMAYA", channel="C0DATA", text="/standup", **OTHER)
    await stage.post("click", user="UMAYA", channel="C0DATA", ts=row["ts"], text="Go", **OTHER)
    await stage.post("say", user="UMAYA", channel="@Piton", text="hi", **OTHER)
    await stage.post("command", user="UMAYA", channel="C0DATA", text="/standup")
    command, click, event, mine = heard
    assert (command["team_id"], command["team_domain"], command["user_name"]) == (
        "T0OTHER",
        "another-company",
        "mayank",
    )
    assert click["team"] == {"id": "T0OTHER", "domain": "another-company"}
    assert (click["user"]["team_id"], click["user"]["name"]) == ("T0OTHER", "mayank")
    assert (event["team_id"], event["authorizations"][0]["team_id"]) == ("T0OTHER", "T0OTHER")
    assert (mine["team_id"], mine["user_name"]) == ("T0PLAY", "maya")


async def test_a_trigger_of_one_workspace_opens_nothing_in_the_other(
    stage: Stage, other: AsyncWebClient
) -> None:
    trigger_id = stage.playground.slack.triggers.issue("UMAYA")
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await other.views_open(trigger_id=trigger_id, view=modal(buttons("Go")))
    opened = await stage.client.views_open(trigger_id=trigger_id, view=modal(buttons("Go")))
    assert opened["view"]["team_id"] == "T0PLAY"


async def test_an_answer_goes_where_its_address_came_from(stage: Stage) -> None:
    slack = stage.playground.second
    address = slack.response_url(slack.workspace.channels["C0DATA"], "UMAYA")
    answer = {"text": "over there", "response_type": "in_channel"}
    async with stage.http.post(address, json=answer) as response:
        assert await response.text() == "ok"
    assert [m["text"] for m in slack.workspace.channels["C0DATA"].messages] == ["over there"]
    assert await stage.said() == []


async def test_uninstalling_from_one_leaves_the_other_alone(stage: Stage, other: AsyncWebClient) -> None:
    heard: list[str] = []

    async def keep(ack: AsyncAck, body: Json) -> None:
        await ack()
        heard.append(f"{body['event']['type']} {body['team_id']}")

    stage.app.event("app_uninstalled")(keep)
    stage.app.event("tokens_revoked")(keep)
    await stage.post("uninstall", **OTHER)
    assert heard == ["app_uninstalled T0OTHER", "tokens_revoked T0OTHER"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        await other.auth_test()
    assert (await stage.client.auth_test())["ok"]


async def test_an_unknown_workspace_is_a_mistake_of_the_script(stage: Stage) -> None:
    seen = await stage.post(
        "say", user="UMAYA", channel="C0DATA", text="x", workspace="T0NOWHERE", status=400
    )
    assert seen["known"] == ["T0PLAY", "T0OTHER"]
    async with stage.http.get(f"{stage.playground.control_url}/state?workspace=x") as response:
        assert response.status == 400
