"""A KPI: what it may be, who may change it, and what is kept."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies.kpi import CEREMONY, Alter, End, Reopen, Take, TakeOut
from bot.ceremonies.kpi.shown import show
from bot.ceremonies.kpi.state import NAME_TEXT, UNIT_TEXT, USUAL
from bot.errors import BadInput, BotError, NotFound, NotYours, Settled
from bot.model import Act, MemberChanged
from bot.rounds import fingerprint
from bot.schedule import local_day
from tests.bot.ceremonies.keeping import ADA, DAY, FRESH, HERE, Desk
from tests.factories import member_id


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"threshold": float("nan")}, "threshold"),
        ({"threshold": float("inf")}, "threshold"),
        ({"threshold": -1}, "threshold"),
        ({"unit": "x" * (UNIT_TEXT + 1)}, "unit"),
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"budget": 0}, "budget"),
        ({"budget": 1}, "budget"),
        ({"budget": float("nan")}, "budget"),
        ({"kind": "mood"}, "kind"),
    ],
)
def test_what_does_not_fit_is_told_by_field(more: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        Desk(replace(FRESH, **more))
    assert refused.value.field == field


@pytest.mark.parametrize("objective", [0.0, 1.0, 1.5, -0.1])
def test_an_objective_without_a_budget_is_none(objective: float) -> None:
    with pytest.raises(BadInput) as refused:
        Desk(replace(USUAL["availability"], threshold=objective))
    assert refused.value.field == "threshold"


@pytest.mark.parametrize("name", ["", "  ", "a@b", "a=b", "x" * (NAME_TEXT + 1)])
def test_a_name_that_nobody_could_type_again_is_refused(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        Desk(name=name)
    assert refused.value.field == "name"


def test_an_availability_is_a_ratio_whatever_was_asked_for() -> None:
    setup = Desk(replace(USUAL["availability"], better="lower", ratio=False)).state.setup
    assert (setup.better, setup.ratio) == ("higher", True)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.01, 1.01])
def test_a_ratio_lies_between_nothing_and_all(value: float) -> None:
    desk = Desk(USUAL["null rate"])
    with pytest.raises(BadInput) as refused:
        desk.read(value)
    assert refused.value.field == "value"
    assert desk.state.readings == ()
    desk.read(0, 1)
    assert desk.values() == [0, 1]


def test_a_time_is_not_below_nothing_and_a_model_metric_may_be() -> None:
    with pytest.raises(BadInput):
        Desk().read(-1)
    assert Desk(replace(USUAL["model metric"], threshold=-3)).read(-2).state.readings[0].value == -2


def test_who_set_it_up_and_leads_may_change_and_end_it() -> None:
    desk = Desk()
    for act in (Alter(FRESH), End()):
        for who in ("Ben", "Zoe", "Nobody"):
            with pytest.raises(NotYours):
                desk.act(act, who)
    desk.act(Alter(replace(FRESH, threshold=100)), "Lea")
    assert desk.state.changed
    assert (desk.state.changed.text, desk.state.changed.by_name) == ("threshold 24 → 100", "Lea")
    assert desk.act(End(), "Ada").over
    assert desk.card().ended
    for each, who in ((Take(1), ""), (End(), "Ada"), (Alter(FRESH), "Ada"), (TakeOut(1), "Ada")):
        with pytest.raises(Settled):
            desk.act(each, who)
    with pytest.raises(NotYours):
        desk.act(Reopen(), "Ben")
    assert not desk.act(Reopen(), "Lea").over
    with pytest.raises(Settled):
        desk.act(Reopen(), "Lea")


def test_a_typed_reading_is_taken_out_by_who_typed_it_and_by_leads() -> None:
    desk = Desk()
    desk.act(Take(1), "Ben")
    desk.act(Take(2))
    with pytest.raises(NotYours):
        desk.act(TakeOut(1), "Ada")
    desk.act(TakeOut(1), "Ben")
    assert desk.values() == [2]
    with pytest.raises(NotFound):
        desk.act(TakeOut(1), "Ben")
    desk.act(TakeOut(2), "Lea")
    assert (desk.values(), desk.card().last) == ([], None)
    with pytest.raises(NotYours):
        desk.act(Take(1), "Nobody")


def test_a_renamed_owner_and_an_erased_one() -> None:
    desk = Desk()
    desk.act(Take(1), "Ada")
    desk.act(MemberChanged(member_id("Ada")))
    assert desk.card().owner == "Ada"
    erased = CEREMONY.erase
    assert erased
    assert "Ada" not in {each.by_name for each in erased(desk.state, ADA.id).readings}
    assert erased(desk.state, ADA.id).owner_name == "Someone"


def test_the_export_has_it_and_its_readings() -> None:
    desk = Desk()
    desk.act(Take(1), "Ben")
    record = CEREMONY.record
    assert record
    desk.read(*[99] * 5)
    first, reading, *_, turned = record(desk.round)
    assert (first.row["ratio"], first.row["used"]) == (False, desk.state.used.share)
    assert (turned.table, turned.row["turned"], turned.row["at"]) == (
        "kpi_turnings",
        "spent",
        desk.state.turnings[0].at,
    )
    assert (first.table, first.row["threshold"], first.row["owner_name"]) == ("kpis", 24, "Ada")
    assert (reading.table, reading.row["value"], reading.row["by_name"]) == ("kpi_readings", 1, "Ben")


MOVES = st.one_of(
    st.tuples(st.just("take"), st.floats(allow_nan=True), st.integers(-40, 2)),
    st.tuples(st.just("take"), st.sampled_from([1.0, 30.0, 99.0]), st.integers(-27, 0)),
    st.tuples(st.just("out"), st.integers(0, 9), st.just(0)),
    st.tuples(st.just("alter"), st.floats(0, 100), st.integers(1, 40)),
    st.tuples(st.just("end"), st.just(0), st.just(0)),
    st.tuples(st.just("reopen"), st.just(0), st.just(0)),
    st.tuples(st.just("wait"), st.just(0), st.integers(0, 20)),
)


def _act(what: str, value: float, days: int, at: datetime) -> Act:
    match what:
        case "take":
            return Take(value, at + days * DAY)
        case "out":
            return TakeOut(int(value))
        case "alter":
            return Alter(replace(FRESH, threshold=value, days=days))
        case "end":
            return End()
        case _:
            return Reopen()


@settings(max_examples=150)
@given(st.lists(st.tuples(MOVES, st.sampled_from(["Ada", "Ben", "Lea", "Nobody"])), max_size=40))
def test_whatever_happens_it_keeps_its_promises(moves: list[tuple[tuple[str, float, int], str]]) -> None:
    desk, seen = Desk(), dict(show(HERE, Desk().state))
    for (what, value, days), who in moves:
        before = desk.round
        if what == "wait":
            desk.to(desk.at + days * DAY)
        else:
            try:
                desk.act(_act(what, value, days, desk.at), who)
            except BotError:
                assert desk.round == before
        state = desk.state
        order = [(each.at, each.number) for each in state.readings]
        assert order == sorted(order)
        assert len({each.number for each in state.readings}) == len(state.readings)
        hows = [each.how for each in state.turnings]
        assert [each == "spent" for each in hows] == [not number % 2 for number in range(len(hows))]
        told = [local_day(each.at, state.zone) for each in state.turnings]
        assert len(set(told)) == len(told), "once a day at most"
        if told and state.ended is None and local_day(desk.at, state.zone) > told[-1]:
            assert state.spent == (hows[-1] == "spent"), "what was held back is told the day after"
        if state.ended is None:
            assert state.spent == state.used.spent
        now = show(HERE, state)
        assert seen.keys() <= now.keys(), "a slot is never dropped"
        assert all(fingerprint(each) for each in now.values())
        seen = now
