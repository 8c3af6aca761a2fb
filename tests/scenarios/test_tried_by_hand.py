"""The story of a result that nobody has to carry anywhere: the cards of the sprint and of the vote show it."""

from pathlib import Path

from tests.scenarios.stage import DATA, Stage, stage
from tests.scenarios.test_estimation_by_hand import a_moment_later, in_channel, vote
from tests.scenarios.test_experiment_by_hand import register, run, secret_of
from tests.scenarios.test_sprint_by_hand import added, planned, set_up, stories_in
from tests.scenarios.test_sprint_by_hand import card as sprint_card


async def begun(play: Stage) -> None:
    """Two stories are in a sprint, the first also in a vote, and churn-1 is an experiment of that."""
    await added(play, "Calibrate the churn model", "Rerun partitions")
    await set_up(play, first="2026-11-23")
    await planned(play, 1, 2)
    opened = await play.command("UOLIVER", "/estimate")
    first = stories_in(opened["view"])[1]
    called = await play.submit("UOLIVER", stories=[first], effort=["UOLIVER", "UPRIYA"], value=[])
    assert called["ok"], called
    registered = await register(play, story=first)
    assert registered["ok"], registered
    await play.post("close", user="UOLIVER")


async def beside(play: Stage) -> tuple[str, str]:
    """What is said of churn-1 on the card of the sprint, and on that of the vote; empty where it is not."""
    [voted] = await in_channel(play, "Estimation · ")
    return _of_churn(await sprint_card(play)), _of_churn(str(voted["text"]))


def _of_churn(text: str) -> str:
    _, here, after = text.partition("churn-1: ")
    return after.partition(". ")[0] if here else ""


async def reads_on_both(play: Stage, said: str) -> None:
    assert await beside(play) == (said, said)


async def test_a_result_reaches_the_sprint_and_the_vote_by_itself(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await begun(play)
        await reads_on_both(play, "no result yet")
        known = await secret_of(play)
        code, told = await run(
            play, tmp_path, known, "--experiment", "churn-1", "--metric", "f1=68", "--fte-days", "5"
        )
        assert code == 0, told
        await reads_on_both(play, "f1 at 68 % on Mon 23 Nov")
        before = len(await play.seen("UOLIVER", DATA))
        await play.command("UOLIVER", "/experiment show churn-1")
        view = next(iter((await play.state())["views"]["UOLIVER"]))["id"]
        await play.post("click", user="UOLIVER", view_id=view, text="Put a result right")
        assert (await play.submit("UOLIVER", value1="78"))["ok"]
        await play.post("close", user="UOLIVER")
        await a_moment_later(play)
        await reads_on_both(play, "f1 at 78 % on Mon 23 Nov")
        assert len(await play.seen("UOLIVER", DATA)) == before, "nobody is told of it twice"
        await play.press("UOLIVER", "Decide", DATA)
        decided = await play.submit("UOLIVER", verdict="proved", decision="We call from January on")
        assert decided["ok"], decided
        await play.post("close", user="UOLIVER")
        await a_moment_later(play)
        await reads_on_both(play, "proved, f1 at 78 % on Mon 23 Nov")
        await vote(play, "UOLIVER", "5")
        await vote(play, "UPRIYA", "5")
        await a_moment_later(play)
        assert await beside(play) == ("proved, f1 at 78 % on Mon 23 Nov", ""), "a vote that is over is over"
