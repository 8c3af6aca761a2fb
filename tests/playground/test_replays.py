"""What was sent once comes again, as it does when Slack missed an answer or somebody replays it."""

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck

from tests.playground.conftest import Json, Stage


@pytest.fixture
def heard(stage: Stage) -> list[Json]:
    kept: list[Json] = []

    async def keep(ack: AsyncAck, body: Json) -> None:
        await ack()
        kept.append(body)

    stage.app.command("/standup")(keep)
    stage.app.event("message")(keep)
    return kept


async def test_an_event_is_repeated_with_its_id(stage: Stage, heard: list[Json]) -> None:
    await stage.post("say", user="UMAYA", channel="@Piton", text="hi")
    await stage.post("repeat", times=3)
    assert len(heard) == 4
    assert all(body == heard[0] for body in heard)


async def test_the_newest_is_repeated_unless_the_script_says_which(stage: Stage, heard: list[Json]) -> None:
    await stage.post("command", user="UMAYA", channel="C0DATA", text="/standup")
    await stage.post("say", user="UMAYA", channel="@Piton", text="hi")
    await stage.post("repeat")
    await stage.post("repeat", sort="interaction")
    await stage.post("repeat", sort="event")
    assert [body.get("command", "event") for body in heard] == [
        "/standup",
        "event",
        "event",
        "/standup",
        "event",
    ]
    assert heard[3]["trigger_id"] == heard[0]["trigger_id"]


async def test_there_must_be_something_to_repeat(stage: Stage) -> None:
    assert "No payload was sent yet." in (await stage.post("repeat", status=400))["error"]
    await stage.post("repeat", times=0, status=400)
    await stage.post("repeat", times="many", status=400)
    await stage.post("repeat", sort="rumour", status=400)


async def test_a_repeat_tells_when_nobody_answered(stage: Stage) -> None:
    stage.playground.slack.sockets.ack_deadline = 0.05
    await stage.post("command", user="UMAYA", channel="C0DATA", text="/silent")
    assert (await stage.post("repeat"))["answers"] == [{"ok": False, "reason": "timeout", "status": None}]
