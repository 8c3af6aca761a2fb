"""The life of one experiment at random: whoever does what in whichever order, nothing of it is lost."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.ceremonies.experiment import (
    CEREMONY,
    Alter,
    Correct,
    Decide,
    Drop,
    Experiment,
    Guardrail,
    HandOver,
    Metric,
    Reopen,
    Setup,
    TakeOut,
    TakeResult,
    Worth,
)
from bot.ceremonies.experiment.shown import Came, Card, Decided
from bot.errors import BadInput, BotError, Refused, Settled
from bot.model import Act, Measured, MemberChanged, MemberId, Notice, Report, Tick
from handlers.slack.draw import draw
from storage import codec
from tests.bot.ceremonies.benched import ADA, BEN, LEA, SETUP, Bench
from tests.factories import make_book, member_id
from tests.handlers.slack import limits

#: As the forms clean them: without what cannot be stored.
texts = st.text(st.characters(exclude_categories=["C"]), max_size=60) | st.sampled_from(
    ["<!channel> & co", "&<>" * 100, "x" * 500, "😀" * 60]
)
PEOPLE = st.sampled_from([ADA.id, BEN.id, LEA.id, member_id("Zoe"), None])
VALUES = st.one_of(st.floats(0, 100), st.floats(), st.sampled_from([0.0, 70.0, 85.0, 100.0, 1e15, -0.0]))
DAYS = st.one_of(st.none(), st.floats(0.01, 1_000), st.floats(), st.sampled_from([0.01, 5.0, 1_000.0]))
FIGURES = st.one_of(st.none(), st.floats(-1e15, 1e15), st.floats(), st.sampled_from([0.0, 1.0, 50.0, 100.0]))
RAILS = st.builds(Guardrail, texts, VALUES, st.sampled_from(["higher", "lower"]), texts)
SETUPS = st.builds(
    Setup, texts, texts, texts,
    st.builds(
        Metric, st.sampled_from(["F1", "f1", "f1@de", "loss"]), st.sampled_from(["", "%", "ms"]),
        st.sampled_from(["higher", "lower"]), FIGURES, FIGURES, FIGURES, FIGURES,
    ),
    st.one_of(st.just(SETUP.guardrails), st.lists(RAILS, max_size=11).map(tuple)),
    st.one_of(st.none(), st.builds(Worth, VALUES, st.sampled_from(["EUR", ""]), st.one_of(st.none(), VALUES))),
)  # fmt: skip
PLAIN = st.builds(
    lambda target, better: replace(SETUP, metric=replace(SETUP.metric, target=target, better=better)),
    st.floats(0, 100), st.sampled_from(["higher", "lower"]),
)  # fmt: skip


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench()
        self.slots: dict[str, Notice] = {}
        self.taken = 0

    @property
    def state(self) -> Experiment:
        return self.bench.state

    def act(self, act: Act, by: MemberId | None) -> bool:
        """Whether it was done; what is refused changes nothing, and whoever may not is told so with a sentence."""
        before = self.bench.round
        try:
            turn = CEREMONY.advance(before, act, by, self.bench.at, self.bench.book)
        except BotError as refused:
            said = refused.sentence
        else:
            said = ""
        if said:
            assert said.endswith((".", "?"))
            return False
        self.bench.round = replace(before, state=turn.state, over=turn.over)
        return True

    @rule(hours=st.integers(0, 400))
    def later(self, hours: int) -> None:
        self.bench.at += timedelta(hours=hours)

    @rule(
        value=VALUES, days=DAYS, by=PEOPLE, key=st.integers(0, 9), sprint=st.none() | st.integers(1, 3), text=texts,
        ago=st.none() | st.integers(-60, 90_000_000), data=st.sampled_from(["", "October", "November"]),
        low=st.none() | VALUES, high=st.none() | VALUES, recall=st.none() | VALUES,
    )  # fmt: skip
    def result(
        self, *, value: float, days: float | None, by: MemberId | None, key: int, sprint: int | None, text: str,
        ago: int | None, data: str, low: float | None, high: float | None, recall: float | None,
    ) -> None:  # fmt: skip
        name = self.state.setup.metric.name
        measured = [Measured(name, value, low, high)]
        measured += [] if recall is None else [Measured("Recall", recall, subset="de")]
        at = None if ago is None else self.bench.at - timedelta(minutes=ago)
        report = Report(
            f"job {key}" if key else "",
            tuple(measured),
            "churn-1",
            days,
            text,
            data,
            text,
            text,
            text,
            "",
            at,
        )
        known = {each.key for each in (*self.state.results, *self.state.gone)}
        before = self.state
        if not self.act(TakeResult(report, sprint), by):
            return
        if report.key and report.key in known:
            assert self.state == before
        else:
            self.taken += 1
            assert len(self.state.results) == len(before.results) + 1

    @rule(value=st.floats(0, 100), days=st.floats(1, 20))
    def plain_result(self, value: float, days: float) -> None:
        """So that there are some."""
        self.result(
            value=value, days=days, by=None, key=0, sprint=None, text="", ago=None, data="", low=None, high=None,
            recall=None,
        )  # fmt: skip

    @rule(number=st.integers(0, 9), value=VALUES, days=DAYS, by=PEOPLE)
    def correct(self, number: int, value: float, days: float | None, by: MemberId | None) -> None:
        self.act(Correct(number, value, days), by)

    @rule(number=st.integers(0, 9), by=PEOPLE)
    def take_out(self, number: int, by: MemberId | None) -> None:
        gone = len(self.state.gone)
        if self.act(TakeOut(number), by):
            assert len(self.state.gone) == gone + 1

    @rule(setup=SETUPS | PLAIN, by=PEOPLE)
    def alter(self, setup: Setup, by: MemberId | None) -> None:
        before = self.state
        if self.act(Alter(setup), by):
            assert self.state.changes[: len(before.changes)] == before.changes
            seen = (self.state.setup.metric, self.state.setup.guardrails, self.state.setup.hypothesis)
            if before.results and seen != (
                before.setup.metric,
                before.setup.guardrails,
                before.setup.hypothesis,
            ):
                assert len(self.state.changes) > len(before.changes), "what is changed late is shown"

    @rule(verdict=st.sampled_from(["proved", "disproved", "inconclusive", None]), said=texts, by=PEOPLE)
    def end(self, verdict: str | None, said: str, by: MemberId | None) -> None:
        act: Act = Decide(verdict, said, (1, 2)) if verdict else Drop(said)  # type: ignore[arg-type]
        if self.act(act, by):
            assert self.state.ended == self.state.verdicts[-1]

    @precondition(lambda self: self.state.ended)
    @rule(act=st.sampled_from([TakeOut(1), Alter(SETUP), Decide("proved", "x"), Drop("x"), HandOver(BEN.id)]))
    def too_late(self, act: Act) -> None:
        for each in (act, TakeResult(Report("new", (Measured("f1", 1.0),)))):
            try:
                CEREMONY.advance(self.bench.round, each, LEA.id, self.bench.at, self.bench.book)
            except Settled:
                continue
            raise AssertionError("it has its verdict")

    @rule(by=PEOPLE)
    def reopen(self, by: MemberId | None) -> None:
        if self.act(Reopen(), by):
            assert self.state.ended is None

    @rule(to=PEOPLE.filter(bool), by=PEOPLE)
    def hand_over(self, to: MemberId, by: MemberId | None) -> None:
        self.act(HandOver(to), by)

    @rule(
        there=st.sampled_from([(ADA, BEN, LEA), (BEN, LEA), (BEN,), (replace(ADA, name="Ada L."), BEN, LEA)])
    )
    def members(self, there: tuple[type[ADA], ...]) -> None:  # type: ignore[valid-type]
        self.bench.book = make_book(*there)  # type: ignore[arg-type]
        self.act(MemberChanged(ADA.id), None)

    @rule()
    def tick(self) -> None:
        before = self.bench.round
        assert self.act(Tick(), None)
        assert self.bench.round == before

    @invariant()
    def results_are_in_order_and_none_is_lost(self) -> None:
        state = self.state
        assert list(state.results) == sorted(state.results, key=lambda each: (each.at, each.number))
        numbers = [each.number for each in (*state.results, *state.gone)]
        assert sorted(numbers) == list(range(1, self.taken + 1))
        assert state.numbered == self.taken
        keys = [each.key for each in (*state.results, *state.gone) if each.key]
        assert len(keys) == len(set(keys))
        assert all(math.isfinite(each.value) for each in state.results)
        assert (state.ended is not None) == self.bench.round.over

    @invariant()
    def no_slot_disappears_and_each_is_drawn(self) -> None:
        slots = CEREMONY.show(self.bench.round)
        assert self.slots.keys() <= slots.keys()
        for name, notice in slots.items():
            if self.slots.get(name) != notice:
                drawing = draw(notice)
                limits.message(drawing.text, drawing.blocks)
        self.slots = slots
        assert {type(each) for each in slots.values()} <= {Card, Came, Decided}
        standing = [each for each in slots.values() if isinstance(each, Decided) and not each.reopened]
        assert len(standing) == (self.state.ended is not None)

    @invariant()
    def it_is_kept_as_it_is(self) -> None:
        written = codec.dump(Experiment, self.state)
        assert codec.load(Experiment, written) == self.state
        written.encode()


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


def moves() -> Iterator[Act]:
    yield from (
        Correct(1, 1.0, 1.0),
        TakeOut(1),
        Alter(SETUP),
        Decide("proved", "x"),
        Drop("x"),
        HandOver(BEN.id),
    )


@given(st.integers(0, 40))
def test_a_stranger_moves_nothing_whatever_there_is(number: int) -> None:
    bench = Bench()
    for each in range(number):
        bench.report(50 + each, 5)
    for act in moves():
        for who in ("Zoe", "", "Ben"):
            before = bench.round
            try:
                bench.act(act, who)
            except (Refused, BadInput, BotError):
                assert bench.round == before
                continue
            raise AssertionError(f"{who or 'nobody'} did {act}")
