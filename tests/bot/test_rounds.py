"""Rounds on a real store: one effect each, whole or not at all, told on, and no edit without cause."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot import people, plans, rounds
from bot.ceremonies import standup, survey
from bot.ceremonies.blocker import Acknowledge, Resolve
from bot.errors import BadInput, NotFound, Over
from bot.ledger import Ledger
from bot.model import Absence, Opening, Round, RoundId, Turn
from bot.rounds import fingerprint
from tests.factories import (
    LOS_ANGELES,
    OTHER_WORKSPACE,
    TUESDAY,
    WORKSPACE,
    make_answer,
    make_person,
    make_round,
    make_survey,
    member_id,
    utc,
)
from tests.shell import Shell

ADA, LOU = member_id("Ada"), member_id("Lou")


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada in London and Lou in Los Angeles on Tuesday at half past nine in London."""
    await shell.people(make_person("Ada"), make_person("Lou", LOS_ANGELES))
    await shell.set_up("Ada", "Ada", "Lou")
    await shell.to(utc("24 09:30"))
    return shell


def acts(shell: Shell) -> list[str]:
    return [kind for (kind,) in shell.rows("SELECT kind FROM acts ORDER BY id")]


async def blockers(shell: Shell) -> list[tuple[str, str]]:
    team = await shell.team()
    found = await shell.store.read(lambda ledger: ledger.history.blockers(team))
    return [(each.text, each.standing) for each in found]


async def blocker_of(shell: Shell, day: str = "24") -> Round[Any]:
    state = (await shell.round(day)).state
    number: RoundId = state.blockers[0].round
    found = await shell.store.read(lambda ledger: ledger.rounds.get(WORKSPACE, number))
    assert found is not None
    return found


async def test_two_equal_answers_at_once_have_one_effect(team: Shell) -> None:
    await asyncio.gather(*(team.answer("Ada", blockers="no GPU") for _ in range(8)))
    assert acts(team) == ["Answer"]
    assert await blockers(team) == [("no GPU", "open")]
    assert team.heard("Ada") == ["Tue 09:30 post UADA: asked Tue", "Tue 09:30 edit UADA: answered Tue"]


