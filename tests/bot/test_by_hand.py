"""The life of one standup as a person would try it by hand: four people in four zones, from plan to digest."""

import pytest

from bot import people
from bot.model import Absence
from tests.factories import (
    AUCKLAND,
    LOS_ANGELES,
    NEW_YORK,
    WEDNESDAY,
    WORKSPACE,
    make_person,
    member_id,
    utc,
)
from tests.shell import Shell


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada in London leads; Kiri is in Auckland, Nina in New York, Lou in Los Angeles. It is Monday noon."""
    await shell.people(
        make_person("Ada"),
        make_person("Kiri", AUCKLAND),
        make_person("Nina", NEW_YORK),
        make_person("Lou", LOS_ANGELES),
    )
    await shell.set_up("Ada", "Ada", "Kiri", "Nina", "Lou")
    return shell


async def test_each_is_asked_once_at_their_own_half_past_nine(team: Shell) -> None:
    await team.to(utc("24 20:00"))
    assert team.asked() == [
        "Mon 20:30 post UKIRI: asked Tue",
        "Tue 09:30 post UADA: asked Tue",
        "Tue 14:30 post UNINA: asked Tue",
        "Tue 17:30 post ULOU: asked Tue",
    ]


async def test_a_day_from_first_prompt_to_last_answer(team: Shell) -> None:
    await team.to(utc("23 21:00"))
    await team.answer("Kiri", "train")
    await team.to(utc("24 09:40"))
    await team.answer("Ada", "plot")
    await team.to(utc("24 10:15"))
    await team.answer("Ada", "plot and write")
    await team.to(utc("24 14:45"))
    await team.answer("Nina", "report")
    await team.to(utc("24 18:00"))
    assert [each for each in team.transcript if " C0DATA: " in each] == [
        "Tue 12:00 post C0DATA: digest Tue 2 of 4 | Ada: plot and write | Kiri: train | later Lou, Nina",
        "Tue 12:00 post C0DATA: answer of Ada: plot and write",
        "Tue 12:00 post C0DATA: answer of Kiri: train",
        "Tue 14:45 edit C0DATA: digest Tue 3 of 4 | Ada: plot and write | Kiri: train | Nina: report | later Lou",
        "Tue 14:45 post C0DATA: answer of Nina: report",
    ]
    assert team.heard("Ada") == ["Tue 09:30 post UADA: asked Tue", "Tue 09:40 edit UADA: answered Tue"]


async def test_the_full_answers_stand_in_the_thread_of_the_digest(team: Shell) -> None:
    await team.to(utc("23 21:00"))
    await team.answer("Kiri", "train")
    await team.to(utc("24 12:00"))
    digest, answer = [each for each in team.messenger.messages if each.to.target == "C0DATA"]
    assert (digest.to.parent, answer.to.parent) == (None, digest.ref)


async def test_the_digest_comes_early_when_all_have_answered(team: Shell) -> None:
    await team.set_up("Ada", people=(member_id("Ada"), member_id("Kiri")))
    await team.to(utc("24 09:40"))
    await team.answer("Kiri", "train")
    await team.answer("Ada", "plot")
    assert [each for each in team.transcript if "digest" in each] == [
        "Tue 09:40 post C0DATA: digest Tue 2 of 2 | Ada: plot | Kiri: train"
    ]


async def test_who_is_away_tomorrow_is_not_asked_and_not_counted(team: Shell) -> None:
    now = team.clock.now()
    lou = member_id("Lou")
    await team.run(lambda ledger: people.be_away(ledger, WORKSPACE, Absence(lou, WEDNESDAY, WEDNESDAY), now))
    await team.to(utc("25 11:00"))
    await team.answer("Ada", "plot")
    await team.to(utc("25 20:00"))
    assert team.heard("Lou") == ["Tue 17:30 post ULOU: asked Tue"]
    assert team.digests() == [
        "digest Tue 0 of 4 | waiting Ada, Kiri, Nina | later Lou",
        "digest Wed 1 of 3 | Ada: plot | waiting Kiri | later Nina | Lou away",
    ]


async def test_who_was_away_last_time_may_answer_last_time_until_they_are_asked_again(team: Shell) -> None:
    now = team.clock.now()
    lou = member_id("Lou")
    await team.run(lambda ledger: people.be_away(ledger, WORKSPACE, Absence(lou, WEDNESDAY, WEDNESDAY), now))
    await team.to(utc("26 17:00"))
    await team.answer("Lou", "deploy")
    assert team.digests()[1] == "digest Wed 1 of 4 | Lou: deploy | waiting Ada, Kiri, Nina"


async def test_a_prompt_due_while_the_process_was_down_goes_out_when_it_is_back(team: Shell) -> None:
    await team.to(utc("24 09:00"))
    await team.stop()
    team.clock.moment = utc("24 09:50")
    team.open()
    await team.to(utc("24 11:00"))
    assert team.heard("Ada") == ["Tue 09:50 post UADA: asked Tue"]


async def test_after_three_days_down_only_what_is_still_useful_is_sent(team: Shell) -> None:
    await team.to(utc("24 09:00"))
    await team.stop()
    team.clock.moment = utc("27 09:00")
    team.open()
    await team.settle()
    assert sorted(team.transcript) == [
        "Fri 09:00 edit UKIRI: over Tue",
        "Fri 09:00 post C0DATA: digest Thu 0 of 3 | later Ada, Lou, Nina",
        "Fri 09:00 post UADA: asked Thu",
        "Fri 09:00 post UKIRI: asked Fri",
        "Fri 09:00 post ULOU: asked Thu",
        "Fri 09:00 post UNINA: asked Thu",
        "Mon 20:30 post UKIRI: asked Tue",
    ]


async def test_a_clock_that_steps_back_an_hour_asks_nobody_again(team: Shell) -> None:
    await team.to(utc("24 09:35"))
    team.clock.moment = utc("24 08:35")
    await team.to(utc("24 11:00"))
    assert team.heard("Ada") == ["Tue 09:30 post UADA: asked Tue"]
