"""A sprint that is to be planned while an error budget is spent: who hears of it, and what is decided, once."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.cadence import Cadence
from bot.ceremonies import kpi
from bot.ceremonies.decision import SprintOver
from bot.ceremonies.kpi import BudgetStands, Take
from bot.ceremonies.kpi.state import USUAL
from bot.ceremonies.sprint import CEREMONY, Close, Hours, Settle, Skip, Sprint, Steer, SteerNot, Stop, begin
from bot.ceremonies.sprint.budgets import decided, unsettled
from bot.ceremonies.sprint.notices import Plan
from bot.ceremonies.sprint.shown import show
from bot.ceremonies.sprint.state import Spent
from bot.errors import NotYours, Refused, Settled
from bot.model import Act, Book, Member, Round, RoundId, Story, StoryId, Tell, Tick
from storage import codec
from tests.factories import WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN = make_member("Ada"), make_member("Ben")
LEA = make_member("Lea", roles=("developer", "lead"))
HERE, LOG = RoundId("sprint-1"), RoundId("decision-4")
STORY = Story(StoryId("s1"), 1, "Calibrate the model")
#: The Sunday before it; it is to be planned on Monday at 10.
SUNDAY, MONDAY = utc("22 12:00"), utc("23 10:00")


def kept(name: str, *values: float) -> Round[Any]:
    """A KPI with readings, as the book has it."""
    at = SUNDAY - timedelta(hours=9)
    turn = kpi.begin(make_book(ADA), name, "", USUAL["freshness"], ADA, at)
    round_: Round[Any] = Round(RoundId(f"kpi-{name}"), WORKSPACE, make_team().id, "kpi", name, at, turn.state)
    for each in values:
        after = kpi.CEREMONY.advance(round_, Take(each), None, at, make_book(ADA))
        round_ = replace(round_, state=after.state)
    return round_


class Planning:
    """A sprint that Ada set up, from the day before it. Ben is of the team, Lea leads."""

    def __init__(self, *kpis: Round[Any], members: tuple[Member, ...] = (ADA, BEN, LEA)) -> None:
        self.book: Book = replace(make_book(*members), kpis=kpis, backlog=(STORY,))
        turn = begin(self.book, Cadence(2, date(2026, 11, 23), (), 1), Hours(), ADA, SUNDAY)
        self.round: Round[Sprint] = Round(
            HERE, WORKSPACE, make_team().id, "sprint", "1", SUNDAY, turn.state, None, turn.wake_at
        )

    def act(self, act: Act, by: str = "") -> "Planning":
        who = member_id(by) if by else None
        turn = CEREMONY.advance(self.round, act, who, MONDAY, self.book)
        state = codec.load(Sprint, codec.dump(Sprint, turn.state))
        assert state == turn.state
        self.round = replace(self.round, state=state, wake_at=turn.wake_at, over=turn.over)
        self.tells = turn.tells
        return self

    @property
    def card(self) -> Plan:
        found = show(self.round)["plan"]
        assert isinstance(found, Plan)
        return found

    def spent(self) -> list[tuple[str, int]]:
        return [(each.name, each.percent) for each in self.card.spent]


def test_planning_opens_with_the_budgets_that_are_spent() -> None:
    whole, few = kept("labels", *[1.0] * 6), kept("joins", 99, 99)
    planning = Planning(kept("scores", *[99.0] * 6), whole, few, kept("events", *[99.0] * 5, 1.0)).act(Tick())
    assert planning.spent() == [("events", 1667), ("scores", 2000)]


def test_it_hears_of_budgets_while_it_is_to_be_planned_and_not_once_it_is() -> None:
    planning = Planning().act(BudgetStands("k1", "scores", 132)).act(Tick())
    assert planning.spent() == [], "before that its own book tells"
    planning.act(BudgetStands("k1", "scores", 132)).act(BudgetStands("k2", "events", 101))
    assert planning.spent() == [("events", 101), ("scores", 132)]
    planning.act(BudgetStands("k1", "scores", 140)).act(BudgetStands("k2", "events"))
    assert planning.spent() == [("scores", 140)]
    planning.act(Settle("", (STORY.id,)), "Ada").act(BudgetStands("k1", "scores"))
    assert planning.round.state.spent == (Spent("k1", "scores", 140),)


def test_it_is_decided_once_by_who_plans() -> None:
    planning = Planning().act(Tick())
    with pytest.raises(Refused):
        planning.act(Steer("repair", 4, LOG), "Ada")
    planning.act(BudgetStands("k1", "scores", 132))
    with pytest.raises(NotYours):
        planning.act(Steer("repair", 4, LOG), "Ben")
    planning.act(Steer("repair", 4, LOG), "Lea")
    steered = planning.card.steered
    assert steered
    assert (steered.course, steered.number, steered.by_name) == ("repair", 4, "Lea")
    with pytest.raises(Settled, match="Lea has decided that already: repair first, decision #4"):
        planning.act(Steer("features", 5, LOG), "Ada")
    planning.act(BudgetStands("k1", "scores"))
    assert planning.card.steered, "it stands also where the budget recovers"


def test_budgets_that_are_spent_after_a_decision_are_asked_about_anew() -> None:
    planning = Planning().act(Tick()).act(BudgetStands("k1", "scores", 132))
    planning.act(Steer("features", 4, LOG), "Lea").act(BudgetStands("k2", "events", 101))
    assert open_(planning) == ["events"]
    planning.act(Steer("repair", 5, RoundId("decision-5")), "Ada")
    told = [(each.number, [one.name for one in each.about]) for each in decided(planning.round.state)]
    assert told == [(4, ["scores"]), (5, ["events"])]
    with pytest.raises(Settled, match="Ada has decided that already: repair first, decision #5"):
        planning.act(Steer("repair", 6, RoundId("decision-6")), "Ada")
    planning.act(BudgetStands("k1", "scores")).act(BudgetStands("k1", "scores", 180))
    assert open_(planning) == [], "it was decided about"
    planning.act(SteerNot(LOG))
    assert open_(planning) == ["scores"]
    assert planning.card.steered
    assert (planning.card.steered.number, planning.card.steered_before) == (5, ())


def test_what_was_decided_before_it_was_kept_about_what_goes_for_all() -> None:
    planning = (
        Planning().act(Tick()).act(BudgetStands("k1", "scores", 132)).act(Steer("repair", 4, LOG), "Lea")
    )
    state = planning.round.state
    assert state.steered
    old = replace(state, steered=replace(state.steered, about=()))
    planning.round = replace(planning.round, state=old)
    assert open_(planning.act(BudgetStands("k2", "events", 101))) == []


def open_(planning: Planning) -> list[str]:
    return [each.name for each in unsettled(planning.card.spent, decided(planning.round.state))]


@pytest.mark.parametrize("last", [[Settle("", (STORY.id,)), Close()], [Stop()]])
def test_what_steered_it_hears_that_it_is_over(last: list[Act]) -> None:
    planning = (
        Planning().act(Tick()).act(BudgetStands("k1", "scores", 132)).act(Steer("repair", 4, LOG), "Ada")
    )
    assert [*planning.tells] == []
    for act in last:
        planning.act(act, "Ada")
    assert [*planning.tells] == [Tell(LOG, SprintOver())]
    planning.act(Tick())
    assert [*planning.tells] == [], "once"


def test_each_decision_about_it_hears_that_it_is_over() -> None:
    later = RoundId("decision-5")
    planning = (
        Planning().act(Tick()).act(BudgetStands("k1", "scores", 132)).act(Steer("features", 4, LOG), "Lea")
    )
    planning.act(BudgetStands("k2", "events", 101)).act(Steer("repair", 5, later), "Ada").act(Stop(), "Ada")
    assert [*planning.tells] == [Tell(LOG, SprintOver()), Tell(later, SprintOver())]


def test_one_that_nothing_steered_tells_no_decision_so() -> None:
    assert Planning().act(Tick()).act(Stop(), "Ada").tells == ()


def test_a_decision_that_is_taken_back_can_be_made_anew() -> None:
    planning = Planning().act(Tick()).act(BudgetStands("k1", "scores", 132))
    planning.act(Steer("repair", 4, LOG), "Ada").act(SteerNot(RoundId("another")))
    assert planning.card.steered
    assert planning.act(SteerNot(LOG)).card.steered is None
    planning.act(Steer("features", 5, LOG), "Ada")
    assert planning.card.steered.course == "features"


@pytest.mark.parametrize("act", [Skip(), Settle("", (STORY.id,))])
def test_there_is_nothing_to_decide_where_it_is_planned_or_skipped(act: Act) -> None:
    planning = Planning().act(Tick()).act(BudgetStands("k1", "scores", 132)).act(act, "Ada")
    with pytest.raises(Settled):
        planning.act(Steer("repair", 4, LOG), "Ada")


def test_a_state_of_before_there_were_budgets_is_read() -> None:
    dumped = json.loads(codec.dump(Sprint, Planning().act(Tick()).round.state))
    del dumped["spent"], dumped["steered"]
    assert codec.load(Sprint, json.dumps(dumped)) == Planning().act(Tick()).round.state
