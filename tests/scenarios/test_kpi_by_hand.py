"""The story of a budget: machines report by the webhook, it is spent, planning says so, and the decision is kept."""

import json
from pathlib import Path
from typing import Any

from tests.hooked import post, signed
from tests.scenarios.stage import DATA, Stage, has_button, stage
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_estimation_by_hand import a_moment_later, in_channel
from tests.scenarios.test_experiment_by_hand import secret_of
from tests.scenarios.test_sprint_by_hand import SUNDAY, added, planned, set_up, utc

Json = dict[str, Any]


async def keep(play: Stage, **more: Any) -> str:  # noqa: ANN401 — whatever a form takes
    opened = await play.command("UOLIVER", "/kpi new")
    assert opened["view"], opened
    saved = await play.submit("UOLIVER", **more)
    await a_moment_later(play)
    return str(saved["ack"])


async def report(known: dict[str, str], key: str, **metrics: Any) -> tuple[int, Json]:  # noqa: ANN401
    raw = json.dumps({"metrics": metrics, "source": "GitHub Actions", "note": key}).encode()
    headers = signed(raw, secret=known["PITON_SECRET"], Piton_Team=known["PITON_TEAM"], Piton_Key=key)
    return await post(known["PITON_URL"], raw, headers)


async def spend(play: Stage, known: dict[str, str]) -> None:
    """Machines report, first what there cannot be, and one report twice."""
    assert (await report(known, "n", availability=1.2))[0] == 422
    status, said = await report(known, "n", uptime=1.0)
    assert (status, said["field"]) == (422, "metrics")
    assert "Kept in view: availability." in said["sentence"]
    for number in range(5):
        await play.post("clock", advance=60)
        status, said = await report(known, f"job {number}", availability=1.0)
        assert status == 201, said
    assert said["sentence"] == "availability is 1; 0 % of its error budget is used."
    await play.post("clock", advance=60)
    status, said = await report(known, "job 5", availability=0.98)
    assert (status, said["sentence"]) == (201, "availability is 0.98; 334 % of its error budget is used.")
    assert (await report(known, "job 5", availability=0.98))[0] == 200
    assert (await report(known, "job 6", availability=0.98))[0] == 201


async def test_a_budget_is_spent_and_the_next_planning_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await added(play, "Calibrate the model", "Alert on labels")
        await set_up(play)
        refused = await keep(play, threshold="1.5")
        assert "from 0 to 1" in refused
        saved = await play.submit("UOLIVER", kind="availability", threshold="99.9 %")
        assert "availability is kept in view" in str(saved["ack"])
        await a_moment_later(play)
        known = await secret_of(play)

        await spend(play, known)
        await a_moment_later(play)
        [card] = await in_channel(play, "availability. Its error budget is spent")
        assert "Last: 0.98 (175.3 hours a year down) on Sun 3 Jan" in card["text"]
        assert "0.994286 on average in 28 days: 5.71 times the downtime that 0.999 allows" in card["text"]
        assert await in_channel(play, "The error budget of availability") == [], (
            "nobody is at work on a Sunday"
        )

        await play.at(utc(4, 9, 1))
        [told] = await in_channel(play, "The error budget of availability is spent")
        assert has_button(told, "Show it")
        await play.at(utc(4, 10, 1))
        [call] = await in_channel(play, "Time to plan the sprint.")
        spent = (
            "17 Jan. The error budget of availability is spent (572 %). Feature work should yield to repair."
        )
        assert f"{spent} Time to plan" in call["text"]
        assert "Only Oliver Shaw and the team's leads" in str(
            await play.press("UDIEGO", "Repair first", DATA)
        ) + await whispers(play, "UDIEGO")
        opened = await play.press("UOLIVER", "Repair first", DATA)
        assert opened["view"], opened
        blank = await play.submit("UOLIVER", why="   ")
        assert "why" in str(blank["ack"])
        done = await play.submit("UOLIVER", why="It went down twice in <!channel>")
        assert done["ok"], done
        await a_moment_later(play)
        [call] = await in_channel(play, "Time to plan the sprint.")
        assert "Decision #1, about availability: repair first, says Oliver Shaw." in call["text"]
        assert not has_button(call, "Repair first")
        assert not has_button(call, "Features anyway")
        await play.command("UPRIYA", "/decision list")
        listed = await whispers(play, "UPRIYA")
        assert (
            "#1 Sprint 1: repair first, as the error budget of availability is spent (572 %). Oliver"
            in listed
        )
        assert len(await in_channel(play, "Decision #1: Sprint 1: repair first")) == 1

        await planned(play, 2)
        [after] = await in_channel(play, "It is planned: its card is below.")
        assert "Decision #1, about availability: repair first, says Oliver Shaw." in after["text"]


async def test_typed_by_hand_shown_changed_ended_and_had_back(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await play.command("UPRIYA", "/kpi")
        assert "/kpi new" in await whispers(play, "UPRIYA")
        await keep(play, kind="freshness")
        for figure in ("3", "30", "5"):
            await play.command("UPRIYA", f"/kpi read freshness={figure}")
        await play.press("UPRIYA", "Take it out", DATA)
        await a_moment_later(play)
        [card] = await in_channel(play, "freshness. ")
        assert "Last: 30 hours on Sun 3 Jan · Priya Nair" in card["text"]
        await play.command("UPRIYA", "/kpi read freshness=late")
        assert "“late” is no number" in await whispers(play, "UPRIYA")
        await play.command("UPRIYA", "/kpi shwo freshness")
        assert "Did you mean" in await whispers(play, "UPRIYA")
        await play.command("UPRIYA", "/kpi freshness")
        assert "30 hours · today · Priya Nair" in await whispers(play, "UPRIYA")

        opened = await play.command("UOLIVER", "/kpi change freshness")
        assert opened["view"], opened
        assert (await play.submit("UOLIVER", threshold="48", days="14"))["ok"]
        await play.command("UOLIVER", "/kpi end freshness")
        await a_moment_later(play)
        assert len(await in_channel(play, "freshness is not kept in view any more, says Oliver Shaw.")) == 1
        await play.press("UOLIVER", "Undo", DATA)
        await a_moment_later(play)
        [card] = await in_channel(play, "freshness. ")
        assert "At most 48 hours" in card["text"]
        assert "threshold 24 → 48, window 28 → 14 days" in card["text"]
