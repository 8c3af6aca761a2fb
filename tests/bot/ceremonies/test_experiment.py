"""An experiment's results, what is changed of it, and its verdict."""

import math
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.trials import Broken
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
    begin,
    key_of,
    trial,
)
from bot.ceremonies.experiment.curve import readings
from bot.ceremonies.experiment.shown import Came, Card, Decided
from bot.ceremonies.experiment.state import MOST_RESULTS, Verdict
from bot.errors import BadInput, NotFound, NotYours, Refused, Settled
from bot.model import Act, Measured, Report, Round, RoundId
from storage import codec
from tests.factories import WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN, LEA = make_member("Ada"), make_member("Ben"), make_member("Lea", roles=("developer", "lead"))
F1 = Metric("F1", "points", "higher", 70.0, 85.0, 0.0, 100.0)
SETUP = Setup(
    "Recurrence in the calls tells churn",
    "Do we build the feature store for calls?",
    "the contracts team",
    F1,
    (Guardrail("recall", 60.0, subset="DE"), Guardrail("latency", 200.0, "lower")),
    Worth(500_000, "EUR"),
    "Build the feature store",
    "Drop the call logs",
)


class Bench:
    """One experiment of Ada's, and what is done to it."""

    def __init__(self, setup: Setup = SETUP) -> None:
        self.at = utc("23 10:00")
        self.book = make_book(ADA, BEN, LEA)
        turn = begin(self.book, "churn-1", setup, ADA, self.at)
        self.round: Round[Experiment] = Round(
            RoundId("x1"), WORKSPACE, make_team().id, "experiment", "churn-1", self.at, turn.state
        )
        self.sent = 0

    @property
    def state(self) -> Experiment:
        return self.round.state

    def act(self, act: Act, by: str = "Ada") -> None:
        who = member_id(by) if by else None
        turn = CEREMONY.advance(self.round, act, who, self.at, self.book)
        self.round = replace(self.round, state=turn.state, over=turn.over)

    def report(
        self,
        value: float,
        days: float | None = None,
        *more: Measured,
        key: str = "",
        by: str = "",
        note: str = "",
    ) -> None:
        self.sent += 1
        self.at += timedelta(hours=1)
        report = Report(key or f"k{self.sent}", (Measured("f1", value), *more), "churn-1", days, note=note)
        self.act(TakeResult(report), by)

    def card(self) -> Card:
        card = CEREMONY.show(self.round)["card"]
        assert isinstance(card, Card)
        return card


def worked() -> Bench:
    """The example of the book: 75 after 10 FTE-days, 78 after 8 more, 80 after 5, 85 after 20."""
    bench = Bench()
    for value, days in ((75, 10), (78, 8), (80, 5), (85, 20)):
        bench.report(value, days)
    return bench


def test_the_worked_example_stands_on_its_card() -> None:
    card = worked().card()
    assert (card.results, card.latest and card.latest.value, card.before and card.before.value) == (4, 85, 80)
    assert card.advice is not None
    assert card.picture is not None


def test_the_same_report_twice_is_one_result() -> None:
    bench = Bench()
    bench.report(75, 10, key="run-1")
    before = bench.round
    bench.report(75, 10, key="run-1")
    assert bench.round == before


def test_a_report_of_what_was_taken_out_does_not_bring_it_back() -> None:
    bench = Bench()
    bench.report(75, 10, key="run-1")
    bench.act(TakeOut(1))
    bench.report(75, 10, key="run-1")
    assert bench.state.results == ()
    came = CEREMONY.show(bench.round)["result:1"]
    assert isinstance(came, Came)
    assert came.standing == "taken out"


@pytest.mark.parametrize(
    ("measured", "field"),
    [
        ((Measured("precision", 75.0),), "metric"),
        ((Measured("F1", 75.0), Measured("F1", 76.0)), "metric"),
        ((Measured("F1", 75.0), Measured("recall", 70.0)), "metric"),
        (
            (
                Measured("F1", 75.0),
                Measured("recall", 70.0, subset="DE"),
                Measured("Recall", 7.0, subset="DE"),
            ),
            "metric",
        ),
        ((Measured("F1", math.nan),), "value"),
        ((Measured("F1", math.inf),), "value"),
        ((Measured("F1", 100.5),), "value"),
        ((Measured("F1", -0.1),), "value"),
        ((Measured("F1", 75.0, 80.0, 70.0),), "value"),
        ((Measured("F1", 75.0), Measured("latency", math.nan)), "value"),
        ((), "metric"),
    ],
)
def test_what_is_not_registered_or_cannot_be_is_refused(measured: tuple[Measured, ...], field: str) -> None:
    bench = Bench()
    with pytest.raises(BadInput) as refused:
        bench.act(TakeResult(Report("k", measured, "churn-1")))
    assert refused.value.field == field
    assert bench.state.results == ()


