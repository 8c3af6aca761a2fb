"""A retro's life at random: people write, take back, feel, vote, move it on and leave, in any order."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.ceremonies.action import ActionStands
from bot.ceremonies.retro import AnswerPulse, GoOn, PutTogether, Retro, Settings, TakeApart
from bot.ceremonies.retro.clock import ORDER
from bot.ceremonies.retro.state import Pace, Secret
from bot.errors import BotError
from bot.model import Notice, RoundId, Tick
from storage import codec
from tests.bot.ceremonies.wall import Wall
from tests.factories import member_id

PEOPLE = ("Ada", "Ben", "Cai", "Lea")
names = st.sampled_from(PEOPLE)
#: What the edge lets through.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
paces: st.SearchStrategy[Pace] = st.sampled_from(["hand", "meeting", "days"])


class Life(RuleBasedStateMachine):
    """One retro, and beside it what was done, kept in the plainest way."""

    @initialize(pace=paces, dots=st.integers(1, 3), begun=st.booleans())
    def begin(self, pace: Pace, dots: int, begun: bool) -> None:
        self.settings = Settings(pace=pace, dots=dots, pulse="How was it?")
        self.wall = Wall(self.settings, begun=begun)
        self.notes: dict[str, str] = {}
        self.scores: dict[str, int] = {}
        self.dots: dict[str, tuple[int, ...]] = {}
        self.seen: dict[str, Notice] = {}
        self.phase = self.wall.state.phase
        self.agreed = 0

    def moved(self) -> None:
        """What was done while a phase went on counts when it ends."""
        before, now = self.phase, self.wall.state.phase
        assert ORDER.index(now) >= ORDER.index(before), "never back"
        self.phase = now

    @rule(by=names, text=texts, column=st.sampled_from(["start", "stop", "", "?"]))
    def write(self, by: str, text: str, column: str) -> None:
        try:
            name = self.wall.note(text, by, column)
        except BotError:
            return
        self.notes[name] = text.strip()

    @rule(by=names, pick=st.integers(0, 30), late=st.booleans())
    def take_back(self, by: str, pick: int, late: bool) -> None:
        if not self.notes:
            return
        name = sorted(self.notes)[pick % len(self.notes)]
        until = self.wall.at - timedelta(seconds=1) if late else self.wall.at
        try:
            self.wall.take_back(name, by, until=until)
        except BotError:
            return
        assert not late
        del self.notes[name]

    @rule(by=names, score=st.integers(0, 6))
    def feel(self, by: str, score: int) -> None:
        try:
            self.wall.act(AnswerPulse(score, f"k{by}"), by)
        except BotError:
            return
        self.scores[by] = score

    @rule(by=names, dots=st.lists(st.integers(0, 8), max_size=4))
    def vote(self, by: str, dots: list[int]) -> None:
        try:
            self.wall.vote(by, *dots)
        except BotError:
            return
        assert len(dots) <= self.settings.dots
        self.dots[by] = tuple(dots)

    @rule(by=names, themes=st.lists(st.integers(0, 8), max_size=4), title=texts)
    def group(self, by: str, themes: list[int], title: str) -> None:
        try:
            self.wall.act(PutTogether(tuple(themes), title), by)
        except BotError:
            return

    @rule(by=names, theme=st.integers(0, 8))
    def apart(self, by: str, theme: int) -> None:
        try:
            self.wall.act(TakeApart(theme), by)
        except BotError:
            return

    @rule(by=names, phase=st.sampled_from(ORDER))
    def go_on(self, by: str, phase: str) -> None:
        try:
            self.wall.act(GoOn(next(each for each in ORDER if each == phase)), by)
        except BotError:
            return
        self.moved()

    @rule(by=names)
    def start(self, by: str) -> None:
        try:
            self.wall.begin(self.settings, by=by)
        except BotError:
            return
        self.moved()

    @rule(by=names, owner=names)
    def agree(self, by: str, owner: str) -> None:
        try:
            self.wall.agree(by=by, owner=owner)
        except BotError:
            return
        self.agreed += 1

    @rule(item=st.integers(1, 5), done=st.booleans())
    def hear(self, item: int, done: bool) -> None:
        day = self.wall.at.date()
        standing = "done" if done else "dropped"
        act = ActionStands(
            item,
            RoundId(f"a{item}"),
            "It",
            member_id("Ben"),
            "Ben",
            day,
            "",
            "done" if done else "dropped",
            standing,
        )
        self.wall.act(act)

    @rule(minutes=st.integers(0, 60 * 24 * 8))
    def wait(self, minutes: int) -> None:
        self.wall.to(self.wall.at + timedelta(minutes=minutes))
        self.moved()

    @rule(name=names, active=st.booleans())
    def leave(self, name: str, active: bool) -> None:
        self.wall.members = tuple(
            replace(each, active=active) if each.name == name else each for each in self.wall.members
        )

    @invariant()
    def each_note_is_there_once(self) -> None:
        state = self.wall.state
        assert {each.id: each.text for each in state.notes} == self.notes
        if state.themes:
            assert Counter(note for each in state.themes for note in each.notes) == Counter(list(self.notes))
            assert len(set(state.votable)) == len(state.themes)

    @invariant()
    def dots_are_counted_once_and_by_nobody(self) -> None:
        state = self.wall.state
        if state.phase in {"discuss", "actions", "closed"} and len(state.themes) > 1:
            expected = Counter(dot for dots in self.dots.values() for dot in dots)
            assert {each.number: each.dots for each in state.themes if each.dots} == dict(expected)

    @invariant()
    def the_key_is_gone_with_what_it_was_for(self) -> None:
        state = self.wall.state
        if state.phase not in {"notes", "collect", "vote"}:
            assert state.secret == Secret()
        raw = codec.dump(Retro, replace(state, items=(), facilitator=member_id("x"), facilitator_name=""))
        assert not any(str(member_id(name)) in raw for name in PEOPLE)
        if state.pulse:
            assert state.pulse.answers == len(self.scores)
            assert bool(state.pulse.counts) == (len(self.scores) >= 5)

    @invariant()
    def what_was_shown_stays_and_dots_are_blind(self) -> None:
        shown = self.wall.shown()
        assert self.seen.keys() <= shown.keys()
        self.seen = shown
        if self.wall.state.phase == "vote":
            assert "dots=None" in repr(shown["vote"])
            assert all(each.dots is None for each in self.wall.state.themes)

    @invariant()
    def few_actions_are_open(self) -> None:
        assert len(self.wall.state.own) <= self.settings.actions
        assert len(self.wall.opens) == self.agreed

    @invariant()
    def the_clock_knows_when_and_a_tick_changes_nothing(self) -> None:
        state = self.wall.state
        assert self.wall.round.over == (state.phase == "closed")
        if state.due and self.wall.at < state.due:
            before = self.wall.round
            self.wall.act(Tick())
            assert self.wall.round == replace(before, wake_at=self.wall.round.wake_at)
        assert codec.load(Retro, codec.dump(Retro, state)) == state


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
