"""A team on a platform whose people and channels change, and what is noted of that."""

from dataclasses import replace
from datetime import timedelta

from bot.model import Channel, Member, Plan
from tests.doubles import Platform
from tests.factories import (
    CHANNEL,
    LOS_ANGELES,
    WORKSPACE,
    make_person,
    member_id,
    utc,
)
from tests.shell import Shell

ADA, LOU, BEA, ZOE = (member_id(name) for name in ("Ada", "Lou", "Bea", "Zoe"))


async def set_out(shell: Shell) -> Shell:
    """Ada leads in London, Lou is in Los Angeles; Bea is not in the channel. It is Tuesday, and Ada was asked."""
    people = [make_person("Ada"), make_person("Lou", LOS_ANGELES), make_person("Bea")]
    await shell.people(*people)
    shell.platform = Platform(
        {each.id: each for each in people},
        {CHANNEL: Channel(CHANNEL, "data")},
        {CHANNEL: [ADA, LOU]},
    )
    await shell.set_up("Ada", "Ada", "Lou")
    await shell.to(utc("24 09:30"))
    return shell


def platform(shell: Shell) -> Platform:
    assert shell.platform
    return shell.platform


async def noted(shell: Shell, *things: str) -> None:
    """Events spoke of these, one after the other."""
    for thing in things:
        now = shell.clock.now()
        await shell.run(lambda ledger, thing=thing, now=now: ledger.checks.note(WORKSPACE, thing, now))  # type: ignore[misc] # a loop's lambda


def change(shell: Shell, **changes: object) -> None:
    there = platform(shell).channels
    there[CHANNEL] = replace(there[CHANNEL], **changes)  # type: ignore[arg-type] # a test's short way


async def members(shell: Shell) -> tuple[Member, ...]:
    there = await shell.team()
    return await shell.store.read(lambda ledger: ledger.roster.members(there))


async def open_checks(shell: Shell) -> bool:
    later = shell.clock.now() + timedelta(days=1)
    with_lease = timedelta(0)
    return bool(await shell.store.run(lambda ledger: ledger.checks.claim(later, with_lease, 9)))


async def state(shell: Shell) -> tuple[object, ...]:
    """All that events can change, but for when."""
    plan: Plan = await shell.plan()
    seated = [(each.id, each.active, each.zone, each.roles) for each in await members(shell)]
    round_ = await shell.round("24")
    survey = round_.state.survey
    seats = [(seat.member.id, seat.absent) for seat in sorted(survey.seats, key=lambda each: each.member.id)]
    return plan.state, plan.held, seated, survey.held, survey.paused, survey.team, seats
