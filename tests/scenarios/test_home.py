"""A person's Home, as they live with it: it shows what waits, does what its buttons say, and follows what changes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.scenarios.stage import Stage, stage

Json = dict[str, Any]


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@asynccontextmanager
async def team(folder: Path) -> AsyncIterator[Stage]:
    """A standup in #data-science, led by Oliver."""
    async with stage(folder) as play:
        await play.command("UOLIVER", "/standup setup")
        saved = await play.submit("UOLIVER", Reminders=[])
        assert saved["ok"], saved
        await play.post("close", user="UOLIVER", all=True)
        yield play


async def home(play: Stage, user: str = "UOLIVER") -> Json:
    """The Home as it stands for somebody."""
    view: Json = (await play.state())["homes"][user]
    return view


async def shown(play: Stage, user: str = "UOLIVER") -> str:
    """All the words on somebody's Home."""
    return " | ".join(_words((await home(play, user))["blocks"]))


def _words(part: object) -> list[str]:
    if isinstance(part, list):
        return [text for each in part for text in _words(each)]
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [
            text for name, each in part.items() if name != "text" or not own for text in _words(each)
        ]
    return []


async def click(play: Stage, text: str, user: str = "UOLIVER") -> Json:
    return await play.post("click", user=user, home=True, text=text)


