"""Checkpoints over a real store: one an experiment and sprint, in the transaction of the close; both rounds know the
same; two at once; a bot that was down."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import backlog, checkpoints, experiments, people, results, rounds, sprinting
from bot.book.pasting import Draft
from bot.ceremonies import checkpoint
from bot.ceremonies.checkpoint import Answer, Judge, Undo
from bot.ceremonies.checkpoint.shown import Ask, Card
from bot.ceremonies.sprint import Close, Settle
from bot.errors import BadInput, BotError, NotYours, Settled
from bot.ledger import Ledger
from bot.model import Absence, Act, Dm, Measured, MemberId, Report, Round, Team
from tests.bot.ceremonies.benched import SETUP
from tests.factories import WORKSPACE, make_person, member_id
from tests.house import House
from tests.shell import Shell

SUNDAY = datetime(2027, 1, 3, 12, tzinfo=UTC)
ADA, BEN = member_id("Ada"), member_id("Ben")
GO_ON = Judge("go on", "It still gains")


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 1, day, hour, minute, tzinfo=UTC)


class CheckHouse(House):
    """A team of Ada, who set it up, and Ben, whose experiment runs in its first sprint."""

    async def begin(self, *deciders: MemberId) -> None:
        await self.shell.to(utc(4, 10, 1))
        await self.register(*deciders)

    async def register(self, *deciders: MemberId, by: MemberId = BEN) -> None:
        wish = experiments.Wish(replace(SETUP, deciders=deciders), "")
        await self.do(lambda ledger, team: experiments.register(ledger, team, wish, by, self.now))

    async def report(self, value: float, days: float | None = 5.0) -> None:
        report = Report(f"{self.now}", (Measured("F1", value),), "recurrence-in-1", days)
        [held] = await self.do(experiments.running)
        await self.do(
            lambda ledger, _: results.record(ledger, WORKSPACE, held.round.id, report, BEN, self.now)
        )

    async def sprint(self, act: Act) -> None:
        now = await self.do(lambda ledger, team: sprinting.current(ledger, team).round.id)
        await self.do(lambda ledger, _: rounds.perform(ledger, WORKSPACE, now, act, ADA, self.now))

    async def every(self) -> list[Round[Any]]:
        """All checkpoints, oldest first."""
        found = await self.do(lambda ledger, team: ledger.rounds.recent(team, checkpoint.KIND, 20))
        return sorted(found, key=lambda each: each.opened_at)

    async def one(self) -> Round[Any]:
        [found] = await self.every()
        return found

    async def act(self, act: Act, by: MemberId = ADA) -> Round[Any]:
        here = (await self.every())[-1].id
        held = await self.do(lambda ledger, _: checkpoints.do(ledger, WORKSPACE, here, act, by, self.now))
        return held.round

    async def judged(self) -> list[tuple[int, str]]:
        [held] = await self.do(experiments.running)
        return [(each.sprint, each.going) for each in held.state.judged]

    def cards(self) -> list[Card]:
        return [each.notice for each in self.shell.messenger.messages if isinstance(each.notice, Card)]

    def told(self, member: MemberId) -> list[str]:
        """What reached them of it by direct message, and whether it is a thing of the past by now."""
        return [
            f"{each.notice.matter}{' past' * each.notice.moot}"
            for each in self.shell.messenger.messages
            if isinstance(each.notice, Ask) and each.notice.place == Dm(member)
        ]


@pytest.fixture
async def house(place: Path | str) -> AsyncIterator[CheckHouse]:
    shell = Shell(place, SUNDAY)
    await shell.people(make_person("Ada", admin=True), make_person("Ben"), make_person("Zoe"))
    made = CheckHouse(shell)

    def furnish(ledger: Ledger, team: Team) -> None:
        ledger.roster.seat(team, BEN, ("developer",))
        backlog.add(ledger, team, [Draft("Churn by region")], made.now)
        sprinting.start(ledger, team, sprinting.Wish(1, date(2027, 1, 4)), ADA, made.now)

    await made.do(furnish)
    await shell.to(utc(4, 10, 1))
    [story] = await made.do(lambda ledger, team: ledger.backlog.of_team(team))
    await made.sprint(Settle("", (story.id,)))
    yield made
    await shell.stop()


async def test_a_sprint_that_closes_by_itself_asks_the_owner_then_the_channel_then_who_decides(
    house: CheckHouse,
) -> None:
    await house.begin()
    await house.shell.to(utc(8, 17, 1))
    assert house.cards() == []
    assert house.told(BEN) == []
    await house.shell.to(utc(11, 9, 1))
    assert house.told(BEN) == ["report"]
    await house.act(Answer(75.0, 5.0), BEN)
    await house.shell.to(utc(11, 9, 5))
    assert house.told(BEN) == ["report past"]
    [card] = house.cards()
    assert (card.sprint, card.phase, card.facts.latest) == (1, "open", 75)
    assert house.told(ADA) == ["decide"]
    await house.act(GO_ON)
    assert await house.judged() == [(1, "go on")]
    assert [each.phase for each in house.cards()] == ["decided"]
    assert house.told(ADA) == ["decide past"]


async def test_a_result_that_came_in_asks_nobody_for_it(house: CheckHouse) -> None:
    await house.begin()
    await house.shell.to(utc(6, 12))
    await house.report(75)
    await house.shell.to(utc(8, 17, 1))
    assert [each.phase for each in house.cards()] == ["open"]
    await house.shell.to(utc(11, 9, 1))
    assert (house.told(ADA), house.told(BEN)) == (["decide"], [])


async def test_closed_by_hand_and_again_there_is_one(house: CheckHouse) -> None:
    await house.begin()
    await house.shell.to(utc(7, 12))
    await house.sprint(Close())
    with pytest.raises(BotError):
        await house.sprint(Close())
    await house.shell.to(utc(8, 18))
    found = await house.one()
    assert found.state.sprint == 1


async def test_two_sprints_two_questions_and_the_first_is_none_any_more(house: CheckHouse) -> None:
    await house.begin(BEN)
    await house.shell.to(utc(6, 12))
    await house.report(75)
    await house.shell.to(utc(11, 10, 1))
    [story] = await house.do(lambda ledger, team: ledger.backlog.of_team(team))
    await house.sprint(Settle("", (story.id,)))
    await house.report(78)
    await house.shell.to(utc(13, 12))
    await house.sprint(Close())
    await house.shell.settle()
    assert [each.state.phase for each in await house.every()] == ["outdated", "open"]
    assert [each.phase for each in house.cards()] == ["outdated", "open"]


async def test_of_two_who_press_at_once_one_decides(house: CheckHouse) -> None:
    await house.begin(BEN)
    await house.report(75)
    await house.shell.to(utc(11, 9, 1))
    came = await asyncio.gather(
        house.act(GO_ON, ADA), house.act(Judge("stop", "No"), BEN), return_exceptions=True
    )
    [refused] = [each for each in came if isinstance(each, BaseException)]
    assert isinstance(refused, Settled)
    assert "has decided" in refused.sentence
    [(sprint, going)] = await house.judged()
    assert (await house.one()).state.judgement.going == going
    assert sprint == 1


async def test_what_is_refused_leaves_both_as_they_were(house: CheckHouse) -> None:
    await house.begin()
    await house.shell.to(utc(11, 9, 1))
    before = await house.one()
    with pytest.raises(BadInput) as refused:
        await house.act(Answer(1_000.0, 5.0), BEN)
    assert refused.value.field == "value"
    with pytest.raises(NotYours):
        await house.act(Answer(75.0, 5.0), member_id("Zoe"))
    assert await house.one() == before
    [held] = await house.do(experiments.running)
    assert held.state.results == ()


async def test_undone_the_experiment_forgets_it_too(house: CheckHouse) -> None:
    await house.begin()
    await house.report(75)
    await house.shell.to(utc(11, 9, 1))
    await house.act(Judge("stop", "No"))
    assert await house.judged() == [(1, "stop")]
    await house.shell.to(utc(11, 9, 5))
    assert house.told(BEN) == ["verdict"]
    await house.act(Undo())
    assert await house.judged() == []
    assert house.told(BEN) == ["verdict past"]


async def test_a_bot_that_was_down_over_the_weekend_asks_once(house: CheckHouse) -> None:
    await house.begin()
    await house.report(75)
    await house.shell.stop()
    house.shell.clock.moment = utc(11, 11)
    house.shell.open()
    await house.shell.settle()
    await house.shell.to(utc(11, 12))
    assert len(await house.every()) == 1
    assert [each.phase for each in house.cards()] == ["open"]
    assert house.told(ADA) == ["decide"]


async def test_whoever_is_away_is_asked_once_they_are_back(house: CheckHouse) -> None:
    await house.begin()
    await house.report(75)
    away = Absence(ADA, date(2027, 1, 11), date(2027, 1, 12))
    await house.do(lambda ledger, _: people.be_away(ledger, WORKSPACE, away, house.now))
    await house.shell.to(utc(12, 18))
    assert house.told(ADA) == []
    await house.shell.to(utc(13, 9, 1))
    assert house.told(ADA) == ["decide"]
