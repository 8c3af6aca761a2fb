"""The story of a quarter, as people would live it: epics, what is left of them, and when that will be done."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import rounds
from bot.ceremonies import epic as notices
from bot.ledger import Ledger
from bot.model import Estimate, Opening, Team, Turn
from tests.backlogs import sprints
from tests.bot.shell.test_quarterly import weigh
from tests.scenarios.stage import DATA, Stage, stage
from tests.scenarios.test_backlog_by_hand import add
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_estimation_by_hand import a_moment_later, called, in_channel, vote

Json = dict[str, Any]
#: Sprints ended on the Sunday before.
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


async def in_the_book(play: Stage, fn: Callable[[Ledger, Team], object]) -> None:
    """What other parts of the bot would have written."""
    app = play.trial._app
    assert app

    def do(ledger: Ledger) -> None:
        teams = ledger.roster.teams(app.workspace)
        fn(ledger, next(each for each in teams if each.name == "data-science"))

    await app.store.run(do)
    await play.settle()


async def finished(play: Stage, *completed: int) -> None:
    def fn(ledger: Ledger, team: Team) -> None:
        for each in sprints(*completed):
            turn = Turn(notices.Crossing("", "", MONDAY.date(), late=False))
            round_ = rounds.start(ledger, team, None, Opening("epic", "", turn), OLD)
            assert round_
            ledger.history.write(round_, [each.sprint])

    await in_the_book(play, fn)


#: What a round of then would say is no news any more.
OLD = datetime(2026, 1, 5, tzinfo=UTC)


async def estimated(play: Stage, efforts: Mapping[int, int]) -> None:
    def fn(ledger: Ledger, team: Team) -> None:
        for number, points in efforts.items():
            story = ledger.backlog.numbered(team, number)
            assert story
            one = Estimate(points, points, points, 2)
            ledger.backlog.put(team, replace(story, effort=one, value=Estimate(5, 5, 5, 1)))

    await in_the_book(play, fn)


async def begun(play: Stage, name: str = "Churn", **more: Any) -> Json:  # noqa: ANN401 — whatever the form takes
    opened = await play.command("UOLIVER", f"/epic add {name}")
    assert opened["view"], opened
    return await play.submit("UOLIVER", **more)


async def seen(play: Stage, text: str, user: str = "UOLIVER") -> str:
    """The modal that a command opens, as text."""
    answer = await play.command(user, text)
    assert answer["view"], answer
    return str(answer["view"])


async def said(play: Stage, text: str, user: str = "UOLIVER") -> str:
    """The sentence that a command is answered with."""
    answer = await play.command(user, text)
    return str(answer["text"])


async def drawn(play: Stage, user: str) -> None:
    """A picture takes a moment, and longer the first time."""
    async with asyncio.timeout(60):
        while "'type': 'image'" not in str((await play.state())["views"][user]):  # noqa: ASYNC110 — the bot does
            await asyncio.sleep(0.1)


async def test_an_epic_from_its_form_to_its_end(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        assert "no backlog in this channel yet" in await said(play, "/epic")
        saved = await begun(play, objective="Sales see it first", quarter="Q1", owner=["UPRIYA"])
        assert "Saved: " in str(saved["view"]), saved
        shown = await seen(play, "/epic")
        for words in (
            "Q1 2027, until Wed 31 Mar",
            "1. Churn",
            "Priya Nair",
            "No stories yet",
            "No forecast yet",
        ):
            assert words in shown
        await add(play, "By region", epic="churn")
        await add(play, "By plan", epic="Churn ")
        await add(play, "Something else", epic="Data")
        await estimated(play, {1: 5, 3: 3})
        shown = await seen(play, "/epic churn")
        for words in ("Sales see it first", "2 stories · 0 of 5 points done, 5 left · 1 story not estimated"):
            assert words in shown
        assert "#1 By region" in shown
        assert "Stories also name Data" in await seen(play, "/epic")
        await play.command("UMAYA", "/epic edit 1")
        assert (await play.submit("UMAYA", name="Churn risk"))["ok"]
        assert "#1 By region" in await seen(play, "/backlog Churn risk")
        assert "Closed: Churn risk." in await said(play, "/epic close churn risk")
        assert "No open epics here" in await said(play, "/epic")
        await play.press("UOLIVER", "Undo", DATA)
        assert "1. Churn risk" in await seen(play, "/epic")


async def test_what_is_mistyped_is_a_sentence_at_its_field_and_nothing_is_saved(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await begun(play)
        for values, words in (
            ({"name": "CHURN"}, "There is an epic “Churn” already"),
            ({"name": " "}, "Give it a name"),
            ({"name": "Data", "quarter": "next"}, "Write a quarter as"),
            ({"name": "Data", "quarter": "Q7"}, "four quarters"),
        ):
            await play.command("UOLIVER", "/epic add")
            refused = await play.submit("UOLIVER", **values)
            assert not refused["ok"], values
            assert words in str(refused["errors"]), refused
        for user in ("UPRIYA", "UMAYA"):
            await play.command(user, "/epic edit Churn")
        assert (await play.submit("UMAYA", quarter="Q2"))["ok"]
        stale = await play.submit("UPRIYA", quarter="Q3")
        assert "Somebody changed it meanwhile" in str(stale["errors"])
        assert "Q2 2027" in await seen(play, "/epic")


async def test_words_that_are_nearly_right_are_answered(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await begun(play)
        await add(play, "Which?", epic="Data")
        assert "Did you mean `/epic close`?" in await said(play, "/epic clsoe")
        assert "Did you mean `/epic Churn`?" in await said(play, "/epic Chrun")
        assert "`/epic add Data` begins it" in await said(play, "/epic Data")
        assert "Name the epic" in await said(play, "/epic close")
        assert "no epic “Zebra” here" in await said(play, "/epic Zebra")
        assert "/epic close Churn" in await said(play, "/epic help")
        assert "Did you mean `/piton forecast by Q1`?" in await said(play, "/piton forcast by Q1")
        assert "Did you mean `/forecast by 31 Mar`?" in await said(play, "/forecast 31 Mar")
        assert "is not understood" in await said(play, "/forecast whenever")
        assert "Say by when" in await said(play, "/forecast by")
        assert "is not a day I understand" in await said(play, "/forecast by whenever")
        assert "is past already" in await said(play, "/forecast by 1 Nov 2026")
        assert "no story #77" in await said(play, "/forecast #77")
        assert "/forecast #12 #13" in await said(play, "/forecast help")


async def test_a_forecast_without_history_says_what_it_would_need(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await add(play, "By region")
        await estimated(play, {1: 5})
        needs = "No forecast yet: it needs a finished sprint of estimated stories, or 3 weeks"
        for text in ("/forecast", "/forecast #1", "/forecast by 31 Mar"):
            assert needs in await said(play, text)
        await finished(play, 20)
        told = await said(play, "/forecast #1")
        assert "#1, 5 points, coming first: at even odds by Thu 26 Nov; 85 % sure by Mon 30 Nov." in told
        assert "from 1 finished sprint, so it is rough: 3 make it steadier" in told


async def test_when_it_will_be_done_and_how_much_fits_by_then(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        for title in ("One", "Two", "Three", "Four", "Five"):
            await add(play, title)
        await estimated(play, {1: 8, 2: 13, 3: 20, 4: 30})
        await finished(play, 20, 22, 18, 20)
        told = await said(play, "/forecast #2, #5")
        assert "#2, 13 points, coming first: at even odds by Mon 30 Nov; 85 % sure by Thu 3 Dec" in told
        assert "Left out, as not estimated: #5." in told
        assert "`/estimate #5` puts that to the vote" in await said(play, "/forecast 5")
        await play.command("UOLIVER", "/story drop #4")
        assert "#4 is dropped already" in await said(play, "/forecast #4")
        await play.command("UOLIVER", "/story restore #4")
        told = await said(play, "/forecast by 18 Dec")
        for words in (
            "By Fri 18 Dec. At even odds: at least 39 points: the first 2 of 4 stories, down to #2.",
            "85 % sure: at least 3",
            "4 finished sprints",
        ):
            assert words in told, told
        assert "By Thu 31 Dec" in await said(play, "/forecast by the end of Q4")
        assert "No forecast reaches so far: Fri 19 Nov 2027 at most." in await said(
            play, "/forecast by 1 Mar 2028"
        )
        shown = await seen(play, "/forecast")
        for words in (
            "by the end of Q4 2026, Thu 31 Dec?",
            "The first 3, 41 points: at even odds by",
            "All 4 that are",
        ):
            assert words in shown, shown
        picked = await play.post(
            "click",
            user="UOLIVER",
            view_id=(await view_id(play)),
            action_id="forecast.day",
            block_id="day",
            value="2026-12-04",
        )
        assert picked["ok"], picked
        await play.settle()
        assert "By Fri 4 Dec" in str((await play.state())["views"]["UOLIVER"])


async def view_id(play: Stage) -> str:
    return str((await play.state())["views"]["UOLIVER"][-1]["id"])


async def test_the_list_has_a_picture_and_the_channel_hears_when_a_forecast_crosses(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await called(play, "By region\nBy plan", ["UOLIVER"], ["UPRIYA"])
        await vote(play, "UOLIVER", "5", "13")
        await vote(play, "UPRIYA", "8", "3", name="value")
        await a_moment_later(play)
        await begun(play, quarter="Q4 2026")
        for number in (1, 2):
            await play.command("UOLIVER", f"/story edit #{number}")
            assert (await play.submit("UOLIVER", epic="Churn"))["ok"]
        await finished(play, 4, 4, 4)
        await seen(play, "/epic")
        await drawn(play, "UOLIVER")
        shown = str((await play.state())["views"]["UOLIVER"])
        assert "Epics by points done and left. 1. Churn: 0 of 18." in shown
        assert "Late: at even odds by" in shown
        await in_the_book(play, lambda ledger, team: weigh(ledger, team, MONDAY))
        await a_moment_later(play)
        [told] = await in_channel(play, "The forecast of “Churn” now ends after Q4 2026.")
        assert "18 points left." in told["text"]
        assert "Q4 2026 ends Thu 31 Dec." in told["text"]
        assert await whispers(play, "UPRIYA", DATA) == ""
