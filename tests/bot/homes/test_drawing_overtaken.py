"""Homes that are drawn twice at a time, and while the database is busy: in the end they show what is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import people
from bot.homes.drawing import RETRY, Homes, open_home
from bot.homes.home import Home, gather
from bot.model import Absence, MemberId, WorkspaceId
from bot.rounds import HOME_REST, LEASE
from tests.bot.noted import ADA, BEA, LOU, members, noted, platform, set_out
from tests.bot.overtaken import BusyStore
from tests.factories import CHANNEL, TUESDAY, WEDNESDAY, WORKSPACE, make_person
from tests.shell import Shell


class SlowWall:
    """Shows what it is told last; what is held comes when it is let go."""

    def __init__(self) -> None:
        self.shown: dict[MemberId, Home] = {}
        self.published = 0
        self.hold = False
        self.taken, self.let_go = asyncio.Event(), asyncio.Event()

    async def publish(self, workspace: WorkspaceId, member: MemberId, home: Home) -> None:
        assert workspace
        if self.hold:
            self.hold = False
            self.taken.set()
            await self.let_go.wait()
        self.published += 1
        self.shown[member] = home


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada's Home is followed."""
    await set_out(shell)
    shell.homes = Homes(shell.store, SlowWall(), shell.clock)
    await open_it(shell)
    return shell


def wall(shell: Shell) -> SlowWall:
    assert isinstance(shell.homes.publisher, SlowWall)
    return shell.homes.publisher


async def open_it(shell: Shell, member: MemberId = ADA) -> None:
    await open_home(shell.store, wall(shell), shell.clock, WORKSPACE, member)


@asynccontextmanager
async def opening(shell: Shell) -> AsyncIterator[None]:
    """She opens it, and it takes long to get there."""
    wall(shell).hold = True
    first = asyncio.create_task(open_it(shell))
    await wall(shell).taken.wait()
    try:
        yield
    finally:
        wall(shell).let_go.set()
        await first


async def be_away(shell: Shell) -> int:
    now = shell.clock.now()
    absence = Absence(ADA, WEDNESDAY, WEDNESDAY)
    return await shell.run(lambda ledger: people.be_away(ledger, WORKSPACE, absence, now))


async def later(shell: Shell) -> None:
    await shell.to(shell.clock.now() + HOME_REST)


async def is_right(shell: Shell, member: MemberId = ADA) -> bool:
    now = shell.clock.now()
    view = await shell.store.read(lambda ledger: gather(ledger, WORKSPACE, member, now))
    assert view
    return wall(shell).shown[member] == view.home


async def test_an_older_view_that_lands_after_a_newer_one_is_drawn_over(team: Shell) -> None:
    async with opening(team):
        await be_away(team)
        await later(team)
        assert await is_right(team)
    assert not await is_right(team)
    await later(team)
    assert await is_right(team)
    published = wall(team).published
    await team.to(team.clock.now() + LEASE)
    assert wall(team).published == published, "then there is peace"


async def test_a_view_that_lands_after_all_was_as_before_again_is_drawn_over(team: Shell) -> None:
    number = await be_away(team)
    async with opening(team):
        now = team.clock.now()
        await team.run(lambda ledger: people.be_back(ledger, WORKSPACE, ADA, number, now))
        await later(team)
    await later(team)
    await later(team)
    assert await is_right(team)


async def test_a_home_that_is_outdated_when_it_lands_is_drawn_again_though_nothing_was_noted(
    team: Shell,
) -> None:
    async with opening(team):
        renamed = replace(make_person("Ada"), name="Ada L.")
        await team.run(lambda ledger: ledger.roster.put_people(WORKSPACE, [renamed]))
    await later(team)
    assert wall(team).shown[ADA].name == "Ada L."


@pytest.mark.parametrize("times", [1, 2])
async def test_a_busy_database_puts_a_home_off_for_seconds(team: Shell, times: int) -> None:
    """Twice: neither can it be written that it came to nothing; its lease runs out."""
    await open_it(team, BEA)
    now = team.clock.now()
    await team.store.run(lambda ledger: people.be_away(ledger, WORKSPACE, _tuesday(), now))
    await team.store.run(lambda ledger: ledger.homes.stale(WORKSPACE, [BEA], now))
    jobs = await team.store.run(lambda ledger: ledger.homes.claim(now + HOME_REST, LEASE, 9))
    assert {member for _, member in jobs} == {ADA, BEA}
    store = BusyStore(team.store, times)
    await Homes(store, wall(team), team.clock, asyncio.Semaphore(1)).draw(sorted(jobs))
    await team.to(team.clock.now() + HOME_REST + (RETRY if times == 1 else LEASE))
    assert await is_right(team)
    assert not await owed(team)


async def owed(shell: Shell) -> int:
    later = shell.clock.now() + timedelta(minutes=30)
    return await shell.store.read(lambda ledger: ledger.homes.owed(later))


def _tuesday() -> Absence:
    return Absence(ADA, TUESDAY, TUESDAY)


async def test_teammates_see_of_a_lead_when_they_are_renamed_deactivated_or_leave(team: Shell) -> None:
    await open_it(team, LOU)
    there, seen = platform(team), []

    async def look() -> None:
        await later(team)
        seen.append(wall(team).shown[LOU].appointments[0].leads)
        assert await is_right(team, LOU)

    await look()
    there.everybody[ADA] = replace(there.everybody[ADA], name="Ada L.")
    await noted(team, ADA)
    await look()
    there.everybody[ADA] = replace(there.everybody[ADA], active=False)
    await noted(team, ADA)
    await look()
    there.everybody[ADA] = replace(there.everybody[ADA], active=True)
    await noted(team, ADA)
    await look()
    there.within[CHANNEL] = [LOU]
    await noted(team, CHANNEL)
    await look()
    assert seen == [("Ada",), ("Ada L.",), (), ("Ada L.",), ()]
    assert [each.id for each in await members(team)] == [LOU]
