"""An estimation's life at random: people of two electorates vote, change their minds, move it on and leave, in any
order, while stories change under it."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.book.deck import DEFAULT, cards
from bot.ceremonies.estimation import Again, Cast, Close, End, Estimation, Laid, Settle, StoryChanged
from bot.ceremonies.experiment import Brief, Tried, newest
from bot.errors import BotError
from bot.model import Act, Ballot, MemberChanged, Notice, StoryId
from storage import codec
from tests.bot.ceremonies.table import Table, make_topic
from tests.factories import AUCKLAND, LOS_ANGELES, make_member, member_id, utc

EFFORT, VALUE = ("Ada", "Kiri", "Lou"), ("Lou", "Sue")
PEOPLE = ("Ada", "Kiri", "Lou", "Sue", "Obi")
STORIES = 3
#: What stands in every reason, and in nothing that is shown before its votes are counted.
SECRET = "sealed-reason"

names = st.sampled_from(PEOPLE)
stories = st.integers(1, STORIES)
ballots: st.SearchStrategy[Ballot] = st.sampled_from(["effort", "value"])
laid = st.sampled_from([*cards(DEFAULT), "", "4"])
moves = st.sampled_from([Close, Again, End])

#: Story and ballot.
Where = tuple[str, Ballot]


class Life(RuleBasedStateMachine):
    """One estimation, and beside it what each has laid, kept in the plainest way."""

    @initialize()
    def begin(self) -> None:
        members = (
            make_member("Ada"),
            make_member("Kiri", AUCKLAND),
            make_member("Lou", LOS_ANGELES),
            make_member("Sue", roles=("stakeholder",)),
            make_member("Obi", roles=("observer",)),
        )
        self.table = Table(*members, stories=STORIES, effort=" ".join(EFFORT), value=" ".join(VALUE))
        self.held: dict[Where, dict[str, str]] = {}
        self.seen: dict[str, Notice] = {}
        self.reasons = 0
        self.tried: dict[str, Brief] = {}

    def act(self, act: Act, by: str = "") -> bool:
        """Whether it was done. What was open and is counted came to just what was held."""
        before, known = self.table.state, len(self.table.entries)
        try:
            self.table.act(act, by)
        except BotError:
            return False
        self.check_counts(before, known)
        return True

    def check_counts(self, before: Estimation, known: int) -> None:
        counted = {(each.story, each.ballot) for each in before.matters if each.open}
        for each in self.table.entries[known:]:
            where: Where = (each.story, each.ballot)
            if where in counted:
                assert dict(each.counts) == Counter(self.held.pop(where, {}).values())

    @rule(by=names, story=stories, ballot=ballots, card=laid, sent=st.booleans(), late=st.booleans())
    def lay(self, by: str, story: int, ballot: Ballot, card: str, *, sent: bool, late: bool) -> None:
        where, before = (f"S{story}", ballot), self.table.state
        self.reasons += 1
        act = Cast(
            before.poll - late,
            (Laid(ballot, {StoryId(where[0]): card}, {StoryId(where[0]): f"{SECRET}-{self.reasons}"}),),
            sent,
        )
        open_ = any(each.open and (each.story, each.ballot) == where for each in before.matters)
        was = dict(self.held.get(where, {}))
        may = by in (EFFORT if ballot == "effort" else VALUE) and card != "4" and not late and before.voting
        if may and open_:  # said before, as the card may be the last, and counted with it
            self.held[where] = {
                **{who: its for who, its in was.items() if who != by},
                **({by: card} if card else {}),
            }
        if not self.act(act, by) and may and open_:
            left = next(each for each in before.voters if each.id == member_id(by)).absent == "left"
            assert left or member_id(by) not in {each.id for each in before.voters if ballot in each.ballots}
            self.held[where] = was

    @rule(by=names, move=moves, late=st.booleans())
    def move(self, by: str, move: type[Close] | type[Again] | type[End], *, late: bool) -> None:
        done = self.act(move(self.table.state.poll - late), by)
        assert not (done and (late or by != "Ada")), "only who called it, in the vote that they saw"
        if done and move is End:
            self.held.clear()

    @rule(
        by=names,
        story=stories,
        ballot=ballots,
        card=laid,
        note=st.sampled_from(["We agreed", ""]),
        late=st.booleans(),
    )
    def settle(self, by: str, story: int, ballot: Ballot, card: str, note: str, *, late: bool) -> None:
        unsettled = {(each.story, each.ballot) for each in self.table.state.unsettled}
        done = self.act(Settle(self.table.state.poll - late, StoryId(f"S{story}"), ballot, card, note), by)
        assert not done or (not late and note and card.isdecimal() and (f"S{story}", ballot) in unsettled)

    @rule(story=stories, dropped=st.booleans())
    def change(self, story: int, *, dropped: bool) -> None:
        topic = replace(make_topic(story), title=f"Reads differently {self.reasons}")
        if dropped:
            for ballot in ("effort", "value"):
                self.held.pop((f"S{story}", ballot), None)
        assert self.act(StoryChanged(topic, dropped))

    @rule(
        key=st.sampled_from("123"),
        story=st.integers(0, STORIES + 1),
        value=st.sampled_from([None, 70.0, 85.0]),
    )
    def try_something(self, key: str, story: int, value: float | None) -> None:
        """Experiments are told, and move to other stories; nothing of the vote changes by it."""
        its = StoryId(f"S{story}") if story else None
        now = Brief(key, utc(f"2{key} 10:00"), its, "F1", value=value)
        before = self.table.round
        if before.over:
            return
        assert self.act(Tried(now))
        here = 0 < story <= STORIES
        self.tried = {each: its for each, its in self.tried.items() if each != key} | (
            {key: now} if here else {}
        )
        known = tuple(self.tried[each] for each in sorted(self.tried))
        assert self.table.round == replace(before, state=replace(before.state, tried=known))

    @rule(who=st.sampled_from(("Kiri", "Lou", "Sue")))
    def come_or_go(self, who: str) -> None:
        self.table.members = tuple(
            replace(each, active=not each.active) if each.name == who else each for each in self.table.members
        )
        assert self.act(MemberChanged(member_id(who)))

    @rule(hours=st.sampled_from([0.3, 1.0, 7.0, 26.0, 100.0]))
    def wait(self, hours: float) -> None:
        before, known = self.table.state, len(self.table.entries)
        self.table.to(self.table.at + timedelta(hours=hours))
        self.check_counts(before, known)
        assert not self.table.state.voting or self.table.at < self.table.state.ends_at

    @invariant()
    def what_is_open_holds_what_was_laid_and_nothing_else_does(self) -> None:
        for each in self.table.state.matters:
            said = {who.removeprefix("U").capitalize(): card for who, card in each.cards.items()}
            assert said == (self.held.get((each.story, each.ballot), {}) if each.open else {})
            assert each.open or not each.reasons

    @invariant()
    def what_is_sealed_is_not_shown(self) -> None:
        open_ = [each for each in self.table.state.matters if each.open]
        shown = str(self.table.shown())
        assert not any(reason in shown for each in open_ for reason in each.reasons.values())
        assert SECRET not in repr(open_)

    @invariant()
    def a_card_that_is_voted_on_has_the_newest_experiment_of_each_of_its_stories(self) -> None:
        card = self.table.card()
        there = {each.story for each in card.topics} if self.table.state.voting else set()
        known = [self.tried[each] for each in sorted(self.tried)]
        assert card.tried == newest(known, there)

    @invariant()
    def nobody_is_waited_for_who_has_nothing_to_vote_on(self) -> None:
        state = self.table.state
        asked = {each.ballot for each in state.matters if each.open}
        assert not state.voting or all(asked & {*each.ballots} for each in state.voters if each.awaited)

    @invariant()
    def no_message_is_dropped(self) -> None:
        assert self.seen.keys() <= self.table.shown().keys()
        self.seen = self.table.shown()

    @invariant()
    def it_wakes_until_it_is_over(self) -> None:
        round_ = self.table.round
        assert (round_.wake_at is None) == round_.over
        assert round_.over == (round_.state.ended or not (round_.state.voting or round_.state.unsettled))

    @invariant()
    def it_is_stored_as_it_is(self) -> None:
        assert codec.load(Estimation, codec.dump(Estimation, self.table.state)) == self.table.state

    @invariant()
    def its_card_counts_no_more_voters_than_there_are(self) -> None:
        assert all(0 <= each.voted <= each.of for each in self.table.card().progress)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
