"""Digests that a channel outside of the team refuses, over both stores: what becomes of them, and who hears of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import plans
from bot.errors import Unreachable
from bot.ledger import Ledger
from bot.model import ChannelId, Dm, Elsewhere, Room, Team
from tests.bot.outside import LEADERS, OutsideHouse, outside, settings, stories
from tests.factories import make_person, member_id, utc
from tests.house import ADA, BEN

SUE, TOM, KIM = member_id("Sue"), member_id("Tom"), member_id("Kim")
FRIDAY = utc("27 15:00")
WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)
GONE = Unreachable("is_archived", "target")
BOARD = ChannelId("C0BOARD")


@pytest.fixture
async def house(place: Path | str) -> AsyncIterator[OutsideHouse]:
    people = [*map(make_person, ("Ada", "Ben", "Tom", "Sue")), make_person("Kim", "Asia/Tokyo")]
    async with outside(place, *people) as made:
        yield made


async def ended(house: OutsideHouse) -> None:
    plan = await house.plan()
    await house.do(lambda ledger, team: plans.delete(ledger, team, plan, ADA, house.now))


async def test_what_a_channel_refused_is_told_there_in_order_and_the_next_loss_is_news(
    house: OutsideHouse,
) -> None:
    await house.set_up()
    for week, gone in enumerate((True, True, False, True, False)):
        await house.ended(f"week {week}")
        house.shell.messenger.shut = {LEADERS: GONE} if gone else {}
        await house.shell.to(FRIDAY + week * WEEK)
        assert len(house.news()) == (1 if week < 3 else 2), week
    assert house.learnt() == [[f"week {week}"] for week in range(5)]


async def test_a_channel_that_stays_gone_is_not_tried_for_ever(house: OutsideHouse) -> None:
    await house.set_up()
    house.shell.messenger.shut[LEADERS] = GONE
    for week in range(14):
        await house.ended(f"week {week}")
        await house.shell.to(FRIDAY + week * WEEK)
    calls = [each for each in house.shell.messenger.calls if each.target == LEADERS]
    assert 14 <= len(calls) <= 14 * 5
    house.shell.messenger.shut.clear()
    await house.ended("back")
    await house.shell.to(FRIDAY + 14 * WEEK)
    told = [each for [each] in house.learnt()]
    assert sorted(told) == sorted(["back", *(f"week {week}" for week in range(14))])


async def test_a_huge_week_that_was_refused_comes_with_its_thread(house: OutsideHouse) -> None:
    await house.set_up()
    for number in range(40):
        await house.ended(f"question {number}", finding="It depends. " * 60)
    messenger = house.shell.messenger
    messenger.hook = lambda _: messenger.shut.update({LEADERS: GONE})  # gone once its first message is there
    await house.shell.to(FRIDAY)
    assert (len(house.posted()), len(house.news())) == (1, 1)
    messenger.hook = None
    messenger.shut.clear()
    await house.set_up()
    assert len(house.learnt()[0]) == 40


async def test_another_channel_gets_what_the_first_one_refused(house: OutsideHouse) -> None:
    await house.set_up()
    for number in range(40):
        await house.ended(f"question {number}", finding="It depends. " * 60)
    house.shell.messenger.shut[LEADERS] = GONE
    await house.shell.to(FRIDAY)
    await house.set_up(settings(channel=BOARD, channel_name="board"))
    assert house.posted() == []
    [told] = house.posted(BOARD)
    assert told.place == Elsewhere(BOARD)
    assert len(house.learnt(BOARD)[0]) == 40
    parents = {each.to.parent for each in house.shell.messenger.messages if each.to.target == BOARD}
    assert len(parents) == 2, "all of its thread is below it"
    await house.ask("Why?", channel=BOARD)  # and there they may ask
    await house.ended("next")
    await house.shell.to(FRIDAY + WEEK)
    assert house.learnt(BOARD)[1:] == [["next"]]


async def test_what_was_refused_does_not_come_once_its_digest_has_ended(house: OutsideHouse) -> None:
    await house.set_up()
    await house.ended("first")
    house.shell.messenger.shut[LEADERS] = GONE
    await house.shell.to(FRIDAY)
    await ended(house)
    house.shell.messenger.shut.clear()
    await house.set_up()
    await house.ended("second")
    await house.shell.to(FRIDAY + WEEK)
    assert house.learnt() == [["second"]]


async def test_a_private_channel_is_named_to_leads_alone(house: OutsideHouse) -> None:
    """Not to the team where nobody leads, nor to who owns the plan and leads no more."""
    await house.set_up(settings(private=True, channel_name="secret"))
    await house.ended("first")
    house.shell.messenger.shut[LEADERS] = GONE
    await house.do(lambda ledger, team: ledger.roster.seat(team, ADA, ("developer",)))
    await house.shell.to(FRIDAY)
    assert (await house.plan()).owner == ADA
    assert stories(house) == [(Room(), "cut off", "")]


async def test_a_private_channel_is_named_to_leads(house: OutsideHouse) -> None:
    await house.set_up(settings(private=True, channel_name="secret"))
    await house.ended("first")
    house.shell.messenger.shut[LEADERS] = GONE

    def handed_on(ledger: Ledger, team: Team) -> None:
        ledger.roster.seat(team, ADA, ("developer",))
        ledger.roster.seat(team, BEN, ("developer", "lead"))

    await house.do(handed_on)
    await house.shell.to(FRIDAY)
    assert stories(house) == [(Dm(BEN), "cut off", "secret")]


async def test_where_nobody_leads_the_team_hears_that_a_channel_is_gone(house: OutsideHouse) -> None:
    await house.set_up()
    await house.ended("first")
    house.shell.messenger.shut[LEADERS] = GONE
    await house.shell.people(replace(make_person("Ada"), active=False))
    await house.shell.to(FRIDAY)
    assert stories(house) == [(Room(), "cut off", "")]
