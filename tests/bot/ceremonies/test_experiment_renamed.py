"""A metric that gets another name: what was measured keeps the one that it was measured as."""

from dataclasses import replace

import pytest

from bot.ceremonies.experiment import CEREMONY, Alter, Setup, TakeOut, TakeResult, brief
from bot.ceremonies.experiment.curve import readings
from bot.ceremonies.experiment.shown import Formerly
from bot.errors import BadInput
from bot.model import Measured, Report
from tests.bot.ceremonies.benched import F1, SETUP, Bench


def named(name: str) -> Setup:
    return replace(SETUP, metric=replace(F1, name=name))


def report(bench: Bench, name: str, value: float) -> None:
    bench.act(TakeResult(Report(f"{name} {value}", (Measured(name, value),))))


@pytest.fixture
def renamed() -> Bench:
    """Two results, then another name, then one result more."""
    bench = Bench()
    report(bench, "F1", 75)
    report(bench, "F1", 76)
    bench.act(Alter(named("macro F1")))
    report(bench, "macro F1", 77)
    return bench


def called(bench: Bench) -> list[str]:
    return [each.renamed(bench.state.setup.metric) for each in bench.state.results]


def test_results_say_what_they_were_measured_as(renamed: Bench) -> None:
    assert called(renamed) == ["F1", "F1", ""]
    [change] = renamed.state.changes
    assert (change.what, change.before, change.after) == (
        "metric",
        "F1 points, higher is better",
        "macro F1 points, higher is better",
    )
    assert renamed.card().formerly == (Formerly("F1", 1, 2),)


def test_so_does_one_that_was_taken_out() -> None:
    bench = Bench()
    report(bench, "F1", 75)
    bench.act(TakeOut(1))
    bench.act(Alter(named("macro F1")))
    assert [each.called for each in bench.state.gone] == ["F1"]


def test_each_name_that_it_had_is_on_its_card(renamed: Bench) -> None:
    renamed.act(Alter(named("accuracy")))
    assert called(renamed) == ["F1", "F1", "macro F1"]
    assert renamed.card().formerly == (Formerly("F1", 1, 2), Formerly("macro F1", 3, 3))


def test_a_name_that_it_has_again_is_none_that_it_had(renamed: Bench) -> None:
    renamed.act(Alter(SETUP))
    assert called(renamed) == ["", "", "macro F1"]
    report(renamed, "f1", 78)
    assert called(renamed) == ["", "", "macro F1", ""]


def test_another_case_is_no_other_name() -> None:
    bench = Bench()
    report(bench, "F1", 75)
    bench.act(Alter(named("f1")))
    assert called(bench) == [""]
    assert bench.state.setup.metric.name == "f1"
    assert bench.state.changes == ()
    report(bench, "F1", 76)


def test_each_run_of_results_by_another_name_is_told_as_it_was() -> None:
    bench = Bench()
    for number, name in enumerate(("F1", "F1 macro", "f1", "recall", "F1")):
        bench.act(Alter(named(name)))
        report(bench, name, 60 + number)
        report(bench, name, 70 + number)
    assert bench.card().formerly == (Formerly("F1 macro", 3, 4), Formerly("recall", 7, 8))
    bench.act(Alter(named("loss")))
    assert bench.card().formerly == (
        Formerly("F1", 1, 2),
        Formerly("F1 macro", 3, 4),
        Formerly("f1", 5, 6),
        Formerly("recall", 7, 8),
        Formerly("F1", 9, 10),
    )


def days(bench: Bench, name: str, value: float, data: str = "") -> None:
    bench.act(TakeResult(Report(f"{name} {value}", (Measured(name, value),), "churn-1", 5, data=data)))


def test_another_name_is_a_jump_of_the_curve_as_other_data_is() -> None:
    bench = Bench()
    days(bench, "F1", 75, "May")
    days(bench, "f1", 76)
    bench.act(Alter(named("macro F1")))
    report(bench, "macro F1", 60)
    days(bench, "macro F1", 61)
    days(bench, "macro F1", 62)
    bench.act(Alter(named("recall")))
    days(bench, "recall", 50, "June")
    assert [each.jump for each in readings(bench.state)] == [
        "",
        "",
        "measured as F1 before",
        "",
        "measured as macro F1 before; June",
    ]


@pytest.mark.parametrize("old", ["F1", " f1 "])
def test_a_report_by_the_old_name_is_told_the_new_one(renamed: Bench, old: str) -> None:
    with pytest.raises(BadInput) as refused:
        report(renamed, old, 78)
    assert refused.value.sentence.startswith(old)
    assert refused.value.sentence.endswith(
        " was renamed: churn-1 measures macro F1 now. Report it by that name."
    )
    assert refused.value.field == "metric"
    assert len(renamed.state.results) == 3


def test_an_old_name_beside_the_new_one_is_just_not_measured(renamed: Bench) -> None:
    both = (Measured("macro F1", 78), Measured("F1", 78))
    with pytest.raises(BadInput, match="does not measure F1, but macro F1"):
        renamed.act(TakeResult(Report("both", both)))


def test_the_export_has_the_name_of_then(renamed: Bench) -> None:
    assert CEREMONY.record is not None
    rows = [each.row for each in CEREMONY.record(renamed.round) if each.table == "experiment_results"]
    assert [each["measured_as"] for each in rows] == ["F1", "F1", "macro F1"]


def test_in_a_line_beside_its_story_a_value_has_the_name_that_it_was_measured_as(renamed: Bench) -> None:
    assert (brief(renamed.state).metric, brief(renamed.state).value) == ("macro F1", 77)
    renamed.act(Alter(named("recall")))
    assert (brief(renamed.state).metric, brief(renamed.state).value) == ("macro F1", 77)
    report(renamed, "recall", 60)
    assert (brief(renamed.state).metric, brief(renamed.state).value) == ("recall", 60)
