"""What Slack refuses, and what a person then reads: late triggers, missing scopes, people who are gone."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import tickets
from tests.scenarios.stage import DATA, Stage, stage
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_standup_by_hand import set_up, utc

LATE = "too little time"


def slack(play: Stage) -> AsyncWebClient:
    there = play.trial.addresses()
    return AsyncWebClient(there["bot_token"], base_url=there["api"], retry_handlers=[])


def doctor(play: Stage, folder: Path) -> str:
    there = play.trial.addresses()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DATABASE_"))},
        "SLACK_BOT_TOKEN": there["bot_token"],
        "SLACK_APP_TOKEN": there["app_token"],
        "SLACK_API_URL": there["api"],
        "DATABASE_URL": f"sqlite:///{folder}/piton.db",
    }
    done = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"], env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout


async def test_a_trigger_that_came_too_late_tells_the_person_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        monkeypatch.setattr(tickets, "TRIGGER_LIFE", -1.0)
        assert LATE in str((await play.command("UOLIVER", "/standup"))["text"])
        pressed = await play.press("UOLIVER", "Answer")
        await play.settle()
        assert pressed["view"]["callback_id"] != "standup.answer"
        assert LATE in await whispers(play, "UOLIVER", "@Piton")
        monkeypatch.undo()
        assert (await play.press("UOLIVER", "Answer"))["view"]["callback_id"] == "standup.answer"


async def test_a_misspelt_command_never_reaches_the_bot_and_the_page_says_what_was_meant(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as play:
        typed = await play.command("UOLIVER", "/stand setup")
        assert "/stand is not a valid command" in str(typed["error"]), "Slack's own words"
        assert str(typed["error"]).endswith("Did you mean `/standup setup`?")
        by_the_bot = await play.command("UOLIVER", "/piton stand setup")
        assert "Did you mean `/piton standup setup`?" in str(by_the_bot["text"])
        assert "Did you mean" not in str((await play.command("UOLIVER", "/deploy"))["error"])


async def test_fifty_one_blocks_are_refused_and_nothing_is_posted(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        before = await play.seen("UOLIVER", DATA)
        with pytest.raises(SlackApiError, match="invalid_blocks"):
            await slack(play).chat_postMessage(
                channel="C0DATA", text="x", blocks=[{"type": "divider"} for _ in range(51)]
            )
        assert await play.seen("UOLIVER", DATA) == before


async def test_without_a_scope_its_call_fails_and_the_doctor_names_it(tmp_path: Path) -> None:
    async with stage(tmp_path, datetime.now(UTC)) as play:  # the doctor goes by the real time
        await set_up(play)
        await play.settle()
        well = await asyncio.to_thread(doctor, play, tmp_path)
        assert "FAIL" not in well
        assert "a message in #data-science was found again by its metadata, and deleted" in well
        play.trial.scopes.remove("channels:history")
        with pytest.raises(SlackApiError, match="missing_scope"):
            await slack(play).conversations_history(channel="C0DATA")
        ill = await asyncio.to_thread(doctor, play, tmp_path)
        [token, history] = [line for line in ill.splitlines() if line.startswith("FAIL")]
        assert "channels:history" in token
        assert "in public channels: the scope is missing: channels:history" in history
        assert "Paste `piton manifest` into your app and install it again" in history


async def test_a_member_who_is_deactivated_is_told_nothing_and_waited_for_no_longer(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 14, 31))
        [prompt] = [m for m in await play.seen("UDIEGO", "@Piton") if "metadata" in m]
        await play.post("member", id="UDIEGO", deleted=True)
        await play.at(utc(24, 14, 32))
        [after] = [m for m in await play.seen("UDIEGO", "@Piton") if "metadata" in m]
        assert after["ts"] == prompt["ts"]
        assert "standup.answer" not in str(after["blocks"]), after["text"]
        for user in ("UAROHA", "UOLIVER", "UPRIYA", "UMAYA"):
            await play.answer(user, "Read", "Write")
        await play.at(utc(24, 17, 31))
        await play.answer("ULENA", "Read", "Write")
        await play.settle()
        [digest] = await play.digests()
        assert "5 of 5" in digest["text"]
        assert "Diego" not in str(digest)


async def test_what_is_typed_in_a_command_is_said_back_as_it_was_typed(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        said = await play.command("UOLIVER", "/standup away R&D <day>")
        [shown] = said["messages"]
        words = shown["blocks"][0]["text"]["text"]
        assert "r&amp;d &lt;day&gt;" in words.casefold(), "escaped once, as Slack asks"


async def test_a_bot_that_cannot_start_is_a_sentence(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await play.post("bot", running=False)
        await play.post("uninstall")
        async with play.http.post(f"{play.control}/bot", json={"running": True}) as response:
            answer = await response.json()
            assert (response.status, answer["ok"]) == (409, False)
            assert "The bot does not start: Slack does not accept SLACK_BOT_TOKEN" in answer["error"]
        await play.post("reinstall", same_token=True)
        assert (await play.post("bot", running=True))["ok"]


async def met(play: Stage) -> bool:
    async with play.http.get(f"{play.control}/faults") as response:
        return bool((await response.json())["met"])


async def test_the_bot_is_stopped_while_the_clock_goes_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.post("faults", plan=[{"method": "chat.postMessage", "kind": "hang", "seconds": 5}])
        moving = asyncio.create_task(play.at(utc(24, 9, 31)))
        for _ in range(500):
            if await met(play):
                break
            await asyncio.sleep(0.02)
        assert (await play.post("bot", running=False))["ok"]
        await moving
        assert (await play.state())["now"].startswith("2026-11-24T09:31")
        await play.post("no_faults")
        assert (await play.post("bot", running=True))["ok"]
        await play.settle()
        assert len(await play.prompts("UPRIYA")) == 1