async def test_a_home_follows_the_prompt_and_the_answer_without_being_opened_again(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await play.post("home", user="UOLIVER")
        first = await shown(play)
        assert (
            "Nothing to answer just now. Your next prompt comes Tue 24 Nov 09:30, for #data-science." in first
        )
        assert "Led by you" in first
        await play.at(utc(24, 9, 31))
        asked = await shown(play)
        assert "Standup for #data-science · Tue 24 Nov" in asked
        assert "Next for you: Wed 25 Nov 09:30" in asked
        opened = await click(play, "Answer")
        assert "Standup" in str(opened["view"])
        await play.fill("UOLIVER", "Trained", "Write it up", "No access to the claims table")
        await play.settle()
        answered = await shown(play)
        assert "answered. You can change that until Wed 25 Nov 09:30." in answered
        assert "No access to the claims table" in answered
        assert "1 answer since Tue 24 Nov" in answered
        await click(play, "Resolve")
        await play.settle()
        assert "No access to the claims table" not in await shown(play)
        edited = await click(play, "Edit answer")
        assert "Write it up" in str(edited["view"])


async def test_skipping_on_the_home_is_shown_there_and_can_be_undone(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await play.at(utc(24, 9, 31))
        await play.post("home", user="UOLIVER")
        await click(play, "Skip today")
        await play.settle()
        assert "skipped. You can change that until" in await shown(play)
        assert (await click(play, "Answer"))["view"]


async def test_what_cannot_be_done_is_said_in_a_modal_and_the_home_stays(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await play.at(utc(24, 9, 31))
        await play.post("home", user="UOLIVER")
        await play.answer("UOLIVER", "Trained", "Write")  # by the message, faster than the Home
        before = await home(play)
        told = await click(play, "Skip today")
        await play.settle()
        views = (await play.state())["views"]["UOLIVER"]
        assert "You have answered already." in str(views), told
        assert (await home(play))["id"] == before["id"]
        assert "answered. You can change" in await shown(play)


async def test_a_zone_that_was_changed_changes_the_times(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await play.post("home", user="UOLIVER")
        await click(play, "Change settings")
        saved = await play.submit(
            "UOLIVER", zone="Asia/Tokyo", reminders=[], quiet_from="18:00", quiet_until="10:00"
        )
        assert saved["ok"], saved
        await play.settle()
        said = await shown(play)
        assert "Time zone: Asia/Tokyo" in said
        assert "Reminders: off" in said
        assert "Quiet hours: 18:00–10:00" in said
        assert "Next for you: Tue 24 Nov 10:00" in said
        await play.at(utc(24, 0, 59))
        assert await play.prompts("UOLIVER") == []
        await play.at(utc(24, 1))
        assert len(await play.prompts("UOLIVER")) == 1
        assert "Answers count until Wed 25 Nov 10:00." in await shown(play)


async def test_days_away_are_added_and_taken_back(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await play.post("home", user="UOLIVER")
        await click(play, "Add days away")
        refused = await play.submit("UOLIVER", first="2026-11-24", last="2026-11-23")
        assert refused["errors"][0]["message"] == "That is before Tue 24 Nov."
        assert (await play.submit("UOLIVER", first="2026-11-24", last="2026-11-25"))["ok"]
        await play.settle()
        said = await shown(play)
        assert "Tue 24 Nov to Wed 25 Nov" in said
        assert "Next for you: Thu 26 Nov 09:30" in said
        await click(play, "Take back")
        await play.settle()
        said = await shown(play)
        assert "No days away are noted." in said
        assert "Next for you: Tue 24 Nov 09:30" in said


async def test_a_paused_plan_shows_on_the_homes_of_its_team_only_where_they_are_open(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await play.post("home", user="UPRIYA")
        await play.command("UOLIVER", "/standup pause")
        await play.settle()
        assert "Paused: nobody is asked until a lead resumes it" in await shown(play, "UPRIYA")
        await play.command("UOLIVER", "/standup resume")
        await play.settle()
        assert "Next for you: Tue 24 Nov 09:30" in await shown(play, "UPRIYA")
        assert set((await play.state())["homes"]) == {"UPRIYA"}


async def test_nothing_is_published_where_nothing_changed(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await play.post("home", user="UOLIVER")
        before = (await home(play))["hash"]
        await play.command("UPRIYA", "/standup away tomorrow")
        await play.command("UOLIVER", "/standup away 24 Dec")
        await play.settle()
        changed = (await home(play))["hash"]
        assert changed != before
        await play.at(utc(23, 20))
        await play.post("home", user="UPRIYA", tab="messages")
        await play.command("UPRIYA", "/standup away")
        await play.at(utc(24, 9, 29))
        assert (await home(play))["hash"] == changed


async def test_a_change_that_the_clock_alone_makes_is_shown(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await play.command("UOLIVER", "/standup away tomorrow")
        await play.post("home", user="UOLIVER")
        assert "Take back" in str(await home(play))
        await play.at(utc(25, 0, 1))
        assert "Take back" not in str(await home(play))


async def test_a_bot_that_was_stopped_shows_what_it_missed(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await play.post("home", user="UOLIVER")
        await play.at(utc(24, 9, 20))
        await play.post("bot", running=False)
        await play.at(utc(24, 9, 50))
        assert "Nothing to answer just now." in await shown(play)
        await play.post("bot", running=True)
        await play.settle()
        assert "Standup for #data-science · Tue 24 Nov" in await shown(play)
        await click(play, "Answer")
        await play.fill("UOLIVER", "Trained", "Write")
        await play.post("bot", running=False)
        await play.post("bot", running=True)
        await play.settle()
        assert "answered. You can change that until" in await shown(play)


async def test_a_helper_sees_the_blocker_that_they_look_into_until_it_is_over(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await play.post("home", user="UPRIYA")
        await play.at(utc(24, 9, 31))
        await play.answer("UOLIVER", "Trained", "Write", "No access to the claims table")
        await play.at(utc(24, 12, 5))
        assert "No access" not in await shown(play, "UPRIYA")
        await play.press("UPRIYA", "I'm on it", "#data-science")
        await play.settle()
        said = await shown(play, "UPRIYA")
        assert "No access to the claims table" in said
        assert "you are on it" in said
        await play.press("UOLIVER", "Edit answer")
        await play.fill("UOLIVER", "Trained", "Write", "none")
        await play.settle()
        assert "No access" not in await shown(play, "UPRIYA")


async def test_a_newcomer_reads_what_to_do_first(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await play.post("home", user="ULENA")
        said = await shown(play, "ULENA")
        assert said.startswith("Welcome, Lena Park | Piton keeps a team's standup")
        assert "/standup setup" in said
        await play.command("UOLIVER", "/standup setup")
        await play.submit("UOLIVER", Reminders=[])
        await play.settle()
        assert "Next for you: Tue 24 Nov 09:30" in await shown(play, "ULENA")
