"""What is said of an experiment: each reason has words, and where less is better, less reads as better."""

from dataclasses import replace
from typing import get_args

import pytest

from bot.book.returns import Because, Say
from bot.ceremonies.experiment import Experiment, Metric, Setup
from bot.ceremonies.experiment.shown import Card, show
from bot.ceremonies.experiment.state import Result, Verdict
from handlers.slack.draw import draw
from handlers.slack.experiment import decide_form, examples, words

ROUND = examples._ROUND


def spoken(state: Experiment, slot: str = "card") -> str:
    return draw(show(ROUND, state)[slot]).text


def falling(*values: float) -> Experiment:
    setup = replace(
        examples._setup, metric=Metric("latency", "ms", "lower", 300.0, 100.0, 0.0), guardrails=()
    )
    results = tuple(
        replace(examples._results[0], number=number, value=value, sprint=number, at=each.at)
        for number, (value, each) in enumerate(zip(values, examples._results, strict=False), start=1)
    )
    return replace(examples._state, setup=setup, results=results)


def test_each_reason_and_each_verdict_has_words_of_its_own() -> None:
    said = [words._WHY[each] for each in get_args(Because)]
    assert len(set(said)) == len(get_args(Because)) == len(words._WHY)
    assert set(words._SAYS) == set(get_args(Say))
    assert set(words.VERDICTS) == set(get_args(Verdict))


def test_where_less_is_better_a_fall_is_a_gain_and_is_said_as_it_moved() -> None:
    text = spoken(falling(250, 200, 150))
    assert "latency is 150 ms, target ≤ 100 ms." in text
    assert "−50 ms since the last in 10 FTE-days: −5 ms a day." in text
    assert "The target is about" in text
    [likely] = [each for each in text.split(". ") if "likely" in each.casefold() and "more FTE-day" in each]
    assert "likely −" in likely
    low, high = likely.rpartition("four times of five ")[2].split(" to ")
    assert float(low.replace("−", "-")) < float(high.replace("−", "-"))


def test_a_rise_is_a_loss_there_and_the_target_is_reached_from_above() -> None:
    assert "+50 ms since the last in 10 FTE-days: +5 ms a day." in spoken(falling(200, 250))
    reached = falling(200, 90)
    assert "Stop: the target is reached" in spoken(reached)
    card = show(ROUND, reached)["card"]
    assert isinstance(card, Card)
    assert card.per_day == 11


@pytest.mark.parametrize(
    ("result", "before", "per_day", "said"),
    [
        ({"days": 5.0}, 78.0, 0.4, "+2 points since the last in 5 FTE-days: +0.4 points a day"),
        ({"days": 1.0}, 80.0, 0.0, "+0 points since the last in 1 FTE-day: +0 points a day"),
        ({"days": 2.5}, 81.0, -0.4, "−1 point since the last in 2.5 FTE-days: −0.4 points a day"),
        ({"days": None}, 78.0, None, "+2 points since the last"),
        ({"days": 5.0}, None, None, "after 5 FTE-days"),
        ({"days": None}, None, None, ""),
        # the result before said no days: what these days gained began before it
        ({"days": 5.0}, 78.0, 1.0, "+2 points since the last; +5 points in 5 FTE-days: +1 point a day"),
    ],
)
def test_what_a_result_moved(
    result: dict[str, float | None], before: float | None, per_day: float | None, said: str
) -> None:
    now = replace(examples._results[0], number=9, value=80.0, days=result["days"])
    last = None if before is None else replace(now, value=before)
    assert words.moved(examples._setup, now, last, per_day) == said


def test_days_that_come_to_the_next_result_are_told_with_what_they_gained() -> None:
    one, two, three = (replace(each, data="") for each in examples._results[:3])
    state = replace(examples._state, results=(one, replace(two, days=None), three))
    assert "+2 points since the last; +5 points in 5 FTE-days: +1 point a day." in spoken(state)


def test_the_first_result_is_told_from_the_baseline() -> None:
    setup: Setup = replace(examples._setup, metric=replace(examples._metric, baseline=70.0))
    result: Result = examples._results[0]
    assert (
        words.moved(setup, result, None, 0.5)
        == "+5 points from the baseline, in 10 FTE-days: +0.5 points a day"
    )


def test_an_interval_a_unit_and_no_unit() -> None:
    result = replace(examples._results[0], low=78.5, high=81.5)
    assert words.interval(examples._metric, result) == " (78.5 to 81.5 %)"
    assert words.value(Metric("f1"), 0.8) == "0.8"
    assert words.gain(Metric("f1", "ms"), -0.02) == "−0.02 ms"
    assert words.target(Metric("f1", "", "lower")) == "lower is better"


def test_a_verdict_that_was_reopened_and_given_again_in_the_same_words_holds_once() -> None:
    ended = examples._proved
    state = replace(examples._state, ended=ended, verdicts=(ended, ended))
    assert "reopened" in spoken(state, "verdict:1")
    assert "reopened" not in spoken(state, "verdict:2")


def test_a_metric_that_was_renamed_says_so_on_its_card_and_at_each_result() -> None:
    state = examples._renamed
    assert "Results 1 to 3 were measured as F1. Changed after the first result: metric from" in spoken(state)
    assert "Result 2: F1 is 78 %" in spoken(state, "result:2")
    assert "measured before it was called macro F1" in spoken(state, "result:2")
    assert "Result 4: macro F1 is 85 %" in spoken(state, "result:4")
    assert "since the last" not in spoken(state, "result:4"), "it may be another metric"


@pytest.mark.parametrize(
    ("missed", "broken", "said"),
    [
        (False, 0, "Proved"),
        (True, 0, "Proved, with the target not reached"),
        (False, 1, "Proved, with a guardrail broken"),
        (True, 2, "Proved, with the target not reached and 2 guardrails broken"),
    ],
)
def test_a_proof_says_what_speaks_against_it(missed: bool, broken: int, said: str) -> None:
    ended = replace(examples._proved, missed=missed, broken=broken)
    state = replace(examples._state, ended=ended, verdicts=(ended,))
    assert f"{said}, says Priya Nair: We call customers" in spoken(state)
    assert f"{said}, says Priya Nair: We call customers" in spoken(state, "verdict:1")


def test_another_verdict_is_not_weighed_against_the_target() -> None:
    assert words.verdict(replace(examples._disproved, missed=True, broken=1)) == "Disproved"


def test_the_form_of_the_verdict_says_a_broken_guardrail_and_proposes_no_proof() -> None:
    view = str(decide_form.view(ROUND, examples._state))
    assert "Guardrail broken: recall of de is 0.69, to be ≥ 0.7" in view
    reached = replace(examples._state, setup=replace(examples._setup, metric=Metric("F1", target=85.0)))
    assert decide_form.proposed(reached) == ""
    assert decide_form.proposed(replace(reached, setup=replace(reached.setup, guardrails=()))) == "proved"


def test_a_change_in_who_decides_names_them() -> None:
    assert "who decides from “the leads” to “Priya Nair, Mia Wong” (Tom Reed)" in spoken(examples._changed)
