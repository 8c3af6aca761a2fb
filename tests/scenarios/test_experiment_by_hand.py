"""The story of an experiment, as people would live it: registered, reported on by jobs, decided, with what follows."""

import asyncio
import re
from pathlib import Path
from typing import Any

from tests.integrations.command import report
from tests.scenarios.stage import DATA, Stage, stage
from tests.scenarios.test_estimation_by_hand import a_moment_later, in_channel

Json = dict[str, Any]


async def register(play: Stage, user: str = "UOLIVER", **more: Any) -> Json:  # noqa: ANN401 — whatever the form takes
    form = await play.command(user, "/experiment new Usage tells who leaves")
    assert form["view"], form
    values = {
        "question": "Do we call customers before they leave?",
        "for_whom": "Sales",
        "metric": "f1",
        "unit": "%",
        "range": "0 to 100",
        "key": "churn-1",
        **more,
    }
    saved = await play.submit(user, **values)
    await a_moment_later(play)
    return saved


async def card(play: Stage) -> str:
    [found] = await in_channel(play, "Experiment churn-1")
    return str(found["text"])


async def thread(play: Stage) -> list[str]:
    """What stands below the card."""
    [found] = await in_channel(play, "Experiment churn-1")
    messages = await play.seen("UOLIVER", DATA)
    return [str(m["text"]) for m in messages if m.get("thread_ts") == found["ts"] != m["ts"]]


async def secret_of(play: Stage, user: str = "UOLIVER") -> dict[str, str]:
    """What a job needs, as `/piton hooks` shows it."""
    await play.command(user, "/piton hooks")
    await play.press(user, "Make a secret", DATA)
    said = str((await play.state())["views"][user])
    await play.post("close", user=user)
    found = re.search(r"PITON_TEAM[^0-9a-f]*([0-9a-f]{32})", said)
    kept = re.search(r"pitonsec_[\w-]+", said)
    assert found, said
    assert kept, said
    return {
        "PITON_URL": play.trial.addresses()["results"],
        "PITON_TEAM": found[1],
        "PITON_SECRET": kept[0],
    }


async def run(play: Stage, at: Path, known: dict[str, str], *words: str) -> tuple[int, str]:
    """`piton report` as a job runs it, and what it said."""
    done = await asyncio.to_thread(report, *words, at=at, **known)
    await a_moment_later(play)
    return done.returncode, done.stdout + done.stderr


async def test_the_worked_example_by_four_reports(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        saved = await register(play, worth="500,000 EUR", cost="1,000")
        assert "Registered as churn-1. Its card stands in #data-science." in str(saved["ack"])
        await play.post("close", user="UOLIVER")
        assert "No result yet: f1, higher is better." in await card(play)
        known = await secret_of(play)
        said = []
        for value, days in (("75", "10"), ("78", "8"), ("80", "5"), ("85", "20")):
            words = (
                "--experiment",
                "churn-1",
                "--metric",
                f"f1={value}",
                "--fte-days",
                days,
                "--commit",
                f"c{value}",
            )
            code, told = await run(play, tmp_path, known, *words)
            assert code == 0, told
            said.append(await card(play))
        assert "f1 is 75 %, higher is better. After 10 FTE-days. Cannot tell yet" in said[0]
        assert (
            "f1 is 78 %, higher is better. +3 points since the last in 8 FTE-days: +0.375 points a day."
            in said[1]
        )
        assert (
            "f1 is 80 %, higher is better. +2 points since the last in 5 FTE-days: +0.4 points a day."
            in said[2]
        )
        assert (
            "f1 is 85 %, higher is better. +5 points since the last in 20 FTE-days: +0.25 points a day."
            in said[3]
        )
        assert "Go on: another sprint is likely worth more than it costs." in said[3]
        assert len(await thread(play)) == 4


async def test_the_same_report_twice_is_one_result_and_no_failure_of_the_job(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await register(play)
        await play.post("close", user="UOLIVER")
        known = await secret_of(play)
        words = ("--experiment", "churn-1", "--metric", "f1=80", "--fte-days", "5", "--commit", "c80")
        first = await run(play, tmp_path, known, *words)
        again = await run(play, tmp_path, known, *words)
        assert (first[0], again[0]) == (0, 0), (first, again)
        assert "churn-1 has its first result." in first[1]
        assert len(await thread(play)) == 1
        code, told = await run(play, tmp_path, known, "--experiment", "chrun-1", "--metric", "f1=80")
        assert code != 0
        assert "There is no experiment chrun-1 here. Did you mean churn-1?" in told
        code, told = await run(play, tmp_path, known, *words[:3], "f1=800", "--commit", "c800")
        assert code != 0
        assert "f1 is 800, above 100." in told
        assert len(await thread(play)) == 1


async def test_what_follows_from_a_verdict_stands_in_the_backlog(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await register(play, if_proved="Ship it to the sales desk\nWatch it for drift", target="85")
        await play.post("close", user="UOLIVER")
        await play.command("UOLIVER", "/experiment result churn-1 86 12")
        assert (await play.submit("UOLIVER"))["ok"]
        await play.post("close", user="UOLIVER")
        await a_moment_later(play)
        assert "Stop: the target is reached" in await card(play)
        await play.press("UOLIVER", "Decide", DATA)
        saved = await play.submit("UOLIVER", decision="We call from January on")
        assert "churn-1: proved. In the backlog now: #1, #2." in str(saved["ack"]), saved
        await play.post("close", user="UOLIVER")
        await a_moment_later(play)
        assert "Proved, says Oliver" in await card(play)
        assert "In the backlog now: #1, #2." in (await thread(play))[-1]
        said = str(await play.command("UOLIVER", "/backlog")) + str(await play.seen("UOLIVER", DATA))
        assert "Ship it to the sales desk" in said
        assert "Watch it for drift" in said


async def test_a_result_by_command_is_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await register(play)
        await play.post("close", user="UOLIVER")
        await play.command("UOLIVER", "/experiment result churn-1 78,5 8")
        saved = await play.submit("UOLIVER")
        assert "churn-1: f1 is 78.5 %, after 8 FTE-days." in str(saved["ack"])
        await a_moment_later(play)
        assert "f1 is 78.5 %" in await card(play)
        view = saved["view"]["id"]
        await play.post("click", user="UOLIVER", view_id=view, action_id="experiment.take_back.1")
        await a_moment_later(play)
        assert "No result yet" in await card(play)
        assert "It was taken out and counts no more." in (await thread(play))[0]


async def test_a_correction_is_shown(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await register(play)
        await play.post("close", user="UOLIVER")
        await play.command("UOLIVER", "/experiment result churn-1 68 8")
        await play.submit("UOLIVER")
        await play.post("close", user="UOLIVER")
        await play.command("UOLIVER", "/experiment show churn-1")
        view = next(iter((await play.state())["views"]["UOLIVER"]))["id"]
        await play.post("click", user="UOLIVER", view_id=view, text="Put a result right")
        saved = await play.submit("UOLIVER", value1="78")
        assert saved["ok"], saved
        await a_moment_later(play)
        assert "f1 is 78 %" in await card(play)
        [said] = await thread(play)
        assert "Result 1: f1 is 78 %." in said
        assert "corrected" in said