async def test_of_two_who_resolve_at_once_one_is_told_that_they_were_second(team: Shell) -> None:
    await team.answer("Ada", blockers="no GPU")
    stuck = await blocker_of(team)
    clicks = (team.act(stuck, Resolve(name), name) for name in ("Ada", "Lou"))
    outcomes = await asyncio.gather(*clicks, return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", "Settled"]
    assert sorted(acts(team)) == ["Answer", "BlockerMoved", "Resolve"]


async def test_an_answer_at_the_instant_of_anothers_prompt_takes_it_from_nobody(team: Shell) -> None:
    team.clock.moment = utc("24 17:30")
    await team.answer("Ada")
    assert team.heard("Lou") == ["Tue 17:30 post ULOU: asked Tue"]


async def test_an_answer_between_the_clocks_claim_and_its_act_leaves_the_claim_to_run_out(
    team: Shell,
) -> None:
    team.clock.moment = utc("24 17:30")
    await team.store.run(lambda ledger: ledger.rounds.claim(team.clock.now(), rounds.LEASE, 10))
    await team.answer("Ada")  # and whoever had claimed the round is gone
    await team.to(utc("24 17:32"))
    assert team.heard("Lou") == ["Tue 17:31 post ULOU: asked Tue"]


async def test_an_answer_and_a_skip_at_once_leave_one_of_them(team: Shell) -> None:
    round_ = await team.round("24")
    both = (team.act(round_, survey.Skip(), "Ada"), team.act(round_, make_answer(), "Ada"))
    await asyncio.gather(*both, return_exceptions=True)
    seat = (await team.round("24")).state.survey.seats[0]
    assert (bool(seat.given), seat.skipped) == (True, False)


async def test_a_refused_act_changes_nothing(team: Shell) -> None:
    before = await team.round("24")
    with pytest.raises(BadInput):
        await team.act(before, make_answer("", blockers=" "), "Ada")
    assert (await team.round("24"), acts(team)) == (before, [])


async def test_an_act_after_the_end_is_refused(team: Shell) -> None:
    round_ = await team.round("24")
    await team.to(utc("25 09:30"))
    with pytest.raises(Over):
        await team.act(round_, make_answer(), "Ada")


async def test_a_round_is_found_only_in_its_own_workspace(team: Shell) -> None:
    round_ = await team.round("24")
    with pytest.raises(NotFound):
        await team.store.run(
            lambda ledger: rounds.perform(
                ledger, OTHER_WORKSPACE, round_.id, make_answer(), ADA, utc("24 09:40")
            )
        )


async def test_a_round_is_started_once(team: Shell) -> None:
    standing = await team.team()
    plan, round_ = await team.plan(), await team.round("24")
    opening = Opening("standup", "2026-11-24", Turn(round_.state))
    again = await team.store.run(
        lambda ledger: rounds.start(ledger, standing, plan.id, opening, team.clock.now())
    )
    assert again is None


async def test_waking_early_or_twice_changes_nothing(team: Shell) -> None:
    before = await team.round("24")

    def wake(ledger: Ledger) -> None:
        rounds.wake(ledger, (WORKSPACE, before.id), team.clock.now())

    await team.run(wake)
    await team.run(wake)
    assert (await team.round("24"), len(team.transcript)) == (before, 1)


async def test_a_prompt_that_stands_is_not_edited_without_cause(team: Shell) -> None:
    await team.to(utc("24 11:59"))
    assert team.transcript == ["Tue 09:30 post UADA: asked Tue"]


async def test_hostile_text_is_shown_and_not_edited_for_ever(team: Shell) -> None:
    await team.answer("Ada", "nul \0 and \ud83d alone", blockers="\ud83d")
    await team.to(utc("24 13:00"))
    told = [each for each in team.transcript if " C0DATA: " in each]
    assert [each.split()[2] for each in told] == ["post"] * 3
    assert "nul  and \ufffd alone" in told[0]


async def test_ticking_off_a_blocker_with_unchanged_texts_resolves_it(team: Shell) -> None:
    await team.answer("Ada", blockers="no GPU")
    await team.to(utc("25 09:30"))
    await team.answer("Ada", "train")
    stuck = (await team.round("25")).state.blockers[0].round
    act = replace(make_answer("train"), resolved=(stuck,))
    await team.act(await team.round("25"), act, "Ada")
    assert await blockers(team) == []


async def test_a_blocker_is_carried_until_it_is_resolved_and_every_digest_follows(team: Shell) -> None:
    await team.answer("Ada", blockers="no GPU")
    await team.to(utc("25 12:00"))
    await team.act(await blocker_of(team), Acknowledge("Lou"), "Lou")
    await team.to(utc("26 09:30"))
    await team.act(await blocker_of(team), Resolve("Lou"), "Lou")
    await team.to(utc("27 10:00"))
    assert [each for each in team.heard("Ada") if " post " in each] == [
        "Tue 09:30 post UADA: asked Tue",
        "Wed 09:30 post UADA: asked Wed carrying no GPU",
        "Thu 09:30 post UADA: asked Thu carrying no GPU",
        "Fri 09:30 post UADA: asked Fri",
    ]
    assert [each.split(" | ")[1] for each in team.digests()] == ["blocked Ada: no GPU (resolved)"] * 3
    cards = [each for each in team.transcript if " card " in each and " post " in each]
    assert len(cards) == 3


async def test_news_for_a_round_that_refuses_it_does_not_hurt_its_teller(team: Shell) -> None:
    """Lou resolves the blocker just before Ada ticks it off: her answer stands."""
    await team.answer("Ada", blockers="no GPU")
    await team.to(utc("25 09:30"))
    stuck = await blocker_of(team, "25")
    round_ = await team.round("25")
    await team.act(stuck, Resolve("Lou"), "Lou")
    await team.act(round_, replace(make_answer(), resolved=(stuck.id,)), "Ada")
    assert len((await team.round("25")).state.survey.answered) == 1


async def test_open_rounds_hear_of_an_absence(team: Shell) -> None:
    now = team.clock.now()
    await team.run(lambda ledger: people.be_away(ledger, WORKSPACE, Absence(LOU, TUESDAY, TUESDAY), now))
    await team.answer("Ada")
    assert team.digests() == ["digest Tue 1 of 1 | Ada: ship the model | Lou away"]
    assert team.heard("Lou") == []


async def test_a_deleted_plan_ends_its_rounds_and_nobody_is_asked_any_more(team: Shell) -> None:
    plan, there, now = await team.plan(), await team.team(), team.clock.now()
    await team.run(lambda ledger: plans.delete(ledger, there, plan, ADA, now))
    await team.to(utc("27 20:00"))
    assert team.transcript == ["Tue 09:30 post UADA: asked Tue", "Tue 09:30 edit UADA: over Tue"]


def test_a_fingerprint_says_what_is_seen_and_nothing_else() -> None:
    asked = survey.tick(make_survey(), utc("24 09:30"))
    notice = standup.show(make_round(asked))["ask:UADA"]
    later = standup.show(make_round(replace(asked, team="platform")))["ask:UADA"]
    assert fingerprint(notice) == fingerprint(standup.show(make_round(asked))["ask:UADA"])
    assert fingerprint(notice) != fingerprint(later)
