"""The story of a spike, as people would live it: a box that is kept, and a decision at its end."""

import asyncio
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, Stage, stage
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_estimation_by_hand import a_moment_later, called, in_channel, vote

Json = dict[str, Any]
#: A Friday, an hour before Oliver's day ends in London; the Monday after it is no holiday there.
FRIDAY = datetime(2026, 11, 20, 16, tzinfo=UTC)
QUESTION = "Do late partitions explain it?"


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def started(play: Stage, user: str = "UOLIVER", text: str = "/spike", **more: Any) -> None:  # noqa: ANN401
    opened = await play.command(user, text)
    assert opened["view"], opened
    values: Json = {"question": QUESTION, "owner": [user], "box": "3 h"} | more
    saved = await play.submit(user, **values)
    assert saved["ok"], saved
    await a_moment_later(play)


async def card(play: Stage) -> str:
    """The text of the newest card."""
    return str((await in_channel(play, "Spike · "))[-1]["text"])


async def told(play: Stage, user: str) -> list[str]:
    return [str(each["text"]) for each in await play.seen(user, "@Piton") if "metadata" in each]


async def finished(play: Stage, user: str, decision: str, text: str, **more: Any) -> Json:  # noqa: ANN401
    opened = await play.command(user, "/spike finish")
    view = opened["view"]
    await play.post(
        "click",
        user=user,
        view_id=view["id"],
        action_id="spike.decision",
        block_id="decision",
        value=decision,
    )
    await play.settle()
    return await play.submit(user, decision=decision, text=text, **more)


