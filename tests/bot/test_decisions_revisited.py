"""Decisions over both stores on their day: who is asked, and one in the place of another."""

from datetime import date

import pytest

from bot import people, rounds
from bot.ceremonies.decision import Confirm, Restore, Reverse, Supersede, TakeBack
from bot.errors import BadInput, Settled
from bot.ledger import Ledger
from bot.model import Absence, MemberChanged, Team
from tests.bot.decided import ADA, BEN, DAY, Log, log
from tests.factories import NEW_YORK, WORKSPACE, make_person, utc

__all__ = ["log"]


async def test_for_new_york_it_is_asked_on_its_morning_there_once_and_then_the_lead_once(log: Log) -> None:
    await log.record()
    await log.shell.to(utc("2026-12-01 13:59"))
    assert log.told(BEN) == []
    await log.shell.to(utc("2026-12-01 14:00"))
    assert log.told(BEN) == ["day"]
    await log.shell.to(utc("2026-12-08 08:59"))
    assert log.told(ADA) == []
    await log.shell.to(utc("2027-03-01 12:00"))
    assert (log.told(BEN), log.told(ADA)) == (["day"], ["unanswered"])


async def test_a_bot_that_was_down_asks_once(log: Log) -> None:
    await log.record()
    for moment in ("2026-12-01 16:00", "2026-12-01 16:30"):
        await log.shell.stop()
        log.shell.clock.moment = utc(moment)
        log.shell.open()
        await log.shell.settle()
    assert log.told(BEN) == ["day"]


async def test_days_away_and_leaving_are_followed(log: Log) -> None:
    await log.record()
    away = Absence(BEN, DAY, date(2026, 12, 2))
    await log.do(lambda ledger, _: people.be_away(ledger, WORKSPACE, away, log.now))
    await log.shell.to(utc("2026-12-02 23:00"))
    assert log.told(BEN) == []

    def left(ledger: Ledger, team: Team) -> None:
        ledger.roster.put_people(WORKSPACE, [make_person("Ben", NEW_YORK, active=False)])
        rounds.announce(ledger, team, MemberChanged(BEN), log.now)

    await log.do(left)
    await log.shell.to(utc("2026-12-03 23:00"))
    assert (log.told(BEN), log.told(ADA)) == ([], ["gone"])


async def test_confirmed_until_another_day_it_is_asked_then(log: Log) -> None:
    one = await log.record(day=None)
    assert one.over
    after = await log.act(one, Confirm(date(2027, 1, 5)), ADA)
    assert not after.over
    await log.shell.to(utc("2027-01-05 15:00"))
    assert log.told(BEN) == ["day"]
    await log.act(one, Confirm())
    assert log.told(BEN) == ["day past"]
    await log.shell.to(utc("2027-06-01 15:00"))
    assert (log.told(BEN), log.told(ADA)) == (["day past"], [])


async def test_one_stands_in_the_place_of_another_and_taken_back_does_not(log: Log) -> None:
    one = await log.record()
    two = await log.record("Features by hour", replaces=one.id)
    assert [each.number for each in two.state.replaces] == [1]
    assert (await log.now_of(one)).standing == "superseded"
    assert log.cards() == [(1, "superseded"), (2, "stands")]
    with pytest.raises(BadInput, match="#2 stands in the place of #1") as refused:
        await log.record("Features by minute", replaces=one.id)
    assert refused.value.field == "replaces"
    assert await log.listed() == [2, 1], "what is refused is not recorded"
    await log.act(two, TakeBack())
    assert (await log.now_of(one)).standing == "stands"
    await log.shell.to(utc("2026-12-01 14:00"))
    assert log.told(BEN) == ["day"]
    with pytest.raises(BadInput, match="#2 stands no more") as refused:
        await log.act(one, Supersede(0, two.id))
    assert refused.value.field == "other"


async def test_two_that_are_there_already_and_had_back(log: Log) -> None:
    one, two = await log.record(), await log.record("Features by hour")
    await log.act(one, Supersede(0, two.id))
    state = await log.now_of(one)
    assert state.ended is not None
    assert state.ended.number == 2
    assert [each.number for each in (await log.now_of(two)).replaces] == [1]
    with pytest.raises(BadInput, match="#1 stands no more"):
        await log.act(two, Supersede(0, one.id))
    with pytest.raises(BadInput, match="own place"):
        await log.act(two, Supersede(0, two.id))
    await log.act(one, Restore(), ADA)
    assert (await log.now_of(two)).replaces == ()


async def test_two_at_once_end_it_once(log: Log) -> None:
    one = await log.record()
    await log.act(one, Reverse("Too slow"))
    with pytest.raises(Settled):
        await log.act(one, Confirm(), ADA)
