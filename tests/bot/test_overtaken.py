"""Answers that are overtaken: whatever lands last, what we hold is what the platform said last."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.checks import KNOWN_AGAIN, REFUSED, RETRY, Checks
from bot.errors import NotDelivered, Unreachable
from bot.ledger import Job
from bot.model import MemberId
from bot.people import People
from bot.rounds import LEASE
from tests.bot.noted import ADA, BEA, LOU, change, members, noted, platform, set_out
from tests.bot.overtaken import BusyStore, Held
from tests.factories import CHANNEL, WORKSPACE
from tests.shell import Shell

SOON = timedelta(seconds=2)


@pytest.fixture
async def team(shell: Shell) -> Shell:
    return await set_out(shell)


async def claimed(shell: Shell, thing: str) -> list[Job]:
    """An event speaks of it, and the ticker takes it up."""
    now = shell.clock.now()
    await shell.store.run(lambda ledger: ledger.checks.note(WORKSPACE, thing, now))
    return await shell.store.run(lambda ledger: ledger.checks.claim(now, LEASE, 9))


async def left(shell: Shell) -> frozenset[str]:
    return await shell.store.read(lambda ledger: ledger.checks.noted(WORKSPACE))


async def active(shell: Shell, member: MemberId) -> bool:
    return next(each.active for each in await members(shell) if each.id == member)


@asynccontextmanager
async def under_way(checks: Checks, held: Held, jobs: list[Job]) -> AsyncIterator[None]:
    """These are asked about, answered, and the answer is on its way; in the end it comes, and all is done."""
    first = asyncio.create_task(checks.check(jobs))
    await held.given.wait()
    try:
        yield
    finally:
        held.let_go.set()
        await first


@asynccontextmanager
async def refreshing(shell: Shell, held: Held) -> AsyncIterator[None]:
    """All are read anew; the answer to one question is on its way."""
    people = People(shell.store, held.directory, shell.clock)
    first = asyncio.create_task(people.refresh([(WORKSPACE, WORKSPACE)]))
    await held.given.wait()
    try:
        yield
    finally:
        held.let_go.set()
        await first


async def test_what_is_claimed_while_it_is_in_hand_is_asked_once_more_and_not_at_once(team: Shell) -> None:
    held = Held(platform(team), "channel")
    checks = Checks(team.store, held.directory, team.clock)
    async with under_way(checks, held, await claimed(team, CHANNEL)):
        team.clock.moment += SOON
        change(team, archived=True)
        for _ in range(3):
            await checks.check(await claimed(team, CHANNEL))
        assert (held.asked, (await team.plan()).held) == (1, "")
    assert (held.asked, (await team.plan()).held) == (2, "archived")
    assert await left(team) == frozenset()


async def test_another_process_answer_to_a_channel_is_not_written_over_by_an_older_one(team: Shell) -> None:
    held = Held(platform(team), "channel")
    ours, theirs = (Checks(team.store, each, team.clock) for each in (held.directory, platform(team)))
    async with under_way(ours, held, await claimed(team, CHANNEL)):
        team.clock.moment += SOON
        change(team, archived=True)
        await theirs.check(await claimed(team, CHANNEL))
        assert (await team.plan()).held == "archived"
    assert (await team.plan()).held == "archived"
    assert [each for each in team.transcript if "news" in each] == []
    assert await left(team) == frozenset()


async def test_an_older_answer_about_a_person_is_left_where_a_newer_is_on_its_way(team: Shell) -> None:
    held, later = (Held(platform(team), "person") for _ in range(2))
    ours, theirs = (Checks(team.store, each.directory, team.clock) for each in (held, later))
    jobs = await claimed(team, LOU)
    there = platform(team).everybody
    async with under_way(ours, held, jobs):
        team.clock.moment += SOON
        there[LOU] = replace(there[LOU], active=False)
        second = asyncio.create_task(theirs.check(await claimed(team, LOU)))
        await later.given.wait()
    assert await left(team) == {LOU}, "the older one has ended"
    later.let_go.set()
    await second
    assert not await active(team, LOU)
    assert await left(team) == frozenset()


async def test_an_answer_that_was_noted_anew_is_asked_again_by_the_next_claim(team: Shell) -> None:
    held = Held(platform(team), "channel")
    checks = Checks(team.store, held.directory, team.clock)
    async with under_way(checks, held, await claimed(team, CHANNEL)):
        team.clock.moment += SOON
        change(team, archived=True)
        now = team.clock.now()
        await team.store.run(lambda ledger: ledger.checks.note(WORKSPACE, CHANNEL, now))
    assert (await team.plan()).held == ""
    await team.settle()
    assert (await team.plan()).held == "archived"


async def test_a_check_that_waited_longer_than_its_lease_takes_it_anew(team: Shell) -> None:
    held = Held(platform(team), "person")
    checks = Checks(team.store, held.directory, team.clock, asyncio.Semaphore(1))
    platform(team).everybody[BEA] = replace(platform(team).everybody[BEA], name="Beatrice")
    jobs = [*await claimed(team, LOU), *await claimed(team, BEA)]
    async with under_way(checks, held, jobs):
        team.clock.moment += LEASE * 2  # it waits for the other
        now = team.clock.now()
        again = await team.store.run(lambda ledger: ledger.checks.claim(now, LEASE, 9))
        assert {thing for _, thing in again} == {LOU, BEA}, "another process takes them up"
    assert await left(team) == {LOU}, "which that process has in hand"
    person = await team.store.read(lambda ledger: ledger.roster.person(WORKSPACE, BEA))
    assert person
    assert person.name == "Beatrice"


async def test_what_was_answered_while_it_waited_is_not_asked_again(team: Shell) -> None:
    held = Held(platform(team), "person")
    checks = Checks(team.store, held.directory, team.clock, asyncio.Semaphore(1))
    jobs = [*await claimed(team, LOU), *await claimed(team, BEA)]
    async with under_way(checks, held, jobs):
        await Checks(team.store, platform(team), team.clock).check([(WORKSPACE, BEA)])
        assert platform(team).asked == [f"person {LOU}", f"person {BEA}"]
    assert platform(team).asked == [f"person {LOU}", f"person {BEA}"]


async def test_a_refresh_does_not_write_over_what_was_checked_since_it_began(team: Shell) -> None:
    held = Held(platform(team), "people")
    there = platform(team)
    async with refreshing(team, held):
        there.everybody[LOU] = replace(there.everybody[LOU], active=False)
        there.everybody[ADA] = replace(there.everybody[ADA], name="Ada L.")
        await noted(team, LOU)
    assert not await active(team, LOU)
    await team.settle()
    assert [(each.name, each.active) for each in await members(team)] == [("Ada", True), ("Lou", False)]
    assert "Tue 09:30 edit ULOU: asked Tue" not in team.heard("Lou")


async def test_a_refresh_leaves_what_is_yet_to_be_checked_to_the_check(team: Shell) -> None:
    held = Held(platform(team), "people")
    there = platform(team)
    async with refreshing(team, held):
        there.everybody[LOU] = replace(there.everybody[LOU], name="Lou R.")
        jobs = await claimed(team, LOU)
    assert [each.name for each in await members(team)] == ["Ada", "Lou"]
    await Checks(team.store, there, team.clock).check(jobs)
    assert [each.name for each in await members(team)] == ["Ada", "Lou R."]


async def test_a_refresh_does_not_seat_again_who_was_seen_leaving_since_it_began(team: Shell) -> None:
    held = Held(platform(team), "members")
    there = platform(team)
    async with refreshing(team, held):
        there.within[CHANNEL] = [ADA]
        await noted(team, CHANNEL)
        assert [each.id for each in await members(team)] == [ADA]
    assert [each.id for each in await members(team)] == [ADA]
    await team.settle()
    assert [each.id for each in await members(team)] == [ADA]
    assert await left(team) == frozenset()


async def test_a_refresh_takes_in_the_others(team: Shell) -> None:
    there = platform(team)
    there.everybody[ADA] = replace(there.everybody[ADA], name="Ada L.")
    there.within[CHANNEL].append(BEA)
    held = Held(there, "members")
    async with refreshing(team, held):
        there.everybody[LOU] = replace(there.everybody[LOU], active=False)
        await noted(team, LOU)
    assert [(each.name, each.active) for each in await members(team)] == [
        ("Ada L.", True),
        ("Bea", True),
        ("Lou", False),
    ]


@pytest.mark.parametrize(
    ("failure", "after"),
    [
        (Unreachable("enterprise_is_restricted"), REFUSED),
        (Unreachable("restricted_action", "posting"), REFUSED),
        (NotDelivered("down"), RETRY),
    ],
)
async def test_what_is_refused_for_a_reason_nobody_knows_is_left_alone_for_long(
    team: Shell, failure: Exception, after: timedelta
) -> None:
    platform(team).faults.append(failure)  # type: ignore[arg-type] # both are
    await noted(team, CHANNEL)
    await team.to(team.clock.now() + after - SOON)
    assert platform(team).asked.count("channel") == 1
    await team.to(team.clock.now() + SOON)
    assert platform(team).asked.count("channel") == 2


@pytest.mark.parametrize("times", [1, 2])
async def test_a_busy_database_puts_a_check_off_for_a_minute_and_holds_up_no_other(
    team: Shell, times: int
) -> None:
    """Twice: neither can it be written that it came to nothing; its lease runs out."""
    change(team, archived=True)
    platform(team).everybody[LOU] = replace(platform(team).everybody[LOU], active=False)
    jobs = [*await claimed(team, CHANNEL), *await claimed(team, LOU)]
    store = BusyStore(team.store, 0)
    checks = Checks(store, platform(team), team.clock, asyncio.Semaphore(1))
    store.times = times
    await checks.check(jobs)
    assert not await active(team, LOU)
    assert await left(team) == {CHANNEL}
    await team.to(team.clock.now() + RETRY)
    assert (await team.plan()).held == "archived"


async def test_a_good_token_of_which_it_was_said_that_it_is_not_goes_on_by_itself(team: Shell) -> None:
    platform(team).installed = False
    await noted(team, CHANNEL)
    assert (await team.plan()).held == "uninstalled"
    await team.to(team.clock.now() + KNOWN_AGAIN)
    assert (await team.plan()).held == "uninstalled"
    platform(team).installed = True
    await team.to(team.clock.now() + KNOWN_AGAIN)
    assert (await team.plan()).held == ""
    await team.to(team.clock.now() + RETRY + REFUSED)
    asked = len(platform(team).asked)
    await team.to(team.clock.now() + KNOWN_AGAIN * 9)
    assert len(platform(team).asked) == asked, "nobody asks any more"


async def test_a_workspace_where_nothing_waits_is_not_asked_for_again(team: Shell) -> None:
    plan = await team.plan()
    await team.run(lambda ledger: ledger.plans.put(replace(plan, state="deleted", wake_at=None)))
    platform(team).installed = False
    await noted(team, WORKSPACE)
    assert await left(team) == frozenset()
