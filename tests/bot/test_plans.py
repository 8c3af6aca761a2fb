"""Plans on a real store: set up, change, pause, resume, delete, and who may."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import pytest

from bot import people, plans
from bot.ceremonies import standup
from bot.errors import NotYours, Settled
from bot.ledger import Ledger
from bot.model import Absence, Chosen, MemberId, Plan, Team
from bot.plans import Wish
from tests.factories import (
    AUCKLAND,
    CHANNEL,
    LONDON,
    LOS_ANGELES,
    TUESDAY,
    WEDNESDAY,
    WORKSPACE,
    hour,
    make_person,
    make_schedule,
    make_settings,
    member_id,
    utc,
)
from tests.shell import Shell

ADA, LOU, BEA = member_id("Ada"), member_id("Lou"), member_id("Bea")


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada leads from London, Lou is in Los Angeles, Zoe is an admin who looks on. It is Monday noon."""
    await shell.people(make_person("Ada"), make_person("Lou", LOS_ANGELES), make_person("Zoe", admin=True))
    await shell.set_up("Ada", people=(ADA, LOU))
    return shell


async def pause(team: Shell, by: MemberId = ADA) -> Plan:
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    return await team.run(lambda ledger: plans.pause(ledger, there, plan, by, now))


async def resume(team: Shell, by: MemberId = ADA) -> Plan:
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    return await team.run(lambda ledger: plans.resume(ledger, there, plan, by, now))


async def next_prompt(team: Shell, who: MemberId) -> str:
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    moment = await team.store.read(lambda ledger: plans.next_prompt(ledger, there, plan, who, now))
    return f"{moment:%a %H:%M}" if moment else "never"


async def away(team: Shell, who: MemberId, first: date, last: date | None = None) -> int:
    now = team.clock.now()
    return await team.run(
        lambda ledger: people.be_away(ledger, WORKSPACE, Absence(who, first, last or first), now)
    )


async def back(team: Shell, who: MemberId, absence: int) -> None:
    now = team.clock.now()
    await team.run(lambda ledger: people.be_back(ledger, WORKSPACE, who, absence, now))


async def test_who_sets_up_becomes_a_lead(team: Shell) -> None:
    there = await team.team()
    members = await team.store.read(lambda ledger: ledger.roster.members(there))
    assert [(each.name, each.roles) for each in members] == [
        ("Ada", ("developer", "lead")),
        ("Lou", ("developer",)),
    ]


async def test_who_leaves_themself_out_only_looks_on(shell: Shell) -> None:
    await shell.people(make_person("Ada"), make_person("Lou"))
    await shell.set_up("Ada", people=(LOU,))
    there = await shell.team()
    ada = await shell.store.read(lambda ledger: ledger.roster.member(there, ADA))
    assert ada is not None
    assert ada.roles == ("observer", "lead")
    assert await next_prompt(shell, ADA) == "never"
    await shell.set_up("Ada", "Ada", "Lou")  # everyone, after all
    assert await next_prompt(shell, ADA) != "never"


@pytest.mark.parametrize(("by", "may"), [("Ada", True), ("Zoe", True), ("Lou", False), ("Eve", False)])
async def test_only_leads_and_admins_change_a_plan(team: Shell, by: str, *, may: bool) -> None:
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    for change in (plans.pause, plans.delete):
        work = team.store.run(partial(_do, change, there, plan, member_id(by), now))
        if may:
            await work
        else:
            with pytest.raises(NotYours):
                await work


async def test_a_form_saved_by_somebody_else_changes_nothing(team: Shell) -> None:
    before = await team.plan()
    with pytest.raises(NotYours):
        await team.set_up("Lou", "Lou", schedule=make_schedule("11:00"))
    assert await team.plan() == before


