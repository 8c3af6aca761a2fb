"""What a checkpoint asks, on the Homes of those whom it asks: it comes, it is answered there, and it is gone."""

from pathlib import Path

from tests.scenarios.stage import Stage, stage
from tests.scenarios.test_checkpoint_by_hand import utc
from tests.scenarios.test_estimation_by_hand import a_moment_later, in_channel
from tests.scenarios.test_experiment_by_hand import register
from tests.scenarios.test_home import click, shown
from tests.scenarios.test_sprint_by_hand import SUNDAY, added, planned, set_up

ASKED = "What did churn-1 come to in sprint 1?"
QUESTION = "Is another sprint on churn-1 worth it?"


async def later(play: Stage) -> None:
    """Homes are drawn again a moment after what changes them."""
    await a_moment_later(play)
    await a_moment_later(play)


async def running(play: Stage) -> None:
    """A sprint of two weeks, in which Diego's experiment runs; nobody is named to decide, and Oliver leads."""
    await added(play, "Calibrate the model")
    await set_up(play)
    await play.at(utc(4, 10, 1))
    await planned(play, 1)
    saved = await register(play, "UDIEGO")
    assert saved["ok"], saved
    await play.post("close", user="UDIEGO")
    for each in ("UDIEGO", "UOLIVER"):
        await play.post("home", user=each)


async def test_homes_ask_the_owner_and_then_the_lead_and_are_answered_there(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await running(play)
        for each in ("UDIEGO", "UOLIVER"):
            said = await shown(play, each)
            assert said.startswith("Waiting for you | Nothing to answer just now."), said
        assert "churn-1" not in await shown(play)

        await play.at(utc(15, 17, 1))
        await later(play)
        said = await shown(play, "UDIEGO")
        assert said.startswith(f"Waiting for you | {ASKED}"), said
        assert "Nothing to answer" not in said
        assert "churn-1" not in await shown(play), "nothing is to be decided yet"

        await play.at(utc(18, 9, 1))
        opened = await click(play, "Say what it came to", "UDIEGO")
        assert opened["view"], opened
        saved = await play.submit("UDIEGO", how="result", value="75", days="10")
        assert saved["ok"], saved
        await later(play)
        said = await shown(play, "UDIEGO")
        assert said.startswith("Waiting for you | Nothing to answer just now."), said
        assert "f1 at 75 %" in said

        said = await shown(play)
        assert said.startswith(f"Waiting for you | {QUESTION}"), said
        opened = await click(play, "Go on")
        assert opened["view"], opened
        saved = await play.submit("UOLIVER", reason="It still gains")
        assert "churn-1 goes on" in str(saved["ack"])
        await later(play)
        assert await in_channel(play, "has decided: churn-1 goes on") != []
        said = await shown(play)
        assert said.startswith("Waiting for you | Nothing to answer just now."), said
        assert "churn-1" not in said


async def test_a_lead_with_nothing_open_but_a_sprint_is_no_newcomer(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await added(play, "Calibrate the model")
        await play.post("home", user="UOLIVER")
        await play.post("home", user="ULENA")
        assert (await shown(play)).startswith("Waiting for you | Nothing to answer just now.")
        assert (await shown(play, "ULENA")).startswith("Welcome, Lena Park")
