"""Questions over both stores, further: one that is taken back or erased leaves every digest that shows it, nobody
answers in the team's name unseen, and nobody is reminded at night."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ceremonies.digest import CEREMONY
from bot.ceremonies.digest.shown import Told
from bot.ceremonies.question import Answer, Decline, Withdraw
from bot.ceremonies.question.shown import Remind
from bot.errors import NotYours, Refused
from bot.keeping import erasing
from bot.model import Act, Room
from bot.rounds import show
from bot.shell import questions
from tests.bot.outside import LEADERS, OutsideHouse, outside, settings
from tests.factories import WORKSPACE, make_person, member_id, utc
from tests.house import ADA, BEN

SUE, TOM = member_id("Sue"), member_id("Tom")
FRIDAY = utc("27 15:00")
WEEK = timedelta(days=7)
WHY = "Is the shop to be closed?"


@pytest.fixture
async def house(place: Path | str) -> AsyncIterator[OutsideHouse]:
    people = map(make_person, ("Ada", "Ben", "Sue", "Tom", "Zoe"))
    async with outside(place, *people) as made:
        await made.set_up(settings(people=(TOM,)))
        await made.ended("Is churn seasonal?")
        await made.shell.to(FRIDAY)
        yield made


def read(house: OutsideHouse) -> str:
    """All that stands in the digest's channel and with its readers."""
    return repr([each for each in house.shell.messenger.messages if each.to.target in {LEADERS, TOM}])


@pytest.mark.parametrize("act", [Answer("From outside."), Decline()])
async def test_where_slack_does_not_say_who_is_there_a_stranger_is_not_of_the_team(
    house: OutsideHouse, act: Act
) -> None:
    it = await house.ask(WHY)
    with pytest.raises(Refused, match=r"does not say just now who is in .* Try again in a minute"):
        await house.do(lambda ledger, _: questions.do(ledger, WORKSPACE, it.id, act, SUE, house.now))
    with pytest.raises(NotYours, match="Only people of the team can answer"):
        await house.move(it, act, "Sue")
    seated = await house.do(lambda ledger, team: [each.id for each in ledger.roster.members(team)])
    assert SUE not in seated
    assert (await house.waiting())[0].state.closed is None
    await house.do(lambda ledger, _: questions.do(ledger, WORKSPACE, it.id, act, BEN, house.now))
    assert await house.waiting() == () or (await house.waiting())[0].state.closed


@pytest.mark.parametrize(("by", "channel", "where"), [("Sue", LEADERS, LEADERS), ("Tom", "D0TOM", TOM)])
async def test_taken_back_it_is_taken_back_in_each_digest_that_shows_it(
    house: OutsideHouse, by: str, channel: str, where: str
) -> None:
    it = await house.ask(WHY, by, channel)
    kept = await house.ask("And this?", by, channel)
    await house.shell.to(FRIDAY + 2 * WEEK)
    assert [len(each.page.questions) for each in house.posted(where)] == [0, 2, 2]
    messages = len(house.shell.messenger.messages)
    await house.shell.act(it, Withdraw(), by)
    assert WHY not in read(house)
    for told in house.posted(where)[1:]:
        [still, gone] = sorted(told.page.questions, key=lambda each: each.gone)
        assert (gone.gone, gone.text, gone.name, gone.asker) == (True, "", "", "")
        assert (still.gone, still.text) == (False, "And this?")
    assert len(house.shell.messenger.messages) == messages, "they are edited, not posted anew"
    await house.shell.to(FRIDAY + 3 * WEEK)
    [still] = house.posted(where)[-1].page.questions
    assert still.question == kept.id


async def test_erased_it_is_in_no_digest_and_in_none_to_come(house: OutsideHouse) -> None:
    await house.ask(WHY)
    await house.shell.to(FRIDAY + WEEK)
    assert WHY in read(house)
    await house.do(lambda ledger, _: erasing.wish(ledger, WORKSPACE, SUE, house.now))
    await house.ended("Is it?")
    await house.shell.to(FRIDAY + 2 * WEEK)
    assert WHY not in read(house)
    assert [[each.gone for each in told.page.questions] for told in house.posted()] == [[], [True], []]


async def test_what_is_erased_of_a_huge_digest_drops_no_message(house: OutsideHouse) -> None:
    for number in range(40):
        await house.ended(f"q{number}", finding="y" * 600)
    await house.ask("x" * 900, "Tom", "D0TOM")
    await house.shell.to(FRIDAY + WEEK)
    last = await house.last()
    slots = show(last)
    assert sum(each.startswith("more:channel") for each in slots) > 2
    assert CEREMONY.erase
    for member in (ADA, TOM):
        last = replace(last, state=CEREMONY.erase(last.state, member))
        assert set(show(last)) == set(slots)
    pages = [each for each in show(last).values() if isinstance(each, Told)]
    assert {each.parts for each in pages} == {each.parts for each in slots.values() if isinstance(each, Told)}
    assert "yyy" not in repr(pages)


async def test_the_channel_is_not_reminded_at_night(house: OutsideHouse) -> None:
    await house.do(lambda ledger, team: ledger.roster.seat(team, ADA, ("developer",)))
    await house.ask(WHY)
    house.shell.clock.moment = utc("2026-12-06 03:00")  # a Sunday: nobody ticked meanwhile
    await house.shell.settle()
    await house.shell.to(utc("2026-12-07 08:59"))
    assert house.read(Remind) == []
    await house.shell.to(utc("2026-12-07 09:00"))
    assert [each.place for each in house.read(Remind)] == [Room()]
    await house.shell.to(utc("2026-12-09 09:00"))
    assert len(house.read(Remind)) == 1
