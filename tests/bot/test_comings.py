"""Who comes and goes, and what becomes of channels: what a check makes of it, and who hears of it."""

from dataclasses import replace

import pytest

from bot import plans
from bot.errors import NothingOpen, Refused
from bot.model import MemberId
from bot.people import People
from tests.bot.noted import ADA, BEA, LOU, ZOE, change, members, noted, platform, set_out, state
from tests.factories import (
    AUCKLAND,
    CHANNEL,
    LOS_ANGELES,
    WORKSPACE,
    make_person,
    make_schedule,
    utc,
)
from tests.shell import Shell


@pytest.fixture
async def team(shell: Shell) -> Shell:
    return await set_out(shell)


async def test_who_joined_is_seated_and_asked_from_their_next_prompt_on(team: Shell) -> None:
    await team.to(utc("24 09:31"))
    platform(team).within[CHANNEL].append(BEA)
    await noted(team, CHANNEL)
    assert [each.id for each in await members(team)] == [ADA, BEA, LOU]
    await team.to(utc("25 09:30"))
    assert "Wed 09:30 post UBEA: asked Wed" in team.asked()
    assert not any(each.startswith("Tue") for each in team.heard("Bea"))


@pytest.mark.parametrize("changes", [{"guest": True}, {"human": False}, {"active": False}])
async def test_a_stranger_who_is_not_to_be_asked_is_met_and_not_seated(
    team: Shell, changes: dict[str, bool]
) -> None:
    platform(team).everybody[ZOE] = replace(make_person("Zoe"), **changes)  # type: ignore[arg-type] # a test's short way
    platform(team).within[CHANNEL].append(ZOE)
    await noted(team, CHANNEL)
    assert [each.id for each in await members(team)] == [ADA, LOU]
    assert await team.store.read(lambda ledger: ledger.roster.person(WORKSPACE, ZOE))


async def test_somebody_of_another_company_who_cannot_be_seen_stops_nothing(team: Shell) -> None:
    platform(team).within[CHANNEL] += [MemberId("UELSEWHERE"), BEA]
    await noted(team, CHANNEL)
    assert [each.id for each in await members(team)] == [ADA, BEA, LOU]


async def test_who_left_reads_so_and_leaves_the_count(team: Shell) -> None:
    platform(team).within[CHANNEL] = [LOU]
    await noted(team, CHANNEL)
    assert team.heard("Ada")[-1] == "Tue 09:30 edit UADA: left Tue"
    await team.to(utc("24 17:30"))
    await team.answer("Lou")
    assert team.digests() == ["digest Tue 1 of 1 | Lou: ship the model"]


async def test_who_was_deactivated_reads_so_and_is_neither_reminded_nor_counted(team: Shell) -> None:
    platform(team).everybody[ADA] = make_person("Ada", "UTC", active=False)
    await noted(team, ADA)
    assert team.heard("Ada") == ["Tue 09:30 post UADA: asked Tue", "Tue 09:30 edit UADA: gone Tue"]
    [ada, _] = await members(team)
    assert (ada.active, ada.zone, ada.roles) == (False, "Europe/London", ("developer", "lead"))


async def test_nobody_of_that_name_any_more_is_as_good_as_deactivated(team: Shell) -> None:
    del platform(team).everybody[LOU]
    await noted(team, LOU)
    assert [(each.id, each.active) for each in await members(team)] == [(ADA, True), (LOU, False)]


async def test_who_is_back_leads_as_before(team: Shell) -> None:
    for active in (False, True):
        platform(team).everybody[ADA] = make_person("Ada", active=active)
        await noted(team, ADA)
    assert team.heard("Ada")[-1] == "Tue 09:30 edit UADA: asked Tue"
    [ada, _] = await members(team)
    assert (ada.active, ada.leads) == (True, True)


async def test_one_who_is_back_but_no_longer_in_the_channel_is_not_asked(team: Shell) -> None:
    platform(team).everybody[LOU] = make_person("Lou", active=False)
    platform(team).within[CHANNEL] = [ADA]
    await noted(team, LOU, CHANNEL)
    platform(team).everybody[LOU] = make_person("Lou")
    await noted(team, LOU)
    assert [each.id for each in await members(team)] == [ADA]


