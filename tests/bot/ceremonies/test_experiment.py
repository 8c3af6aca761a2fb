"""An experiment's results: what counts, what is refused, and what is kept of them."""

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
    Decide,
    Drop,
    Experiment,
    Reopen,
    TakeOut,
    TakeResult,
    trial,
)
from bot.ceremonies.experiment.curve import readings
from bot.ceremonies.experiment.shown import Came
from bot.ceremonies.experiment.state import MOST_RESULTS
from bot.errors import BadInput, Refused
from bot.model import Measured, Report
from storage import codec
from tests.bot.ceremonies.benched import ADA, BEN, Bench, worked


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
