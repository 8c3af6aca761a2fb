"""What happens to channels, people and the app reaches the bot as Slack tells it."""

import re

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError

from tests.playground.conftest import Json, Stage, new_app, until


async def acknowledge(ack: AsyncAck) -> None:
    await ack()


def hear(stage: Stage, *kinds: str) -> list[Json]:
    """The events of these types, without their times."""
    heard: list[Json] = []

    async def keep(ack: AsyncAck, event: Json) -> None:
        await ack()
        heard.append({key: value for key, value in event.items() if key not in ("event_ts", "ts")})

    for kind in kinds:
        stage.app.event(kind)(keep)
    return heard


CHANNEL = ("channel_archive", "channel_unarchive", "channel_rename", "channel_deleted", "channel_left")
GROUP = ("group_archive", "group_unarchive", "group_rename", "group_deleted", "group_left")


async def test_a_public_channel_is_archived_brought_back_renamed_and_deleted(stage: Stage) -> None:
    heard = hear(stage, *CHANNEL)
    created = stage.playground.slack.workspace.channels["C0DATA"].created
    moves: list[tuple[str, Json]] = [
        ("archive", {}),
        ("unarchive", {}),
        ("rename", {"name": "#numbers"}),
        ("delete_channel", {}),
    ]
    for move, more in moves:
        await stage.post(move, user="UPRIYA", channel="C0DATA", **more)
    renamed = {"id": "C0DATA", "name": "numbers", "name_normalized": "numbers", "created": created}
    assert heard == [
        {"type": "channel_archive", "channel": "C0DATA", "user": "UPRIYA", "is_moved": 0},
        {"type": "channel_unarchive", "channel": "C0DATA", "user": "UPRIYA"},
        {"type": "channel_rename", "channel": renamed | {"is_channel": True, "is_mpim": False}},
        {"type": "channel_deleted", "channel": "C0DATA", "actor_id": "UPRIYA"},
    ]
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await stage.client.conversations_info(channel="C0DATA")


async def test_of_a_private_channel_the_bot_hears_only_from_inside(stage: Stage) -> None:
    heard = hear(stage, *GROUP)
    await stage.post("rename", user="UPRIYA", channel="G0REVIEW", name="quiet")
    assert heard == []
    await stage.post("command", user="UPRIYA", channel="G0REVIEW", text="/invite @Piton")
    await stage.post("archive", user="UPRIYA", channel="G0REVIEW")
    await stage.post("unarchive", user="UPRIYA", channel="G0REVIEW")
    await stage.post("rename", user="UPRIYA", channel="G0REVIEW", name="loud")
    await stage.post("kick", user="UPRIYA", channel="G0REVIEW")
    assert [event["type"] for event in heard] == [
        "group_archive",
        "group_unarchive",
        "group_rename",
        "group_left",
    ]
    assert heard[-1] == {"type": "group_left", "channel": "G0REVIEW", "actor_id": "UPRIYA"}


async def test_a_bot_that_is_kicked_hears_who_did_it_and_may_no_longer_write(here: Stage) -> None:
    heard = hear(here, "channel_left", "member_left_channel")
    await here.post("kick", user="UOLIVER", channel="C0DATA")
    assert heard == [{"type": "channel_left", "channel": "C0DATA", "actor_id": "UOLIVER"}]
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await here.client.chat_postMessage(channel="C0DATA", text="still here?")


async def test_an_archived_channel_takes_nothing_from_bot_or_people(here: Stage) -> None:
    await here.post("archive", user="UPRIYA", channel="C0DATA")
    with pytest.raises(SlackApiError, match="is_archived"):
        await here.client.chat_postMessage(channel="C0DATA", text="x")
    seen = await here.post("say", user="UMAYA", channel="C0DATA", text="hello?")
    assert (seen["ok"], seen["error"]) == (False, "You are viewing #data-science, an archived channel")
    await here.post("archive", user="UPRIYA", channel="C0DATA", status=400)
    await here.post("join", user="UDIEGO", channel="C0DATA", status=400)


@pytest.mark.parametrize("name", ["", "Data", "a b", "general", "x" * 81, "döner!"])
async def test_a_channel_takes_only_names_that_slack_allows(stage: Stage, name: str) -> None:
    await stage.post("rename", user="UPRIYA", channel="C0DATA", name=name, status=400)


