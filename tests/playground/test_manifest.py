"""The app is what its manifest says: nothing else is offered, sent or granted."""

from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError

from playground import Playground
from playground.app import RESERVED
from tests.playground.conftest import Json, Stage, buttons, modal, words

SHORTCUTS = [
    {"name": "Ask", "type": "global", "callback_id": "ask", "description": "Ask anything"},
    {"name": "Keep", "type": "message", "callback_id": "keep", "description": "Keep a message"},
]


def manifest(**features: object) -> dict[str, Any]:
    """A full manifest, in which a test changes a part."""
    return {
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "slash_commands": [{"command": "/standup", "description": "Stand up", "should_escape": False}],
            "shortcuts": SHORTCUTS,
        }
        | features,
        "oauth_config": {
            "scopes": {"bot": ["chat:write", "commands", "im:history", "channels:join", "im:write"]}
        },
        "settings": {
            "event_subscriptions": {"bot_events": ["message.im", "app_home_opened"]},
            "interactivity": {"is_enabled": True},
        },
    }


def hear(stage: Stage) -> list[str]:
    """The kinds of whatever comes."""
    heard: list[str] = []

    async def keep(ack: AsyncAck, body: Json) -> None:
        await ack()
        heard.append(body.get("command") or body.get("event", body)["type"])

    stage.app.command("/standup")(keep)
    for event in ("message", "app_home_opened", "user_change"):
        stage.app.event(event)(keep)
    for name in ("ask", "keep"):
        stage.app.shortcut(name)(keep)
    stage.app.action("go")(keep)
    return heard


async def test_only_what_the_manifest_names_arrives(stage: Stage) -> None:
    stage.playground.install(manifest())
    heard = hear(stage)
    await stage.post("command", user="UMAYA", channel="C0DATA", text="/standup")
    other = await stage.post("command", user="UMAYA", channel="C0DATA", text="/other")
    await stage.post("say", user="UMAYA", channel="@Piton", text="hi")
    await stage.post("member", id="UDIEGO", tz="Europe/Madrid")
    await stage.post("home", user="UMAYA")
    assert heard == ["/standup", "message", "app_home_opened"]
    assert other["error"].startswith("/other is not a valid command.")
    assert stage.playground.scopes == ["chat:write", "commands", "im:history", "channels:join", "im:write"]


async def test_a_manifest_without_commands_has_none(stage: Stage) -> None:
    stage.playground.install(manifest(slash_commands=[]))
    seen = await stage.post("command", user="UMAYA", channel="C0DATA", text="/standup")
    assert seen["error"].startswith("/standup is not a valid command.")


async def test_shortcuts_are_offered_where_the_manifest_says(stage: Stage) -> None:
    stage.playground.install(manifest())
    heard = hear(stage)
    said = await stage.post("say", user="UMAYA", channel="C0DATA", text="look")
    there = {"channel": "C0DATA", "ts": said["message"]["ts"]}
    await stage.post("shortcut", user="UMAYA", callback_id="ask")
    await stage.post("shortcut", user="UMAYA", callback_id="keep", **there)
    assert heard == ["shortcut", "message_action"]
    wrong = await stage.post("shortcut", user="UMAYA", callback_id="ask", status=400, **there)
    assert (wrong["error"], wrong["known"]) == ("Slack's menu has no message shortcut 'ask'.", ["keep"])
    await stage.post("shortcut", user="UMAYA", callback_id="keep", status=400)


async def test_without_a_home_tab_nothing_is_opened_or_published(stage: Stage) -> None:
    stage.playground.install(manifest(app_home={"home_tab_enabled": False, "messages_tab_enabled": True}))
    heard = hear(stage)
    await stage.post("home", user="UMAYA")
    assert heard == []
    await stage.post("home", user="UMAYA", tab="messages")
    assert heard == ["app_home_opened"]
    with pytest.raises(SlackApiError, match="not_enabled"):
        await stage.client.views_publish(user_id="UMAYA", view={"type": "home", "blocks": []})


