"""Results over both stores reach the cards of the sprint and of the votes that hold their story, by themselves."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot import rounds
from bot.book.pasting import Draft
from bot.ceremonies.estimation.notices import Card as VoteCard
from bot.ceremonies.estimation.state import Close
from bot.ceremonies.experiment import Brief, Correct, TakeOut
from bot.ceremonies.sprint import Settle
from bot.ceremonies.sprint.notices import Card as SprintCard
from bot.durations import Span
from bot.ledger import Ledger
from bot.model import Act, Measured, Report, Round, RoundId, Story, Team
from bot.shell import backlog, estimating, experiments, results, spiking, sprinting, verdicts
from tests.bot.trying import ADA, BEN, SETUP, Lab, at_once
from tests.factories import WORKSPACE

NEW = Brief("churn-1", datetime(2026, 11, 23, 12, tzinfo=UTC), None, "f1")
MONDAY = date(2026, 11, 23)


class Held:
    """Two stories, and the sprint and the votes that they may be in."""

    def __init__(self, lab: Lab, one: Story, two: Story) -> None:
        self.lab, self.one, self.two = lab, one, two
        self.new = replace(NEW, story=one.id)  #: the experiment of the first, once it is registered

    @property
    def came(self) -> Brief:
        """The same, with its first result."""
        return replace(self.new, value=0.8, day=MONDAY)

    async def plan(self, *stories: Story) -> None:
        """Let them be all of the sprint, which begins now where there was none."""
        act = Settle("", tuple(each.id for each in stories))

        def do(ledger: Ledger, team: Team) -> None:
            running = sprinting.running(ledger, team)
            wish = sprinting.Wish(2, MONDAY)
            now = running.round if running else sprinting.start(ledger, team, wish, ADA, self.lab.now)
            rounds.perform(ledger, WORKSPACE, now.id, act, ADA, self.lab.now)

        await self.lab.do(do)

    async def vote(self, *stories: Story) -> Round[Any]:
        wish = estimating.Wish((ADA, BEN), ())
        return await self.lab.do(
            lambda ledger, team: estimating.call(ledger, team, stories, wish, ADA, self.lab.now)
        )

    async def register(self, story: Story, key: str = "churn-1") -> Round[Any]:
        its = await self.lab.register(key, story=story.id)
        if key == self.new.key:
            self.new = replace(self.new, began=its.opened_at)
        return its

    async def act(self, round_: RoundId, act: Act) -> None:
        await self.lab.do(lambda ledger, _: rounds.perform(ledger, WORKSPACE, round_, act, ADA, self.lab.now))

    async def told(self) -> tuple[list[tuple[Brief, ...]], list[tuple[Brief, ...]]]:
        """What stands in the channel on the cards of sprints, and on those of votes, once all was sent."""
        await self.lab.shell.to(self.lab.now + timedelta(seconds=30))
        return [each.tried for each in self.lab.told(SprintCard)], [
            each.tried for each in self.lab.told(VoteCard)
        ]

    async def open(self) -> list[Round[Any]]:
        return await self.lab.do(
            lambda ledger, team: [*ledger.rounds.open_of(team, ("sprint", "estimation"))]
        )


@pytest.fixture
async def held(lab: Lab) -> Held:
    drafts = [Draft("Calibrate the model"), Draft("Rerun partitions")]
    return Held(lab, *await lab.do(lambda ledger, team: backlog.add(ledger, team, drafts, lab.now)))


async def test_each_change_of_an_experiment_reaches_both_cards(held: Held) -> None:
    await held.plan(held.one, held.two)
    await held.vote(held.one, held.two)
    assert await held.told() == ([()], [()])
    its = await held.register(held.one)
    assert await held.told() == ([(held.new,)], [(held.new,)])
    await held.lab.take(0.8, "job 1")
    assert await held.told() == ([(held.came,)], [(held.came,)])
    await held.act(its.id, Correct(1, 0.81, 5))
    put_right = replace(held.came, value=0.81)
    assert await held.told() == ([(put_right,)], [(put_right,)])
    await held.act(its.id, TakeOut(1))
    assert await held.told() == ([(held.new,)], [(held.new,)])
    await held.lab.take(0.82, "job 2")
    await held.lab.decide(its)
    proved = replace(held.came, value=0.82, outcome="proved")
    assert await held.told() == ([(proved,)], [(proved,)])
    await held.lab.do(lambda ledger, _: verdicts.reopen(ledger, WORKSPACE, its.id, BEN, held.lab.now))
    again = replace(proved, outcome=None)
    assert await held.told() == ([(again,)], [(again,)])


async def test_an_experiment_that_is_of_another_story_leaves_the_one_and_stands_beside_the_other(
    held: Held,
) -> None:
    await held.plan(held.one)
    await held.vote(held.two)
    its = await held.register(held.one)
    await held.lab.take(0.8, "job 1")
    assert await held.told() == ([(held.came,)], [()])
    for story, planned, voted in (
        (held.two.id, (), (replace(held.came, story=held.two.id),)),
        (None, (), ()),
        (held.one.id, (held.came,), ()),
    ):
        wish = experiments.Wish(SETUP, story=story)
        await held.lab.do(
            lambda ledger, _, wish=wish: experiments.change(  # type: ignore[misc] # bound at once
                ledger, WORKSPACE, its.id, wish, BEN, held.lab.now
            )
        )
        assert await held.told() == ([planned], [voted])


async def test_what_begins_later_and_what_is_taken_in_later_shows_it_from_the_beginning(held: Held) -> None:
    its = await held.register(held.one)
    await held.lab.take(0.8, "job 1")
    await held.lab.decide(its)
    proved = replace(held.came, outcome="proved")
    await held.plan(held.two)
    await held.vote(held.one, held.two)
    assert await held.told() == ([()], [(proved,)])
    await held.plan(held.one, held.two)
    assert await held.told() == ([(proved,)], [(proved,)])


async def test_the_vote_that_a_spike_ends_in_shows_it_too(held: Held) -> None:
    await held.register(held.one)
    await held.lab.take(0.8, "job 1")
    wish = spiking.Wish("Can we?", Span(timedelta(hours=1)), (ADA,), story=held.one.id)
    outcome = spiking.Outcome("estimable", "We can")

    def do(ledger: Ledger, team: Team) -> None:
        its = spiking.start(ledger, team, wish, ADA, held.lab.now)
        spiking.decide(ledger, WORKSPACE, its.id, outcome, ADA, held.lab.now)

    await held.lab.do(do)
    assert await held.told() == ([], [(held.came,)])


async def test_what_does_not_concern_them_leaves_them_as_they_are(held: Held) -> None:
    await held.plan(held.one)
    await held.vote(held.one)
    await held.register(held.one)
    await held.lab.take(0.8, "job 1")
    await held.told()
    before, calls = await held.open(), len(held.lab.shell.messenger.calls)
    await held.lab.take(0.8, "job 1")
    await held.lab.take(0.7, "job 0", at=held.lab.now - timedelta(hours=3))
    await held.register(held.two, "calls-1")
    assert await held.told() == ([(held.came,)], [(held.came,)])
    assert await held.open() == before, "with their versions, so that no act was noted either"
    news = [each.notice for each in held.lab.shell.messenger.calls[calls:]]
    assert not [each for each in news if isinstance(each, SprintCard | VoteCard)]


async def test_a_vote_that_was_counted_keeps_its_card_and_its_thread_and_nobody_is_told_twice(
    held: Held,
) -> None:
    vote = await held.vote(held.one)
    its = await held.register(held.one)
    await held.lab.take(0.8, "job 1")
    assert await held.told() == ([], [(held.came,)])
    for who in (ADA, BEN):
        await held.lab.do(
            lambda ledger, _, who=who: estimating.lay(ledger, WORKSPACE, vote.id, 1, 2, who, held.lab.now)  # type: ignore[misc] # bound at once
        )
    assert await held.told() == ([], [()])
    there = held.lab.shell.messenger.messages
    await held.act(its.id, Correct(1, 0.81, 5))
    assert await held.told() == ([], [()])
    after = held.lab.shell.messenger.messages
    assert [each.key for each in after] == [each.key for each in there], "an edit of its own card and thread"
    of_vote = [(each.notice, each.edits) for each in after if each.notice.round == vote.id]
    assert of_vote == [(each.notice, each.edits) for each in there if each.notice.round == vote.id]


async def test_results_stories_and_counts_at_once_end_as_one_after_the_other(held: Held) -> None:
    await held.plan(held.one, held.two)
    vote = await held.vote(held.one)
    await held.register(held.one)
    await held.lab.do(lambda ledger, _: estimating.lay(ledger, WORKSPACE, vote.id, 1, 2, ADA, held.lab.now))
    team = await held.lab.do(lambda _, team: team)
    now = held.lab.now

    def report(number: int) -> Callable[[Ledger], Any]:
        at = now - timedelta(minutes=number)
        its = Report(f"job {number}", (Measured("f1", 0.8 - number / 100),), "churn-1", 5, at=at)
        return lambda ledger: results.take(ledger, team, its, now)

    def rename(ledger: Ledger) -> None:
        backlog.edit(ledger, team, held.one.id, Draft("Calibrate it"), now)

    def count(ledger: Ledger) -> None:
        rounds.perform(ledger, WORKSPACE, vote.id, Close(1), ADA, now)

    def plan(ledger: Ledger) -> None:
        running = sprinting.current(ledger, team).round
        rounds.perform(ledger, WORKSPACE, running.id, Settle("", (held.one.id, held.two.id)), ADA, now)

    works = (report(1), rename, count, report(0), plan)
    found = await asyncio.wait_for(at_once(held.lab.shell, *works), 60)
    assert [each for each in found if isinstance(each, Exception)] == []
    assert await held.told() == ([(held.came,)], [()])
    [planned] = held.lab.told(SprintCard)
    assert [each.title for each in planned.claims] == ["Calibrate it", "Rerun partitions"]
