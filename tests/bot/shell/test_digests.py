"""Digests over both stores: each thing is told once, however late and often; where they go, and where they cannot."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import plans
from bot.ceremonies.digest import Need
from bot.ceremonies.digest.shown import Told
from bot.errors import BadInput, NotFound, NotYours, Refused, Unreachable
from bot.homes import home
from bot.ledger import Ledger
from bot.model import Dm, Elsewhere, Epic, EpicId, Estimate, Room, Team
from bot.rounds import show
from bot.shell import backlog, digests
from tests.bot.outside import LEADERS, OutsideHouse, outside, settings
from tests.factories import CHANNEL, NEW_YORK, WORKSPACE, make_person, member_id, utc
from tests.house import ADA, BEN

SUE, TOM = member_id("Sue"), member_id("Tom")
FRIDAY = utc("27 15:00")
WEEK = timedelta(days=7)
FIVE = Estimate(5, 5, 5, 2)


@pytest.fixture
async def house(place: Path | str) -> AsyncIterator[OutsideHouse]:
    people = [
        *map(make_person, ("Ada", "Ben", "Tom")),
        make_person("Sue", NEW_YORK),
        make_person("Kim", "Asia/Tokyo"),
    ]
    async with outside(place, *people) as made:
        yield made


async def test_it_comes_on_friday_at_three_in_a_channel_that_is_not_the_teams(house: OutsideHouse) -> None:
    await house.set_up()
    await house.ended("Is churn seasonal?", finding="By a third.")
    await house.shell.to(FRIDAY - timedelta(minutes=1))
    assert house.posted() == []
    await house.shell.to(FRIDAY)
    [told] = house.posted()
    assert told.place == Elsewhere(LEADERS)
    assert (told.called, told.since, told.until) == ("Data science", utc("20 00:00").date(), FRIDAY.date())
    assert house.learnt() == [["Is churn seasonal?"]]
    await house.shell.to(FRIDAY + 2 * WEEK)
    assert len(house.posted()) == 1, "nothing came after it"


async def test_with_nothing_to_say_it_says_so_where_that_was_asked_for(house: OutsideHouse) -> None:
    await house.set_up(settings(quiet="line"))
    await house.shell.to(FRIDAY + WEEK)
    assert [each.empty for each in house.posted()] == [True, True]


async def test_what_happened_in_silent_weeks_a_pause_or_while_it_was_down_is_told_once(
    house: OutsideHouse,
) -> None:
    it = await house.set_up()
    await house.shell.to(FRIDAY + WEEK)
    await house.ended("first")
    await house.shell.to(FRIDAY + 2 * WEEK)
    await house.do(lambda ledger, team: plans.pause(ledger, team, it.plan, ADA, house.now))
    await house.shell.to(FRIDAY + 3 * WEEK)
    await house.ended("second")
    plan = await house.plan()
    await house.do(lambda ledger, team: plans.resume(ledger, team, plan, ADA, house.now))
    await house.shell.to(FRIDAY + 4 * WEEK)
    assert house.learnt() == [["first"], ["second"]]
    await house.ended("third")
    house.shell.clock.moment = FRIDAY + 7 * WEEK + timedelta(days=2)  # nobody ticked meanwhile
    await house.ended("fourth")
    await house.shell.settle()
    await house.shell.to(FRIDAY + 9 * WEEK)
    assert house.learnt() == [["first"], ["second"], ["third", "fourth"]]


async def test_posted_now_the_next_goes_on_from_there(house: OutsideHouse) -> None:
    await house.set_up()
    await house.ended("first")
    await house.now_()
    with pytest.raises(Refused, match="nothing new to tell"):
        await house.now_()
    for number in range(3):  # within the hour in which late ones are looked for
        house.shell.clock.moment += timedelta(minutes=10)
        await house.ended(f"now {number}")
        await house.now_()
    house.shell.clock.moment += timedelta(minutes=5)
    await house.ended("written late", at=house.now - timedelta(minutes=12))
    await house.shell.to(FRIDAY)
    assert house.learnt() == [["first"], ["now 0"], ["now 1"], ["now 2"], ["written late"]]
    with pytest.raises(NotYours):
        await house.now_(BEN)


async def test_two_who_post_it_at_once_post_one(house: OutsideHouse) -> None:
    await house.set_up()
    await house.ended("first")
    await asyncio.gather(house.now_(), house.now_(), return_exceptions=True)
    assert house.learnt() == [["first"]]


async def test_set_up_anew_it_does_not_tell_again_what_another_told(house: OutsideHouse) -> None:
    it = await house.set_up()
    await house.ended("first")
    await house.now_()
    await house.do(lambda ledger, team: plans.delete(ledger, team, it.plan, ADA, house.now))
    with pytest.raises(NotFound, match="no digest"):
        await house.plan()
    await house.set_up()
    await house.ended("second")
    await house.shell.to(FRIDAY)
    assert house.learnt() == [["first"], ["second"]]


async def test_people_read_it_when_they_are_at_work(house: OutsideHouse) -> None:
    await house.set_up(settings(channel=None, people=(SUE, member_id("Kim"), TOM)))
    await house.ended("first")
    await house.shell.to(FRIDAY)  # ten in New York, midnight in Tokyo
    read = {each.notice.place for each in house.shell.messenger.messages if isinstance(each.notice, Told)}
    assert read == {Dm(SUE), Dm(TOM)}
    await house.shell.to(utc("29 23:59"))
    assert house.posted(member_id("Kim")) == []
    await house.shell.to(utc("30 00:00"))  # Monday at nine there
    assert house.learnt(member_id("Kim")) == [["first"]]
    assert (await house.last()).over


async def test_in_the_teams_own_channel_it_stands_among_its_other_messages(house: OutsideHouse) -> None:
    await house.set_up(settings(channel=CHANNEL))
    await house.ended("first")
    await house.shell.to(FRIDAY)
    assert [each.place for each in house.posted(CHANNEL)] == [Room()]


async def test_a_channel_that_is_gone_holds_nothing_up_and_leads_hear_of_it_once(house: OutsideHouse) -> None:
    await house.set_up(settings(people=(SUE,)))
    shut = house.shell.messenger.shut
    shut[LEADERS] = Unreachable("is_archived", "target")
    for week in range(2):
        await house.ended(f"week {week}")
        await house.shell.to(FRIDAY + week * WEEK)
    assert house.posted() == []
    assert house.learnt(SUE) == [["week 0"], ["week 1"]]
    assert house.news() == ["cut off leadership"]
    assert (await house.plan()).state == "active"
    shut[LEADERS] = Unreachable("restricted_action", "posting")
    await house.set_up(settings(channel_name="board", people=(SUE,)))  # saved anew, it may be lost anew
    assert house.news() == ["cut off leadership", "cut off leadership"]
    assert house.posted() == []
    shut.clear()
    await house.ended("week 2")
    await house.shell.to(FRIDAY + 2 * WEEK)
    assert house.learnt() == house.learnt(SUE) == [["week 0"], ["week 1"], ["week 2"]]
    assert len(house.news()) == 2


async def test_another_teams_channel_that_is_archived_holds_that_team_up_and_no_other(
    house: OutsideHouse,
) -> None:
    """What is owed to it is kept till it is as it was."""

    def found(ledger: Ledger, _: Team) -> None:
        backlog.team_for(ledger, WORKSPACE, LEADERS, "leadership", TOM, house.now)

    await house.do(found)
    await house.set_up()
    await house.ended("first")
    house.shell.messenger.fail("post", Unreachable("is_archived", "target"))
    await house.shell.to(FRIDAY)
    assert (house.posted(), house.news()) == ([], ["cut off leadership"])
    assert (await house.plan()).state == "active"

    def back(ledger: Ledger, _: Team) -> None:
        ledger.submit("deliver", ledger.outbox.revive(WORKSPACE, LEADERS, house.now, timedelta(minutes=1)))

    await house.do(back)
    assert house.learnt() == [["first"]]


async def test_only_who_leads_sets_it_up_where_somebody_does(house: OutsideHouse) -> None:
    with pytest.raises(NotYours):
        await house.set_up(by="Ben")
    it = await house.set_up()
    with pytest.raises(NotYours):
        await house.set_up(by="Ben")
    again = await house.set_up(settings(called="We"), at="16:00")
    assert (again.plan.id, again.plan.settings.called) == (it.plan.id, "We")
    assert again.plan.next_day == FRIDAY.date()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"channel": None}, "channel"),
        ({"people": tuple(member_id(f"N{each}") for each in range(21))}, "people"),
        ({"sections": ()}, "sections"),
    ],
)
async def test_what_says_nothing_to_nobody_is_refused(
    house: OutsideHouse, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        await house.set_up(settings(**wrong))
    assert refused.value.field == field


async def test_it_tells_what_is_done_worth_and_needed_and_names_nobody(house: OutsideHouse) -> None:
    def epics(ledger: Ledger, team: Team) -> None:
        ledger.epics.put(team, Epic(EpicId("E1"), "Churn", "Keep them", ADA, "Ada", 2026, 4))
        ledger.epics.put(team, Epic(EpicId("E2"), "Costs"))

    await house.do(epics)
    done = await house.story("Labels", epic="churn ", value=FIVE, effort=FIVE)
    await house.story("A model", epic="Churn", value=Estimate(8, 8, 8, 2), effort=FIVE)
    await house.story("A dashboard", epic="Costs")
    await house.story("Old scheduler", kind="debt")
    dropped = await house.story("Call logs", epic="Churn", state="dropped", value=FIVE)
    await house.set_up()
    await house.change(done, epic="churn ", value=FIVE, effort=FIVE, state="done", done_at=house.now)
    await house.ended("Do call logs help?", decision="drop", finding="No.", story=dropped)
    await house.shell.to(FRIDAY)
    [told] = house.posted()
    churn, costs = told.page.chapters
    assert churn.worth
    assert (churn.epic, churn.worth.done, churn.worth.whole, churn.worth.share) == ("Churn", 5, 13, 50)
    assert churn.worth.quarter == "Q4 2026"
    assert [each.title for each in churn.finished] == ["Labels"]
    assert [(each.question, each.story) for each in churn.findings] == [("Do call logs help?", "Call logs")]
    assert costs.worth
    assert (costs.worth.done, costs.worth.whole, costs.worth.unvalued) == (0, 0, 1)
    assert told.page.needs == (
        Need("value", ("A dashboard",), 1, "Costs"),
        Need("aim", ("Costs",)),
        Need("owner", ("Costs",)),
    )
    assert "Ada" not in repr(told)
    await house.shell.to(FRIDAY + 2 * WEEK)
    assert len(house.posted()) == 1, "what is needed is not asked for each week anew"


async def test_a_look_at_it_keeps_nothing(house: OutsideHouse) -> None:
    it = await house.set_up(settings(channel=None, people=(SUE,)))
    await house.ended("first")
    seen = await house.do(lambda ledger, _: digests.preview(ledger, it, house.now))
    [told] = show(seen).values()
    assert isinstance(told, Told)
    assert [each.question for it in told.page.chapters for each in it.findings] == ["first"]
    assert house.read(Told) == []
    await house.shell.to(FRIDAY)
    assert house.learnt(SUE) == [["first"]]


async def test_a_huge_week_goes_on_in_the_thread_and_nothing_of_it_is_lost(house: OutsideHouse) -> None:
    await house.set_up()
    for number in range(60):
        await house.ended(f"question {number}", finding="It depends. " * 60)
    await house.shell.to(FRIDAY)
    [told] = house.posted()
    assert told.parts > 2
    assert sorted(house.learnt()[0]) == sorted(f"question {number}" for number in range(60))
    threads = [each for each in house.shell.messenger.messages if each.to.parent]
    first = next(each for each in house.shell.messenger.messages if each.notice == told)
    assert {each.to.parent for each in threads} == {first.ref}
    assert len(threads) == told.parts - 1


async def test_the_homes_of_the_team_do_not_say_that_it_asks_them(house: OutsideHouse) -> None:
    await house.set_up()
    await house.shell.to(FRIDAY)
    seen = await house.do(lambda ledger, _: home.gather(ledger, WORKSPACE, ADA, house.now))
    assert seen
    assert seen.home.appointments == ()


async def test_erased_it_says_no_more_what_somebody_wrote(house: OutsideHouse) -> None:
    from bot.ceremonies.digest import CEREMONY

    await house.set_up(settings(people=(SUE,)))
    await house.ended("first", finding="what Ada wrote")
    await house.shell.to(FRIDAY)
    last = await house.last()
    assert CEREMONY.erase
    assert CEREMONY.record
    [line] = [each for each in CEREMONY.record(last) if each.row["part"] == "learnt"]
    assert (line.table, line.row["text"]) == ("digests", "what Ada wrote")
    erased = replace(last, state=CEREMONY.erase(last.state, ADA))
    assert "Ada" not in repr(CEREMONY.record(erased)) + repr(show(erased))
    assert set(show(erased)) == set(show(last))
