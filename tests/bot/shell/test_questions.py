"""Questions below a digest, over both stores: who may do what, where the answer goes, and who is told when."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import plans
from bot.ceremonies.question import CEREMONY, Answer, Decline, Question, Withdraw
from bot.ceremonies.question.shown import Answered, Asked, Came, Card, Remind
from bot.errors import BadInput, NotFound, NotYours, Refused, Settled, Unreachable
from bot.ledger import Ledger
from bot.model import Act, Dm, Room, Round, Team, Thread
from bot.rounds import show
from tests.bot.outside import LEADERS, OutsideHouse, outside, settings
from tests.factories import AUCKLAND, WORKSPACE, make_absence, make_person, member_id, utc
from tests.house import ADA, BEN

SUE, TOM = member_id("Sue"), member_id("Tom")
#: The digest of Friday is read on the Friday afternoon.
FRIDAY, TUESDAY = utc("27 15:00"), utc("2026-12-01 15:00")
WHY = "Why does churn peak in January?"


@pytest.fixture
async def house(place: Path | str) -> AsyncIterator[OutsideHouse]:
    people = [*map(make_person, ("Ada", "Ben", "Sue", "Tom", "Zoe")), make_person("Kim", AUCKLAND)]
    async with outside(place, *people) as made:
        await made.set_up(settings(people=(TOM, member_id("Kim"))))
        await made.ended("Is churn seasonal?")
        await made.shell.to(FRIDAY)
        yield made


async def test_the_answer_stands_below_the_digest_and_the_asker_is_told_once(house: OutsideHouse) -> None:
    it = await house.ask(f"  {WHY}\n")
    [card], [sent] = house.read(Card), house.read(Asked)
    assert (card.place, card.text, card.asker, card.public) == (Room(), WHY, "Sue", True)
    assert sent.place == Dm(SUE)
    await house.move(it, Answer("Contracts end then."), "Ben")
    await house.shell.to(FRIDAY + timedelta(days=20))
    [answer], [came] = house.read(Answered), house.read(Came)
    posted = await house.last()
    assert answer.place == Thread("channel", posted.id)
    message = next(each for each in house.shell.messenger.messages if each.notice == answer)
    below = next(each for each in house.shell.messenger.messages if each.notice == house.posted()[0])
    assert (message.to.target, message.to.parent) == (LEADERS, below.ref)
    assert (came.place, came.answer, came.by) == (Dm(SUE), "Contracts end then.", "Ben")
    [card], [sent] = house.read(Card), house.read(Asked)
    assert (card.ended, card.answer, sent.ended) == ("answered", "Contracts end then.", "answered")
    assert house.read(Remind) == []
    assert await house.waiting() == ()


async def test_asked_in_a_direct_message_it_is_answered_there_alone(house: OutsideHouse) -> None:
    it = await house.ask(WHY, "Tom", "D0TOM")
    await house.move(it, Answer("Contracts end then."), "Ada")
    assert house.read(Answered) == []
    assert [each.place for each in house.read(Came)] == [Dm(TOM)]
    assert not house.read(Card)[0].public


async def test_whom_no_digest_was_sent_to_asks_nothing(house: OutsideHouse) -> None:
    for who, channel in (("Zoe", "D0ZOE"), ("Zoe", "C0OTHER"), ("Kim", "D0KIM")):  # hers is yet to come
        with pytest.raises(NotFound, match="was not sent to you here"):
            await house.ask(WHY, who, channel)
    await house.ask(WHY, "Zoe")  # but whoever reads the channel may
    assert len(await house.waiting()) == 1


@pytest.mark.parametrize("text", ["", " \n\t", "x" * 1_001])
async def test_nothing_and_too_much_is_refused(house: OutsideHouse, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        await house.ask(text)
    assert refused.value.field == "text"
    it = await house.ask("x" * 1_000)
    for answer in ("", "  ", "y" * 2_001):
        with pytest.raises(BadInput):
            await house.move(it, Answer(answer), "Ben")
    assert await house.waiting()


async def test_a_team_takes_ten_questions_at_once_and_three_of_one_person(house: OutsideHouse) -> None:
    readers = ("Ria", "Udo", "Val", "Wim")
    await house.shell.people(*map(make_person, readers))
    asked = await asyncio.gather(
        *(house.ask(f"{number}?", readers[number % 4]) for number in range(16)), return_exceptions=True
    )
    refused = [str(each) for each in asked if isinstance(each, Refused)]
    assert (len(house.read(Card)), len(refused)) == (10, 6)
    with pytest.raises(Refused, match="10 open"):
        await house.ask("Me?", "Sue")
    for each in (await house.waiting())[:7]:
        await house.move(each, Decline(), "Ben")
    for number in range(3):
        await house.ask(f"Mine {number}?", "Sue")
    with pytest.raises(Refused, match="3 of your questions"):
        await house.ask("And this?", "Sue")


async def test_an_answer_waits_for_nobody_but_the_asker_sleeps(house: OutsideHouse) -> None:
    await house.shell.to(utc("30 01:00"))  # Monday afternoon in Auckland, where Kim has read it this morning
    it = await house.ask(WHY, "Kim", "D0KIM")
    await house.shell.to(utc("30 10:00"))
    await house.move(it, Answer("Contracts end then."), "Ben")
    await house.shell.to(utc("30 19:59"))
    assert house.read(Came) == []
    await house.shell.to(utc("30 20:00"))
    assert [each.place for each in house.read(Came)] == [Dm(member_id("Kim"))]


async def test_leads_are_reminded_once_after_two_working_days(house: OutsideHouse) -> None:
    it = await house.ask(WHY)
    await house.shell.to(TUESDAY - timedelta(seconds=1))
    assert house.read(Remind) == []
    await house.shell.to(TUESDAY + timedelta(days=30))
    [reminder] = house.read(Remind)
    assert (reminder.place, reminder.asker, reminder.settled) == (Dm(ADA), "Sue", False)
    await house.move(it, Decline(), "Ada")
    assert house.read(Remind)[0].settled


async def test_a_lead_who_is_away_is_reminded_when_they_are_back(house: OutsideHouse) -> None:
    await house.ask(WHY)
    days = make_absence("Ada", utc("30 00:00").date(), utc("2026-12-04 00:00").date())

    def leave(ledger: Ledger, team: Team) -> None:
        ledger.roster.add_absence(WORKSPACE, days)
        plans.moved(ledger, team, ADA, house.now)

    await house.do(leave)
    await house.shell.to(utc("2026-12-08 14:59"))
    assert house.read(Remind) == []
    await house.shell.to(utc("2026-12-08 15:00"))
    assert len(house.read(Remind)) == 1


async def test_the_channel_is_reminded_where_nobody_leads(house: OutsideHouse) -> None:
    await house.do(lambda ledger, team: ledger.roster.seat(team, ADA, ("developer",)))
    await house.ask(WHY)
    await house.shell.to(TUESDAY)
    assert [each.place for each in house.read(Remind)] == [Room()]


async def test_who_asked_may_take_it_back_and_nobody_else(house: OutsideHouse) -> None:
    it = await house.ask(WHY)
    for who in ("Ada", "Ben", "Tom"):
        with pytest.raises(NotYours):
            await house.shell.act(it, Withdraw(), who)
    await house.shell.act(it, Withdraw(), "Sue")
    assert [(each.ended, each.text) for each in house.read(Card)] == [("taken back", "")]
    for act, by in ((Answer("Because."), "Ben"), (Decline(), "Ada"), (Withdraw(), "Sue")):
        with pytest.raises(Settled):
            await house.shell.act(it, act, by)
    await house.shell.to(FRIDAY + timedelta(days=10))
    assert house.read(Came) + house.read(Remind) == []


@pytest.mark.parametrize("act", [Answer("Because."), Decline()])
async def test_only_people_of_the_team_answer(house: OutsideHouse, act: Act) -> None:
    it = await house.ask(WHY)
    for who in ("Sue", "Tom", "Zoe"):
        with pytest.raises(NotYours):
            await house.move(it, act, who)
    assert not (await house.waiting())[0].state.closed


async def test_of_two_who_answer_at_once_one_does(house: OutsideHouse) -> None:
    it = await house.ask(WHY)
    moves = [house.move(it, Answer("Mine."), "Ada"), house.move(it, Answer("Mine."), "Ben")]
    moves.append(house.shell.act(it, Withdraw(), "Sue"))
    done = await asyncio.gather(*moves, return_exceptions=True)
    assert sum(isinstance(each, Settled) for each in done) == 2
    assert len(house.read(Came)) <= 1


async def test_where_the_digests_channel_is_gone_the_asker_is_told_all_the_same(house: OutsideHouse) -> None:
    it = await house.ask(WHY)
    house.shell.messenger.fail("post", Unreachable("is_archived", "target"))  # the one below the digest
    await house.move(it, Answer("Contracts end then."), "Ben")
    await house.shell.to(FRIDAY + timedelta(days=3))
    assert (len(house.read(Came)), house.read(Answered)) == (1, [])
    assert (await house.plan()).state == "active"


async def test_an_open_question_is_the_teams_debt_where_it_was_asked(house: OutsideHouse) -> None:
    it = await house.ask(WHY)
    await house.ask("And what of me alone?", "Tom", "D0TOM")
    await house.shell.to(FRIDAY + timedelta(days=7))
    assert [[each.text for each in told.page.questions] for told in house.posted()] == [[], [WHY]]
    [_, mine] = house.posted(TOM)
    assert [each.text for each in mine.page.questions] == ["And what of me alone?"]
    await house.move(it, Answer("Contracts end then."), "Ben")
    await house.ended("More?")
    await house.shell.to(FRIDAY + timedelta(days=14))
    assert house.posted()[-1].page.questions == ()


async def test_exported_and_erased(house: OutsideHouse) -> None:
    it = await house.ask(WHY)
    await house.move(it, Answer("Contracts end then."), "Ben")
    found = await house.do(lambda ledger, _: ledger.rounds.get(it.workspace, it.id))
    assert found
    assert CEREMONY.record
    assert CEREMONY.erase
    [line] = CEREMONY.record(found)
    assert line.table == "questions"
    assert (line.row["text"], line.row["answer"], line.row["by_name"]) == (WHY, "Contracts end then.", "Ben")
    for who, gone, kept in ((SUE, ("Sue", WHY), "Contracts"), (BEN, ("'Ben'", "Contracts"), WHY)):
        erased: Round[Question] = replace(found, state=CEREMONY.erase(found.state, who))
        said = repr(show(erased)) + repr(CEREMONY.record(erased))
        assert set(show(erased)) == set(show(found))
        assert all(each not in said for each in gone)
        assert kept in said
