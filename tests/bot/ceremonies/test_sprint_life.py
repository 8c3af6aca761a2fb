"""Random lives of a chain of sprints: whatever people do and whenever the clock acts, nothing is counted twice, nothing
is lost on the way to the next sprint, and the clock never stands still."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cadence import Cadence
from bot.ceremonies.estimation import StoryChanged, Topic
from bot.ceremonies.experiment import Brief, Tried
from bot.ceremonies.sprint import Close, Hours, SayWhy, Settle, Skip, Sprint, Take, begin
from bot.ceremonies.sprint.rules import advance
from bot.ceremonies.sprint.shown import show
from bot.errors import BotError
from bot.model import (
    Act,
    Book,
    Estimate,
    Round,
    RoundId,
    SprintPast,
    SprintStands,
    Story,
    StoryId,
    Tick,
    Turn,
)
from tests.factories import WORKSPACE, make_book, make_member, make_team

LEA = make_member("Lea", roles=("developer", "lead"))
ADA = make_member("Ada")
MONDAY = date(2027, 1, 4)
ZONES = ("Europe/London", "America/New_York", "Pacific/Auckland", "Asia/Kolkata")
SIZES = (1, 2, 3, 5, 8)
STORIES = tuple(
    Story(StoryId(f"S{number}"), number, f"Story {number}", effort=Estimate(size, size, size, 2))
    for number, size in enumerate(SIZES, start=1)
)
ids = st.sampled_from([each.id for each in STORIES])
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(Settle, st.just("Goal"), st.lists(ids, min_size=1, max_size=5).map(tuple)),
    st.builds(Take, ids, st.sampled_from([ADA.id, LEA.id, None])),
    st.builds(
        lambda each, done, dropped: StoryChanged(
            Topic(each, 1, "Story"), dropped=dropped and not done, done=done
        ),
        ids,
        st.booleans(),
        st.booleans(),
    ),
    st.builds(
        lambda key, story, value: Tried(
            Brief(key, datetime(2027, 1, 1 + int(key), tzinfo=UTC), story, "F1", value=value)
        ),
        st.sampled_from("123"),
        st.one_of(ids, st.sampled_from([None, StoryId("S9")])),
        st.sampled_from([None, 70.0, 85.0]),
    ),
    st.builds(SayWhy, ids, st.sampled_from(["data", "harder"])),
    st.just(Close()),
    st.just(Skip()),
    st.just(Tick()),
)
steps = st.lists(st.tuples(st.integers(0, 20 * 24 * 60), acts), max_size=25)


class Chain:
    """Sprints, each opened by the one before."""

    def __init__(self, zone: str, weeks: int) -> None:
        self.at = datetime(2027, 1, 3, 12, tzinfo=UTC)
        self.zone = zone
        self.rounds: list[Round[Sprint]] = []
        self.pasts: dict[RoundId, SprintStands] = {}
        self._start(begin(self.book, Cadence(weeks, MONDAY), Hours(), LEA, self.at))

    @property
    def book(self) -> Book:
        made = make_book(LEA, ADA)
        closed = tuple(SprintPast(name, each) for name, each in self.pasts.items() if each.closed_at)
        return replace(
            made, team=replace(make_team(), zone=self.zone), backlog=STORIES, stories=STORIES, sprints=closed
        )

    def _start(self, turn: Turn[Sprint]) -> None:
        name = RoundId(f"sprint-{len(self.rounds) + 1}")
        self.rounds.append(
            Round(
                name,
                WORKSPACE,
                make_team().id,
                "sprint",
                name,
                self.at,
                turn.state,
                None,
                turn.wake_at,
                turn.over,
            )
        )
        self._follow(turn)

    def _follow(self, turn: Turn[Sprint]) -> None:
        for each in turn.opens:
            if each.kind == "sprint":
                self._start(each.turn)

    def act(self, at: int, act: Act) -> None:
        """An act on a round. Raises what it refuses with."""
        round_ = self.rounds[at]
        who = None if isinstance(act, Tick | StoryChanged | Tried) else LEA.id
        turn = advance(round_, act, who, self.at, self.book)
        if isinstance(act, Tried):  # what is told beside its stories is all that it changes
            assert turn == Turn(replace(round_.state, tried=turn.state.tried), round_.wake_at)
            assert round_.state.phase == "running" or turn.state == round_.state
        wake = turn.wake_at
        if not isinstance(act, Tick) and round_.wake_at and not turn.over:
            wake = min(round_.wake_at, wake or round_.wake_at)
        self.rounds[at] = replace(round_, state=turn.state, wake_at=wake, over=turn.over)
        for entry in turn.entries:
            assert isinstance(entry, SprintStands)
            self.pasts[round_.id] = entry
        self._follow(turn)

    def pass_(self, minutes: int) -> None:
        """Time goes by, and the clock does what is due."""
        goal = self.at + timedelta(minutes=minutes)
        for count in range(500):
            due = [
                (each.wake_at, at) for at, each in enumerate(self.rounds) if each.wake_at and not each.over
            ]
            moment, at = min(due, default=(goal + timedelta(1), 0))
            if moment > goal:
                break
            assert count < 499, "the clock turns on the spot"
            self.at = max(self.at, moment)
            self.act(at, Tick())
        self.at = goal

    def check(self) -> None:
        """What always holds."""
        going = [each for each in self.rounds if each.state.closed_at is None]
        if self.rounds[-1].state.stopped:
            assert not going, "three in a row were not planned"
        else:
            assert len(going) == 1, "there is one to plan or to work in"
            assert not going[0].over
            assert going[0].wake_at, "and its clock goes on"
        spans = [each.state.span for each in self.rounds]
        assert all(one.last < two.first for one, two in pairwise(spans))
        for each in self.rounds:
            self._check_claims(each)
        assert all(show(each) is not None for each in self.rounds)

    def _check_claims(self, round_: Round[Sprint]) -> None:
        state = round_.state
        stories = [each.story for each in state.claims]
        assert {each.story for each in state.tried} <= set(stories)
        assert len({each.key for each in state.tried}) == len(state.tried)
        assert len(stories) == len(set(stories))
        assert all(each.state != "open" for each in state.claims) or state.closed_at is None
        assert state.done <= state.scope
        if state.phase in {"running", "closed"}:
            entry = self.pasts[round_.id]
            assert entry.claims == state.claims
            assert entry.completed == state.done
            assert entry.committed + entry.added - entry.removed == state.scope
            assert [(each.done, each.scope) for each in state.marks][-1] == (state.done, state.scope)
        if state.phase == "closed" and round_ is not self.rounds[-1]:
            after = self.rounds[self.rounds.index(round_) + 1].state
            rolled = {each.story: each.rolled + 1 for each in state.claims if each.state == "rolled"}
            assert {each.story: each.rolled for each in after.carried} == rolled


@settings(max_examples=150, deadline=None)
@given(zone=st.sampled_from(ZONES), weeks=st.integers(1, 6), life=steps)
def test_a_life_of_sprints(zone: str, weeks: int, life: list[tuple[int, Act]]) -> None:
    chain = Chain(zone, weeks)
    for minutes, act in life:
        chain.pass_(minutes)
        chain.check()
        current = next((at for at, each in enumerate(chain.rounds) if each.state.closed_at is None), None)
        if current is None:
            return
        before = current - 1 if isinstance(act, SayWhy) and current else current
        if not chain.rounds[before].over:
            with suppress(BotError):
                chain.act(before, act)
        chain.check()
