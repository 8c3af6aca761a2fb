"""What of a typed result looks like a slip, and which registrations mix two scales."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ceremonies.experiment import Metric
from bot.ceremonies.experiment.doubting import far_from, same_again
from bot.ceremonies.experiment.setting import checked
from bot.ceremonies.experiment.taking import checked as taken
from bot.ceremonies.experiment.taking import checked_days
from bot.errors import BadInput
from handlers.slack.experiment.examples import _setup as SETUP  # noqa: N812 — a made-up one
from handlers.slack.experiment.examples import _state as STATE  # noqa: N812 — the same


def test_a_hundredth_of_all_that_is_known_is_rather_another_unit() -> None:
    assert far_from(STATE, 0.86) == 85
    assert far_from(STATE, 8_600.0) == 85
    assert far_from(STATE, 86.0) is None
    assert far_from(STATE, 30.0) is None
    assert far_from(STATE, 0.0) is None, "nothing at all is a result"
    bare = replace(STATE, results=(), setup=replace(SETUP, metric=Metric("f1")))
    assert far_from(bare, 0.86) is None, "nothing is known of it yet"
    assert far_from(replace(STATE, results=()), 0.86) == 88, "the target is known"


def test_the_same_within_the_hour_is_rather_a_second_press() -> None:
    last = STATE.results[2]
    state = replace(STATE, results=STATE.results[:3])
    assert same_again(state, last.value, last.days, last.at + timedelta(minutes=1)) == last
    assert same_again(state, last.value, last.days, last.at + timedelta(hours=2)) is None
    assert same_again(state, last.value, 6.0, last.at) is None
    machine = replace(STATE, results=STATE.results[:2])
    assert same_again(machine, 78.0, 8.0, machine.results[1].at) is None, "a machine's key tells"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"ceiling": 1.0, "target": 0.86}, "range"),
        ({"baseline": 70.0, "target": 0.86, "ceiling": 100.0}, "target"),
        ({"baseline": 0.7, "target": 86.0, "ceiling": 100.0}, "baseline"),
    ],
)
def test_with_a_percentage_only_one_way_of_writing_it_is_taken(more: dict[str, float], field: str) -> None:
    metric = replace(SETUP.metric, **{"target": None, **more})  # type: ignore[arg-type] # floats
    with pytest.raises(BadInput) as refused:
        checked(replace(SETUP, metric=metric))
    assert refused.value.field == field
    checked(replace(SETUP, metric=replace(metric, unit="")))
    checked(replace(SETUP, metric=replace(SETUP.metric, baseline=0.9, target=0.5)))
    for baseline, target in ((20.0, 1.0), (0.5, 10.0), (30.0, 1.0)):
        checked(replace(SETUP, metric=replace(SETUP.metric, baseline=baseline, target=target)))


@pytest.mark.parametrize(
    ("metric", "value", "sentence"),
    [
        (Metric("calls", ceiling=12_345_678), 12_345_679.0, "calls is 12,345,679, above 12,345,678."),
        (Metric("loss", floor=0), -0.00001, "loss is −0.00001, below 0."),
        (Metric("calls"), 1e20, "calls lies beyond 1,000,000,000,000,000 in size: that is a slip."),
    ],
)
def test_what_there_cannot_be_is_told_without_a_power_of_ten(
    metric: Metric, value: float, sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        taken(metric, value)
    assert (refused.value.sentence, refused.value.field) == (sentence, "value")


def test_nor_are_fte_days() -> None:
    with pytest.raises(BadInput, match="1,234,567 FTE-days in one result is a slip: 1,000 at most"):
        checked_days(1_234_567)
