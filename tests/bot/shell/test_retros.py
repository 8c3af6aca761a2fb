"""Retros over a real store: which one takes a note, planned ones, one at a time, and two at once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import plans, rounds
from bot.ceremonies import action, retro
from bot.ceremonies.action import Done, Draft
from bot.ceremonies.retro import Agree, GoOn, Phase, Retro, Settings
from bot.ceremonies.retro.notices import Card, Digest, Notes, Topic
from bot.errors import BadInput, NotYours, Refused, Settled
from bot.ledger import Ledger
from bot.model import MemberId, Plan, Round, Schedule, Team
from bot.plans import Wish
from bot.shell import retros
from bot.shell.retros import Token
from tests.factories import CHANNEL, LONDON, WORKSPACE, make_person, member_id, utc
from tests.house import ADA, BEN, House, T
from tests.shell import Shell

MONDAY = utc("23 10:00")
WEDNESDAY = date(2026, 11, 25)
CAI, ZOE = member_id("Cai"), member_id("Zoe")


class RetroHouse(House):
    """A team of three, and its retros. Ada leads."""

    def at(self, moment: datetime) -> None:
        self.shell.clock.moment = moment

    async def plan(self, settings: Settings | None = None, at: str = "10:00", day: date = WEDNESDAY) -> Plan:
        schedule = Schedule((day.weekday(),), time.fromisoformat(at), day, 2, LONDON)
        wish = Wish(retro.KIND, schedule, settings or Settings(pace="meeting"), LONDON)
        return await self.do(
            lambda ledger, _: plans.set_up(ledger, WORKSPACE, CHANNEL, "data", (), wish, ADA, self.now)
        )

    async def note(self, text: str, by: MemberId = BEN) -> Token:
        return await self.do(lambda ledger, team: retros.note(ledger, team, "", text, by, self.now))

    async def begin(self, by: MemberId = ADA, **more: Any) -> Round[Any]:  # noqa: ANN401 — whatever the settings are
        settings = Settings(**more)
        return await self.do(lambda ledger, team: retros.begin(ledger, team, settings, None, by, self.now))

    async def all(self) -> list[Round[Retro]]:
        found = await self.do(lambda ledger, team: ledger.rounds.recent(team, retro.KIND, 20))
        return sorted(found, key=lambda each: (each.opened_at, each.state.phase == "notes"))

    async def newest(self) -> Round[Retro]:
        """The last whose card was posted, else the last."""
        found = await self.all()
        return next((each for each in reversed(found) if each.state.phase != "notes"), found[-1])

    async def go_on(self, leaving: Phase, by: MemberId = ADA) -> None:
        round_ = await self.newest()
        await self.do(
            lambda ledger, _: rounds.perform(ledger, WORKSPACE, round_.id, GoOn(leaving), by, self.now)
        )

    async def vote(self, by: MemberId, *dots: int) -> None:
        round_ = await self.newest()
        await self.do(lambda ledger, _: retros.vote(ledger, WORKSPACE, round_.id, dots, by, self.now))

    async def agree(self, owner: MemberId = BEN, **more: Any) -> None:  # noqa: ANN401 — as for agree
        round_, act = await self.newest(), Agree(Draft("Write to IT", owner, self.now.date()))
        await self.do(
            lambda ledger, _: retros.agree(ledger, WORKSPACE, round_.id, act, ADA, self.now, **more)
        )

    def notices(self, kind: type[T]) -> list[T]:
        return [each.notice for each in self.shell.messenger.messages if isinstance(each.notice, kind)]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[RetroHouse]:
    shell = Shell(tmp_path, MONDAY)
    await shell.people(*(make_person(name) for name in ("Ada", "Ben", "Cai", "Zoe")))
    made = RetroHouse(shell)

    def seat(ledger: Ledger, team: Team) -> None:
        for each in (BEN, CAI):
            ledger.roster.seat(team, each, ("developer",))

    await made.do(seat)
    yield made
    await shell.stop()


def texts(round_: Round[Retro]) -> set[str]:
    return {each.text for each in round_.state.notes}


async def test_a_note_before_any_retro_waits_for_the_first_that_begins(house: RetroHouse) -> None:
    await house.note("early")
    [waiting] = await house.all()
    assert waiting.opened_at == utc("23 00:00"), "not when, but for the day"
    assert house.shell.messenger.messages == []
    begun = await house.begin()
    assert (begun.id, texts(begun)) == (waiting.id, {"early"})
    assert [each.taking for each in house.notices(Card)] == [True]


async def test_a_note_opens_the_next_planned_retro_silently(house: RetroHouse) -> None:
    await house.plan()
    await house.note("early")
    [round_] = await house.all()
    assert (round_.occurrence, round_.state.phase) == (WEDNESDAY.isoformat(), "notes")
    assert house.shell.messenger.messages == []
    await house.shell.to(utc("25 10:01"))
    [card] = house.notices(Card)
    assert card.meets_at == utc("27 14:00")
    await house.note("late", CAI)
    await house.shell.to(utc("27 14:01"))
    assert len(await house.all()) == 1
    assert texts(await house.newest()) == {"early", "late"}


async def test_notes_that_waited_come_to_a_retro_that_was_planned_after_them(house: RetroHouse) -> None:
    await house.note("long ago")
    await house.plan()
    await house.note("since")
    await house.shell.to(utc("25 10:01"))
    waited, planned = await house.all()
    assert (waited.over, texts(waited)) == (True, set())
    assert texts(planned) == {"long ago", "since"}


async def test_a_note_after_the_notes_are_in_goes_to_the_next(house: RetroHouse) -> None:
    await house.begin()
    await house.note("one")
    await house.note("two")
    await house.go_on("collect")
    await house.note("for the next")
    following, now = await house.all()
    assert texts(now) == {"one", "two"}
    assert texts(following) == {"for the next"}
    with pytest.raises(Refused, match="under way"):
        await house.begin()


async def test_one_retro_collects_notes_at_a_time(house: RetroHouse) -> None:
    await house.begin()
    with pytest.raises(Settled, match="already"):
        await house.begin()


async def test_who_wrote_first_is_not_its_facilitator_and_anybody_of_the_team_may_begin(
    house: RetroHouse,
) -> None:
    await house.note("first", CAI)
    [waiting] = await house.all()
    assert (waiting.state.facilitator, waiting.state.facilitator_name) == ("", "")
    begun = await house.begin(BEN)
    assert begun.state.facilitator_name == "Ben"


async def test_a_note_is_taken_back_by_its_token_for_ten_minutes(house: RetroHouse) -> None:
    mine, other = await house.note("oops"), await house.note("kept")
    house.at(house.now + timedelta(minutes=10))
    await house.do(lambda ledger, _: retros.take_back(ledger, WORKSPACE, mine, BEN, house.now))
    house.at(house.now + timedelta(seconds=2))
    with pytest.raises(Settled, match="ten minutes"):
        await house.do(lambda ledger, _: retros.take_back(ledger, WORKSPACE, other, BEN, house.now))
    assert texts(await house.newest()) == {"kept"}


async def test_a_note_that_waits_again_is_taken_back_where_it_is(house: RetroHouse) -> None:
    await house.plan()
    await house.note("early")
    await house.begin(pace="meeting")
    await house.note("second")
    await house.go_on("collect")
    token = await house.note("for the planned one")
    await house.do(lambda ledger, _: retros.take_back(ledger, WORKSPACE, token, BEN, house.now))
    [planned] = [each for each in await house.all() if each.plan]
    assert texts(planned) == set()


async def test_a_stranger_writes_no_note_but_in_the_channel(house: RetroHouse) -> None:
    def found(ledger: Ledger, team: Team, *, near: bool) -> Team:
        return retros.to_note(ledger, WORKSPACE, team.id, ZOE, near=near)

    there = await house.do(lambda ledger, team: found(ledger, team, near=True))
    assert there.channel == CHANNEL
    with pytest.raises(NotYours):
        await house.do(lambda ledger, team: found(ledger, team, near=False))


async def test_who_signs_has_a_name_also_without_a_seat(house: RetroHouse) -> None:
    await house.begin(anonymous=False)
    await house.do(lambda ledger, team: retros.note(ledger, team, "", "hi", ZOE, house.now, signed=True))
    [note] = (await house.newest()).state.notes
    assert note.name == "Zoe"


async def test_a_retro_by_hand_leaves_the_planned_one_planned(house: RetroHouse) -> None:
    await house.plan()
    await house.note("early")
    begun = await house.begin(pace="meeting")
    assert texts(begun) == {"early"}
    await house.go_on("collect")
    await house.go_on("discuss")
    await house.go_on("actions")
    await house.note("for Wednesday")
    await house.shell.to(utc("25 10:01"))
    [planned] = [each for each in await house.all() if each.plan]
    assert (planned.state.phase, texts(planned)) == ("collect", {"for Wednesday"})
    assert [each.taking for each in house.notices(Card)] == [False, True]


async def test_votes_of_all_at_once_are_all_counted(house: RetroHouse) -> None:
    await house.begin()
    for each in ("one", "two"):
        await house.note(each)
    await house.go_on("collect")
    await house.go_on("group")
    await asyncio.gather(*(house.vote(MemberId(f"U{number}"), 1 + number % 2) for number in range(12)))
    await asyncio.gather(house.vote(BEN, 1), house.vote(BEN, 1), house.vote(BEN, 1))
    await house.go_on("vote")
    round_ = await house.newest()
    assert [each.dots for each in round_.state.themes] == [7, 6]
    assert round_.state.voters == 13


async def test_notes_of_all_at_once_are_all_there(house: RetroHouse) -> None:
    await asyncio.gather(*(house.note(f"note {number}", MemberId(f"U{number % 9}")) for number in range(40)))
    assert [len(texts(each)) for each in await house.all()] == [40]


async def test_an_action_is_followed_and_the_digest_says_what_became_of_it(house: RetroHouse) -> None:
    await house.begin()
    await house.note("one")
    await house.go_on("collect")
    await house.agree()
    await house.go_on("discuss")
    await house.go_on("actions")
    await house.shell.settle()
    [digest] = house.notices(Digest)
    assert [(each.text, each.standing) for each in digest.items] == [("Write to IT", "open")]
    [followed] = await house.do(lambda ledger, team: ledger.rounds.open_of(team, (action.KIND,)))
    house.at(house.now + timedelta(minutes=5))
    await house.do(lambda ledger, _: rounds.perform(ledger, WORKSPACE, followed.id, Done(), BEN, house.now))
    await house.shell.to(house.now + timedelta(minutes=1))
    [digest] = house.notices(Digest)
    assert [each.standing for each in digest.items] == ["done"]


async def test_who_is_not_in_the_channel_gets_no_action(house: RetroHouse) -> None:
    await house.begin()
    await house.note("one")
    await house.go_on("collect")
    with pytest.raises(BadInput, match="Zoe is not in #data"):
        await house.agree(ZOE, present={ADA, BEN})
    assert (await house.newest()).state.items == ()


async def test_down_for_weeks_one_retro_is_called_and_none_of_the_past(house: RetroHouse) -> None:
    await house.plan()
    await house.shell.stop()
    house.at(utc("2027-01-20 12:00"))
    house.shell.open()
    await house.shell.settle()
    found = await house.all()
    assert [each.occurrence for each in found] == ["2027-01-20"]
    assert len(house.notices(Card)) == 1


async def test_a_plan_that_ends_keeps_its_notes_for_the_next_retro(house: RetroHouse) -> None:
    plan = await house.plan()
    await house.note("kept")
    await house.do(lambda ledger, team: plans.delete(ledger, team, plan, ADA, house.now))
    await house.shell.to(utc("30 12:00"))
    assert house.shell.messenger.messages == []
    begun = await house.begin()
    assert texts(begun) == {"kept"}


async def test_a_paused_plan_calls_nobody_and_goes_on_with_its_notes(house: RetroHouse) -> None:
    plan = await house.plan()
    await house.note("kept")
    await house.do(lambda ledger, team: plans.pause(ledger, team, plan, ADA, house.now))
    await house.shell.to(utc("26 12:00"))
    assert house.shell.messenger.messages == []
    paused = replace(plan, state="paused")
    await house.do(lambda ledger, team: plans.resume(ledger, team, paused, ADA, house.now))
    await house.shell.to(utc("2026-12-09 10:01"))
    assert texts(await house.newest()) == {"kept"}
    assert len(house.notices(Card)) == 1


async def test_a_planned_retro_goes_from_call_to_digest_by_itself(house: RetroHouse) -> None:
    await house.plan(Settings(pace="days", pulse="How was it?"))
    for each in ("deploys are slow", "slow deploy again", "labels"):
        await house.note(each)
    await house.shell.to(utc("2026-12-04 14:01"))
    assert [each.count for each in house.notices(Notes)] == [3]
    assert len(house.notices(Topic)) == 3
    [digest] = house.notices(Digest)
    assert (digest.notes, digest.first, digest.last) == (3, date(2026, 11, 11), date(2026, 12, 4))


async def test_two_who_begin_at_once_begin_one(house: RetroHouse) -> None:
    results = await asyncio.gather(house.begin(ADA), house.begin(ADA), return_exceptions=True)
    assert sum(isinstance(each, Settled) for each in results) == 1
    assert len(await house.all()) == 1