async def test_a_new_zone_counts_at_once(team: Shell) -> None:
    platform(team).everybody[LOU] = make_person("Lou", AUCKLAND)
    await noted(team, LOU)
    await team.to(utc("24 20:30"))
    assert "Tue 20:30 post ULOU: asked Wed" in team.asked()


async def test_the_last_lead_who_goes_is_missed_in_the_channel_once(team: Shell) -> None:
    platform(team).everybody[ADA] = make_person("Ada", active=False)
    await noted(team, ADA, ADA)
    assert [each for each in team.transcript if "news" in each] == [
        f"Tue 09:30 post {CHANNEL}: news of data: leaderless Ada"
    ]


async def test_an_admin_in_the_team_hears_of_it_before_the_channel_does(team: Shell) -> None:
    platform(team).everybody |= {
        ADA: make_person("Ada", active=False),
        LOU: make_person("Lou", LOS_ANGELES, admin=True),
    }
    await noted(team, LOU, ADA)
    assert [each for each in team.transcript if "news" in each] == [
        "Tue 09:30 post ULOU: news of data: leaderless Ada"
    ]


@pytest.mark.parametrize(
    ("changes", "held"),
    [({"archived": True}, "archived"), ({"joined": False}, "kicked"), (None, "gone")],
)
async def test_a_channel_that_is_out_of_use_holds_its_plans_and_the_lead_is_told_once(
    team: Shell, changes: dict[str, bool] | None, held: str
) -> None:
    if changes is None:
        platform(team).channels.clear()
    else:
        change(team, **changes)
    await noted(team, CHANNEL, CHANNEL)
    plan = await team.plan()
    assert (plan.state, plan.held) == ("paused", held)
    assert team.heard("Ada") == [
        "Tue 09:30 post UADA: asked Tue",
        "Tue 09:30 edit UADA: held Tue",
        f"Tue 09:30 post UADA: news of data: {held}",
    ]
    await team.to(utc("26 12:00"))
    assert team.digests() == []
    assert team.asked() == ["Tue 09:30 post UADA: asked Tue"]


async def test_what_is_back_goes_on_with_the_next_occurrence(team: Shell) -> None:
    change(team, archived=True)
    await noted(team, CHANNEL)
    await team.to(utc("26 08:00"))
    change(team, archived=False)
    await noted(team, CHANNEL, CHANNEL)
    await team.to(utc("26 18:00"))
    assert [each for each in team.transcript if "news" in each] == [
        "Tue 09:30 post UADA: news of data: archived",
        "Thu 08:00 post UADA: news of data: on",
    ]
    assert team.asked()[1:] == ["Thu 09:30 post UADA: asked Thu", "Thu 17:30 post ULOU: asked Thu"]


async def test_what_a_lead_paused_stays_paused(team: Shell) -> None:
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    await team.run(lambda ledger: plans.pause(ledger, there, plan, ADA, now))
    for archived in (True, False):
        change(team, archived=archived)
        await noted(team, CHANNEL)
    plan = await team.plan()
    assert (plan.state, plan.held) == ("paused", "")
    assert not any("news" in each for each in team.transcript)


async def test_a_new_name_is_that_of_the_team_and_of_what_is_open(team: Shell) -> None:
    change(team, name="modelling")
    await noted(team, CHANNEL)
    assert (await team.team()).name == "modelling"
    assert (await team.round("24")).state.survey.team == "modelling"
    assert team.heard("Ada")[1:] == ["Tue 09:30 edit UADA: asked Tue"]
    await noted(team, CHANNEL)
    assert len(team.heard("Ada")) == 2


async def test_uninstalled_holds_all_and_tells_nobody(team: Shell) -> None:
    platform(team).installed = False
    await noted(team, WORKSPACE, WORKSPACE)
    plan = await team.plan()
    assert (plan.state, plan.held) == ("paused", "uninstalled")
    assert not any("news" in each for each in team.transcript)


