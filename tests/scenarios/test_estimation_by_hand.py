"""The story of an estimation, as people would live it: from pasted lines to a ranked backlog."""

from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, Stage, has_button, stage
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_standup_by_hand import utc

Json = dict[str, Any]


async def called(play: Stage, stories: str, effort: list[str], value: list[str]) -> None:
    opened = await play.command("UOLIVER", "/estimate")
    assert opened["view"], opened
    saved = await play.submit("UOLIVER", pasted=stories, effort=effort, value=value)
    assert saved["ok"], saved
    await a_moment_later(play)


async def a_moment_later(play: Stage) -> None:
    """A card is edited once in three seconds at most."""
    await play.post("clock", advance=10)


async def in_channel(play: Stage, words: str) -> list[Json]:
    return [each for each in await play.seen("UOLIVER", DATA) if words in each["text"]]


async def ballot(play: Stage, user: str) -> Json:
    """Press Vote on the card; the ballot."""
    [*_, card] = await in_channel(play, "Estimation")
    label = "Vote" if has_button(card, "Vote") else "Vote with a reason"
    opened = await play.post("click", user=user, channel=DATA, ts=card["ts"], text=label)
    view: Json = opened["view"]
    return view


def picks(view: Json, name: str = "effort") -> list[str]:
    """The selects of a ballot, in order."""
    return [each["block_id"] for each in view["blocks"] if str(each.get("block_id")).startswith(f"{name}:")]


async def vote(play: Stage, user: str, *cards: str, name: str = "effort", why: str = "") -> Json:
    view = await ballot(play, user)
    blocks = picks(view, name)
    values: Json = dict(zip(blocks, cards, strict=True))
    values |= {f"why:{each}": why for each in blocks} if why else {}
    return await play.post("submit", user=user, values=values)


async def test_from_pasted_lines_to_a_ranked_backlog(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await called(
            play, "Churn by region https://x.org/1\nClean March", ["UOLIVER", "UPRIYA", "UDIEGO"], ["UMAYA"]
        )
        [card] = await in_channel(play, "Estimation")
        assert "*Effort*: 0 of 3 voted · *Value*: 0 of 1 voted" in str(card["blocks"])
        await vote(play, "UOLIVER", "5", "3")
        await vote(play, "UPRIYA", "5", "3")
        await vote(play, "UMAYA", "8", "5", name="value")
        await a_moment_later(play)
        [card] = await in_channel(play, "Estimation")
        assert "*Effort*: 2 of 3 voted · *Value*: 1 of 1 voted" in str(card["blocks"])
        assert not await in_channel(play, "Estimates")
        await vote(play, "UDIEGO", "5", "3")
        await a_moment_later(play)
        [result] = await in_channel(play, "Estimates")
        assert "2 of 2 settled" in result["text"]
        assert "value per effort 1.6" in result["text"]
        assert "value per effort 1.67" in result["text"]
        opened = await play.command("UPRIYA", "/backlog")
        shown = str(opened["view"])
        assert shown.index("1. #2 Clean March") < shown.index("2. #1 Churn by region")
        assert "value 5 / effort 3 = 1.67" in shown


async def test_far_apart_is_talked_about_voted_on_again_and_settled(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await called(play, "Churn by region", ["UOLIVER", "UPRIYA", "UDIEGO"], [])
        for user, card, why in (
            ("UOLIVER", "2", "We did it"),
            ("UPRIYA", "5", "Meh"),
            ("UDIEGO", "13", "No data"),
        ):
            await vote(play, user, card, why=why)
        await a_moment_later(play)
        [talk] = await in_channel(play, "Talk here, then vote again")
        assert "We did it" in talk["text"]
        assert "No data" in talk["text"]
        assert "Meh" not in str(await play.state())
        await play.press("UOLIVER", "Vote again", DATA)
        await a_moment_later(play)
        for user, card in (("UOLIVER", "5"), ("UPRIYA", "?"), ("UDIEGO", "13")):
            await vote(play, user, card)
        await a_moment_later(play)
        [again] = await in_channel(play, "Vote 2.")
        assert "far apart" in again["text"]
        opened = await play.press("UOLIVER", "Settle…", DATA)
        assert opened["view"], opened
        saved = await play.submit("UOLIVER", card="8", note="Between the two")
        assert saved["ok"], saved
        await a_moment_later(play)
        [result] = await in_channel(play, "Estimates")
        assert "settled by Oliver" in result["text"]
        assert "1 of 1 settled" in result["text"]


async def test_one_story_has_its_cards_as_buttons(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await called(play, "Churn by region", ["UOLIVER", "UPRIYA"], ["UMAYA"])
        await play.press("UOLIVER", "13", DATA)
        await play.press("UOLIVER", "5", DATA)
        assert "Your vote is in" in await whispers(play, "UOLIVER", DATA)
        await play.press("UMAYA", "8", DATA)
        await play.press("UDIEGO", "8", DATA)
        assert "You look on" in await whispers(play, "UDIEGO", DATA)
        await play.press("UPRIYA", "5", DATA)
        await a_moment_later(play)
        [result] = await in_channel(play, "Estimates")
        assert "effort 5 (2 votes) · value 8 (1 vote)" in result["text"]


async def test_picks_are_kept_as_they_are_made_and_come_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await called(play, "Churn by region\nClean March", ["UOLIVER", "UPRIYA"], [])
        view = await ballot(play, "UPRIYA")
        first = picks(view)[0]
        await play.post(
            "click", user="UPRIYA", view_id=view["id"], action_id="estimation.pick", block_id=first, value="8"
        )
        await play.post("close", user="UPRIYA", all=True)
        again = await ballot(play, "UPRIYA")
        [chosen] = [
            each["element"].get("initial_option") for each in again["blocks"] if each["block_id"] == first
        ]
        assert chosen["value"] == "8"
        [card] = await in_channel(play, "Estimation")
        assert "*Effort*: 0 of 2 voted" in str(card["blocks"])


async def test_the_clock_asks_reminds_and_counts(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await called(play, "Churn by region\nClean March", ["UOLIVER", "ULENA"], [])
        assert len(await play.prompts("UOLIVER")) == 1
        assert await play.prompts("ULENA") == []
        await play.at(utc(23, 18))
        assert len(await play.prompts("ULENA")) == 1
        await vote(play, "ULENA", "3", "5")
        await play.at(utc(24, 14, 59))
        assert len(await play.prompts("UOLIVER")) == 1
        await play.at(utc(24, 15))
        assert len(await play.prompts("UOLIVER")) == 2
        await play.at(utc(25, 0, 1))
        [result] = await in_channel(play, "Estimates")
        assert "2 of 2 settled" in result["text"]
        assert len(await play.prompts("ULENA")) == 1
