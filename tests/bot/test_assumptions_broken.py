"""What a broken assumption writes into the backlog, over both stores: once, all of it or nothing, and undone."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import assumptions, backlog, spiking
from bot.book.pasting import Draft as Story
from bot.durations import Span
from bot.errors import BadInput, NotYours, Settled
from bot.ledger import Ledger
from bot.model import Epic, EpicId, Estimate, Team
from bot.spiking import Wish as SpikeWish
from tests.bot.assumed import ADA, BEN, WORK, ZOE, Log, log
from tests.factories import WORKSPACE

__all__ = ["log"]


async def test_broken_its_stories_stand_in_the_backlog_with_its_epic_and_on_its_card(log: Log) -> None:
    await log.do(lambda ledger, team: ledger.epics.put(team, Epic(EpicId("e1"), "Churn")))
    await log.do(lambda ledger, team: backlog.add(ledger, team, [Story("Calibrate")], log.now))
    one = await log.record(epic=EpicId("e1"))
    assert await log.backlog() == [(1, "Calibrate", "")]
    await log.do(lambda ledger, team: ledger.epics.put(team, Epic(EpicId("e1"), "Churn 2")))
    made = await log.breaks(one, "- Find another sign", "", "Ask support https://x.org/7")
    assert await log.backlog() == [
        (1, "Calibrate", ""),
        (2, "Find another sign", "Churn 2"),
        (3, "Ask support", "Churn 2"),
    ]
    assert made.round.state.said is not None
    assert [each.number for each in made.round.state.said.stories] == [2, 3]
    await log.shell.settle()
    assert log.cards() == [(1, (2, 3))]


async def test_what_held_may_break_and_without_work_nothing_is_written(log: Log) -> None:
    one = await log.record()
    await log.hold(one)
    await log.breaks(one, by=ADA)
    assert (await log.now_of(one)).standing == "broken"
    assert await log.backlog() == []


async def test_where_anything_is_refused_nothing_is_written(log: Log) -> None:
    one = await log.record()
    for work, what, field in (
        (("One", "one"), "So", "stories"),
        (("x" * 151,), "So", "stories"),
        (tuple(map(str, range(11))), "So", "stories"),
        (("One",), " ", "what"),
    ):
        with pytest.raises(BadInput) as refused:
            await log.breaks(one, *work, what=what)
        assert refused.value.field == field
    with pytest.raises(NotYours):
        await log.breaks(one, "One", by=ZOE)
    assert await log.backlog() == []
    assert (await log.now_of(one)) == one.state


async def test_a_full_backlog_takes_none_of_them(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "MOST", 1)
    one = await log.record()
    with pytest.raises(BadInput, match="A backlog holds") as refused:
        await log.breaks(one, *WORK)
    assert refused.value.field == "stories"
    assert (await log.now_of(one)).standing == "open"


async def test_two_at_once_write_one_set_of_stories(log: Log) -> None:
    one = await log.record()
    both = await asyncio.gather(
        *(
            log.shell.store.run(
                lambda ledger, who=who: assumptions.break_(  # type: ignore[misc]
                    ledger, WORKSPACE, one.id, "They stay logged in", WORK, who, log.now
                )
            )
            for who in (ADA, BEN)
        ),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in both) == ["Settled", "Theirs"]
    assert [title for _, title, _ in await log.backlog()] == list(WORK)
    with pytest.raises(Settled):
        await log.breaks(one, "A third")
    assert len(await log.backlog()) == 2


async def test_undone_what_nobody_touched_leaves_the_backlog_and_broken_again_is_written_once(
    log: Log,
) -> None:
    one = await log.record()
    await log.breaks(one, "One", "Two", "Three", "Four", "Five", "Six")
    points = Estimate(5, 5, 5, 2)
    await log.touch(2, lambda ledger, team, its: ledger.backlog.put(team, replace(its, effort=points)))
    await log.touch(3, lambda ledger, team, its: backlog.finish(ledger, team, its.id, log.now))
    await log.touch(
        4, lambda ledger, team, its: backlog.edit(ledger, team, its.id, Story("Four by region"), log.now)
    )
    await log.touch(6, lambda ledger, team, its: backlog.drop(ledger, team, its.id, BEN, log.now))
    undone = await log.undo(one)
    assert (undone.gone, undone.stay) == ((1, 5, 6), (2, 3, 4))
    assert [number for number, _, _ in await log.backlog()] == [2, 4]
    with pytest.raises(Settled):
        await log.undo(one, by=ADA)
    again = (await log.breaks(one, "One", "two", "Three", "Four")).round.state.said
    assert again is not None
    assert [each.number for each in again.stories] == [7, 2, 3, 4], "what stayed is not written twice"
    undone = await log.undo(one)
    assert (undone.gone, undone.stay) == ((7,), (2, 3, 4)), "nor is it anybody's to take back now"


async def test_a_story_in_a_spike_is_somebodys_and_stays(log: Log) -> None:
    one = await log.record()
    await log.breaks(one, *WORK)

    def begin(ledger: Ledger, team: Team) -> None:
        story = ledger.backlog.numbered(team, 1)
        assert story
        wish = SpikeWish("Which sign?", Span(timedelta(hours=4)), (BEN,), story=story.id)
        spiking.start(ledger, team, wish, BEN, log.now)

    await log.do(begin)
    undone = await log.undo(one)
    assert (undone.gone, undone.stay) == ((2,), (1,))
