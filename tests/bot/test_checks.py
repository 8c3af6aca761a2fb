"""Checks: whatever was noted, in whatever order, what we hold ends as the platform says that it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from bot.checks import PACE, RETRY, lived_in, look_around
from bot.errors import Doubtful, NotDelivered, TokenRefused
from bot.ledger import Ledger
from bot.model import Channel, ChannelId, PlanId, WorkspaceId
from tests.bot.noted import BEA, LOU, change, members, noted, open_checks, platform, set_out, state
from tests.factories import (
    AUCKLAND,
    CHANNEL,
    OTHER_WORKSPACE,
    WORKSPACE,
    make_person,
    make_plan,
    make_team,
    make_workspace,
)
from tests.shell import Shell


@pytest.fixture
async def team(shell: Shell) -> Shell:
    return await set_out(shell)


@pytest.mark.parametrize(
    "failure", [Doubtful("reset"), NotDelivered("rate limited", 30), NotDelivered("down"), TimeoutError()]
)
async def test_a_platform_that_does_not_answer_is_asked_again(team: Shell, failure: Exception) -> None:
    change(team, archived=True)
    platform(team).faults.append(failure)  # type: ignore[arg-type] # a time-out comes from asyncio
    await noted(team, CHANNEL)
    assert (await team.plan()).held == ""
    await team.to(team.clock.now() + RETRY)
    assert (await team.plan()).held == "archived"
    assert not await open_checks(team)


async def test_a_refused_token_leads_to_the_question_whether_we_are_known(team: Shell) -> None:
    platform(team).installed = False
    await noted(team, CHANNEL)
    assert platform(team).asked == ["channel", "connected"]
    assert (await team.plan()).held == "uninstalled"


async def test_a_token_that_only_lacks_a_right_holds_nothing(team: Shell) -> None:
    platform(team).faults.append(TokenRefused("missing_scope", 60))
    await noted(team, CHANNEL)
    assert (await team.plan()).held == ""


async def test_our_own_mistake_is_put_off_and_holds_up_no_other(
    team: Shell, caplog: pytest.LogCaptureFixture
) -> None:
    del caplog
    platform(team).within.clear()  # a KeyError
    platform(team).everybody[LOU] = make_person("Lou", AUCKLAND)
    await noted(team, CHANNEL, LOU)
    assert [each.zone for each in await members(team)] == ["Europe/London", AUCKLAND]
    assert await open_checks(team)


async def test_what_is_noted_while_the_platform_is_asked_is_asked_again(team: Shell) -> None:
    there, real = platform(team), platform(team).channel

    async def slow(workspace: WorkspaceId, channel: ChannelId) -> Channel:
        found = await real(workspace, channel)
        there.channel = real  # type: ignore[method-assign]
        change(team, archived=True)  # after the answer was given
        now = team.clock.now()
        await team.store.run(lambda ledger: ledger.checks.note(WORKSPACE, CHANNEL, now))
        return found

    there.channel = slow  # type: ignore[method-assign]
    await noted(team, CHANNEL)
    assert (await team.plan()).held == "archived"


async def test_a_kill_between_the_answer_and_its_writing_loses_nothing(team: Shell) -> None:
    change(team, archived=True)
    now = team.clock.now()
    await team.store.run(lambda ledger: ledger.checks.note(WORKSPACE, CHANNEL, now))
    claimed = await team.store.run(lambda ledger: ledger.checks.claim(now, timedelta(seconds=60), 9))
    assert claimed == [(WORKSPACE, CHANNEL)]  # taken, and the process ends
    await team.stop()
    team.open()
    await team.settle()
    assert (await team.plan()).held == ""
    await team.to(now + timedelta(seconds=60))
    assert (await team.plan()).held == "archived"
    assert len([each for each in team.transcript if "news" in each]) == 1


async def test_what_concerns_nobody_here_is_dropped(team: Shell) -> None:
    before = await state(team)
    await noted(team, "C0NOBODY", "U0NOBODY", "")
    assert await state(team) == before
    assert platform(team).asked == []
    assert not await open_checks(team)


async def test_a_check_of_one_workspace_touches_no_other(team: Shell) -> None:
    now = team.clock.now()
    platform(team).installed = False

    def do(ledger: Ledger) -> None:
        ledger.roster.put_workspace(make_workspace(OTHER_WORKSPACE), now + timedelta(days=999))
        ledger.checks.note(OTHER_WORKSPACE, OTHER_WORKSPACE, now)
        ledger.checks.note(OTHER_WORKSPACE, CHANNEL, now)

    await team.run(do)
    assert (await team.plan()).held == ""


def _archive(shell: Shell) -> str:
    change(shell, archived=True)
    return CHANNEL


def _lou_leaves(shell: Shell) -> str:
    platform(shell).within[CHANNEL] = [each for each in platform(shell).within[CHANNEL] if each != LOU]
    return CHANNEL


def _bea_joins(shell: Shell) -> str:
    platform(shell).within[CHANNEL].append(BEA)
    return CHANNEL


def _lou_is_deactivated(shell: Shell) -> str:
    platform(shell).everybody[LOU] = make_person("Lou", "UTC", active=False)
    return LOU


def _unarchive(shell: Shell) -> str:
    change(shell, archived=False)
    return CHANNEL


_STORIES: list[list[Callable[[Shell], str]]] = [
    [_archive, _unarchive, _bea_joins],
    [_lou_leaves, _lou_is_deactivated],
    [_bea_joins, _lou_leaves, _archive],
    [_lou_is_deactivated, _lou_leaves, _bea_joins],
]


@pytest.mark.parametrize("story", _STORIES)
async def test_events_in_any_order_end_alike(team: Shell, story: list[Callable[[Shell], str]]) -> None:
    """All has happened by the time that the first event comes, in whatever order they come, once or twice."""
    await team.stop()
    things = [happens(team) for happens in story]
    kept = team.copy()
    ends = []
    for order in permutations([*things, things[0]]):
        team.restore(kept)
        team.open()
        await noted(team, *order)
        ends.append(await state(team))
        await team.stop()
    team.open()
    assert all(end == ends[0] for end in ends), ends


@pytest.mark.parametrize("story", _STORIES[2:])
async def test_events_that_come_as_things_happen_end_where_late_ones_do(
    team: Shell, story: list[Callable[[Shell], str]]
) -> None:
    for happens in story:
        await noted(team, happens(team))
    as_they_came = await state(team)
    await noted(team, CHANNEL, LOU, BEA, WORKSPACE)
    assert await state(team) == as_they_came


async def test_what_happened_while_nobody_listened_is_seen_at_the_next_start(team: Shell) -> None:
    change(team, archived=True)
    now = team.clock.now()
    await team.run(lambda ledger: look_around(ledger, WORKSPACE, lived_in(ledger, WORKSPACE), now))
    assert (await team.plan()).held == "archived"
    assert platform(team).asked == ["channel"]


async def test_channels_are_looked_at_in_turn_and_those_without_a_plan_are_not(team: Shell) -> None:
    now = team.clock.now()

    def do(ledger: Ledger) -> list[list[str]]:
        for name in ("alpha", "beta", "empty"):
            there = replace(make_team(name), channel=ChannelId(f"C-{name}"))
            ledger.roster.put_team(there)
            if name != "empty":
                ledger.plans.put(replace(make_plan(), id=PlanId(name), team=there.id))
        look_around(ledger, WORKSPACE, lived_in(ledger, WORKSPACE), now)
        look_around(
            ledger, WORKSPACE, lived_in(ledger, WORKSPACE), now + PACE / 2
        )  # and the process starts once more
        steps = [now + number * PACE for number in range(4)]
        return [[thing for _, thing in ledger.checks.claim(at, timedelta(days=9), 9)] for at in steps]

    assert await team.store.run(do) == [["C-alpha"], ["C-beta"], [CHANNEL], []]
