"""A KPI: readings in their order, a window that passes, a budget that turns once, and who may change it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.budget import Used
from bot.ceremonies.decision import BudgetKept
from bot.ceremonies.kpi import (
    CEREMONY,
    Alter,
    Awaited,
    BudgetStands,
    End,
    Kpi,
    Reopen,
    Setup,
    Take,
    TakeOut,
    begin,
)
from bot.ceremonies.kpi.shown import Card, Turned, show
from bot.ceremonies.kpi.state import MOST_DECISIONS, NAME_TEXT, UNIT_TEXT, USUAL
from bot.errors import BadInput, BotError, NotFound, NotYours, Settled
from bot.model import Act, Book, MemberChanged, PlanChanged, Room, Round, RoundId, Tell, Tick, Turn
from bot.rounds import fingerprint, woken_at
from bot.schedule import local_day
from storage import codec
from tests.factories import WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN = make_member("Ada"), make_member("Ben")
LEA = make_member("Lea", roles=("developer", "lead"))
GONE = make_member("Zoe", active=False)
#: A Monday noon in London.
NOON = utc("23 12:00")
HERE, SPRINT = RoundId("kpi-1"), RoundId("sprint-8")
DAY = timedelta(days=1)
FRESH = replace(USUAL["freshness"], budget=0.25)


class Desk:
    """One KPI that Ada set up, and what came of it. Ben is of the team, Lea leads."""

    def __init__(self, setup: Setup = FRESH, name: str = "freshness", *, planning: bool = True) -> None:
        self.at, self.planning = NOON, planning
        turn = begin(make_book(ADA, BEN, LEA, GONE), name, "", setup, ADA, NOON)
        self.round: Round[Kpi] = Round(
            HERE, WORKSPACE, make_team().id, "kpi", "1", NOON, turn.state, None, turn.wake_at, turn.over
        )

    @property
    def book(self) -> Book:
        sprint: Round[Any] | None = None
        if self.planning:
            sprint = Round(SPRINT, WORKSPACE, make_team().id, "sprint", "8", NOON, None)
        return replace(make_book(ADA, BEN, LEA, GONE), sprint=sprint)

    @property
    def state(self) -> Kpi:
        return self.round.state

    def act(self, act: Act, by: str = "", at: datetime | None = None) -> Turn[Kpi]:
        self.at = at or self.at
        turn = CEREMONY.advance(self.round, act, member_id(by) if by else None, self.at, self.book)
        kept = codec.load(Kpi, codec.dump(Kpi, turn.state))
        assert kept == turn.state
        self.round = replace(self.round, state=kept, wake_at=woken_at(self.round, act, turn), over=turn.over)
        return turn

    def read(self, *values: float, every: timedelta = timedelta(hours=1)) -> Turn[Kpi]:
        turn = Turn(self.state)
        for each in values:
            self.at += every
            turn = self.act(Take(each))
        return turn

    def to(self, goal: datetime) -> "Desk":
        """Let the clock act at every moment until then."""
        while not self.round.over and self.round.wake_at and self.round.wake_at <= goal:
            self.at = max(self.at, self.round.wake_at)
            self.act(Tick())
        self.at = goal
        return self

    def values(self) -> list[float]:
        return [each.value for each in self.state.readings]

    def turned(self) -> list[str]:
        shown = show(HERE, self.state).values()
        return [f"{each.turning.how}{' past' * each.moot}" for each in shown if isinstance(each, Turned)]

    def card(self) -> Card:
        card = show(HERE, self.state)["card"]
        assert isinstance(card, Card)
        return card


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


def test_readings_stand_in_the_order_in_which_they_were_measured() -> None:
    desk = Desk()
    desk.act(Take(1, NOON - 2 * DAY))
    desk.act(Take(2, NOON - DAY))
    desk.act(Take(3, NOON - 3 * DAY))
    desk.act(Take(4, NOON - DAY))
    assert desk.values() == [3, 1, 2, 4]
    assert desk.card().last == desk.state.readings[-1]


def test_what_the_window_has_passed_or_is_still_to_come_is_refused() -> None:
    desk = Desk()
    for moment in (NOON - 28 * DAY, NOON + timedelta(minutes=11)):
        with pytest.raises(BadInput) as refused:
            desk.act(Take(1, moment))
        assert refused.value.field == "at"
    desk.act(Take(1, NOON - 28 * DAY + timedelta(seconds=1)))
    desk.act(Take(2, NOON + timedelta(minutes=9)))
    assert desk.values() == [1, 2]


def test_the_window_passes_and_the_last_reading_stays_to_be_seen() -> None:
    desk = Desk()
    desk.read(1, 2, 3)
    desk.to(NOON + 40 * DAY)
    assert desk.card().used == Used()
    assert [each.value for each in filter(None, [desk.card().last])] == [3]
    assert desk.round.wake_at == NOON + timedelta(hours=3) + 366 * DAY
    over = desk.to(NOON + 400 * DAY).round
    assert desk.values() == []
    assert over.wake_at is None
    assert [each.value for each in filter(None, [desk.card().last])] == [3]


def test_too_few_readings_never_spend_a_budget() -> None:
    desk = Desk()
    desk.read(99, 99, 99, 99)
    assert (desk.turned(), desk.state.spent) == ([], False)
    assert desk.read(99).tells == (Tell(SPRINT, BudgetStands(HERE, "freshness", 400)),)
    assert desk.turned() == ["spent"]


def test_a_budget_is_told_once_when_it_is_spent_and_once_when_it_recovers() -> None:
    desk = Desk()
    desk.read(1, 1, 1, 99)
    assert desk.read(99).tells == (Tell(SPRINT, BudgetStands(HERE, "freshness", 160)),)
    assert desk.read(99).tells == (Tell(SPRINT, BudgetStands(HERE, "freshness", 200)),)
    assert desk.turned() == ["spent"]
    turn = desk.read(*[1] * 8, every=timedelta(minutes=1))
    assert desk.turned() == ["spent past"], "the same day the channel hears no more"
    assert turn.tells == (), "told before, when it recovered"
    desk.to(NOON + DAY)
    assert desk.turned() == ["spent past", "kept"]
    assert (desk.state.turnings[-1].used.percent, desk.state.turnings[-1].at) == (85, utc("24 00:00"))
    desk.to(NOON + 2 * DAY).read(99, 99)
    assert desk.turned() == ["spent past", "kept past", "spent"]


def test_where_no_sprint_is_nobody_is_told() -> None:
    desk = Desk(planning=False)
    assert desk.read(*[99] * 6).tells == ()
    assert desk.turned() == ["spent"]


def test_a_budget_recovers_by_the_clock_alone_as_bad_readings_grow_old() -> None:
    desk = Desk()
    desk.read(99, 99, 99)
    desk.to(NOON + 20 * DAY)
    desk.read(*[1] * 6)
    assert desk.turned() == ["spent"]
    desk.to(NOON + 27 * DAY)
    assert desk.turned() == ["spent"]
    desk.to(NOON + 29 * DAY)
    assert desk.turned() == ["spent past", "kept"]
    desk.to(NOON + 60 * DAY)
    assert desk.turned() == ["spent past", "kept"]


def test_where_readings_stay_away_nobody_can_say_any_more() -> None:
    desk = Desk()
    desk.read(*[99] * 6)
    desk.to(NOON + 60 * DAY)
    assert desk.turned() == ["spent past", "unknown"]
    assert desk.card().used.share is None


def test_news_of_something_else_takes_nothing_from_the_clock() -> None:
    desk = Desk()
    desk.read(*[99] * 6)
    later = NOON + 60 * DAY
    desk.act(PlanChanged(), at=later)
    assert (desk.turned(), len(desk.values())) == (["spent"], 6)
    assert desk.round.wake_at
    assert desk.round.wake_at < later, "its clock is due, and tells the sprint"
    assert desk.act(Tick()).tells == (Tell(SPRINT, BudgetStands(HERE, "freshness")),)


def test_a_tick_early_or_twice_changes_nothing() -> None:
    desk = Desk()
    desk.read(1, 2, 99, 99, 99)
    before = desk.round
    desk.act(Tick())
    desk.act(Tick())
    assert desk.round == before


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


def test_a_changed_threshold_turns_the_budget_but_never_the_kind() -> None:
    desk = Desk()
    desk.read(30, 30, 30, 1, 1, 1)
    assert desk.turned() == ["spent"]
    turn = desk.act(Alter(replace(USUAL["availability"], better="lower", threshold=48, budget=0.25)), "Ada")
    assert (desk.turned(), desk.card().spent) == (["spent past"], False)
    assert turn.tells == (Tell(SPRINT, BudgetStands(HERE, "freshness")),)
    assert (desk.state.setup.kind, desk.state.setup.ratio) == ("freshness", False)


def test_a_spent_budget_of_what_is_ended_concerns_no_sprint_and_of_what_is_had_back_it_does() -> None:
    desk = Desk()
    desk.read(*[99] * 6)
    assert desk.act(End(), "Ada").tells == (Tell(SPRINT, BudgetStands(HERE, "freshness")),)
    assert desk.turned() == ["spent past"]
    assert desk.act(Reopen(), "Ada").tells == (Tell(SPRINT, BudgetStands(HERE, "freshness", 400)),)
    assert desk.turned() == ["spent"]


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


def test_in_the_night_the_channel_is_told_in_the_morning() -> None:
    desk = Desk()
    desk.read(*[99] * 6)
    [told] = [each for each in show(HERE, desk.state).values() if isinstance(each, Turned)]
    assert told.place == Room()
    assert told.goes(utc("23 14:00")) == utc("23 14:00")
    assert told.goes(utc("23 23:00")) == utc("24 09:00")
    assert told.goes(utc("28 12:00")) == utc("30 09:00")


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


def test_a_decision_that_waits_for_its_budget_hears_when_it_is_kept_and_when_it_is_not() -> None:
    desk, decision = Desk(planning=False), RoundId("decision-3")
    desk.read(*[99] * 6)
    assert desk.act(Awaited(decision)).tells == ()
    assert desk.read(*[1] * 17).tells == ()
    assert desk.read(1).tells == (Tell(decision, BudgetKept(HERE, kept=True)),)
    assert desk.read(1).tells == ()
    assert desk.read(99).tells == (Tell(decision, BudgetKept(HERE, kept=False)),)
    assert desk.read(99).tells == ()


def test_a_budget_of_which_nobody_can_say_is_not_kept_nor_is_one_that_was_ended() -> None:
    desk, decision = Desk(planning=False), RoundId("decision-3")
    desk.read(*[1] * 6)
    desk.act(Awaited(decision))
    assert desk.act(End(), "Ada").tells == (Tell(decision, BudgetKept(HERE, kept=False)),)
    assert desk.act(Reopen(), "Ada").tells == (Tell(decision, BudgetKept(HERE, kept=True)),)
    desk.to(desk.at + 40 * DAY)
    assert (desk.state.spent, desk.state.used.share, desk.state.keeps) == (False, None, False)


def test_only_so_many_decisions_wait_for_one_budget() -> None:
    desk = Desk(planning=False)
    for number in (*range(MOST_DECISIONS + 5), MOST_DECISIONS):
        desk.act(Awaited(RoundId(str(number))))
    assert len(desk.state.decisions) == MOST_DECISIONS
    assert desk.state.decisions[-1] == RoundId(str(MOST_DECISIONS))