async def test_three_hours_from_friday_four_end_on_monday_at_eleven(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await started(play)
        assert "Time is up Mon 23 Nov at 11:00 London time" in await card(play)
        assert await told(play, "UOLIVER") == []
        await play.at(utc(23, 9, 29))
        assert await told(play, "UOLIVER") == []
        await play.at(utc(23, 9, 31))
        [half] = await told(play, "UOLIVER")
        assert "Half of your 3 h is used" in half
        await play.at(utc(23, 10, 51))
        assert "Nearly done" in (await told(play, "UOLIVER"))[-1]
        await play.at(utc(23, 11, 1))
        assert "Time is up: your 3 h" in (await told(play, "UOLIVER"))[-1]
        assert "What is the decision?" in await card(play)
        await play.at(utc(24, 9))
        assert "waits for its decision" in (await told(play, "UOLIVER"))[-1]
        assert len(await told(play, "UOLIVER")) == 4
        assert len(await in_channel(play, "Spike · ")) == 1


async def test_an_hour_of_pause_is_an_hour_later(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await started(play)
        await play.at(utc(23, 9))
        await play.command("UOLIVER", "/spike pause waiting for the export")
        await a_moment_later(play)
        assert "Paused by Oliver Shaw: waiting for the export. 2 h left" in await card(play)
        await play.at(utc(23, 10))
        await play.command("UOLIVER", "/spike resume")
        await a_moment_later(play)
        assert "Time is up Mon 23 Nov at 12:00" in await card(play)


async def test_now_estimable_puts_the_story_to_its_voters_with_the_finding(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await called(play, "Calibrate", ["UOLIVER", "UPRIYA"], [])
        await vote(play, "UOLIVER", "?")
        await vote(play, "UPRIYA", "?")
        await a_moment_later(play)
        opened = await play.press("UOLIVER", "Start a spike for #1", DATA)
        assert opened["view"], opened
        saved = await play.submit("UOLIVER", question=QUESTION, box="90 min")
        assert saved["ok"], saved
        await a_moment_later(play)
        saved = await finished(play, "UOLIVER", "estimable", "One partition a week is late")
        assert saved["ok"], saved
        await a_moment_later(play)
        assert "Can be estimated now: One partition a week is late" in await card(play)
        [*_, vote_card] = await in_channel(play, "Estimation · 1 story")
        assert "One partition a week is late" in vote_card["text"]
        [result] = await in_channel(play, "Estimates")
        assert "voted on anew" in result["text"]
        for user in ("UOLIVER", "UPRIYA"):
            assert len([each for each in await told(play, user) if "Estimate effort" in each]) == 1
            await vote(play, user, "3")
        await a_moment_later(play)
        results = await in_channel(play, "Estimates")
        assert "effort 3 (2 votes)" in results[-1]["text"]
        form = await play.command("UOLIVER", "/story edit #1")
        assert "One partition a week is late" in str(form["view"])


async def test_the_lead_is_asked_where_the_owner_goes_away(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await started(play, owner=["UPRIYA"])
        [yours] = await told(play, "UPRIYA")
        assert "You have a spike in #data-science: 3 h to find out" in yours
        await play.command("UPRIYA", "/standup away 23 Nov - 25 Nov")
        await a_moment_later(play)
        assert "Priya Nair is away from Mon 23 Nov" in await card(play)
        asked = [each for each in await told(play, "UOLIVER") if "Hand it over, wait, or drop it?" in each]
        assert len(asked) == 1
        opened = await play.press("UOLIVER", "Hand over")
        assert opened["view"], opened
        saved = await play.submit("UOLIVER", owner=["UDIEGO"])
        assert saved["ok"], saved
        await a_moment_later(play)
        assert "Diego" in await card(play)
        assert "You have a spike" in (await told(play, "UDIEGO"))[-1]


async def test_split_names_new_stories_and_the_parent_leaves(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await play.command("UOLIVER", "/story add")
        await play.submit("UOLIVER", title="Everything about churn", epic="Churn")
        await started(play, text="/spike #1")
        refused = await finished(play, "UOLIVER", "split", "Two things", stories="")
        assert not refused["ok"]
        saved = await play.submit(
            "UOLIVER", decision="split", text="Two things", stories="By region\nBy plan"
        )
        assert saved["ok"], saved
        await a_moment_later(play)
        [said] = await in_channel(play, "Split into smaller stories, says")
        assert "#1 became #2, #3" in said["text"]
        shown = str((await play.command("UOLIVER", "/backlog"))["view"])
        assert "By region" in shown
        assert "Everything about churn" not in shown


async def test_bad_boxes_and_second_spikes_are_refused_in_the_form(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await play.command("UOLIVER", "/story add")
        await play.submit("UOLIVER", title="Churn")
        await play.command("UOLIVER", "/spike #1")
        for box, words in (
            ("0", "between 30 minutes and 5 working days"),
            ("100 days", "between 30 minutes and 5 working days"),
            ("soon", "Say how long"),
        ):
            refused = await play.submit("UOLIVER", question=QUESTION, box=box)
            assert not refused["ok"]
            assert words in str(refused["ack"]), refused
        assert (await play.submit("UOLIVER", question=QUESTION, box="30 min"))["ok"]
        await play.command("UOLIVER", "/spike #1")
        refused = await play.submit("UOLIVER", question=QUESTION)
        assert "has a spike for #1 already" in str(refused["ack"])


async def test_whoever_is_second_to_finish_is_told_so(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await started(play)
        await play.command("UOLIVER", "/spike finish")
        saved = await finished(play, "UOLIVER", "answered", "No, they do not")
        assert saved["ok"], saved
        await a_moment_later(play)
        refused = await play.command("UOLIVER", "/spike finish")
        assert "No spike is under way" in refused["text"]


async def test_a_spike_begins_on_the_day_that_was_chosen(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await started(play, start=date(2026, 11, 24).isoformat(), hour="10:00")
        assert "Begins Tue 24 Nov at 10:00 London time · time is up Tue 24 Nov at 13:00" in await card(play)
        await play.command("UPRIYA", "/spike list")
        assert "3 h, begins Tue 24 Nov 10:00" in await whispers(play, "UPRIYA", DATA)
        await play.post("home", user="UOLIVER")
        await a_moment_later(play)
        assert "begins Tue 24 Nov 10:00" in str((await play.state())["homes"]["UOLIVER"])
        await play.at(utc(24, 10, 1))
        assert "Oliver Shaw · Time is up Tue 24 Nov at 13:00" in await card(play)


async def test_a_number_after_the_word_says_which_spike_is_meant(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        for number, title in enumerate(("Churn", "Recall"), start=1):
            await play.command("UOLIVER", "/story add")
            await play.submit("UOLIVER", title=title)
            await started(play, text=f"/spike #{number}", question=f"Why {title}?")
        for text in ("/spike pause #9 lunch", "/spike finish #9", "/spike list #9"):
            refused = await play.command("UOLIVER", text)
            assert "No spike for #9 is under way here" in refused["text"]
        await play.command("UOLIVER", "/spike pause #2 waiting for data")
        await a_moment_later(play)
        cards = [each["text"] for each in await in_channel(play, "Spike · ")]
        assert ["Paused by Oliver Shaw: waiting for data." in each for each in cards] == [False, True]
        await play.command("UOLIVER", "/spike list")
        assert "#2 Why Recall?" in await whispers(play, "UOLIVER", DATA)
        refused = await play.command("UOLIVER", "/spike pause #2")
        assert "You have paused it already" in refused["text"]
        opened = await play.command("UOLIVER", "/spike finish #1")
        assert "Why Churn?" in str(opened["view"])


async def test_which_of_several_is_paused_is_asked_and_the_words_are_kept(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await started(play, question="First?")
        await started(play, question="Second?")
        opened = await play.command("UOLIVER", "/spike pause waiting for data")
        assert "waiting for data" in str(opened["view"])
        choices = re.findall(
            r"'text': '#data-science: (First\?|Second\?)'.*?'value': '(\w+)'", str(opened["view"])
        )
        second = dict(choices)["Second?"]
        saved = await play.submit("UOLIVER", which=second)
        assert saved["ok"], saved
        await a_moment_later(play)
        cards = [each["text"] for each in await in_channel(play, "Spike · ")]
        assert ["waiting for data" in each for each in cards] == [False, True]


async def test_handed_over_when_time_is_up_the_new_owner_decides_and_all_hear_of_it(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await started(play)
        await play.at(utc(23, 11, 1))
        refused = await play.command("UOLIVER", "/spike resume")
        assert "Its time is up, so there is nothing to resume" in refused["text"]
        opened = await play.command("UOLIVER", "/spike extend 2 h 30 min")
        assert "'initial_value': '2 h 30 min'" in str(opened["view"])
        await play.command("UOLIVER", "/spike handover")
        saved = await play.submit("UOLIVER", owner=["UPRIYA"])
        assert saved["ok"], saved
        await a_moment_later(play)
        assert "You have a spike in #data-science. Its time is up." in (await told(play, "UPRIYA"))[-1]
        saved = await finished(play, "UPRIYA", "another", "Not by day.", next="By week?")
        assert saved["ok"], saved
        await a_moment_later(play)
        [said] = await in_channel(play, "Another spike, says Priya Nair: Not by day.")
        assert "Next: By week?" in said["text"]
        assert "By week?" in await card(play)
        for user in ("UOLIVER", "UPRIYA"):
            assert any(
                f"Another spike: “{QUESTION}” in #data-science." in each for each in await told(play, user)
            )


async def test_list_shows_what_runs_and_how_much_is_left(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await started(play)
        await play.at(utc(23, 9, 30))
        await play.command("UPRIYA", "/spike list")
        said = await whispers(play, "UPRIYA", DATA)
        assert "1 h 30 min left, until today 11:00" in said
        refused = await play.command("UDIEGO", "/spike finish")
        assert "None of the spikes here is yours" in refused["text"]


async def drawn(play: Stage, user: str) -> None:
    """A picture takes a moment, and longer the first time."""
    async with asyncio.timeout(60):
        while "'type': 'image'" not in str((await play.state())["views"][user]):  # noqa: ASYNC110 — the bot does
            await asyncio.sleep(0.1)


async def test_the_report_shows_boxes_and_decisions_with_a_picture(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await started(play, hypothesis="Late partitions do it")
        await play.at(utc(23, 10, 1))
        saved = await finished(play, "UOLIVER", "answered", "No, they do not", verdict="disproved")
        assert saved["ok"], saved
        await play.command("UPRIYA", "/spike report 30d")
        await drawn(play, "UPRIYA")
        shown = str((await play.state())["views"]["UPRIYA"])
        assert "2 h of 3 h" in shown
        assert "disproved" in shown
        refused = await play.command("UPRIYA", "/spike report always")
        assert "is not understood" in refused["text"]


async def test_two_who_finish_at_once_come_to_one_decision(tmp_path: Path) -> None:
    async with stage(tmp_path, FRIDAY) as play:
        await started(play, owner=["UOLIVER", "UPRIYA"])
        for user in ("UOLIVER", "UPRIYA"):
            opened = await play.command(user, "/spike finish")
            assert opened["view"], opened
        answers = [
            await play.submit("UOLIVER", decision="answered", text="No"),
            await play.submit("UPRIYA", decision="answered", text="Yes"),
        ]
        assert [each["ok"] for each in answers] == [True, False]
        assert "Oliver Shaw has ended this spike already" in str(answers[1]["ack"])
        await a_moment_later(play)
        assert len(await in_channel(play, "Answered, says")) == 1
