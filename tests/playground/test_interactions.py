"""What a person does arrives at a real Bolt app in Slack's shapes, and its answer comes back."""

import asyncio
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError

from tests.playground.conftest import Json, Stage, buttons, modal, new_app, option, words


def remember(stage: Stage, kind: str, name: str) -> list[Json]:
    """Acks and keeps every payload of one kind."""
    heard: list[Json] = []

    async def keep(ack: AsyncAck, body: Json) -> None:
        await ack()
        heard.append(body)

    getattr(stage.app, kind)(name)(keep)
    return heard


async def test_a_command_arrives_escaped_and_its_answer_is_only_for_that_person(stage: Stage) -> None:
    heard: list[Json] = []

    async def answer(ack: AsyncAck, body: Json) -> None:
        heard.append(body)
        await ack("Done & dusted")

    stage.app.command("/standup")(answer)
    typed = "/standup report @Priya Nair in #data-science <b> @nobody"
    seen = await stage.post("command", user="UOLIVER", channel="#data-science", text=typed)
    assert (seen["ok"], seen["text"], seen["messages"][0]["text"]) == (True, "Done & dusted", "Done & dusted")
    wanted = "report <@UPRIYA|priya> in <#C0DATA|data-science> &lt;b&gt; @nobody"
    assert (heard[0]["text"], heard[0]["channel_name"], heard[0]["user_name"]) == (
        wanted,
        "data-science",
        "oliver",
    )
    assert await stage.said() == ["(UOLIVER) Done & dusted"]


async def test_a_command_that_is_not_in_the_manifest_never_reaches_the_app(stage: Stage) -> None:
    stage.playground.commands = [{"command": "/standup", "description": "", "usage_hint": ""}]
    seen = await stage.post("command", user="UOLIVER", channel="C0DATA", text="/stand setup")
    assert seen["error"].startswith("/stand is not a valid command.")


async def test_silence_shows_slacks_own_sentences(here: Stage) -> None:
    ts = (await here.client.chat_postMessage(channel="C0DATA", text="x", blocks=[buttons("Go")]))["ts"]
    command = await here.post("command", user="UOLIVER", channel="C0DATA", text="/unheard")
    assert command["error"] == '/unheard failed with the error "dispatch_failed"'
    click = await here.post("click", user="UOLIVER", channel="C0DATA", ts=ts, text="Go")
    assert "took too long to respond" in click["error"]
    await here.handler.close_async()  # type: ignore[no-untyped-call] # so in slack_bolt
    gone = await here.post("command", user="UOLIVER", channel="C0DATA", text="/unheard")
    assert "did not respond" in gone["error"]


async def test_a_click_carries_message_place_and_action(here: Stage) -> None:
    heard = remember(here, "action", "go")
    posted = await here.client.chat_postMessage(channel="C0DATA", text="x", blocks=[buttons("Go", "Stop")])
    seen = await here.post("click", user="UMAYA", channel="C0DATA", ts=posted["ts"], text="Go")
    assert seen["ok"]
    body = heard[0]
    action = {key: value for key, value in body["actions"][0].items() if key != "action_ts"}
    assert action == {
        "action_id": "go",
        "block_id": "row",
        "type": "button",
        "text": words("Go"),
        "value": "v-Go",
    }
    assert body["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": "C0DATA",
        "is_ephemeral": False,
    }
    assert (body["user"]["id"], body["channel"]["name"]) == ("UMAYA", "data-science")
    assert body["message"]["blocks"] == posted["message"]["blocks"]
    assert body["state"] == {"values": {}}


async def test_choices_in_a_message_are_told_with_their_state(here: Stage) -> None:
    heard = remember(here, "action", "pick")
    options = [option("now"), option("later")]
    menu = {"type": "static_select", "action_id": "pick", "placeholder": words("When"), "options": options}
    times = {"type": "timepicker", "action_id": "at", "initial_time": "09:30"}
    blocks = [{"type": "actions", "block_id": "row", "elements": [menu, times]}]
    ts = (await here.client.chat_postMessage(channel="C0DATA", text="x", blocks=blocks))["ts"]
    await here.post("click", user="UMAYA", channel="C0DATA", ts=ts, action_id="pick", value="Later")
    assert heard[0]["actions"][0]["selected_option"] == option("later")
    assert heard[0]["state"]["values"]["row"] == {
        "pick": {"type": "static_select", "selected_option": option("later")},
        "at": {"type": "timepicker", "selected_time": "09:30"},
    }