async def test_installed_again_it_enters_its_channel_and_goes_on(team: Shell) -> None:
    platform(team).installed = False
    await noted(team, WORKSPACE)
    platform(team).installed = True
    change(team, joined=False)
    await noted(team, WORKSPACE)
    plan = await team.plan()
    assert (plan.state, plan.held) == ("active", "")
    assert "join" in platform(team).asked
    assert platform(team).channels[CHANNEL].joined


async def test_a_private_channel_asks_for_an_invitation_after_a_new_installation(team: Shell) -> None:
    platform(team).installed = False
    await noted(team, WORKSPACE)
    platform(team).installed = True
    change(team, joined=False, private=True)
    await noted(team, WORKSPACE)
    assert (await team.plan()).held == "gone"
    assert team.heard("Ada")[-1].endswith("news of data: gone")


async def test_a_late_word_of_the_end_changes_nothing(team: Shell) -> None:
    before = await state(team)
    await noted(team, WORKSPACE, WORKSPACE)
    assert await state(team) == before
    assert len(team.transcript) == 1


async def test_a_plan_that_is_held_says_what_to_do_and_a_lead_may_let_it_rest(team: Shell) -> None:
    change(team, archived=True)
    await noted(team, CHANNEL)
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    with pytest.raises(Refused, match=r"#data is archived, so its standup is paused. Unarchive"):
        await team.run(lambda ledger: plans.resume(ledger, there, plan, ADA, now))
    await team.to(utc("26 12:00"))
    with pytest.raises(NothingOpen, match="#data is archived"):
        await team.answer("Lou")
    await team.run(lambda ledger: plans.pause(ledger, there, plan, ADA, now))
    change(team, archived=False)
    await noted(team, CHANNEL)
    after = await team.plan()
    assert (after.state, after.held) == ("paused", "")


async def test_a_plan_that_is_changed_while_it_is_held_has_its_channel_looked_at(team: Shell) -> None:
    change(team, joined=False)
    await noted(team, CHANNEL)
    change(team, joined=True)  # the form's way led through it
    await team.set_up("Ada", "Ada", "Lou", schedule=make_schedule("11:00"))
    plan = await team.plan()
    assert (plan.state, plan.held, plan.schedule.at.hour) == ("active", "", 11)


async def test_resuming_has_the_channel_looked_at(team: Shell) -> None:
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    paused = await team.run(lambda ledger: plans.pause(ledger, there, plan, ADA, now))
    change(team, joined=False)
    await team.run(lambda ledger: plans.resume(ledger, there, paused, ADA, now))
    assert (await team.plan()).held == "kicked"


async def test_a_refresh_finds_what_no_event_told(team: Shell) -> None:
    change(team, archived=True)
    await noted(team, CHANNEL)
    change(team, archived=False)
    await People(team.store, platform(team), team.clock).refresh([(WORKSPACE, WORKSPACE)])
    await team.settle()
    assert (await team.plan()).held == ""


async def test_a_refresh_that_is_refused_asks_whether_we_are_known_and_rests_for_a_day(team: Shell) -> None:
    platform(team).installed = False
    await People(team.store, platform(team), team.clock).refresh([(WORKSPACE, WORKSPACE)])
    await team.settle()
    assert (await team.plan()).held == "uninstalled"
    assert platform(team).asked == ["people", "connected"]


async def test_of_many_who_are_gone_those_in_a_team_keep_what_we_knew(team: Shell) -> None:
    others = [make_person(f"Gone{number}", "UTC", active=False) for number in range(100)]
    platform(team).everybody |= {each.id: each for each in others}
    platform(team).everybody[LOU] = make_person("Lou", "UTC", active=False)
    await People(team.store, platform(team), team.clock).refresh([(WORKSPACE, WORKSPACE)])
    lou = next(each for each in await members(team) if each.id == LOU)
    assert (lou.active, lou.zone) == (False, LOS_ANGELES)
