"""Sprints over a real store: what is written into the book, and a bot that was down while one ended."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot import rounds
from bot.book import planning
from bot.book.pasting import Draft
from bot.ceremonies import sprint
from bot.ceremonies.sprint import SayWhy, Settle, Sprint, Take
from bot.ceremonies.sprint.notices import Why
from bot.errors import BadInput, NotFound, Refused, Settled
from bot.ledger import Ledger
from bot.model import Act, Dm, Estimate, Round, SprintPast, Story, Team
from bot.shell import backlog, sprinting
from bot.shell.sprinting import Wish
from tests.factories import WORKSPACE, make_person, member_id
from tests.house import House
from tests.shell import Shell

SUNDAY = datetime(2027, 1, 3, 12, tzinfo=UTC)
ADA, BEN = member_id("Ada"), member_id("Ben")


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 1, day, hour, minute, tzinfo=UTC)


class SprintHouse(House):
    """A team of two with three stories, and its sprints."""

    async def stories(self, *sizes: int) -> tuple[Story, ...]:
        def fn(ledger: Ledger, team: Team) -> tuple[Story, ...]:
            added = backlog.add(ledger, team, [Draft(f"Story of {each}") for each in sizes], self.now)
            for story, size in zip(added, sizes, strict=True):
                estimate = Estimate(size, size, size, 2)
                ledger.backlog.put(team, replace(story, effort=estimate, value=estimate))
            return added

        return await self.do(fn)

    async def start(self, weeks: int = 2) -> Round[Sprint]:
        wish = Wish(weeks, date(2027, 1, 4))
        return await self.do(lambda ledger, team: sprinting.start(ledger, team, wish, ADA, self.now))

    async def current(self) -> Round[Sprint]:
        return await self.do(lambda ledger, team: sprinting.current(ledger, team).round)

    async def act(self, act: Act, by: str = "Ada") -> None:
        now = await self.current()
        await self.do(
            lambda ledger, _: rounds.perform(ledger, WORKSPACE, now.id, act, member_id(by), self.now)
        )

    async def finish(self, story: Story) -> None:
        await self.do(lambda ledger, team: backlog.finish(ledger, team, story.id, self.now))

    async def past(self) -> tuple[SprintPast, ...]:
        return await self.do(lambda ledger, team: ledger.sprints.past(team))

    async def to(self, moment: datetime) -> None:
        await self.shell.to(moment)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[SprintHouse]:
    shell = Shell(tmp_path, SUNDAY)
    await shell.people(make_person("Ada"), make_person("Ben"))
    made = SprintHouse(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    yield made
    await shell.stop()


async def test_it_is_planned_looked_at_closed_and_the_next_one_comes(house: SprintHouse) -> None:
    small, large = await house.stories(3, 8)
    await house.start()
    await house.to(utc(4, 10, 1))
    await house.act(Settle("Recall", (small.id, large.id)))
    await house.act(Take(large.id, BEN), by="Ben")
    await house.to(utc(6, 12))
    await house.finish(small)
    assert await house.past() == ()
    await house.to(utc(15, 17, 1))
    [past] = await house.past()
    assert (past.sprint.number, past.sprint.committed, past.sprint.completed, past.sprint.days) == (
        1,
        11,
        3,
        20,
    )
    assert [(each.number, each.state, each.owner) for each in past.sprint.claims] == [
        (1, "done", None),
        (2, "rolled", BEN),
    ]
    following = await house.current()
    assert (following.state.span.number, following.state.phase) == (2, "ahead")
    await house.to(utc(18, 10, 1))
    following = await house.current()
    assert following.state.phase == "planning"
    assert following.state.outlook
    assert following.state.outlook.rough


async def test_ben_is_asked_why_once_and_what_he_says_is_in_the_book(house: SprintHouse) -> None:
    [story] = await house.stories(8)
    await house.start()
    await house.to(utc(4, 10, 1))
    await house.act(Settle("", (story.id,)))
    await house.act(Take(story.id, BEN), by="Ben")
    running = await house.current()
    await house.to(utc(15, 17, 1))
    asked = [
        each
        for each in house.shell.messenger.messages
        if each.notice.place == Dm(BEN) and isinstance(each.notice, Why)
    ]
    assert len(asked) == 1
    why = SayWhy(story.id, "data", "No access")
    await house.do(lambda ledger, _: rounds.perform(ledger, WORKSPACE, running.id, why, BEN, house.now))
    [past] = await house.past()
    [claim] = past.sprint.claims
    assert (claim.reason, claim.note, claim.points) == ("data", "No access", 8)


async def test_its_points_count_in_the_sprint_that_finishes_it(house: SprintHouse) -> None:
    [story] = await house.stories(8)
    await house.start()
    for day in (4, 18):
        await house.to(utc(day, 10, 1))
        await house.act(Settle("", (story.id,)))
        if day == 18:
            await house.finish(story)
        await house.to(utc(day + 11, 17, 1))
    first, second = await house.past()
    assert (first.sprint.completed, second.sprint.completed) == (0, 8)
    [claim] = planning.claims([first, second])
    assert (claim.finished_in, claim.points, claim.sprint) == (2, 8, 1)


async def test_down_for_a_month_it_asks_once_and_goes_on_with_the_calendar(house: SprintHouse) -> None:
    [story] = await house.stories(8)
    await house.start()
    await house.to(utc(4, 10, 1))
    await house.act(Settle("", (story.id,)))
    house.shell.clock.moment = utc(4, 10, 1) + timedelta(days=42)
    await house.shell.settle()
    kinds = [type(each.notice).__name__ for each in house.shell.messenger.messages]
    assert kinds.count("Why") == 1
    assert kinds.count("Plan") == 2, "the first, and that of today"
    assert (await house.current()).state.span.number == 4


async def test_two_at_once_come_to_one(house: SprintHouse) -> None:
    [story] = await house.stories(3)
    await house.start()
    with pytest.raises(Refused, match="This team has sprints: number 1"):
        await house.start()
    await house.to(utc(4, 10, 1))
    await house.act(Settle("", (story.id,)))
    running = await house.current()
    await house.act(sprint.Close())
    with pytest.raises(Settled, match="is over"):
        await house.do(
            lambda ledger, _: rounds.perform(ledger, WORKSPACE, running.id, sprint.Close(), ADA, house.now)
        )
    assert len(await house.past()) == 1


async def test_a_story_that_is_dropped_or_had_back_is_so_in_its_sprint(house: SprintHouse) -> None:
    one, two = await house.stories(3, 5)
    await house.start()
    await house.to(utc(4, 10, 1))
    await house.act(Settle("", (one.id, two.id)))
    await house.finish(one)
    with pytest.raises(Settled, match="done already"):
        await house.finish(one)
    await house.do(lambda ledger, team: backlog.restore(ledger, team, one.id, house.now))
    await house.do(lambda ledger, team: backlog.drop(ledger, team, two.id, ADA, house.now))
    with pytest.raises(BadInput, match="is dropped"):
        await house.finish(two)
    state = (await house.current()).state
    assert [(each.number, each.state) for each in state.claims] == [(1, "open"), (2, "removed")]


async def test_a_new_cadence_after_a_stop_counts_on(house: SprintHouse) -> None:
    [story] = await house.stories(3)
    await house.start(weeks=1)
    await house.to(utc(4, 10, 1))
    await house.act(Settle("", (story.id,)))
    await house.act(sprint.Stop())
    await house.to(utc(9, 12))
    with pytest.raises(NotFound, match="has no sprints"):
        await house.current()
    wish = Wish(2, date(2027, 1, 11))
    begun = await house.do(lambda ledger, team: sprinting.start(ledger, team, wish, ADA, house.now))
    assert begun.state.span.number == 2
