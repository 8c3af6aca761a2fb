"""The story of an assumption, as people would live it: written down, asked about on its day, broken, and its work."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, Stage, has_button, stage
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_estimation_by_hand import a_moment_later, in_channel

Json = dict[str, Any]
#: A Monday noon in London, where the channel's team is. Diego works in New York.
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


def utc(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


async def write(play: Stage, user: str, text: str, **more: Any) -> Json:  # noqa: ANN401
    form = await play.command(user, f"/assumption new {text}")
    assert form["view"], form
    saved = await play.submit(user, **more)
    await a_moment_later(play)
    return saved


async def cards(play: Stage) -> list[str]:
    return [str(each["text"]) for each in await in_channel(play, "Assumption #")]


async def told(play: Stage, user: str) -> list[str]:
    return [str(each["text"]) for each in await play.seen(user, "@Piton") if "metadata" in each]


async def test_broken_on_its_day_its_stories_stand_in_the_backlog(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        refused = await write(
            play, "UOLIVER", "Customers log in weekly", owner=["UDIEGO"], work="Another sign\nanother sign"
        )
        assert "Lines 1 and 2 say the same" in str(refused["ack"]), refused
        saved = await play.submit("UOLIVER", work="Another sign\nLabel again", day="2026-12-04")
        assert "Written down as assumption #1. Its card stands in #data-science." in str(saved["ack"]), saved
        await a_moment_later(play)
        [card] = await cards(play)
        assert card == (
            "Assumption #1: Customers log in weekly. If it is wrong: Another sign. Label again. Owner Diego Rivera · "
            "written down Mon 23 Nov 2026. To be checked on Fri 4 Dec."
        )
        await play.at(utc(12, 4, 13, 59))
        assert await told(play, "UDIEGO") == []
        await play.at(utc(12, 4, 14, 1))
        [asked] = await told(play, "UDIEGO")
        assert asked.startswith(
            "This assumption in #data-science is to be checked as of Fri 4 Dec. Does it hold?"
        )

        opened = await play.press("UDIEGO", "Broken")
        assert opened["view"], opened
        broke = await play.submit(
            "UDIEGO", what="The app keeps them logged in", stories="Another sign\nAsk support <!here>"
        )
        assert "2 stories in the backlog for that: #1, #2." in str(broke["ack"]), broke
        await a_moment_later(play)
        [card] = await cards(play)
        assert "Broken, said Diego Rivera on Fri 4 Dec. The app keeps them logged in." in card
        assert "#1 Another sign, #2 Ask support &lt;!here&gt;." in card
        assert await told(play, "UDIEGO") == [
            "Broken, says Diego Rivera: #1 “Customers log in weekly” in #data-science. In the backlog: #1, #2."
        ]
        listed = str((await play.command("UPRIYA", "/backlog"))["view"])
        assert "#1 Another sign" in listed
        assert "#2 Ask support <!here>" in listed
        assert not any(has_button(each, "Broken") for each in await in_channel(play, "Assumption #"))
        await play.command("UPRIYA", "/assumption")
        assert "#1 Customers log in weekly. broken: #1, #2 · Diego Rivera" in await whispers(play, "UPRIYA")


async def test_undone_what_nobody_touched_leaves_again_and_what_held_may_break(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await write(play, "UOLIVER", "Labels are right", work="Label again")
        held = await play.press("UOLIVER", "Held", DATA)
        assert held["view"], held
        await play.submit("UOLIVER", how="Two of us looked at a hundred")
        await a_moment_later(play)
        assert (
            "Held, said Oliver Shaw on Mon 23 Nov. Two of us looked at a hundred." in (await cards(play))[0]
        )

        await play.command("UOLIVER", "/assumption broken 1")
        await play.submit("UOLIVER", what="Not in German")
        await play.command("UOLIVER", "/assumption show 1")
        await play.press("UOLIVER", "Undo", DATA)
        assert "Undone: assumption #1 held. #1 left the backlog again." in await whispers(play, "UOLIVER")
        await a_moment_later(play)
        assert "Held, said Oliver Shaw" in (await cards(play))[0]

        answer = await play.press("UDIEGO", "Broken", DATA)
        assert not answer.get("view"), answer
        assert "Only Oliver Shaw and the team's leads" in await whispers(play, "UDIEGO")


async def test_nobody_knows_yet_and_nobody_says(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await write(play, "UOLIVER", "Labels are right", owner=["UPRIYA"], day="2026-12-01")
        await play.at(utc(12, 1, 9, 1))
        await play.press("UPRIYA", "Not known yet")
        await play.submit("UPRIYA", next="2026-12-14")
        await a_moment_later(play)
        assert await told(play, "UPRIYA") == [
            "Not known yet, says Priya Nair: #1 “Labels are right” in #data-science. To be checked on Mon 14 Dec."
        ]
        await play.at(utc(12, 14, 9, 1))
        assert len(await told(play, "UPRIYA")) == 2
        assert await told(play, "UOLIVER") == []
        await play.at(utc(2, 1, 12, year=2027))
        assert (len(await told(play, "UPRIYA")), len(await told(play, "UOLIVER"))) == (2, 1)
        assert "and nobody has said so far" in (await told(play, "UOLIVER"))[0]


async def test_a_slip_is_taken_back_and_what_is_written_is_changed_and_handed_over(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await write(play, "UOLIVER", "A slip")
        await play.command("UOLIVER", "/assumption show 1")
        await play.press("UOLIVER", "Take it back", DATA)
        await a_moment_later(play)
        assert (await cards(play))[0] == "Assumption #1 was taken back."
        await play.command("UOLIVER", "/assumption")
        assert "No assumption is written down here yet" in await whispers(play, "UOLIVER")

        await write(play, "UOLIVER", "Labels are right", day="2026-12-01")
        await play.at(utc(11, 24, 12))
        form = await play.command("UOLIVER", "/assumption change 2")
        assert "Labels are right" in str(form["view"]), form
        await play.submit("UOLIVER", text="German labels are right", owner=["UPRIYA"])
        await a_moment_later(play)
        assert (await cards(play))[-1] == (
            "Assumption #2: German labels are right. Owner Priya Nair · written down Mon 23 Nov 2026. Changed on Tue "
            "24 Nov by Oliver Shaw. To be checked on Tue 1 Dec."
        )
        await play.at(utc(12, 1, 9, 1))
        assert (len(await told(play, "UPRIYA")), len(await told(play, "UOLIVER"))) == (1, 0)
