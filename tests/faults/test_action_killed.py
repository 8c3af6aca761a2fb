"""The real process, killed at each point of the reminder that an action is due: it comes once."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import rounds
from bot.ceremonies import action
from bot.ceremonies.action import Draft
from bot.ledger import Ledger
from bot.model import MemberId, Opening
from playground import Playground
from tests.doubles import open_store
from tests.faults.process import Bot, world
from tests.faults.test_count_killed import rest, rows, told
from tests.faults.test_kill import act
from tests.faults.test_spike_killed import ahead
from tests.scenarios.stage import DATA

#: In London, where Oliver is; and the morning on which it is due.
WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


async def agreed(bot: Bot, there: Playground, folder: Path) -> None:
    """A team, and an action of Oliver's, as a retro that ends opens it."""
    await bot.start(AHEAD=ahead(there))
    await act(there, "command", user="UOLIVER", channel=DATA, text="/story add")
    saved = await act(there, "submit", user="UOLIVER", values={"title": "Churn by region"})
    assert saved["ok"], saved
    await bot.stop()

    def opened(ledger: Ledger) -> None:
        [(workspace,)] = rows(folder / "piton.db", "SELECT id FROM workspaces")
        [team] = ledger.roster.teams(workspace)
        ledger.roster.seat(team, MemberId("UOLIVER"))
        book = ledger.history.book(team, None, ("members", "absences", "sprint"))
        turn = action.begin(book, Draft("Split the job", MemberId("UOLIVER"), FRIDAY.date()), WEDNESDAY, None)
        assert rounds.start(ledger, team, None, Opening(action.KIND, "1", turn), WEDNESDAY)

    store = open_store(folder, lambda _task, _jobs: None)
    await store.run(opened)
    await store.close()


@pytest.mark.parametrize("point", ["after_claim", "before_send", "after_send", "after_settle"])
async def test_a_kill_while_its_owner_is_told_that_it_is_due(point: str, tmp_path: Path) -> None:
    async with world(tmp_path) as (bot, there):
        there.clock.set(WEDNESDAY)
        await agreed(bot, there, tmp_path)
        there.clock.set(FRIDAY - timedelta(seconds=3))
        await bot.start(AHEAD=ahead(there), FAULTPOINT=f"{point}:1")
        assert await bot.ended(30), "it dies by its own hand"
        assert bot.killed
        await bot.start(AHEAD=ahead(there))
        while not await told(there, "Due Fri 20 Nov", direct=True):  # noqa: ASYNC110 — another process posts it
            await asyncio.sleep(0.1)
        await rest(tmp_path / "piton.db")
        [reminder] = await told(there, "Split the job", direct=True)
        assert "how does your action in #data-science stand?" in reminder["text"]
        await bot.stop()
