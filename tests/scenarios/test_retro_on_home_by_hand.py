"""A retro on the Homes of its people: what it wants, given from there, and what a Home tells nobody."""

from pathlib import Path

from tests.scenarios.stage import stage
from tests.scenarios.test_estimation_by_hand import a_moment_later
from tests.scenarios.test_home import click, shown
from tests.scenarios.test_retro_by_hand import MONDAY, kept, latest, pressed, started, wrote


async def test_notes_and_dots_are_given_from_home_and_no_home_says_whose_they_are(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await started(play)
        await wrote(play, "UPRIYA", "stop: deploys on Friday")
        for user in ("UOLIVER", "UPRIYA"):
            await play.post("home", user=user)
        assert "#data-science gathers notes" in await shown(play)
        before = await shown(play, "UPRIYA")

        form = await click(play, "Write a note")
        assert form["view"], form
        saved = await play.submit("UOLIVER", text="labels come late")
        assert "Your note is in" in str(saved["ack"])
        [view] = (await play.state())["views"]["UOLIVER"]
        await play.post("click", user="UOLIVER", view_id=view["id"], text="Take it back")
        await play.post("close", user="UOLIVER", all=True)
        await a_moment_later(play)
        assert "labels come late" not in kept(tmp_path)
        await click(play, "Write a note")
        await play.submit("UOLIVER", text="ask for data access early")
        await play.post("close", user="UOLIVER", all=True)
        await a_moment_later(play)
        assert await shown(play, "UPRIYA") == before, "who wrote is nobody's business"

        await pressed(play, "UOLIVER", "End collecting")
        assert "gathers notes" not in await shown(play)
        await pressed(play, "UOLIVER", "Open the vote")
        ballot = await click(play, "Give dots", "UPRIYA")
        assert "deploys on Friday" in str(ballot["view"])
        await play.submit("UPRIYA", dot1="1", dot2="2")
        await a_moment_later(play)
        assert "#data-science votes on what to talk about" in await shown(play, "UPRIYA"), "given or not"
        await pressed(play, "UOLIVER", "Close the vote")
        assert "votes on what to talk about" not in await shown(play, "UPRIYA")
        dots = (await latest(play, "Retro: the dots"))["text"]
        assert "ask for data access early" in dots
        assert dots.count("1 dot") == 2
