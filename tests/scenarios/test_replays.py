"""A day in which all that Slack sends comes again: pressed, sent, typed or told once more, it happened once."""

from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, Stage
from tests.scenarios.test_by_request_url import by_http

Json = dict[str, Any]


async def test_a_click_a_submission_a_command_and_an_event_come_again_and_have_one_effect(
    tmp_path: Path,
) -> None:
    async with by_http(tmp_path) as play:
        stage = Stage(play.http, play.playground.control_url, play)  # type: ignore[arg-type] # only its trial differs

        async def again(sort: str) -> None:
            await stage.settle()
            before = await stage.state()
            answers = (await play.post("repeat", times=3, sort=sort))["answers"]
            assert [each["ok"] for each in answers] == [True] * 3, answers
            await stage.settle()
            after = await stage.state()
            assert said(after) == said(before)

        await play.command("/standup setup")
        await again("interaction")
        await play.post("submit", user="UOLIVER", values={})
        await again("interaction")
        await play.post("close", user="UOLIVER", all=True)
        await play.post("clock", set="2026-11-24T09:31:00Z")
        await stage.press("UOLIVER", "Skip today")
        await again("interaction")
        await stage.press("UOLIVER", "Answer")
        await again("interaction")
        await stage.fill("UOLIVER", "Read", "Write", "No access")
        await again("interaction")
        await play.post("say", user="UOLIVER", channel="@Piton", text="away 24 Dec - 2 Jan")
        await stage.settle()
        await again("event")
        await stage.command("UOLIVER", "/standup pause")
        await again("interaction")
        await play.post("say", user="UOLIVER", channel=DATA, text="<@UPITON> help")
        await stage.settle()
        await again("event")


def said(state: Json) -> list[list[Json]]:
    """All that stands in all channels, for everybody."""
    return [each["messages"] for each in state["channels"]]
