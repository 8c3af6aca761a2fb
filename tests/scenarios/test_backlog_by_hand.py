"""The story of a backlog, as people would live it: stories added, pasted, changed, dropped, and looked at in order."""

from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, Stage, stage
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_estimation_by_hand import a_moment_later, called, in_channel, vote

Json = dict[str, Any]


async def add(play: Stage, title: str, user: str = "UOLIVER", **more: str) -> Json:
    await play.command(user, f"/story add {title}")
    return await play.submit(user, **more)


async def shown(play: Stage, text: str = "/backlog", user: str = "UOLIVER") -> str:
    """What the backlog says; the whole view, as text."""
    return str((await play.command(user, text))["view"])


async def test_a_story_is_added_changed_linked_dropped_and_had_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        assert "no backlog in this channel yet" in (await play.command("UOLIVER", "/backlog"))["text"]
        await add(play, "Churn by region https://x.org/1", epic="Churn")
        opened = await play.command("UPRIYA", "/story edit #1")
        assert "Churn by region" in str(opened["view"])
        assert (await play.submit("UPRIYA", title="Churn by country"))["ok"]
        assert "#1 Churn by country" in await shown(play)
        assert "https://x.org/1" in (await play.command("UOLIVER", "/story link #1"))["text"]
        refused = await play.command("UOLIVER", "/story link #1 ftp://x.org")
        assert "begins with http" in refused["text"]
        await play.command("UOLIVER", "/story link #1 https://x.org/2")
        assert "https://x.org/2" in (await play.command("UOLIVER", "/story link #1"))["text"]
        dropped = await play.command("UOLIVER", "/story drop #1")
        assert "Dropped: #1 Churn by country." in dropped["text"]
        assert "Churn by country" not in await shown(play)
        assert "dropped already" in (await play.command("UOLIVER", "/story drop #1"))["text"]
        assert "Back in the backlog" in (await play.command("UOLIVER", "/story restore #1"))["text"]
        assert "#1 Churn by country" in await shown(play)
        assert "no story #7" in (await play.command("UOLIVER", "/story edit #7"))["text"]


async def test_two_who_change_one_story_lose_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await add(play, "Churn by region")
        for user in ("UPRIYA", "UMAYA"):
            await play.command(user, "/story edit #1")
        assert (await play.submit("UMAYA", epic="Churn"))["ok"]
        stale = await play.submit("UPRIYA", title="Churn by country")
        assert "Somebody changed #1 meanwhile" in str(stale["errors"])
        assert "Churn by region" in await shown(play, "/backlog Churn")


async def test_what_is_pasted_is_looked_at_before_it_is_added(tmp_path: Path) -> None:
    rows = "title,kind,priority\nChurn,feature,1\n=1+1,debt,2\n,spike,3\nOther,feature,4,5"
    async with stage(tmp_path) as play:
        await play.command("UOLIVER", "/story import")
        seen = await play.submit("UOLIVER", pasted=rows)
        preview = str(seen["view"])
        for words in (
            "To be added",
            "Left out",
            "Line 4: has no title",
            "Line 5: has more cells than the first line names",
            "To know",
            "the column “priority” is not kept",
            "begins like a formula",
        ):
            assert words in preview
        assert "Add 2 stories" in preview
        added = await play.submit("UOLIVER")
        assert "Added: 2 stories, #1 to #2." in str(added["view"])
        listed = await shown(play)
        assert "#2 =1+1" in listed
        await play.command("UOLIVER", "/story import")
        again = await play.submit("UOLIVER", pasted="title,text")
        assert "no story stands below it" in str(again["view"])


async def test_the_backlog_has_pages_and_filters(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await play.command("UOLIVER", "/story import")
        rows = "\n".join(
            f"Story {number},{'debt' if number % 2 else 'feature'},Epic {number % 3}" for number in range(30)
        )
        await play.submit("UOLIVER", pasted=f"title,kind,epic\n{rows}")
        await play.submit("UOLIVER")
        opened = (await play.command("UOLIVER", "/backlog"))["view"]
        assert "30 stories" in str(opened)
        assert "page 1 of 3" in str(opened)
        await play.post("click", user="UOLIVER", view_id=opened["id"], text="Show later")
        await play.settle()
        assert "page 2 of 3" in str(await play.state())
        assert "15 stories" in await shown(play, "/backlog debt")
        assert "10 stories" in await shown(play, "/backlog epic 2")
        near = await play.command("UOLIVER", "/backlog dept")
        assert "Did you mean `/backlog debt`?" in near["text"]


async def test_help_and_near_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        for command, words in (
            ("/backlog help", "`/backlog debt`"),
            ("/story help", "`/story import`"),
            ("/estimate help", "`/estimate deck 1 2 4 8`"),
            ("/estimate hepl", "Did you mean `/estimate help`?"),
            ("/story ad Churn", "Did you mean `/story add Churn`?"),
            ("/story nonsense", "is not understood"),
        ):
            assert words in (await play.command("UOLIVER", command))["text"], command
        opened = await play.command("UOLIVER", "/estimate Churn by region https://x.org/1")
        assert "Churn by region https://x.org/1" in str(opened["view"])
        await add(play, "Sort <b> and <!channel> by name")
        assert "Sort <b> and" in await shown(play)


async def test_a_story_is_in_one_vote_and_not_dropped_from_anothers(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await called(play, "Churn by region", ["UOLIVER", "UPRIYA"], [])
        await play.command("UPRIYA", "/estimate #1")
        refused = await play.submit("UPRIYA", effort=["UPRIYA"])
        assert "#1 is in a vote already" in str(refused["errors"])
        kept = await play.command("ULENA", "/story drop #1")
        assert "#1 is being voted on. Only Oliver" in kept["text"]
        assert "Dropped" in (await play.command("UOLIVER", "/story drop #1"))["text"]


async def test_what_is_private_is_asked_of_nobody_outside(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await play.command("UPRIYA", "/invite @Piton", "#model-review")
        await play.command("UPRIYA", "/estimate", "#model-review")
        refused = await play.submit("UPRIYA", pasted="Secret model", effort=["UPRIYA", "UDIEGO"])
        assert "is private, and Diego" in str(refused["errors"])
        assert (await play.submit("UPRIYA", effort=["UPRIYA"]))["ok"]


async def test_the_next_vote_asks_those_of_the_last(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await called(play, "Churn by region", ["UOLIVER", "UDIEGO"], ["UPRIYA"])
        opened = (await play.command("UOLIVER", "/estimate"))["view"]
        chosen = {
            each["block_id"]: each["element"].get("initial_users")
            for each in opened["blocks"]
            if each.get("block_id") in {"effort", "value"}
        }
        assert sorted(chosen["effort"]) == ["UDIEGO", "UOLIVER"]
        assert chosen["value"] == ["UPRIYA"]


async def test_a_look_founds_no_team(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        assert (await play.command("UOLIVER", "/estimate"))["view"]
        await play.post("close", user="UOLIVER", all=True)
        assert "no backlog in this channel yet" in (await play.command("UOLIVER", "/backlog"))["text"]


async def test_a_vote_held_again_has_a_card_of_its_own(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await called(play, "Churn by region", ["UOLIVER", "UPRIYA"], [])
        await vote(play, "UOLIVER", "1")
        await vote(play, "UPRIYA", "13")
        await a_moment_later(play)
        await play.press("UOLIVER", "Vote again", DATA)
        await a_moment_later(play)
        first, second = await in_channel(play, "Estimation ·")
        assert "Counted: the result stands below." in first["text"]
        assert "vote 2" in second["text"]
        assert await whispers(play, "UOLIVER") == ""
