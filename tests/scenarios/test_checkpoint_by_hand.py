"""The story of checkpoints, as people would live it: a sprint closes, its experiment's owner says what it came to, and
whoever decides says whether it goes on."""

from datetime import UTC, datetime
from pathlib import Path

from tests.scenarios.stage import DATA, Stage, stage
from tests.scenarios.test_estimation_by_hand import a_moment_later, in_channel
from tests.scenarios.test_experiment_by_hand import card as experiment_card
from tests.scenarios.test_experiment_by_hand import register
from tests.scenarios.test_spike_by_hand import told
from tests.scenarios.test_sprint_by_hand import SUNDAY, added, planned, set_up

QUESTION = "Is another sprint on churn-1 worth it?"


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 1, day, hour, minute, tzinfo=UTC)


async def running(play: Stage) -> None:
    """A sprint of two weeks, in which Priya's experiment runs; Oliver decides."""
    await added(play, "Calibrate the model")
    await set_up(play)
    await play.at(utc(4, 10, 1))
    await planned(play, 1)
    saved = await register(play, "UPRIYA", worth="500,000 EUR", cost="800", deciders=["UOLIVER"])
    assert saved["ok"], saved
    await play.post("close", user="UPRIYA")


async def result(play: Stage, value: str, days: str) -> None:
    opened = await play.command("UPRIYA", f"/experiment result churn-1 {value} {days}")
    assert opened["view"], opened
    saved = await play.submit("UPRIYA")
    assert saved["ok"], saved
    await play.post("close", user="UPRIYA")
    await a_moment_later(play)


async def question(play: Stage) -> str:
    [found] = await in_channel(play, QUESTION)
    assert any(block["type"] == "image" and block["alt_text"] for block in found["blocks"]), found
    return str(found["text"])


async def test_a_sprint_ends_with_its_result_asked_for_and_a_decision(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await running(play)
        await result(play, "75", "10")
        await result(play, "78", "8")
        await result(play, "80", "5")
        await play.at(utc(15, 17, 1))
        said = await question(play)
        assert "Sprint 1: +5 points in 13 FTE-days" in said
        assert "Go on: another sprint is likely worth more than it costs." in said
        assert not any("churn-1" in each for each in await told(play, "UOLIVER"))
        await play.at(utc(18, 9, 1))
        [asked] = [each for each in await told(play, "UOLIVER") if "churn-1" in each]
        assert asked.startswith("Sprint 1 is over. Is another sprint on churn-1 worth it? Go on:")
        assert not any("churn-1" in each for each in await told(play, "UPRIYA"))

        await play.press("UDIEGO", "Go on", DATA)
        refused = [m["text"] for m in await play.seen("UDIEGO", DATA) if m.get("ephemeral_to") == "UDIEGO"]
        assert "the team's leads decide that" in refused[-1]

        opened = await play.press("UOLIVER", "Stop")
        assert opened["view"], opened
        saved = await play.submit("UOLIVER", reason="The contracts team needs people now")
        assert "It wants its verdict now" in str(saved["ack"])
        await play.post("close", user="UOLIVER")
        await a_moment_later(play)
        [decided] = await in_channel(play, "has decided: churn-1 stops")
        assert "The contracts team needs people now" in decided["text"]
        assert [each for each in await told(play, "UOLIVER") if "worth it?" in each] == []
        [verdict] = [each for each in await told(play, "UPRIYA") if "churn-1" in each]
        assert "What did it come to? It wants its verdict." in verdict

        opened = await play.press("UPRIYA", "Give a verdict")
        assert opened["view"], opened
        saved = await play.submit("UPRIYA", verdict="disproved", decision="The calls stay where they are")
        assert saved["ok"], saved
        await a_moment_later(play)
        [decided] = await in_channel(play, "has decided: churn-1 stops")
        assert "churn-1 was disproved." in decided["text"]
        [verdict] = [each for each in await told(play, "UPRIYA") if "churn-1" in each]
        assert verdict == "churn-1 was disproved, in #data-science."


async def test_without_a_result_its_owner_is_asked_first(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await running(play)
        await play.at(utc(15, 17, 1))
        assert await in_channel(play, QUESTION) == []
        await play.at(utc(18, 9, 1))
        [asked] = [each for each in await told(play, "UPRIYA") if "churn-1" in each]
        assert "What did churn-1 come to, and how many FTE-days went in?" in asked
        await play.press("UPRIYA", "Say what it came to")
        refused = await play.submit("UPRIYA", how="result", value="75", days="")
        assert "Fill this in" in str(refused["ack"])
        saved = await play.submit("UPRIYA", how="result", value="75", days="10")
        assert saved["ok"], saved
        await a_moment_later(play)
        assert "f1 is 75 %" in await question(play)
        assert "f1 is 75 %" in await experiment_card(play)
        await play.press("UOLIVER", "Decide later")
        await a_moment_later(play)
        assert "To be decided later, says Oliver" in await question(play)
        await play.at(utc(20, 12))
        [_, again] = [each for each in await told(play, "UOLIVER") if "churn-1" in each]
        assert again.startswith("Still open: is another sprint on churn-1 worth it?")
        await play.at(utc(29, 12))
        assert await in_channel(play, "Nobody decided after sprint 1 whether churn-1 goes on.") != []