@pytest.mark.parametrize("days", [0.0, -1.0, math.nan, math.inf, 1_001.0])
def test_days_that_cannot_be_meant_are_refused(days: float) -> None:
    with pytest.raises(BadInput) as refused:
        Bench().report(75, days)
    assert refused.value.field == "days"


def test_a_result_of_the_future_is_refused_and_one_of_the_past_finds_its_place() -> None:
    bench = Bench()
    bench.report(75, 10)
    with pytest.raises(BadInput) as refused:
        bench.act(TakeResult(Report("k", (Measured("F1", 76.0),), at=bench.at + timedelta(hours=1))))
    assert refused.value.field == "at"
    bench.act(TakeResult(Report("k", (Measured("F1", 72.0),), at=bench.at - timedelta(days=1))))
    assert [each.value for each in bench.state.results] == [72, 75]
    assert [each.number for each in bench.state.results] == [2, 1]


def test_a_guardrail_that_breaks_is_seen() -> None:
    bench = Bench()
    bench.report(75, 10, Measured("Recall", 55.0, subset="DE"), Measured("latency", 150.0))
    assert [(each.guardrail.metric, each.value) for each in bench.card().broken] == [("recall", 55.0)]
    bench.report(80, 5)
    [still] = bench.card().broken
    assert (still.value, still.number, still.latest) == (55.0, 1, False), "a report without it mends nothing"
    bench.report(81, 5, Measured("Recall", 70.0, subset="DE"))
    assert bench.card().broken == ()


def test_a_guardrail_that_was_never_measured_is_named() -> None:
    bench = Bench()
    assert bench.card().unmeasured == ()
    bench.report(75, 10, Measured("latency", 150.0))
    assert [each.metric for each in bench.card().unmeasured] == ["recall"]


def test_new_data_is_a_jump_whatever_lies_between() -> None:
    bench = Bench()
    for data, days in (("May", 10.0), ("", 1.0), ("October", None), ("", 5.0), ("October", 5.0)):
        report = Report(data + str(days), (Measured("F1", 75.0),), days=days, data=data)
        bench.act(TakeResult(report))
    assert [each.jump for each in readings(bench.state)] == ["", "", "October", ""]


def test_a_target_is_not_moved_without_a_trace_by_taking_the_only_result_out() -> None:
    bench = Bench()
    bench.report(75, 10)
    bench.act(TakeOut(1))
    setup = bench.state.setup
    bench.act(
        Alter(
            replace(setup, metric=replace(setup.metric, target=70.0), deciders=(ADA.id,), checkpoints=False)
        )
    )
    assert {each.what for each in bench.state.changes} == {"target", "who decides", "asked at a sprint's end"}
    assert all(each.by == bench.state.owner for each in bench.state.changes)


def test_it_takes_so_many_results() -> None:
    bench = Bench()
    bench.report(75, 1)
    [one] = bench.state.results
    many = tuple(replace(one, number=n, key=f"n{n}") for n in range(MOST_RESULTS))
    bench.round = replace(bench.round, state=replace(bench.state, results=many))
    with pytest.raises(Refused, match="all that it takes"):
        bench.report(76, 1)


def test_a_change_before_the_first_result_is_none_and_after_it_is_shown() -> None:
    bench = Bench()
    other = replace(SETUP, metric=replace(F1, target=82.0))
    bench.act(Alter(other))
    early = len(bench.state.changes)
    bench.report(75, 10)
    bench.act(Alter(SETUP))
    [change] = bench.state.changes
    assert (early, change.what, change.before, change.after) == (0, "target", "82", "85")
    assert (change.by_name, change.results) == ("Ada", 1)
    assert bench.card().changed == (change,)


