"""A KPI's readings in their order, a window that passes, and a budget that turns once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.book.budget import Used
from bot.ceremonies.decision import BudgetKept
from bot.ceremonies.kpi import Alter, Awaited, BudgetStands, End, Reopen, Take
from bot.ceremonies.kpi.shown import Turned, show
from bot.ceremonies.kpi.state import MOST_DECISIONS, USUAL
from bot.errors import BadInput
from bot.model import PlanChanged, Room, RoundId, Tell, Tick
from tests.bot.ceremonies.keeping import DAY, HERE, NOON, SPRINT, Desk
from tests.factories import utc


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


def test_what_became_of_a_budget_is_told_also_after_nobody_could_say() -> None:
    desk = Desk()
    desk.read(*[99] * 6)
    desk.to(NOON + 60 * DAY)
    desk.read(*[1] * 6)
    assert desk.turned() == ["spent past", "unknown past", "kept"], "nobody could say weeks ago"
    desk.to(NOON + 120 * DAY).read(1)
    assert desk.turned()[-1] == "kept", "that all is well is not taken back where nothing comes"


def test_that_nobody_can_say_is_past_at_once_and_what_is_known_then_told_the_day_after() -> None:
    desk = Desk()
    desk.read(*[99] * 6)
    unknown = (NOON + 60 * DAY, desk.to(NOON + 60 * DAY).state.turnings[-1].at)[1]
    desk = Desk()
    desk.read(*[99] * 6)
    desk.to(unknown + timedelta(minutes=1))
    assert desk.turned() == ["spent past", "unknown"]
    desk.read(*[1] * 6, every=timedelta(minutes=1))
    assert desk.turned() == ["spent past", "unknown past"]
    desk.to(unknown + DAY)
    assert desk.turned() == ["spent past", "unknown past", "kept"]


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


def test_in_the_night_the_channel_is_told_in_the_morning() -> None:
    desk = Desk()
    desk.read(*[99] * 6)
    [told] = [each for each in show(HERE, desk.state).values() if isinstance(each, Turned)]
    assert told.place == Room()
    assert told.goes(utc("23 14:00")) == utc("23 14:00")
    assert told.goes(utc("23 23:00")) == utc("24 09:00")
    assert told.goes(utc("28 12:00")) == utc("30 09:00")


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