async def test_a_response_url_whispers_replaces_and_wears_out(here: Stage) -> None:
    async def answer(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond("whispered")
        await respond("replaced", replace_original=True)
        for _ in range(3):
            await respond("aloud", response_type="in_channel")
        assert (await respond("once too often")).status_code == 404

    here.app.action("go")(answer)
    ts = (await here.client.chat_postMessage(channel="C0DATA", text="x", blocks=[buttons("Go")]))["ts"]
    await here.post("click", user="UMAYA", channel="C0DATA", ts=ts, text="Go")
    await asyncio.sleep(0.1)
    assert await here.said() == ["replaced", "(UMAYA) whispered", "aloud", "aloud", "aloud"]


async def test_nobody_else_can_press_an_ephemeral_message(here: Stage) -> None:
    heard = remember(here, "action", "go")
    posted = await here.client.chat_postEphemeral(
        channel="C0DATA", user="UMAYA", text="x", blocks=[buttons("Go")]
    )
    aim = {"channel": "C0DATA", "ts": posted["message_ts"], "action_id": "go"}
    await here.post("click", user="UDIEGO", status=400, **aim)
    await here.post("click", user="UMAYA", **aim)
    assert [(body["user"]["id"], body["container"]["is_ephemeral"]) for body in heard] == [("UMAYA", True)]
    assert "message" not in heard[0]


async def test_messages_mentions_and_membership_are_events(here: Stage) -> None:
    heard: list[tuple[str, Any]] = []

    async def keep(event: Json) -> None:
        heard.append((event["type"], event.get("text") or event.get("user")))

    for kind in ("message", "app_mention", "member_joined_channel", "member_left_channel", "app_home_opened"):
        here.app.event(kind)(keep)
    await here.post("say", user="UMAYA", channel="@Piton", text="a < b <!channel> @oliver")
    await here.post("say", user="UMAYA", channel="C0DATA", text="unheard")
    await here.post("say", user="UMAYA", channel="C0DATA", text="@Piton hello")
    await here.post("leave", user="UDIEGO", channel="C0DATA")
    await here.post("join", user="UDIEGO", channel="C0DATA")
    await here.post("home", user="ULENA", tab="home")
    assert heard == [
        ("message", "a &lt; b &lt;!channel&gt; <@UOLIVER>"),
        ("app_mention", "<@UPITON> hello"),
        ("member_left_channel", "UDIEGO"),
        ("member_joined_channel", "UDIEGO"),
        ("app_home_opened", "ULENA"),
    ]


async def test_a_changed_member_is_told_and_seen(stage: Stage) -> None:
    heard = remember(stage, "event", "user_change")
    await stage.post("member", id="UDIEGO", tz="Europe/Madrid")
    await stage.post("member", id="UDIEGO", deleted=True)
    moved, gone = (body["event"]["user"] for body in heard)
    assert (moved["id"], moved["tz"], moved["deleted"]) == ("UDIEGO", "Europe/Madrid", False)
    assert (gone["id"], gone["deleted"], "tz" in gone, "is_admin" in gone) == ("UDIEGO", True, False, False)
    assert (await stage.client.users_info(user="UDIEGO"))["user"]["deleted"]


async def test_an_event_that_nobody_heard_is_sent_again(stage: Stage) -> None:
    stage.playground.slack.events.retries = (0.05,)
    attempts: list[Json] = []

    async def second_time_lucky(ack: AsyncAck, body: Json, logger: object) -> None:  # noqa: ARG001
        attempts.append(body)
        if len(attempts) > 1:
            await ack()
        else:
            await asyncio.sleep(0.6)

    stage.app.event("message")(second_time_lucky)
    await stage.post("say", user="UMAYA", channel="@Piton", text="hi")
    await asyncio.sleep(0.3)
    assert [body["event_id"] for body in attempts] == [attempts[0]["event_id"]] * 2


async def test_shortcuts_arrive_with_and_without_a_message(here: Stage) -> None:
    plain, on_message = (
        remember(here, "global_shortcut", "everywhere"),
        remember(here, "message_shortcut", "here"),
    )
    ts = (await here.post("say", user="UMAYA", channel="C0DATA", text="look"))["message"]["ts"]
    await here.post("shortcut", user="UMAYA", callback_id="everywhere")
    await here.post("shortcut", user="UMAYA", callback_id="here", channel="C0DATA", ts=ts)
    assert plain[0]["user"]["id"] == "UMAYA"
    assert (on_message[0]["message"]["text"], on_message[0]["channel"]["id"]) == ("look", "C0DATA")


async def test_a_trigger_opens_one_modal_and_only_while_it_is_fresh(stage: Stage) -> None:
    errors: list[str] = []

    async def twice(ack: AsyncAck, body: Json) -> None:
        view = modal(buttons("Go"))
        await stage.client.views_open(trigger_id=body["trigger_id"], view=view)
        try:
            await stage.client.views_open(trigger_id=body["trigger_id"], view=view)
        except SlackApiError as refused:
            errors.append(str(refused.response["error"]))
        await ack()

    stage.app.command("/twice")(twice)
    seen = await stage.post("command", user="UMAYA", channel="C0DATA", text="/twice")
    assert (errors, seen["view"]["title"]) == (["exchanged_trigger_id"], words("A form"))


async def test_an_old_trigger_has_expired(stage: Stage) -> None:
    trigger_id = stage.playground.slack.triggers.issue("UMAYA")
    stage.playground.slack.triggers.age(3.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await stage.client.views_open(trigger_id=trigger_id, view=modal(buttons("Go")))


async def test_scripts_are_told_what_there_is(here: Stage) -> None:
    ts = (await here.client.chat_postMessage(channel="C0DATA", text="x", blocks=[buttons("Go", "Stop")]))[
        "ts"
    ]
    unknown = await here.post("say", user="UNOBODY", channel="C0DATA", text="x", status=400)
    assert "UMAYA (Maya Cohen)" in unknown["known"]
    missing = await here.post("click", user="UMAYA", channel="C0DATA", ts=ts, text="Gone", status=400)
    assert missing["known"] == ["go in row (Go)", "stop in row (Stop)"]
    nowhere = await here.post("command", user="UMAYA", channel="#nowhere", text="/x", status=400)
    assert "C0DATA (#data-science)" in nowhere["known"]
    closed = await here.post("submit", user="UMAYA", view_id="V1", values={}, status=400)
    assert closed["error"] == "UMAYA has no open modal V1."
    assert "There is no /_playground/dance." in (await here.post("dance", status=400))["error"]


async def test_each_envelope_goes_to_one_of_several_connections(stage: Stage) -> None:
    heard = remember(stage, "command", "/standup")
    other = new_app(stage.playground)
    heard_by_other: list[Json] = []

    async def keep(ack: AsyncAck, body: Json) -> None:
        await ack()
        heard_by_other.append(body)

    other.command("/standup")(keep)
    handler = AsyncSocketModeHandler(other, stage.playground.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call] # so in slack_bolt
    assert (await stage.state())["connections"] == 2
    for _ in range(4):
        assert (await stage.post("command", user="UMAYA", channel="C0DATA", text="/standup"))["ok"]
    await handler.close_async()  # type: ignore[no-untyped-call] # so in slack_bolt
    assert (len(heard), len(heard_by_other)) == (2, 2)


async def test_a_deactivated_person_does_nothing_and_gets_nothing(stage: Stage) -> None:
    await stage.post("member", id="UDIEGO", deleted=True)
    refused = await stage.post("say", user="UDIEGO", channel="C0DATA", text="hi", status=400)
    assert refused["error"] == "Diego Rivera is deactivated and cannot do anything."
    with pytest.raises(SlackApiError, match="user_disabled"):
        await stage.client.chat_postMessage(channel="UDIEGO", text="x")
