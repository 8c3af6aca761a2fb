"""The story of a retro, as people would live it: notes without names, dots, an action, and the next retro."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, Stage, has_button, stage
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_estimation_by_hand import a_moment_later, in_channel

Json = dict[str, Any]
#: A Monday morning in London, where the channel's team is.
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def started(play: Stage, user: str = "UOLIVER", **more: Any) -> None:  # noqa: ANN401 — whatever a form takes
    shown = await play.command(user, "/retro start")
    assert shown["view"], shown
    saved = await play.submit(user, **more)
    assert saved["ok"], saved
    await a_moment_later(play)


async def wrote(play: Stage, user: str, text: str) -> None:
    said = await play.command(user, f"/retro note {text}")
    assert "Your note is in" in said["text"], said


async def latest(play: Stage, words: str) -> Json:
    return (await in_channel(play, words))[-1]


async def pressed(play: Stage, user: str, label: str) -> Json:
    done = await play.press(user, label, DATA)
    await a_moment_later(play)
    return done


async def told(play: Stage, user: str) -> list[str]:
    return [str(each["text"]) for each in await play.seen(user, "@Piton") if "metadata" in each]


def kept(folder: Path) -> str:
    """All that the database says, as text."""
    with closing(sqlite3.connect(folder / "piton.db")) as there:
        return "\n".join(there.iterdump())


async def test_three_notes_and_one_taken_back_leave_two_without_a_name(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await started(play)
        assert "Start · Stop · Continue" in (await latest(play, "Retro: your notes"))["text"]
        before = (await latest(play, "Retro: your notes"))["text"]
        await wrote(play, "UPRIYA", "stop: deploys on Friday")
        await wrote(play, "UDIEGO", "start: ask for data access early")
        await wrote(play, "UOLIVER", "continue: pairing on the labels")
        await a_moment_later(play)
        assert (await latest(play, "Retro: your notes"))["text"] == before, (
            "a note that comes is seen nowhere"
        )
        await play.press("UOLIVER", "Take it back", DATA)
        assert "your note is gone" in await whispers(play, "UOLIVER")

        await pressed(play, "UOLIVER", "End collecting")
        shown = (await latest(play, "Retro: the notes"))["text"]
        assert "deploys on Friday" in shown
        assert "ask for data access early" in shown
        assert "pairing" not in shown
        for name in ("Priya", "Diego", "UPRIYA", "UDIEGO"):
            assert name not in shown
        raw = kept(tmp_path)
        assert "deploys on Friday" in raw
        assert "pairing on the labels" not in raw


async def test_dots_an_action_for_new_york_and_the_next_retro(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await started(play)
        await wrote(play, "UPRIYA", "stop: deploys on Friday")
        await wrote(play, "UDIEGO", "start: ask for data access early")
        await pressed(play, "UOLIVER", "End collecting")
        await pressed(play, "UOLIVER", "Open the vote")
        refused = await play.command("UPRIYA", "/retro vote 1 1 2 2 1")
        assert "You have three dots, and gave 5. Nothing was counted." in refused["text"]
        await play.command("UPRIYA", "/retro vote 2 2 1")
        await play.command("UDIEGO", "/retro vote 2")
        await a_moment_later(play)
        assert "voted" not in (await latest(play, "Retro: your dots"))["text"]
        await pressed(play, "UOLIVER", "Close the vote")
        dots = (await latest(play, "Retro: the dots"))["text"]
        assert dots.index("3 dots: 2") < dots.index("1 dot: 1")
        assert "Topic 1 of 2 · 3 dots" in (await latest(play, "Topic 1 of 2"))["text"]

        await pressed(play, "UOLIVER", "Settle on actions")
        await play.press("UOLIVER", "Agree on an action", DATA)
        saved = await play.submit("UOLIVER", text="Write to IT", owner=["UDIEGO"], due="2026-11-27")
        assert saved["ok"], saved
        await a_moment_later(play)
        assert "Write to IT (Diego Rivera, by Fri 27 Nov)" in (await latest(play, "Retro: actions"))["text"]
        await pressed(play, "UOLIVER", "End the retro")
        digest = (await latest(play, "What stood out"))["text"]
        assert "Write to IT (Diego Rivera, by Fri 27 Nov)" in digest

        # Diego works in New York, where Friday morning is at two in London.
        await play.at(utc(11, 27, 13, 59))
        due = [each for each in await told(play, "UDIEGO") if "Write to IT" in each]
        before_friday = len(due)
        await play.at(utc(11, 27, 14, 1))
        due = [each for each in await told(play, "UDIEGO") if "Write to IT" in each]
        assert len(due) == before_friday + 1
        await play.at(utc(12, 4, 15))
        assert len([each for each in await told(play, "UDIEGO") if "Write to IT" in each]) == len(due)

        await started(play)
        card = (await latest(play, "Retro: your notes"))["text"]
        assert card.startswith(
            "Retro: your notes. Open from before: Write to IT (Diego Rivera, by Fri 27 Nov)"
        )
        await pressed(play, "UOLIVER", "Done")
        assert "Write to IT (done, Diego Rivera)" in (await latest(play, "Retro: your notes"))["text"]
        assert not has_button(await latest(play, "Retro: your notes"), "Done")


async def test_planned_retros_take_notes_any_time_and_go_on_by_the_clock(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        shown = await play.command("UOLIVER", "/retro setup")
        assert shown["view"], shown
        saved = await play.submit("UOLIVER", first="2026-11-25", pace="meeting", format="boat")
        assert saved["ok"], saved
        await wrote(play, "UPRIYA", "wind: good labels")
        assert await in_channel(play, "Retro") == []
        await play.at(utc(11, 25, 10, 1))
        card = (await latest(play, "Retro: your notes"))["text"]
        assert "Wind: what drives us" in card
        assert "Until Fri 27 Nov at 14:00 London time" in card
        await wrote(play, "UDIEGO", "rocks: the quota ends in January")
        await play.at(utc(11, 27, 14, 1))
        assert "good labels" in (await latest(play, "Retro: the notes"))["text"]
        await play.at(utc(11, 27, 14, 11))
        assert await in_channel(play, "Retro: your dots")
        await play.at(utc(11, 27, 14, 56))
        assert len(await in_channel(play, "What stood out")) == 1
        await play.at(utc(12, 9, 10, 1))
        assert "Until Fri 11 Dec" in (await latest(play, "Retro: your notes"))["text"]


async def test_a_note_that_is_too_long_is_given_back_and_one_in_a_strange_channel_is_asked_about(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await started(play)
        said = await play.command("UPRIYA", f"/retro note {'long ' * 2_000}end")
        assert (
            "A note has 1,000 characters at most; yours has 10,003. It was not kept; here it is:"
            in said["text"]
        )
        assert str(await play.seen("UPRIYA", DATA)).count("long long") > 0
        asked = await play.command("UPRIYA", "/retro note typed elsewhere", "#general")
        assert asked["view"], "the form says whose retro it is for"
        assert "#data-science" in str(asked["view"])
        saved = await play.submit("UPRIYA")
        assert saved["ok"], saved
        await pressed(play, "UOLIVER", "End collecting")
        assert "typed elsewhere" in (await latest(play, "Topic"))["text"]


async def test_what_shall_end_is_asked_and_the_next_is_told(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await play.command("UOLIVER", "/retro setup")
        assert (await play.submit("UOLIVER", first="2026-11-25"))["ok"]
        said = await play.command("UPRIYA", "/retro")
        assert "asked for notes Wed 25 Nov at 10:00 London time" in said["text"]
        await started(play)
        said = await play.command("UPRIYA", "/retro")
        assert "A retro collects notes" in said["text"]
        await play.command("UOLIVER", "/retro end")
        await pressed(play, "UOLIVER", "End this retro")
        assert "Nobody wrote a note." in (await latest(play, "Retro."))["text"]
        await play.command("UOLIVER", "/retro end")
        await pressed(play, "UOLIVER", "End planned retros")
        assert "No more retros are planned here" in await whispers(play, "UOLIVER")
        await play.at(utc(12, 20, 10))
        assert await in_channel(play, "Retro: your notes") == []
