"""The story of two sprints, as people would live it: planned, looked ahead in, closed, and what rolls over."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, Stage, stage
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_estimation_by_hand import a_moment_later, called, in_channel, vote
from tests.scenarios.test_spike_by_hand import told

Json = dict[str, Any]
#: The Sunday before the sprint, in London.
SUNDAY = datetime(2027, 1, 3, 12, tzinfo=UTC)


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 1, day, hour, minute, tzinfo=UTC)


async def set_up(play: Stage, **more: Any) -> None:  # noqa: ANN401 — whatever a form takes
    opened = await play.command("UOLIVER", "/sprint start")
    assert opened["view"], opened
    saved = await play.submit("UOLIVER", **({"weeks": "2", "first": "2027-01-04"} | more))
    assert saved["ok"], saved
    await a_moment_later(play)


async def added(play: Stage, *titles: str) -> None:
    for title in titles:
        await play.command("UOLIVER", "/story add")
        saved = await play.submit("UOLIVER", title=title)
        assert saved["ok"], saved


def stories_in(view: Json) -> dict[int, str]:
    """The stories that a form offers, by number."""
    return {
        int(number): value
        for number, value in re.findall(r"'text': '#(\d+) [^']*'[^}]*}, 'value': '(\w+)'", str(view))
    }


async def planned(play: Stage, *numbers: int, goal: str = "Recall") -> None:
    opened = await play.command("UOLIVER", "/sprint plan")
    offered = stories_in(opened["view"])
    saved = await play.submit("UOLIVER", goal=goal, stories=[offered[each] for each in numbers])
    assert saved["ok"], saved
    await a_moment_later(play)


async def card(play: Stage) -> str:
    return str([each for each in await in_channel(play, "Sprint ") if " done" in each["text"]][-1]["text"])


async def explained(play: Stage) -> None:
    """Priya says why hers took longer; Diego has not."""
    opened = await play.press("UPRIYA", "Say why")
    assert opened["view"], opened
    refused = await play.submit("UPRIYA", reason="other", note="")
    assert "Say in a few words" in str(refused["ack"])
    saved = await play.submit("UPRIYA", reason="data", note="No access to the export")
    assert saved["ok"], saved
    await a_moment_later(play)
    [came] = await in_channel(play, "Sprint 1 closed")
    assert (
        "#2 Rerun partitions: Priya Nair · the data was not ready (No access to the export)" in came["text"]
    )
    assert "#3 Alert on labels: Diego Rivera · why is asked" in came["text"]


async def second(play: Stage) -> None:
    """The second sprint, with what rolled over into it."""
    await play.at(utc(18, 10, 1))
    [call] = await in_channel(play, "Sprint 2 · Mon 18 Jan to Sun 31 Jan. Time to plan the sprint.")
    assert "2 stories rolled over" in call["text"]
    opened = await play.command("UOLIVER", "/sprint plan")
    assert [each["value"] for each in _chosen(opened["view"])] == [
        value for number, value in sorted(stories_in(opened["view"]).items()) if number in {2, 3}
    ]
    await planned(play, 2, goal="")
    assert "#2 Rerun partitions: no estimate · Priya Nair · rolled over once" in await card(play)
    await play.command("UPRIYA", "/sprint done")
    form = (await play.state())["views"]["UPRIYA"]
    saved = await play.submit("UPRIYA", stories=[stories_in(form)[2]])
    assert saved["ok"], saved
    await play.at(utc(29, 17, 1))
    [came] = await in_channel(play, "Sprint 2 closed")
    assert "1 of 1 story done." in came["text"]
    shown = await play.command("UPRIYA", "/sprint status")
    assert "Sprint 2: 1 of 1 story done" in str(shown["view"])


async def test_two_sprints_from_the_fourth_of_january(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await added(play, "Calibrate the model", "Rerun partitions", "Alert on labels")
        await set_up(play)
        assert await in_channel(play, "Sprint 1") == []
        await play.at(utc(4, 10, 1))
        [call] = await in_channel(play, "Sprint 1 · Mon 4 Jan to Sun 17 Jan. Time to plan the sprint.")
        assert "No pace yet" in call["text"]
        await planned(play, 1, 2, 3)
        assert "Recall." in await card(play)
        taken = await play.command("UPRIYA", "/sprint take #2")
        assert taken["ok"]
        await play.command("UDIEGO", "/sprint take #3")
        await a_moment_later(play)
        assert "#2 Rerun partitions: no estimate · Priya Nair" in await card(play)
        await play.command("UOLIVER", "/story done #1")
        await a_moment_later(play)
        assert "#1 Calibrate the model: no estimate · nobody yet · done" in await card(play)
        await play.at(utc(11, 9, 59))
        assert await in_channel(play, "Look ahead") == []
        await play.at(utc(11, 10, 1))
        [looking] = await in_channel(play, "Look ahead")
        assert "sprint 1" in looking["text"]
        await play.at(utc(15, 9, 59))
        assert await in_channel(play, "Last day of sprint 1") == []
        await play.at(utc(15, 10, 1))
        [last] = await in_channel(play, "Last day of sprint 1")
        assert "2 stories to do" in last["text"]
        await play.at(utc(15, 17, 1))
        [came] = await in_channel(play, "Sprint 1 closed")
        assert "1 of 3 stories done." in came["text"]
        for user, number in (("UPRIYA", 2), ("UDIEGO", 3)):
            asked = [each for each in await told(play, user) if "What made it take longer" in each]
            assert len(asked) == 1
            assert f"#{number} " in asked[0]
        await play.post("home", user="UPRIYA")
        await a_moment_later(play)
        assert "#2 Rerun partitions rolled over in sprint 1" in str((await play.state())["homes"]["UPRIYA"])
        await explained(play)
        assert "What made it take longer" not in str((await play.state())["homes"]["UPRIYA"])
        await play.at(utc(18, 9, 59))
        assert await in_channel(play, "Sprint 2") == []
        await second(play)


def _chosen(view: Json) -> list[Json]:
    return next(
        each["element"]["initial_options"] for each in view["blocks"] if each.get("block_id") == "stories"
    )


async def test_points_count_in_the_sprint_that_finishes_them(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await called(play, "Calibrate the model", effort=["UOLIVER"], value=[])
        await vote(play, "UOLIVER", "8")
        await a_moment_later(play)
        await set_up(play)
        await play.at(utc(4, 10, 1))
        await planned(play, 1)
        assert "Sprint 1 · 0 of 8 points done" in await card(play)
        await play.at(utc(15, 17, 1))
        [came] = await in_channel(play, "Sprint 1 closed")
        assert "0 of 8 points done" in came["text"]
        await play.at(utc(18, 10, 1))
        await planned(play, 1)
        await play.command("UOLIVER", "/story done #1")
        await play.at(utc(29, 17, 1))
        [came] = await in_channel(play, "Sprint 2 closed")
        assert "8 of 8 points done" in came["text"]
        shown = await play.command("UPRIYA", "/sprint status")
        assert "Sprint 2: 8 of 8 points done" in str(shown["view"])
        assert "Sprint 1: 0 of 8 points done" in str(shown["view"])


async def test_what_cannot_be_is_said(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        for word in ("plan", "status", "close", "setup", "take #1", "done", "skip", "stop"):
            refused = await play.command("UOLIVER", f"/sprint {word}")
            assert "has no sprints. `/sprint start`" in refused["text"], (
                word,
                refused,
            )
        await play.command("UOLIVER", "/sprint start")
        for values, words in (
            ({"stages": "Look: 1"}, "together"),
            ({"stages": "nothing"}, "a name and its weeks"),
            ({"first": "2026-12-01"}, "over by now"),
            ({"first": "2028-12-01"}, "within three months"),
            ({"at": "17:00", "until": "09:00"}, "closes later"),
        ):
            refused = await play.submit(
                "UOLIVER", **({"weeks": "2", "first": "2027-01-04", "stages": ""} | values)
            )
            assert not refused["ok"], values
            assert words in str(refused["ack"]), refused
        await set_up(play, at="10:00", until="17:00")
        refused = await play.command("UOLIVER", "/sprint start")
        assert "This team has sprints: number 1" in refused["text"]
        refused = await play.command("UOLIVER", "/sprint plan")
        assert "The backlog is empty" in refused["text"]
        await added(play, "Calibrate the model")
        refused = await play.command("UPRIYA", "/sprint clsoe")
        assert "Did you mean" in await whispers(play, "UPRIYA", DATA) or "Did you mean" in refused["text"]
        await play.at(utc(4, 10, 1))
        refused = await play.press("UDIEGO", "Plan the sprint", DATA)
        assert "Only Oliver Shaw and the team's leads" in str(refused) + await whispers(play, "UDIEGO", DATA)
        await planned(play, 1)
        await play.command("UOLIVER", "/sprint close")
        saved = await play.submit("UOLIVER")
        assert saved["ok"], saved
        refused = await play.command("UOLIVER", "/sprint close")
        assert "No sprint runs just now" in refused["text"]
        await a_moment_later(play)
        [came] = await in_channel(play, "Sprint 1 closed")
        assert "Closed early by Oliver Shaw" in came["text"]


async def test_whoever_closes_second_is_told_so(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await added(play, "Calibrate the model")
        await set_up(play)
        await play.at(utc(4, 10, 1))
        await planned(play, 1)
        for user in ("UOLIVER", "UPRIYA"):
            opened = await play.command(user, "/sprint close")
            assert opened["view"], opened
        saved = await play.submit("UOLIVER")
        assert saved["ok"], saved
        second = await play.submit("UPRIYA")
        assert "Sprint 1 is over: Oliver Shaw has closed it" in str(second)


async def test_rolled_over_thrice_it_may_be_split(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await added(play, "Everything about churn")
        await set_up(play, weeks="1")
        for day in (4, 11, 18):
            await play.at(utc(day, 10, 1))
            await planned(play, 1)
            await play.command("UPRIYA", "/sprint take #1") if day == 4 else None
            await play.at(utc(day + 4, 17, 1))
        asked = [each for each in await told(play, "UPRIYA") if "for the third time" in each]
        assert len(asked) == 1
        await play.press("UPRIYA", "Say why")
        assert (await play.submit("UPRIYA", reason="harder"))["ok"]
        await a_moment_later(play)
        opened = await play.press("UPRIYA", "Split it")
        assert opened["view"], opened
        assert (await play.submit("UPRIYA", parts="By region\nBy plan"))["ok"]
        shown = str((await play.command("UOLIVER", "/backlog"))["view"])
        assert "By region" in shown
        assert "Everything about churn" not in shown
        again = await play.press("UPRIYA", "Split it")
        refused = await play.submit("UPRIYA", parts="By month") if again["view"] else again
        assert "nothing to split" in str(refused)