async def test_nobody_may_archive_general(stage: Stage) -> None:
    seen = await stage.post("archive", user="UPRIYA", channel="#general", status=400)
    assert seen["error"] == "Slack lets nobody archive #general."


async def test_somebody_new_joins_the_workspace_and_general(stage: Stage) -> None:
    stage.playground.slack.workspace.channels["C0GENERAL"].members.append("UPITON")
    heard = hear(stage, "team_join", "member_joined_channel")
    seen = await stage.post("newcomer", real_name="Tomas Lund", tz="Europe/Oslo")
    user = heard[0]["user"]
    assert (heard[0]["type"], user["id"], user["tz"], user["name"]) == (
        "team_join",
        seen["id"],
        "Europe/Oslo",
        "tomas",
    )
    assert (heard[1]["type"], heard[1]["user"], heard[1]["channel"]) == (
        "member_joined_channel",
        seen["id"],
        "C0GENERAL",
    )
    assert (await stage.client.users_info(user=seen["id"]))["user"]["real_name"] == "Tomas Lund"
    await stage.post("newcomer", real_name="Tomas Again", tz="Europe/Oslo", status=400)
    await stage.post("newcomer", real_name="Una", tz="Mars/Base", status=400)


async def test_a_changed_name_is_told(stage: Stage) -> None:
    heard = hear(stage, "user_change")
    await stage.post("member", id="UDIEGO", real_name="Diego R. Ivera")
    assert heard[0]["user"]["profile"]["real_name"] == "Diego R. Ivera"
    assert heard[0]["user"]["updated"] > 0


async def test_edits_and_deletions_in_the_bots_messages_are_told(stage: Stage) -> None:
    heard = hear(stage, "message")
    said = await stage.post("say", user="UMAYA", channel="@Piton", text="frist")
    ts = said["message"]["ts"]
    edited = await stage.post("edit_message", user="UMAYA", channel="@Piton", ts=ts, text="first")
    await stage.post("delete_message", user="UMAYA", channel="@Piton", ts=ts)
    shared = {"type": "message", "hidden": True, "channel": "D0MAYA", "channel_type": "im"}
    assert heard[1:] == [
        shared
        | {
            "subtype": "message_changed",
            "message": edited["message"],
            "previous_message": said["message"],
        },
        shared | {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": edited["message"]},
    ]
    assert "edited" in edited["message"]
    assert edited["message"]["text"] == "first"
    assert await stage.said("D0MAYA") == []


async def test_people_change_only_what_they_wrote(here: Stage) -> None:
    ts = (await here.client.chat_postMessage(channel="C0DATA", text="by the bot"))["ts"]
    await here.post("delete_message", user="UMAYA", channel="C0DATA", ts=ts, status=400)
    await here.post("edit_message", user="UMAYA", channel="C0DATA", ts=ts, text="x", status=400)


async def test_what_was_not_subscribed_or_not_granted_is_not_told(here: Stage) -> None:
    heard = hear(here, "channel_archive", "user_change", "message", "member_left_channel")
    here.playground.subscribed.discard("channel_archive")
    here.playground.scopes.remove("users:read")
    here.playground.scopes.remove("channels:read")
    here.playground.scopes.remove("im:history")
    await here.post("archive", user="UPRIYA", channel="C0DATA")
    await here.post("member", id="UDIEGO", tz="Europe/Madrid")
    await here.post("say", user="UMAYA", channel="@Piton", text="hi")
    await here.post("leave", user="UDIEGO", channel="C0DATA")
    assert heard == []


@pytest.mark.parametrize("first", ["app_uninstalled", "tokens_revoked"])
async def test_uninstalling_is_told_in_either_order_and_ends_the_token(here: Stage, first: str) -> None:
    heard = hear(here, "app_uninstalled", "tokens_revoked", "channel_left", "message")
    await here.post("uninstall", order=first)
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UPITON"]}}
    told = [{"type": "app_uninstalled"}, revoked]
    assert heard == (told if first == "app_uninstalled" else told[::-1])
    with pytest.raises(SlackApiError, match="account_inactive"):
        await here.client.auth_test()
    await here.post("say", user="UMAYA", channel="@Piton", text="anyone?")
    assert len(heard) == 2
    assert "UPITON" not in here.playground.slack.workspace.channels["C0DATA"].members
    await here.post("uninstall", status=400)


async def test_without_the_app_its_commands_and_buttons_are_dead(here: Stage) -> None:
    heard = hear(here, "app_home_opened")
    here.app.event(re.compile("app_uninstalled|tokens_revoked"))(acknowledge)
    row: Json = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "elements": [row]}]
    ts = (await here.client.chat_postMessage(channel="C0DATA", text="x", blocks=blocks))["ts"]
    here.playground.commands = [{"command": "/standup"}]
    await here.post("uninstall", error="token_revoked")
    command = await here.post("command", user="UMAYA", channel="C0DATA", text="/standup")
    assert command["error"].startswith("/standup is not a valid command.")
    click = await here.post("click", user="UMAYA", channel="C0DATA", ts=ts, text="Go")
    assert click["error"] == "⚠️ This app is no longer installed in this workspace."
    await here.post("home", user="UMAYA")
    assert heard == []
    with pytest.raises(SlackApiError, match="token_revoked"):
        await here.client.chat_postMessage(channel="UMAYA", text="x")