@pytest.mark.parametrize(
    "home",
    [
        {"messages_tab_enabled": False},
        {"messages_tab_enabled": True, "messages_tab_read_only_enabled": True},
    ],
)
async def test_without_a_messages_tab_nobody_can_write_to_the_bot(stage: Stage, home: Json) -> None:
    stage.playground.install(manifest(app_home={"home_tab_enabled": True} | home))
    heard = hear(stage)
    seen = await stage.post("say", user="UMAYA", channel="@Piton", text="hi")
    assert (seen["ok"], seen["error"]) == (False, "Sending messages to this app has been turned off.")
    assert heard == []


async def test_without_interactivity_buttons_and_shortcuts_do_nothing(stage: Stage) -> None:
    stage.playground.install(manifest() | {"settings": {}})
    heard = hear(stage)
    await stage.client.conversations_join(channel="C0DATA")
    ts = (await stage.client.chat_postMessage(channel="C0DATA", text="x", blocks=[buttons("Go")]))["ts"]
    click = await stage.post("click", user="UMAYA", channel="C0DATA", ts=ts, text="Go")
    assert click["error"] == "⚠️ This app is not configured to handle interactive responses."
    await stage.post("shortcut", user="UMAYA", callback_id="ask", status=400)
    assert heard == []


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_slacks_own_names_void_the_commands(name: str) -> None:
    there = Playground()
    with pytest.raises(ValueError, match=f"{name} is Slack's own"):
        there.commands = [{"command": "/standup"}, {"command": name}]
    with pytest.raises(ValueError, match=f"{name} is Slack's own"):
        there.install(manifest(slash_commands=[{"command": name}]))
    assert there.commands == []


@pytest.mark.parametrize(
    "names",
    [["standup"], ["/Standup"], ["/a b"], ["/" + "x" * 32], ["/a", "/a"], [f"/c{n}" for n in range(51)]],
)
def test_bad_names_void_the_commands(names: list[str]) -> None:
    with pytest.raises(ValueError, match="Commands are a slash and"):
        Playground().commands = [{"command": name} for name in names]


@pytest.mark.parametrize(
    "shortcut", [SHORTCUTS[0] | {"type": "local"}, SHORTCUTS[0] | {"callback_id": ""}, {"name": "Ask"}]
)
def test_a_shortcut_needs_its_parts(shortcut: Json) -> None:
    with pytest.raises(ValueError, match="shortcut"):
        Playground().install(manifest(shortcuts=[shortcut]))


def test_an_event_that_nobody_sends_is_refused() -> None:
    asked = manifest() | {"settings": {"event_subscriptions": {"bot_events": ["channel_archived"]}}}
    with pytest.raises(ValueError, match="channel_archived"):
        Playground().install(asked)


async def test_every_kind_of_interaction_has_its_deadline_and_its_sentence(stage: Stage) -> None:
    stage.playground.slack.sockets.ack_deadline = 0.05
    slack, slow = stage.playground.slack, "⚠️ This app took too long to respond."
    field = {
        "type": "input",
        "block_id": "why",
        "label": words("Why"),
        "element": {"type": "plain_text_input", "action_id": "typed"},
    }
    await stage.client.conversations_join(channel="C0DATA")
    said = await stage.post("say", user="UMAYA", channel="C0DATA", text="look")
    there = {"channel": "C0DATA", "ts": said["message"]["ts"]}
    await stage.client.views_publish(user_id="UMAYA", view={"type": "home", "blocks": [buttons("Go")]})
    view = modal(field, buttons("Go"), notify_on_close=True)
    await stage.client.views_open(trigger_id=slack.triggers.issue("UMAYA"), view=view)
    seen = [
        await stage.post("command", user="UMAYA", channel="C0DATA", text="/silent"),
        await stage.post("shortcut", user="UMAYA", callback_id="ask"),
        await stage.post("shortcut", user="UMAYA", callback_id="keep", **there),
        await stage.post("click", user="UMAYA", home=True, text="Go"),
        await stage.post(
            "click", user="UMAYA", view_id=slack.workspace.stacks["UMAYA"][-1].view["id"], text="Go"
        ),
        await stage.post("submit", user="UMAYA", values={"why": "x"}),
        await stage.post("close", user="UMAYA"),
    ]
    assert [outcome["error"] for outcome in seen] == [
        '/silent failed with the error "dispatch_failed"',
        slow,
        slow,
        slow,
        slow,
        "We had some trouble connecting. Try again?",
        None,  # a modal that was closed is gone, whatever the app says
    ]
    assert seen[5]["view"] is not None