async def test_two_who_set_up_at_once_leave_one_plan(shell: Shell) -> None:
    await shell.people(make_person("Ada"), make_person("Lou"))
    outcomes = await asyncio.gather(
        shell.set_up("Ada", "Ada", "Lou"), shell.set_up("Lou", "Ada", "Lou"), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["NotYours", "Plan"]


@pytest.mark.parametrize(
    ("zone", "at", "first"),
    [
        (LONDON, "23 09:29", "Mon 09:30"),
        (LONDON, "23 09:30", "Tue 09:30"),
        (AUCKLAND, "23 20:29", "Mon 20:30"),
        (AUCKLAND, "23 20:30", "Tue 20:30"),
    ],
)
async def test_the_first_day_is_the_next_of_whoever_set_up(
    shell: Shell, zone: str, at: str, first: str
) -> None:
    shell.clock.moment = utc(at)
    await shell.people(make_person("Ada", zone))
    plan = await shell.set_up("Ada", "Ada")
    assert (f"{plan.wake_at:%a %H:%M}", await next_prompt(shell, ADA)) == (first, first)


async def test_a_paused_plan_asks_nobody_and_a_resumed_one_from_the_next_occurrence_on(team: Shell) -> None:
    await pause(team)
    with pytest.raises(Settled):
        await pause(team)
    await team.to(utc("24 10:00"))
    await resume(team)
    with pytest.raises(Settled):
        await resume(team)
    await team.to(utc("25 10:00"))
    assert team.asked() == ["Wed 09:30 post UADA: asked Wed"]


async def test_a_plan_moved_to_an_earlier_hour_today_starts_tomorrow(team: Shell) -> None:
    await team.to(utc("24 08:00"))
    await team.set_up("Ada", people=(ADA, LOU), schedule=make_schedule("07:00"))
    assert await next_prompt(team, ADA) == "Wed 07:00"
    await team.to(utc("25 07:00"))
    assert team.asked() == ["Tue 15:00 post ULOU: asked Tue", "Wed 07:00 post UADA: asked Wed"]


async def test_an_edit_from_far_east_takes_no_day_from_those_for_whom_it_is_yet_to_come(shell: Shell) -> None:
    await shell.people(make_person("Kiri", AUCKLAND), make_person("Lou", LOS_ANGELES))
    await shell.set_up("Kiri", "Kiri", "Lou")
    await shell.to(utc("24 13:00"))  # in Auckland it is Wednesday, two in the morning
    await shell.set_up("Kiri", "Kiri", "Lou", schedule=make_schedule("01:00"))
    await shell.to(utc("25 12:00"))
    assert shell.asked()[-2:] == ["Wed 09:00 post ULOU: asked Wed", "Wed 12:00 post UKIRI: asked Thu"]


async def test_a_day_that_an_edit_adds_begins_with_the_next_of_whoever_owns_the_plan(shell: Shell) -> None:
    """As a plan does that is new: in Auckland, Wednesday's one o'clock is over when Wednesdays are added."""
    await shell.people(make_person("Kiri", AUCKLAND), make_person("Lou", LOS_ANGELES))
    await shell.set_up("Kiri", "Kiri", "Lou", schedule=make_schedule(days=(0, 1, 3, 4)))
    await shell.to(utc("24 13:00"))
    await shell.set_up("Kiri", "Kiri", "Lou", schedule=make_schedule("01:00"))
    await shell.to(utc("26 11:00"))
    assert shell.asked()[1:] == ["Wed 12:00 post UKIRI: asked Thu", "Thu 09:00 post ULOU: asked Thu"]


async def test_a_plan_moved_after_the_prompt_asks_nobody_twice(team: Shell) -> None:
    await team.to(utc("24 10:00"))
    await team.set_up("Ada", people=(ADA, LOU), schedule=make_schedule("11:00"))
    await team.to(utc("24 20:00"))
    assert team.asked() == ["Tue 09:30 post UADA: asked Tue", "Tue 19:00 post ULOU: asked Tue"]


async def test_an_edit_of_other_settings_keeps_the_days(team: Shell) -> None:
    before = await team.plan()
    after = await team.set_up("Ada", people=(ADA, LOU), settings=make_settings(digest_at="15:00"))
    assert (after.since, after.next_day, after.wake_at) == (before.since, before.next_day, before.wake_at)


async def test_who_is_added_before_their_hour_is_asked_today(team: Shell) -> None:
    await team.people(make_person("Bea", LOS_ANGELES))
    await team.to(utc("24 10:00"))
    await team.set_up("Ada", people=(ADA, LOU, BEA))
    await team.to(utc("24 17:30"))
    assert sorted(team.asked()[1:]) == ["Tue 17:30 post UBEA: asked Tue", "Tue 17:30 post ULOU: asked Tue"]


async def test_somebody_back_before_their_hour_is_asked_though_all_were_away_when_the_day_began(
    team: Shell,
) -> None:
    await away(team, ADA, TUESDAY)
    lou_away = await away(team, LOU, TUESDAY)
    await team.to(utc("24 12:00"))
    await back(team, LOU, lou_away)
    await team.to(utc("24 20:00"))
    assert team.asked() == ["Tue 17:30 post ULOU: asked Tue"]


async def test_a_day_on_which_all_are_away_passes(team: Shell) -> None:
    for who in (ADA, LOU):
        await away(team, who, TUESDAY, WEDNESDAY)
    await team.to(utc("26 18:00"))
    assert team.asked() == ["Thu 09:30 post UADA: asked Thu", "Thu 17:30 post ULOU: asked Thu"]


async def test_a_day_that_passed_with_all_away_does_not_come_again_with_a_clock_set_back(team: Shell) -> None:
    await away(team, ADA, TUESDAY)
    lou_away = await away(team, LOU, TUESDAY)
    await team.to(utc("24 17:30"))
    team.clock.moment = utc("24 16:30")
    await back(team, LOU, lou_away)
    await team.to(utc("25 18:00"))
    assert team.asked() == ["Wed 09:30 post UADA: asked Wed", "Wed 17:30 post ULOU: asked Wed"]


async def test_the_next_prompt_goes_around_absences(team: Shell) -> None:
    assert [await next_prompt(team, ADA), await next_prompt(team, member_id("Eve"))] == ["Tue 09:30", "never"]
    await away(team, ADA, TUESDAY, WEDNESDAY)
    assert await next_prompt(team, ADA) == "Thu 09:30"
    await pause(team)
    assert await next_prompt(team, ADA) == "never"


async def test_nobody_is_told_of_a_prompt_that_was_before_the_plan_began(team: Shell) -> None:
    """Monday's half past nine in Los Angeles is yet to come, but the plan starts on Tuesday."""
    assert await next_prompt(team, LOU) == "Tue 17:30"


async def test_a_prompt_that_quiet_hours_put_off_past_midnight_is_still_the_next(team: Shell) -> None:
    late = make_schedule("23:45")
    night = Chosen(quiet=(hour("18:00"), hour("09:00")))
    await team.run(lambda ledger: ledger.roster.choose(WORKSPACE, ADA, night))
    await team.set_up("Ada", people=(ADA, LOU), schedule=late)
    for moment in ("24 23:50", "25 00:30"):
        await team.to(utc(moment))
        assert await next_prompt(team, ADA) == "Wed 09:00"
    await team.to(utc("25 09:00"))
    assert "Wed 09:00 post UADA: asked Tue" in team.asked()
    assert await next_prompt(team, ADA) == "Thu 09:00"


async def test_after_a_deletion_anyone_may_set_up_again(team: Shell) -> None:
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    await team.run(lambda ledger: plans.delete(ledger, there, plan, ADA, now))
    again = await team.set_up("Lou", people=(LOU,))
    assert (again.id != plan.id, again.owner, again.team) == (True, LOU, plan.team)


async def test_a_plan_in_a_channel_of_a_zone_reads_the_digest_there(team: Shell) -> None:
    wish = Wish(standup.KIND, make_schedule(), make_settings(), LOS_ANGELES, (ADA, LOU))
    now = team.clock.now()
    await team.run(lambda ledger: plans.set_up(ledger, WORKSPACE, CHANNEL, "data", (), wish, ADA, now))
    await team.to(utc("24 21:00"))
    assert [each for each in team.transcript if " digest " in each and " post " in each] == [
        "Tue 20:00 post C0DATA: digest Tue 0 of 2 | waiting Ada, Lou"
    ]


def _do(
    change: Callable[[Ledger, Team, Plan, MemberId, datetime], Plan],
    team: Team,
    plan: Plan,
    by: MemberId,
    at: datetime,
    ledger: Ledger,
) -> Plan:
    return change(ledger, team, plan, by, at)
