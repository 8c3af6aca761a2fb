"""Digests that something comes between, over both stores: a pause, another hour, readers who are gone; and what is told
of all that is neither lost nor told twice."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import plans
from bot.ceremonies.digest.shown import Told
from bot.errors import Refused, Unreachable
from bot.ledger import Ledger
from bot.model import ChannelId, Chosen, Dm, Estimate, Team
from bot.shell import digests
from tests.bot.outside import LEADERS, OutsideHouse, outside, settings, stories
from tests.factories import CHANNEL, WORKSPACE, make_person, member_id, utc
from tests.house import ADA

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


async def paused(house: OutsideHouse) -> None:
    plan = await house.plan()
    await house.do(lambda ledger, team: plans.pause(ledger, team, plan, ADA, house.now))


async def resumed(house: OutsideHouse) -> None:
    plan = await house.plan()
    await house.do(lambda ledger, team: plans.resume(ledger, team, plan, ADA, house.now))


async def ended(house: OutsideHouse) -> None:
    plan = await house.plan()
    await house.do(lambda ledger, team: plans.delete(ledger, team, plan, ADA, house.now))


# What happened before the first.


async def test_a_pause_before_the_first_digest_loses_nothing(house: OutsideHouse) -> None:
    await house.set_up()
    await house.ended("first")
    await paused(house)
    await house.shell.to(FRIDAY + 2 * WEEK)
    await resumed(house)
    await house.shell.to(FRIDAY + 4 * WEEK)
    assert house.learnt() == [["first"]]


async def test_another_hour_before_the_first_digest_loses_nothing(house: OutsideHouse) -> None:
    await house.set_up(settings(sections=("needed",)))
    await house.ended("first")
    await house.shell.to(FRIDAY + 2 * WEEK)
    for hour in ("16:00", "14:00"):
        await house.set_up(at=hour)
    await house.shell.to(FRIDAY + 4 * WEEK)
    assert house.learnt() == [["first"]]


# Nobody reads it.


async def test_what_nobody_could_read_is_told_to_who_can_later_and_leads_hear_of_it_once(
    house: OutsideHouse,
) -> None:
    await house.set_up(settings(channel=None, people=(TOM,)))
    await house.ended("first")
    await house.shell.people(replace(make_person("Tom"), active=False))
    with pytest.raises(Refused, match="Nobody would get it"):
        await house.now_()
    await house.shell.to(FRIDAY + 2 * WEEK)
    assert await house.do(lambda ledger, team: ledger.rounds.latest(team, "digest")) is None
    assert stories(house) == [(Dm(ADA), "unread", "")]
    await house.set_up(settings(people=(TOM,)))
    await house.shell.to(FRIDAY + 3 * WEEK)
    assert house.learnt() == [["first"]]
    assert len(house.news()) == 1


async def test_who_has_no_working_days_reads_it_all_the_same(house: OutsideHouse) -> None:
    def idle(ledger: Ledger, _: Team) -> None:
        ledger.roster.choose(WORKSPACE, TOM, Chosen(days=()))

    await house.do(idle)
    await house.set_up(settings(channel=None, people=(TOM,)))
    await house.ended("first")
    await house.shell.to(FRIDAY)
    assert house.learnt(TOM) == [["first"]]


# Who reads what.


async def test_a_question_of_one_makes_no_hollow_digest_for_the_others(house: OutsideHouse) -> None:
    await house.set_up(settings(people=(TOM, SUE)))
    await house.ended("first")
    await house.shell.to(FRIDAY)
    await house.ask("What of me?", "Tom", "D0TOM")
    await house.shell.to(FRIDAY + 2 * WEEK)
    assert [len(house.posted(each)) for each in (LEADERS, SUE, TOM)] == [1, 1, 3]
    assert not any(each.empty for each in house.posted(TOM))
    await house.set_up(settings(people=(TOM, SUE), quiet="line"))
    await house.shell.to(FRIDAY + 3 * WEEK)
    assert [house.posted(each)[-1].empty for each in (LEADERS, SUE, TOM)] == [True, True, False]


async def test_a_question_from_where_no_digest_goes_any_more_opens_none(house: OutsideHouse) -> None:
    await house.set_up()
    await house.ended("first")
    await house.shell.to(FRIDAY)
    await house.ask("Why?")
    await house.set_up(settings(channel=BOARD, channel_name="board"))
    await house.shell.to(FRIDAY + 2 * WEEK)
    assert house.posted(BOARD) == []


async def test_an_open_question_is_not_posted_by_hand_again_and_again(house: OutsideHouse) -> None:
    await house.set_up()
    await house.ended("first")
    await house.now_()
    await house.ask("Why?")
    for _ in range(3):
        house.shell.clock.moment += timedelta(seconds=5)
        with pytest.raises(Refused, match="nothing new"):
            await house.now_()
    assert len(house.posted()) == 1


async def test_two_who_saw_the_same_post_the_same(house: OutsideHouse) -> None:
    """However far apart their clocks are, it is one round."""
    await house.set_up()
    await house.ended("first")
    plan = await house.plan()
    await house.now_()
    first = await house.last()
    await house.ended("second")
    second = await house.now_()
    assert second.occurrence == f"now/{first.id}"
    assert second.plan == plan.id


@pytest.mark.parametrize("stops", ["end", "pause", "taken off"])
async def test_who_is_not_at_work_yet_gets_no_digest_that_was_stopped_meanwhile(
    house: OutsideHouse, stops: str
) -> None:
    await house.set_up(settings(people=(KIM, SUE)))
    await house.ended("first")
    await house.shell.to(FRIDAY + MINUTE)
    match stops:
        case "end":
            await ended(house)
        case "pause":
            await paused(house)
        case _:
            await house.set_up(settings(people=(SUE,)))
    last = await house.last()
    await house.shell.to(FRIDAY + timedelta(days=4))
    assert (house.learnt(KIM), house.learnt(SUE), len(house.posted())) == ([], [["first"]], 1)
    assert (await house.last()).id == last.id
    assert (await house.last()).over


async def test_stopped_by_mistake_and_begun_again_it_still_comes(house: OutsideHouse) -> None:
    await house.set_up(settings(people=(KIM,)))
    await house.ended("first")
    await house.shell.to(FRIDAY + MINUTE)
    await paused(house)
    await house.shell.to(FRIDAY + 2 * MINUTE)
    await resumed(house)
    await house.shell.to(FRIDAY + timedelta(days=4))
    assert house.learnt(KIM) == [["first"]]


# Its hour, and what is new.


@pytest.mark.parametrize("at", ["10:00", "12:00"])
async def test_an_hour_that_has_passed_today_is_next_weeks(house: OutsideHouse, at: str) -> None:
    await house.set_up()
    await house.ended("first")
    await house.shell.to(FRIDAY - timedelta(hours=3))
    changed = await house.set_up(at=at)
    await house.shell.to(FRIDAY)
    assert (changed.plan.next_day, house.posted()) == ((FRIDAY + WEEK).date(), [])
    await house.set_up(at="16:00")
    await house.shell.to(FRIDAY + timedelta(hours=1))
    assert house.learnt() == [["first"]]


async def test_what_is_needed_and_grows_less_is_no_news(house: OutsideHouse) -> None:
    first, second = [await house.story(each) for each in "AB"]
    await house.set_up()
    await house.shell.to(FRIDAY)
    await house.change(first, value=Estimate(5, 5, 5, 2))
    await house.shell.to(FRIDAY + WEEK)
    assert len(house.posted()) == 1
    await house.change(second, epic="Churn")  # nor is where it belongs
    await house.shell.to(FRIDAY + 2 * WEEK)
    assert len(house.posted()) == 1
    await house.story("C")
    await house.shell.to(FRIDAY + 3 * WEEK)
    assert len(house.posted()) == 2


async def test_what_is_done_begun_again_and_done_once_more_is_told_once(house: OutsideHouse) -> None:
    it = await house.story("A")
    await house.set_up(settings(sections=("worth",)))
    for week in range(3):
        await house.change(it, state="done", done_at=house.now)
        await house.shell.to(FRIDAY + week * WEEK)
        await house.change(it, state="open", done_at=None)
    titles = [one.title for each in house.posted() for it in each.page.chapters for one in it.finished]
    assert titles == ["A"]


async def test_an_answer_whose_finding_is_not_told_is_left_out(house: OutsideHouse) -> None:
    await house.set_up(settings(sections=("decided",)))
    await house.ended("Is it seasonal?")
    await house.shell.to(FRIDAY)
    assert house.read(Told) == []
    await house.ended("Can it be planned?", decision="estimable")
    await house.shell.to(FRIDAY + WEEK)
    assert house.learnt() == [["Can it be planned?"]]


async def test_a_preview_before_a_channel_is_chosen_stands_in_the_teams(house: OutsideHouse) -> None:
    it = await house.set_up(settings(channel=None, people=(SUE,)))
    seen = await house.do(lambda ledger, _: digests.preview(ledger, it, house.now))
    assert (seen.state.channel, seen.state.empty) == (CHANNEL, True)
