"""Assumptions on Homes, over a real store: those to be checked, the work of those that broke, and when that changes."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot import people
from bot.book.pasting import Draft as Story
from bot.ceremonies.assumption import Change, Draft, Later
from bot.homes.assumed import Broken, Due
from bot.homes.drawing import open_home
from bot.homes.home import View, gather
from bot.ledger import Ledger
from bot.model import Absence, MemberId, Round, Team
from bot.rounds import HOME_REST
from bot.shell import assumptions, backlog
from storage.rounds import RoundRows
from storage.statements import Statements
from tests.bot.shell.assumed import ADA, BEN, DAY, WORK, Log, log
from tests.factories import WORKSPACE, utc

__all__ = ["log"]
#: The day begins at 05:00 UTC in New York, where Ben is, and at midnight in London.
MORNING, BENS = utc("2026-12-01 00:00"), utc("2026-12-01 05:00")


async def look(log: Log, member: MemberId) -> View:
    found = await log.shell.store.read(lambda ledger: gather(ledger, WORKSPACE, member, log.now))
    assert found
    return found


async def due(log: Log, member: MemberId) -> list[int]:
    return [each.number for each in (await look(log, member)).home.to_check]


async def left(log: Log, member: MemberId) -> list[tuple[int, tuple[int, ...]]]:
    return [(each.number, each.stories) for each in (await look(log, member)).home.broken]


async def follow(log: Log, *members: MemberId) -> None:
    for each in members:
        await open_home(log.shell.store, log.shell.publisher, log.shell.clock, WORKSPACE, each)
    log.shell.publisher.shown.clear()


async def drawn(log: Log) -> list[MemberId]:
    """Whose Home was published since this was last asked, or is within a moment."""
    await log.shell.to(log.now + HOME_REST)
    found = sorted(member for member, _ in log.shell.publisher.shown)
    log.shell.publisher.shown.clear()
    return found


async def test_on_its_day_it_is_to_be_checked_by_who_owns_it_where_they_are(log: Log) -> None:
    made = await log.record(owner=BEN, by=ADA)
    await log.record("Of nobody here", owner=ADA, by=ADA, day=None)
    await log.record("Hers", owner=ADA, by=BEN)
    assert (await due(log, ADA), (await look(log, ADA)).until) == ([], MORNING)
    assert (await look(log, BEN)).until == BENS
    await log.shell.to(MORNING)
    assert (await due(log, ADA), await due(log, BEN)) == ([3], [])
    await log.shell.to(BENS)
    assert (await look(log, BEN)).home.to_check == (
        Due(made.id, "data", 1, "Customers log in weekly", date(2026, 12, 1)),
    )
    assert await due(log, ADA) == [3], "who wrote it down is not asked"
    await log.shell.to(BENS + timedelta(days=40))
    assert await due(log, BEN) == [1], "nobody has said"


async def test_a_lead_sees_it_once_she_was_asked_and_no_earlier_even_one_that_she_wrote_down(
    log: Log,
) -> None:
    made = await log.record(owner=BEN, by=ADA)
    await log.shell.to(utc("2026-12-01 16:00"))
    assert (log.told(BEN), log.told(ADA)) == (["day"], [])
    assert (await due(log, ADA), await due(log, BEN)) == ([], [1])
    await follow(log, ADA)
    await log.shell.to(utc("2026-12-09 16:00"))
    assert log.told(ADA) == ["unanswered"]
    assert (await due(log, ADA), await due(log, BEN)) == ([1], [1])
    assert await drawn(log) == [ADA]
    await log.hold(made, BEN)
    assert (await due(log, ADA), await drawn(log)) == ([], [ADA])


async def test_where_its_owner_is_away_for_good_the_lead_who_is_asked_instead_sees_it(log: Log) -> None:
    away = Absence(BEN, DAY, DAY + timedelta(days=365))
    await log.do(lambda ledger, _: people.be_away(ledger, WORKSPACE, away, log.now))
    await log.record(owner=BEN, by=BEN)
    await log.shell.to(utc("2026-12-01 16:00"))
    assert (log.told(BEN), log.told(ADA)) == ([], ["gone"])
    assert await due(log, ADA) == [1]


async def test_homes_are_drawn_on_its_day_when_somebody_says_and_on_no_other_morning(log: Log) -> None:
    await follow(log, ADA, BEN)
    made = await log.record(owner=ADA, by=BEN)
    assert await drawn(log) == []
    await log.shell.to(MORNING + timedelta(seconds=30))
    assert await drawn(log) == [ADA]
    await log.shell.to(BENS + timedelta(hours=12))
    assert await drawn(log) == []
    await log.shell.to(BENS + timedelta(days=4))
    assert await drawn(log) == []
    later = Later(date(2026, 12, 20))
    await log.do(lambda ledger, _: assumptions.do(ledger, WORKSPACE, made.id, later, ADA, log.now))
    assert await drawn(log) == [ADA]
    assert await due(log, ADA) == []
    await log.shell.to(utc("2026-12-20 12:00"))
    assert await drawn(log) == [ADA]
    await log.hold(made, ADA)
    assert await drawn(log) == [ADA]
    assert (await due(log, ADA), await due(log, BEN)) == ([], [])


async def test_handed_over_it_leaves_the_home_of_who_had_it(log: Log) -> None:
    made = await log.record(owner=BEN, by=ADA)
    await log.shell.to(BENS)
    await follow(log, ADA, BEN)
    over = Change(Draft("Customers log in weekly", ADA, "They did last spring", WORK, DAY))
    await log.do(lambda ledger, _: assumptions.change(ledger, WORKSPACE, made.id, over, ADA, log.now))
    assert await drawn(log) == sorted((ADA, BEN))
    assert (await due(log, ADA), await due(log, BEN)) == ([1], [])


async def test_of_a_broken_one_both_see_the_stories_that_are_left_until_all_are_done(log: Log) -> None:
    made = await log.record(owner=BEN, by=ADA)
    await log.record(owner=BEN, by=BEN)
    await follow(log, ADA, BEN)
    await log.breaks(made, *WORK)
    assert await drawn(log) == sorted((ADA, BEN))
    [one] = (await look(log, BEN)).home.broken
    assert one == Broken(made.id, "data", 1, "Customers log in weekly", (1, 2))
    await log.touch(1, lambda ledger, team, story: backlog.finish(ledger, team, story.id, log.now))
    assert await drawn(log) == sorted((ADA, BEN))
    assert (await left(log, ADA), await left(log, BEN)) == ([(1, (2,))], [(1, (2,))])
    await log.touch(2, lambda ledger, team, story: backlog.drop(ledger, team, story.id, ADA, log.now))
    assert await left(log, BEN) == []
    await log.touch(2, lambda ledger, team, story: backlog.restore(ledger, team, story.id, log.now))
    assert await left(log, BEN) == [(1, (2,))]
    assert await drawn(log) == [], "what was shown is so again"
    await log.undo(made)
    assert await left(log, BEN) == []
    assert await drawn(log) == sorted((ADA, BEN))


async def test_of_several_that_are_done_at_once_the_assumptions_are_looked_at_once(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    await log.breaks(await log.record(owner=BEN, by=ADA), *WORK)
    await follow(log, ADA, BEN)
    asked: list[str] = []
    recent = RoundRows.recent

    def counting(self: RoundRows, team: Team, kind: str, most: int) -> tuple[Round[Any], ...]:
        asked.append(kind)
        return recent(self, team, kind, most)

    def finish(ledger: Ledger, team: Team) -> None:
        backlog.finish_all(ledger, team, [each.id for each in ledger.backlog.of_team(team)], log.now)

    with monkeypatch.context() as patch:
        patch.setattr(RoundRows, "recent", counting)
        await log.do(finish)
    assert asked == ["assumption"]
    assert (await drawn(log), await left(log, BEN)) == (sorted((ADA, BEN)), [])


async def test_a_story_that_no_broken_one_wrote_draws_nobodys_home(log: Log) -> None:
    made = await log.record(owner=BEN, by=ADA)
    await log.breaks(made, *WORK)
    await log.do(lambda ledger, team: backlog.add(ledger, team, [Story("Another")], log.now))
    await follow(log, BEN)
    await log.touch(3, lambda ledger, team, story: backlog.finish(ledger, team, story.id, log.now))
    await log.touch(
        1,
        lambda ledger, team, story: backlog.edit(ledger, team, story.id, Story("Otherwise"), log.now),
    )
    assert await drawn(log) == []


async def test_however_many_there_are_a_home_asks_the_store_no_more_often(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    execute = Statements.execute

    def counting(self: Statements, statement: object, rows: object = None) -> object:
        asked.append(statement)
        return execute(self, statement, rows)  # type: ignore[call-overload] # the same

    async def count() -> int:
        asked.clear()
        with monkeypatch.context() as patch:
            patch.setattr(Statements, "execute", counting)
            await look(log, BEN)
        return len(asked)

    await log.breaks(await log.record(), "One")
    few = await count()
    for number in range(8):
        await log.breaks(await log.record(f"It is {number}"), f"Work {number}", f"More {number}")
        await log.record(f"It was {number}")
    await log.shell.to(BENS)
    assert (len(await due(log, BEN)), len(await left(log, BEN))) == (8, 9)
    assert await count() == few