async def test_installed_again_the_app_has_a_new_token_and_the_old_one_stays_dead(here: Stage) -> None:
    old = here.playground.bot_token
    here.app.event(re.compile("app_uninstalled|tokens_revoked"))(acknowledge)
    await here.post("uninstall", error="token_revoked")
    seen = await here.post("reinstall")
    assert seen["bot_token"] == here.playground.bot_token != old
    with pytest.raises(SlackApiError, match="token_revoked"):
        await here.client.auth_test()
    here.client.token = seen["bot_token"]
    assert (await here.client.auth_test())["team_id"] == "T0PLAY"
    assert (await here.client.conversations_info(channel="C0DATA"))["channel"]["is_member"] is False


async def test_a_script_may_keep_the_token_for_a_bot_that_cannot_be_told(here: Stage) -> None:
    old = here.playground.bot_token
    here.app.event(re.compile("app_uninstalled|tokens_revoked"))(acknowledge)
    await here.post("uninstall")
    assert (await here.post("reinstall", same_token=True))["bot_token"] == old
    assert (await here.client.auth_test())["ok"]


async def test_the_bot_hears_of_its_own_direct_messages_too(stage: Stage) -> None:
    heard: list[Json] = []

    async def keep(ack: AsyncAck, event: Json) -> None:
        await ack()
        heard.append(event)

    app = new_app(stage.playground, ignore_own=False)
    app.event("message")(keep)
    await stage.handler.close_async()  # type: ignore[no-untyped-call] # so in slack_bolt
    handler = AsyncSocketModeHandler(app, stage.playground.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call] # so in slack_bolt
    posted = await stage.client.chat_postMessage(channel="UMAYA", text="one")
    there = {"channel": posted["channel"], "ts": posted["ts"]}
    await until(lambda: len(heard) == 1)
    await stage.client.chat_update(**there, text="two")
    await until(lambda: len(heard) == 2)
    await stage.client.chat_delete(**there)
    await until(lambda: len(heard) == 3)
    await handler.close_async()  # type: ignore[no-untyped-call] # so in slack_bolt
    assert [(event.get("subtype"), event.get("bot_id"), event["channel_type"]) for event in heard] == [
        (None, "BPITON", "im"),
        ("message_changed", None, "im"),
        ("message_deleted", None, "im"),
    ]
    texts = (heard[1]["previous_message"]["text"], heard[1]["message"]["text"], heard[2]["deleted_ts"])
    assert texts == ("one", "two", posted["ts"])


async def test_the_bot_hears_of_its_own_coming_and_going(stage: Stage) -> None:
    stage.playground.scopes.append("channels:manage")
    heard = hear(stage, "member_joined_channel", "channel_left")
    await stage.client.conversations_join(channel="C0DATA")
    await until(lambda: len(heard) == 1)
    await stage.client.conversations_leave(channel="C0DATA")
    await until(lambda: len(heard) == 2)
    joined = {"type": "member_joined_channel", "user": "UPITON", "channel": "C0DATA", "channel_type": "C"}
    assert heard == [
        joined | {"team": "T0PLAY"},
        {"type": "channel_left", "channel": "C0DATA", "actor_id": "UPITON"},
    ]
