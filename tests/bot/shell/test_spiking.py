"""Spikes over a real store: what becomes of stories and votes, and a bot that was down when time was up."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import rounds
from bot.book.pasting import Draft
from bot.ceremonies import estimation
from bot.ceremonies.estimation import Cast, Laid
from bot.ceremonies.spike import Spike
from bot.durations import Span
from bot.errors import BadInput, NotYours, Settled
from bot.ledger import Ledger
from bot.model import Dm, MemberChanged, Round, SpikeDecision, Story, Team
from bot.shell import backlog, estimating, spiking
from bot.shell.spiking import Outcome, Wish
from tests.factories import WORKSPACE, make_person, member_id, utc
from tests.house import House
from tests.shell import Shell

FRIDAY = utc("20 16:00")
ADA, BEN = member_id("Ada"), member_id("Ben")


class SpikeHouse(House):
    """A team of two with one story, and its spikes."""

    async def story(self, title: str = "Churn") -> Story:
        return await self.do(lambda ledger, team: backlog.add(ledger, team, [Draft(title)], self.now)[0])

    async def start(self, story: Story | None = None, owner: str = "Ada") -> Round[Spike]:
        wish = Wish(
            "Which?", Span(timedelta(hours=3)), (member_id(owner),), story=story.id if story else None
        )
        return await self.do(lambda ledger, team: spiking.start(ledger, team, wish, ADA, self.now))

    async def decide(
        self, round_: Round[Spike], decision: SpikeDecision, text: str = "Two", **more: object
    ) -> None:
        outcome = Outcome(decision, text, **more)  # type: ignore[arg-type]
        await self.do(lambda ledger, _: spiking.decide(ledger, WORKSPACE, round_.id, outcome, ADA, self.now))

    async def voted(self, story: Story, card: str) -> Round[estimation.Estimation]:
        """Ada's vote on it, which is all of it."""

        def fn(ledger: Ledger, team: Team) -> Round[estimation.Estimation]:
            vote = estimating.call(ledger, team, [story], estimating.Wish((ADA,), ()), ADA, self.now)
            cast = Cast(1, (Laid("effort", {story.id: card}),), sent=True)
            return rounds.perform(ledger, WORKSPACE, vote.id, cast, ADA, self.now)

        return await self.do(fn)

    async def of(self, story: Story) -> Story:
        return await self.do(lambda ledger, team: backlog.get(ledger, team, story.id))

    async def votes(self) -> tuple[Round[estimation.Estimation], ...]:
        return await self.do(lambda ledger, team: ledger.rounds.open_of(team, (estimation.KIND,)))

    def told(self, name: str) -> list[str]:
        """The kinds of messages that reached them, in order."""
        whose = Dm(member_id(name))
        return [
            type(each.notice).__name__ for each in self.shell.messenger.messages if each.notice.place == whose
        ]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[SpikeHouse]:
    shell = Shell(tmp_path, FRIDAY)
    await shell.people(make_person("Ada"), make_person("Ben"))
    made = SpikeHouse(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    yield made
    await shell.stop()


async def test_its_story_is_put_to_those_who_voted_before_with_the_finding(house: SpikeHouse) -> None:
    story = await house.story()
    old = await house.voted(story, "?")
    await house.decide(await house.start(story), "estimable", "Two of nine regions")
    [vote] = await house.votes()
    assert vote.id != old.id, "the old vote leaves the story to the new one, and is over"
    assert vote.state.topics[0].finding == "Two of nine regions"
    assert [(each.id, each.ballots) for each in vote.state.voters] == [(ADA, ("effort",))]
    assert (await house.of(story)).finding == "Two of nine regions"


async def test_a_story_that_is_voted_on_is_not_put_to_a_second_vote(house: SpikeHouse) -> None:
    story = await house.story()
    begun = await house.start(story)
    wish = estimating.Wish((ADA, BEN), ())
    await house.do(lambda ledger, team: estimating.call(ledger, team, [story], wish, ADA, house.now))
    with pytest.raises(BadInput, match="in a vote already") as refused:
        await house.decide(begun, "estimable")
    assert refused.value.field == "decision"
    await house.decide(begun, "answered")


async def test_a_vote_called_anew_takes_the_story_from_one_that_did_not_settle_it(house: SpikeHouse) -> None:
    story = await house.story()
    old = await house.voted(story, "?")
    new = await house.voted(story, "5")
    assert await house.votes() == (), "nothing is left to do in the old one"
    assert old.id != new.id
    assert new.over
    assert (await house.of(story)).effort is not None


async def test_split_adds_its_parts_and_drops_it(house: SpikeHouse) -> None:
    story = await house.story()
    parts = (Draft("By region"), Draft("By plan"))
    begun = await house.start(story)
    with pytest.raises(BadInput, match="Name the stories"):
        await house.decide(begun, "split")
    await house.decide(begun, "split", parts=parts)
    assert (await house.of(story)).state == "dropped"
    left = await house.do(lambda ledger, team: ledger.backlog.of_team(team))
    assert [each.title for each in left] == ["By region", "By plan"]


async def test_a_dropped_spike_drops_its_story_only_where_that_was_ticked(house: SpikeHouse) -> None:
    kept, dropped = await house.story("One"), await house.story("Two")
    await house.decide(await house.start(kept), "drop")
    await house.decide(await house.start(dropped), "drop", drop_story=True)
    assert (await house.of(kept)).state == "open"
    assert (await house.of(dropped)).state == "dropped"


async def test_a_second_spike_for_a_story_waits_for_the_first(house: SpikeHouse) -> None:
    story = await house.story()
    first = await house.start(story)
    with pytest.raises(BadInput, match="Ada has a spike for #1 already"):
        await house.start(story)
    await house.decide(first, "answered")
    await house.start(story)


async def test_a_decision_is_made_once(house: SpikeHouse) -> None:
    begun = await house.start()
    await house.decide(begun, "answered")
    with pytest.raises(Settled, match="Ada has ended this spike already"):
        await house.decide(begun, "drop")


async def test_a_refused_decision_leaves_nothing_behind(house: SpikeHouse) -> None:
    story = await house.story()
    begun = await house.start(story)
    with pytest.raises(BadInput, match="Say what you found"):
        await house.decide(begun, "split", "", parts=(Draft("By region"),))
    left = await house.do(lambda ledger, team: ledger.backlog.of_team(team))
    assert [each.title for each in left] == ["Churn"]


async def test_a_bot_that_was_down_says_only_what_is_still_of_use_and_says_it_once(house: SpikeHouse) -> None:
    await house.start()
    await house.shell.stop()
    house.shell.clock.moment = utc("23 11:20")
    house.shell.open()
    await house.shell.settle()
    assert house.told("Ada") == ["Remind"]
    await house.shell.stop()
    house.shell.open()
    await house.shell.to(utc("23 18:00"))
    assert house.told("Ada") == ["Remind"]
    await house.shell.to(utc("25 12:00"))
    assert house.told("Ada") == ["Remind", "AskAgain", "AskAgain"]


async def test_who_has_no_part_in_a_spike_cannot_end_it(house: SpikeHouse) -> None:
    begun = await house.start()
    outcome = Outcome("answered", "Two")
    with pytest.raises(NotYours):
        await house.do(lambda ledger, _: spiking.decide(ledger, WORKSPACE, begun.id, outcome, BEN, house.now))


async def test_an_owner_who_leaves_leaves_it_to_the_lead(house: SpikeHouse) -> None:
    begun = await house.start(owner="Ben")
    assert house.told("Ben") == ["Yours"]

    def left(ledger: Ledger, team: Team) -> None:
        ledger.roster.put_people(WORKSPACE, [make_person("Ben", active=False)])
        rounds.announce(ledger, team, MemberChanged(BEN), house.now)

    await house.do(left)
    assert house.told("Ada") == ["AskLead"]
    await house.shell.to(utc("23 12:00"))
    found = await house.do(lambda ledger, _: spiking.get(ledger, WORKSPACE, begun.id))
    assert found.round.state.missing is not None
