"""What is changed of an experiment, its verdict, and who goes on with it."""

from dataclasses import replace

import pytest

from bot.ceremonies.experiment import (
    CEREMONY,
    Alter,
    Correct,
    Decide,
    Drop,
    Guardrail,
    HandOver,
    Reopen,
    Setup,
    Worth,
    key_of,
)
from bot.ceremonies.experiment.shown import Decided
from bot.ceremonies.experiment.state import Named, Verdict
from bot.errors import BadInput, NotFound, NotYours, Settled
from bot.model import Measured
from tests.bot.ceremonies.benched import ADA, BEN, F1, LEA, SETUP, Bench, worked
from tests.factories import make_book, member_id


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


@pytest.mark.parametrize(
    ("value", "recall", "against"),
    [(86.0, 61.0, (False, 0)), (80.0, 61.0, (True, 0)), (86.0, 55.0, (False, 1)), (80.0, 55.0, (True, 1))],
)
def test_a_verdict_keeps_what_spoke_against_it(
    value: float, recall: float, against: tuple[bool, int]
) -> None:
    bench = Bench()
    bench.report(value, 5, Measured("recall", recall, subset="DE"))
    bench.act(Decide("proved", "Build it"))
    ended = bench.state.ended
    assert ended is not None
    assert (ended.missed, ended.broken) == against


def test_who_decided_before_and_who_does_now_are_named_until_they_erase_what_is_theirs() -> None:
    bench = worked()
    bench.act(Alter(replace(SETUP, deciders=(BEN.id, LEA.id))))
    bench.act(Alter(replace(SETUP, deciders=(LEA.id,))))
    assert [[[who.by_name for who in each] for each in whom(bench)[at]] for at in (0, 1)] == [
        [[], ["Ben", "Lea"]],
        [["Ben", "Lea"], ["Lea"]],
    ]
    assert CEREMONY.erase is not None
    bench.round = replace(bench.round, state=CEREMONY.erase(bench.state, BEN.id))
    assert "'Ben'" not in str(bench.state.changes)


def whom(bench: Bench) -> list[tuple[tuple[Named, ...], tuple[Named, ...]]]:
    return [(each.whom_before, each.whom_after) for each in bench.state.changes]
