"""What is taken back, on a real store: a skip when one's hour has come meanwhile, help with a blocker."""

from typing import Any

import pytest

from bot import people
from bot.ceremonies import blocker
from bot.ceremonies.blocker import Acknowledge, HandBack, Reopen, Resolve
from bot.ceremonies.survey import Skip, Unskip
from bot.errors import NotYours, Settled
from bot.homes.drawing import open_home
from bot.ledger import Ledger
from bot.model import Absence, Chosen, MemberId, Round
from tests.factories import LOS_ANGELES, WORKSPACE, hour, make_person, make_settings, member_id, utc
from tests.shell import Shell

LOU = member_id("Lou")


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada leads in London, Bea is there with her, Lou is in Los Angeles, whose hour is 17:30 UTC; on Tuesday."""
    await shell.people(make_person("Ada"), make_person("Bea"), make_person("Lou", LOS_ANGELES))
    await shell.set_up("Ada", "Ada", "Bea", "Lou", settings=make_settings(reminders=(120,)))
    await shell.to(utc("24 09:30"))
    return shell


async def test_who_skipped_early_and_takes_it_back_after_their_hour_is_asked_at_once(team: Shell) -> None:
    await team.to(utc("24 12:00"))
    await team.act(await team.round("24"), Skip(), "Lou")
    await team.to(utc("24 18:00"))
    assert team.heard("Lou") == []
    await team.act(await team.round("24"), Unskip(), "Lou")
    assert team.heard("Lou") == ["Tue 18:00 post ULOU: asked Tue"]
    await team.to(utc("24 20:01"))
    assert team.heard("Lou")[1:] == ["Tue 20:00 post ULOU: reminder Tue, waiting"]


async def test_who_takes_it_back_before_their_hour_is_asked_at_it(team: Shell) -> None:
    await team.act(await team.round("24"), Skip(), "Lou")
    await team.to(utc("24 17:00"))
    await team.act(await team.round("24"), Unskip(), "Lou")
    assert team.heard("Lou") == []
    await team.to(utc("24 18:00"))
    assert team.heard("Lou") == ["Tue 17:30 post ULOU: asked Tue"]


async def test_who_takes_it_back_in_quiet_hours_is_asked_when_they_end(team: Shell) -> None:
    def hush(ledger: Ledger) -> None:
        ledger.roster.choose(WORKSPACE, LOU, Chosen(quiet=(hour("12:00"), hour("14:00"))))
        people.moved_everywhere(ledger, WORKSPACE, LOU, team.clock.now())

    await team.run(hush)
    await team.act(await team.round("24"), Skip(), "Lou")
    await team.to(utc("24 20:30"))  # half past twelve where Lou is
    await team.act(await team.round("24"), Unskip(), "Lou")
    assert team.heard("Lou") == []
    await team.to(utc("24 23:00"))
    assert team.heard("Lou")[0] == "Tue 22:00 post ULOU: asked Tue"


async def test_who_takes_it_back_on_a_later_day_on_which_they_are_away_is_left_in_peace(team: Shell) -> None:
    await team.act(await team.round("24"), Skip(), "Lou")
    now = team.clock.now()
    away = Absence(LOU, utc("25 00:00").date(), utc("25 00:00").date())
    await team.run(lambda ledger: people.be_away(ledger, WORKSPACE, away, now))
    await team.to(utc("25 09:00"))  # one in the morning of Wednesday where Lou is
    await team.act(await team.round("24"), Unskip(), "Lou")
    await team.to(utc("25 17:00"))
    assert team.heard("Lou") == []


async def test_who_was_asked_and_skipped_is_not_asked_twice(team: Shell) -> None:
    await team.act(await team.round("24"), Skip(), "Ada")
    await team.act(await team.round("24"), Unskip(), "Ada")
    await team.act(await team.round("24"), Unskip(), "Ada")
    assert [each for each in team.heard("Ada") if " post " in each] == ["Tue 09:30 post UADA: asked Tue"]
    assert [each for each in team.heard("Ada") if " edit " in each][-1].endswith("asked Tue")


async def blocked(shell: Shell, text: str = "no GPU") -> Round[Any]:
    await shell.answer("Ada", blockers=text)
    return await blocker_now(shell)


async def blocker_now(shell: Shell) -> Round[Any]:
    number = (await shell.round("24")).state.blockers[0].round
    found = await shell.store.read(lambda ledger: ledger.rounds.get(WORKSPACE, number))
    assert found is not None
    return found


async def helps(shell: Shell, member: MemberId) -> list[str]:
    """What a person's Home, as it was drawn last, says they look into."""
    await shell.to(utc("24 13:00"))
    homes = [home for who, home in shell.publisher.shown if who == member]
    return [each.text for each in homes[-1].stuck if not each.mine]


async def test_the_home_of_who_helped_follows_when_somebody_else_hands_it_back(team: Shell) -> None:
    await open_home(team.store, team.publisher, team.clock, WORKSPACE, LOU)
    stuck = await blocked(team)
    await team.act(stuck, Acknowledge("Lou"), "Lou")
    await team.to(utc("24 10:00"))
    assert [home.stuck[0].text for who, home in team.publisher.shown[-1:] if who == LOU] == ["no GPU"]
    await team.act(stuck, HandBack(), "Ada")
    assert await helps(team, LOU) == []


async def test_who_has_nothing_to_do_with_it_hands_nothing_back(team: Shell) -> None:
    stuck = await blocked(team)
    await team.act(stuck, Acknowledge("Lou"), "Lou")
    with pytest.raises(NotYours):
        await team.act(stuck, HandBack(), "Bea")
    assert (await blocker_now(team)).state.standing == "acknowledged"
    await team.act(stuck, HandBack(), "Ada")
    await team.act(stuck, Acknowledge("Bea"), "Bea")
    await team.act(stuck, HandBack(), "Bea")
    assert (await blocker_now(team)).state.standing == "open"


async def test_buttons_of_a_card_that_is_not_redrawn_yet_bring_back_nothing(team: Shell) -> None:
    stuck = await blocked(team, "my manager is in the way")
    await team.act(stuck, Acknowledge("Lou"), "Lou")
    await team.answer("Ada", blockers="none")
    for act in (HandBack(), Reopen()):
        with pytest.raises(Settled, match="Ada has taken this blocker back"):
            await team.act(stuck, act, "Lou")
    assert (await blocker_now(team)).state.standing == "withdrawn"


async def test_what_was_just_resolved_is_not_handed_back(team: Shell) -> None:
    stuck = await blocked(team)
    await team.act(stuck, Acknowledge("Lou"), "Lou")
    await team.act(stuck, Resolve("Bea"), "Bea")
    with pytest.raises(Settled, match="Bea resolved this already"):
        await team.act(stuck, HandBack(), "Lou")
    after = await blocker_now(team)
    assert isinstance(after.state, blocker.Blocker)
    assert (after.state.standing, after.over) == ("resolved", True)