@pytest.mark.parametrize(
    ("setup", "field"),
    [
        (replace(SETUP, hypothesis=" "), "hypothesis"),
        (replace(SETUP, question=""), "question"),
        (replace(SETUP, metric=replace(F1, name=" ")), "metric"),
        (replace(SETUP, metric=replace(F1, target=101.0)), "target"),
        (replace(SETUP, metric=replace(F1, floor=100.0, ceiling=0.0, target=None, baseline=None)), "range"),
        (replace(SETUP, guardrails=(Guardrail("a", 1.0), Guardrail("A", 2.0))), "guardrails"),
        (replace(SETUP, worth=Worth(-1.0)), "worth"),
        (replace(SETUP, if_proved="x" * 501), "if_proved"),
    ],
)
def test_a_setup_that_cannot_be_meant_is_refused(setup: Setup, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        Bench(setup)
    assert refused.value.field == field


@pytest.mark.parametrize("verdict", ["proved", "disproved", "inconclusive"])
def test_a_verdict_has_a_decision_and_ends_it(verdict: Verdict) -> None:
    bench = worked()
    with pytest.raises(BadInput, match="what is done now"):
        bench.act(Decide(verdict, "  "))
    with pytest.raises(NotYours, match="Only Ada and the team's leads"):
        bench.act(Decide(verdict, "Build it"), "Ben")
    bench.act(Decide(verdict, "Build it"), "Lea")
    assert bench.round.over
    with pytest.raises(Settled, match="has its verdict"):
        bench.report(90, 1)
    decided = CEREMONY.show(bench.round)["verdict:1"]
    assert isinstance(decided, Decided)
    assert (decided.ended.verdict, decided.ended.by_name, decided.reopened) == (verdict, "Lea", False)


def test_one_that_is_reopened_goes_on_and_keeps_what_was_decided() -> None:
    bench = worked()
    bench.act(Drop("No data"))
    bench.act(Reopen())
    bench.report(86, 3)
    bench.act(Decide("proved", "Build it"))
    shown = CEREMONY.show(bench.round)
    assert [(name, each.reopened) for name, each in shown.items() if isinstance(each, Decided)] == [
        ("verdict:1", True),
        ("verdict:2", False),
    ]


def test_a_correction_is_seen_and_changes_the_order_of_nothing() -> None:
    bench = worked()
    bench.act(Correct(2, 77.0, 9.0))
    assert [(each.value, each.days, each.corrected) for each in bench.state.results][1] == (77.0, 9.0, True)
    with pytest.raises(Settled):
        bench.act(Correct(2, 77.0, 9.0))
    with pytest.raises(NotFound):
        bench.act(Correct(9, 77.0, 9.0))


def test_where_its_owner_has_left_leads_go_on_and_it_is_handed_over() -> None:
    bench = worked()
    bench.book = make_book(replace(ADA, active=False), BEN, LEA)
    with pytest.raises(NotYours, match="Only the team's leads"):
        bench.act(HandOver(BEN.id), "Ben")
    bench.act(HandOver(BEN.id), "Lea")
    bench.act(Decide("proved", "Build it"), "Ben")
    with pytest.raises(BadInput):
        Bench().act(HandOver(member_id("Zoe")))


def test_keys_are_told_apart() -> None:
    assert key_of("Churn by region!", set().__contains__) == "churn-by-region-1"
    assert key_of("Churn", {"churn-1", "churn-2"}.__contains__) == "churn-3"
    assert key_of("§§", set().__contains__) == "experiment-1"


def test_a_reporters_note_is_theirs_and_the_numbers_are_the_teams() -> None:
    bench = Bench()
    bench.report(75, 10, by="Ben", note="my own words")
    assert CEREMONY.erase
    assert CEREMONY.record
    after = CEREMONY.erase(bench.state, BEN.id)
    raw = codec.dump(Experiment, after)
    assert "my own words" not in raw
    assert '"Ben"' not in raw
    assert after.results[0].value == 75
    tables = [each.table for each in CEREMONY.record(bench.round)]
    assert tables == ["experiments", "experiment_results"]


numbers = st.floats(0, 100, allow_nan=False)
some_days = st.one_of(st.none(), st.floats(0.1, 100))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(numbers, some_days), max_size=8))
def test_whatever_comes_in_its_card_can_be_shown_and_its_state_kept(
    reports: list[tuple[float, float | None]],
) -> None:
    bench = Bench()
    for value, days in reports:
        bench.report(value, days)
    assert bench.card().results == len(reports)
    assert len(CEREMONY.show(bench.round)) == len(reports) + 1
    assert codec.load(Experiment, codec.dump(Experiment, bench.state)) == bench.state


def test_a_team_looks_back_on_it_without_anybodys_name() -> None:
    bench = Bench()
    bench.report(75, 10, Measured("Recall", 55.0, subset="DE"), by="Ben", note="by Ben")
    bench.report(78, 8, Measured("recall", 61.0, subset="DE"))
    running = trial(bench.round)
    assert [each.broken for each in running.results] == [(Broken("recall", "DE", 60.0, 55.0),), ()]
    assert (running.key, running.outcome, running.ended_at) == ("churn-1", None, None)
    bench.act(Decide("disproved", "Drop the call logs"))
    ended = trial(bench.round)
    assert (ended.outcome, ended.ended_at) == ("disproved", bench.at)
    assert not {"Ada", "Ben"} & set(re.findall(r"\w+", repr(ended)))
    bench.act(Reopen())
    bench.act(Drop("Nobody asks for it"))
    assert trial(bench.round).outcome == "dropped"
