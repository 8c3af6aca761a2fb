"""The story of an action, as people would live it: agreed in a retro, reminded of on its day, done or put off."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot import rounds
from bot.ceremonies import action
from bot.ceremonies.action import Draft
from bot.ledger import Ledger
from bot.model import MemberId, Opening, Team
from tests.scenarios.stage import Stage, has_button, stage
from tests.scenarios.test_epics_by_hand import in_the_book
from tests.scenarios.test_estimation_by_hand import a_moment_later
from tests.scenarios.test_home import click, shown

Json = dict[str, Any]
#: A Monday noon in London, where the channel's team is. Diego works in New York.
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def agree(play: Stage, text: str, owner: str, due: date, link: str = "") -> None:
    """As a retro does that ends: an Opening in its turn."""
    app = play.trial._app
    assert app
    now = app.clock.now()

    def opened(ledger: Ledger, team: Team) -> None:
        ledger.roster.seat(team, MemberId(owner))
        book = ledger.history.book(team, None, ("members", "absences", "sprint"))
        turn = action.begin(book, Draft(text, MemberId(owner), due, link), now, None)
        assert rounds.start(ledger, team, None, Opening(action.KIND, text, turn), now)

    await in_the_book(play, opened)
    await a_moment_later(play)


@asynccontextmanager
async def team(folder: Path) -> AsyncIterator[Stage]:
    """A standup in #data-science, led by Oliver."""
    async with stage(folder, MONDAY) as play:
        await play.command("UOLIVER", "/standup setup")
        saved = await play.submit("UOLIVER", Reminders=[])
        assert saved["ok"], saved
        await play.post("close", user="UOLIVER", all=True)
        yield play


async def told(play: Stage, user: str) -> list[str]:
    """What reached them of actions."""
    said = [str(each["text"]) for each in await play.seen(user, "@Piton") if "metadata" in each]
    return [each for each in said if "“Split" in each or "Split the job." in each]


async def prompt(play: Stage, user: str) -> str:
    return [str(each["text"]) for each in await play.seen(user, "@Piton") if has_button(each, "Answer")][-1]


async def test_due_on_friday_for_new_york_and_put_off_and_done(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await agree(play, "Split the job", "UDIEGO", date(2026, 11, 27), "https://git.example.com/91")
        await play.at(utc(11, 24, 14, 31))
        assert "Your action: Split the job · due Fri 27 Nov." in await prompt(play, "UDIEGO")
        await play.at(utc(11, 25, 14, 1))
        [half] = await told(play, "UDIEGO")
        assert half == (
            "It is half-time for your action in #data-science, due Fri 27 Nov: Split the job. "
            "https://git.example.com/91"
        )
        await play.at(utc(11, 27, 13, 59))
        assert len(await told(play, "UDIEGO")) == 1
        await play.at(utc(11, 27, 14, 1))
        assert len(await told(play, "UDIEGO")) == 2
        assert (
            "Due Fri 27 Nov: how does your action in #data-science stand?" in (await told(play, "UDIEGO"))[-1]
        )

        opened = await play.press("UDIEGO", "Still open")
        assert opened["view"], opened
        refused = await play.submit("UDIEGO", due="2026-11-20")
        assert "That day is past" in str(refused["ack"])
        assert (await play.submit("UDIEGO", due="2026-12-04", why="The cluster is full"))["ok"]
        await a_moment_later(play)
        assert (await told(play, "UDIEGO"))[-1] == (
            "Still open, due Fri 4 Dec: “Split the job” in #data-science."
        )
        await play.at(utc(12, 4, 14, 1))
        assert len(await told(play, "UDIEGO")) == 4, "once midway, once on the day"
        await play.press("UDIEGO", "Done")
        await a_moment_later(play)
        assert (await told(play, "UDIEGO"))[-1] == (
            "Done, says Diego Rivera: “Split the job” in #data-science."
        )
        await play.press("UDIEGO", "Reopen")
        await a_moment_later(play)
        assert "Due Fri 4 Dec: how" in (await told(play, "UDIEGO"))[-1]
        await play.at(utc(12, 20, 12))
        assert len(await told(play, "UDIEGO")) == 4, "after its day nobody is reminded any more"


async def test_home_shows_it_and_its_buttons_say_how_it_stands(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await agree(play, "Split <!channel> & *join*", "UPRIYA", date(2026, 11, 25))
        await agree(play, "Ask for a queue", "UPRIYA", date(2026, 12, 4))
        await play.post("home", user="UPRIYA")
        words = await shown(play, "UPRIYA")
        assert "Your actions" in words
        assert "Split <!channel> & *join*" in words
        assert "#data-science · due Wed 25 Nov" in words
        await play.at(utc(11, 26, 0, 1))
        assert "was due Wed 25 Nov" in await shown(play, "UPRIYA")
        answer = await click(play, "Done", "UPRIYA")
        assert answer["ok"], answer
        await a_moment_later(play)
        assert "Split" not in await shown(play, "UPRIYA")
        await click(play, "Drop", "UPRIYA")
        dropped = await play.submit("UPRIYA", why="We share one now")
        assert "Dropped: " in str(dropped["ack"]), dropped
        await a_moment_later(play)
        assert "Your action" not in await shown(play, "UPRIYA")


async def test_the_digest_names_what_is_due_soon_and_a_lead_takes_what_is_left_behind(tmp_path: Path) -> None:
    async with team(tmp_path) as play:
        await agree(play, "Split the job", "UDIEGO", date(2026, 11, 26))
        await agree(play, "Ask for a queue", "UPRIYA", date(2026, 12, 11))
        await play.at(utc(11, 24, 12, 1))
        said = [str(each["text"]) for each in await play.digests() if "Split the job" in str(each["text"])]
        assert "Actions: Diego Rivera: Split the job · due Thu 26 Nov." in said[-1]
        assert "queue" not in said[-1]
        await play.post("member", id="UDIEGO", deleted=True)
        await a_moment_later(play)
        [asked] = [
            each["text"]
            for each in await play.seen("UOLIVER", "@Piton")
            if "Who does their action" in each["text"]
        ]
        assert "Diego Rivera is no longer in the team." in asked
        opened = await play.press("UOLIVER", "Hand over")
        assert opened["view"], opened
        assert (await play.submit("UOLIVER", owner=["UPRIYA"]))["ok"]
        await a_moment_later(play)
        assert "is yours from now on, due Thu 26 Nov: Split the job." in (await told(play, "UPRIYA"))[-1]
