"""A decision that waits for an error budget: whoever made it hears on their next morning that it is kept again."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.ceremonies.decision import BudgetKept, Confirm, Restore, Reverse, SprintOver, TakeBack
from bot.ceremonies.decision.kept import record
from bot.ceremonies.decision.shown import Ask, Card, Face, show
from bot.model import Act, RoundId
from tests.bot.ceremonies.deciding import ADA, BEN, CAI, LEA, Desk
from tests.factories import AUCKLAND, make_member, utc

KPI, SECOND = RoundId("kpi-1"), RoundId("kpi-2")
SPENT, KEPT = BudgetKept(KPI, kept=False), BudgetKept(KPI, kept=True)
ALEX = make_member("Alex", AUCKLAND)


def waiting(*kpis: RoundId) -> Desk:
    """Recorded on Monday afternoon in London, while the budgets are spent."""
    return Desk(day=None, kpis=kpis or (KPI,))


def said(desk: Desk) -> list[tuple[str, str, str]]:
    return [(matter, who, f"{at:%d %H:%M}") for matter, who, at in desk.told()]


def card(desk: Desk) -> Face:
    found = show(desk.round)["card"]
    assert isinstance(found, Card)
    return found.face


def test_whoever_decided_is_told_on_their_next_morning() -> None:
    desk = waiting()
    assert desk.round.over
    desk.act(KEPT, at="24 14:00")
    assert (desk.round.over, said(desk)) == (False, [])
    desk.to("25 12:00")
    assert said(desk) == [("day", "UADA", "25 09:00")]
    [ask] = desk.asks()
    assert (ask.sign, ask.day, ask.moot) == (True, date(2026, 11, 24), False)


def test_each_hears_it_on_their_own_morning() -> None:
    desk = Desk(ADA, ALEX, day=None, kpis=(KPI,), members=(ADA, ALEX, CAI, LEA))
    desk.act(KEPT, at="23 23:00")  # noon on Tuesday in Auckland
    desk.to("25 12:00")
    assert said(desk) == [("day", "UADA", "24 09:00"), ("day", "UALEX", "24 20:00")]


def test_a_budget_that_is_spent_again_by_then_tells_nobody() -> None:
    desk = waiting()
    desk.act(KEPT, at="24 14:00")
    desk.act(SPENT, at="24 16:00")
    assert (desk.round.over, desk.round.wake_at) == (True, None)
    desk.act(KEPT, at="24 17:00")
    desk.to("25 12:00")
    assert said(desk) == [("day", "UADA", "25 09:00")]


def test_one_that_comes_and_goes_tells_once() -> None:
    desk = waiting()
    desk.act(KEPT, at="24 14:00")
    for day in ("25", "26", "27"):
        desk.to(f"{day} 10:00")
        desk.act(SPENT, at=f"{day} 11:00")
        desk.act(KEPT, at=f"{day} 13:00")
    desk.to("27 17:00")
    assert said(desk) == [("day", "UADA", "25 09:00")]


def test_where_nobody_answers_the_leads_are_asked_as_for_a_day() -> None:
    desk = waiting()
    desk.act(KEPT, at="24 14:00")
    desk.to(december("30 12:00"))
    assert said(desk) == [("day", "UADA", "25 09:00"), ("unanswered", "ULEA", "02 09:00")]
    assert [each.sign for each in desk.asks()] == [True, True]


def december(when: str) -> datetime:
    return utc(when).replace(month=12)


def test_one_that_is_kept_again_weeks_later_asks_anew() -> None:
    desk = waiting()
    desk.act(KEPT, at="24 14:00")
    desk.to("25 10:00").act(SPENT)
    desk.to(december("14 14:00")).act(KEPT)
    desk.to(december("30 12:00"))
    assert [(matter, who, f"{at:%d %b %H:%M}") for matter, who, at in desk.told()] == [
        ("day", "UADA", "25 Nov 09:00"),
        ("day", "UADA", "15 Dec 09:00"),
        ("unanswered", "ULEA", "22 Dec 09:00"),
    ]
    desk.act(Confirm())
    assert (desk.round.over, [each.moot for each in desk.asks()]) == (True, [True, True, True])


def test_so_are_those_who_lead_by_then_where_none_of_whoever_decided_is_left() -> None:
    kim = make_member("Kim", roles=("lead",))
    desk = waiting().change(replace(ADA, active=False))
    desk.act(KEPT, at="24 14:00")
    desk.to("25 10:00").act(SPENT)
    desk.change(replace(LEA, roles=("developer",)), kim)
    desk.to(december("14 14:00")).act(KEPT)
    desk.to(december("30 12:00"))
    assert said(desk) == [("gone", "ULEA", "25 09:00"), ("gone", "UKIM", "15 09:00")]


def test_the_leads_wait_counts_from_when_it_last_came_true() -> None:
    desk = waiting()
    desk.act(KEPT, at="24 14:00")
    desk.to("25 10:00").act(SPENT)
    desk.to("30 14:00").act(KEPT)
    desk.to(december("20 12:00"))
    assert said(desk) == [("day", "UADA", "25 09:00"), ("unanswered", "ULEA", "08 09:00")]


def test_of_several_budgets_the_last_makes_it_come_true() -> None:
    desk = waiting(KPI, SECOND)
    desk.act(KEPT, at="24 14:00")
    assert desk.round.over
    desk.act(BudgetKept(SECOND, kept=True), at="25 14:00")
    desk.to("26 12:00")
    assert said(desk) == [("day", "UADA", "26 09:00")]


@pytest.mark.parametrize("act", [Confirm(), Confirm(date(2026, 12, 24)), Reverse("It was wrong")])
def test_what_was_revisited_before_asks_nobody(act: Act) -> None:
    desk = waiting()
    desk.act(act, at="24 10:00")
    desk.act(KEPT, at="24 14:00")
    desk.to("27 12:00")
    assert said(desk) == []


def test_nor_does_what_was_taken_back() -> None:
    desk = waiting()
    desk.act(TakeBack(), "Cai", at="23 15:05")
    desk.act(KEPT, at="24 14:00")
    desk.to("27 12:00")
    assert said(desk) == []


def test_what_is_revisited_before_the_morning_asks_nobody() -> None:
    desk = waiting()
    desk.act(KEPT, at="24 14:00")
    desk.act(Confirm(), at="24 15:00")
    desk.to("27 12:00")
    assert (desk.round.over, said(desk)) == (True, [])


def test_what_stands_again_hears_what_came_true_meanwhile() -> None:
    desk = waiting()
    desk.act(Reverse("It was wrong"), at="24 10:00")
    desk.act(KEPT, at="24 14:00")
    desk.act(Restore(), at="25 10:00")
    desk.to("26 12:00")
    assert said(desk) == [("day", "UADA", "26 09:00")]


def test_the_answer_ends_it_as_it_does_for_a_day() -> None:
    desk = waiting()
    desk.act(KEPT, at="24 14:00")
    desk.to("25 12:00")
    desk.act(Confirm(), at="25 13:00")
    [ask] = desk.asks()
    assert (ask.moot, ask.sign, desk.round.over) == (True, False, True)
    desk.act(SPENT, at="25 14:00")
    desk.act(KEPT, at="25 15:00")
    assert (desk.round.over, desk.round.wake_at) == (True, None)


@pytest.mark.parametrize("moment", ["24 10:00", "24 15:00", "25 10:00"])
def test_nobody_is_asked_once_its_sprint_is_over(moment: str) -> None:
    desk, over = waiting(), utc(moment)
    asked = [("day", "UADA", "25 09:00")] * (over > utc("25 09:00"))
    if over > utc("24 14:00"):
        desk.act(KEPT, at="24 14:00")
    desk.to(over).act(SprintOver())
    assert (desk.round.over, desk.round.wake_at, desk.state.due) == (True, None, None)
    desk.act(SPENT)
    desk.act(KEPT, at="26 14:00")
    desk.to(december("20 12:00"))
    assert (said(desk), desk.state.standing) == (asked, "stands")


def test_a_day_that_was_set_since_stays_when_its_sprint_is_over() -> None:
    desk = waiting()
    desk.act(Confirm(date(2026, 12, 1)), at="24 10:00")
    desk.act(SprintOver(), at="27 17:00")
    desk.to(december("01 12:00"))
    assert said(desk) == [("day", "UADA", "01 09:00")]


def test_the_card_tells_of_it_and_the_question_does_so_once() -> None:
    desk = waiting()
    assert (card(desk).day, card(desk).came) == (None, False)
    desk.act(KEPT, at="24 14:00")
    assert (card(desk).day, card(desk).came) == (date(2026, 11, 24), True)
    desk.to("25 12:00")
    [ask] = desk.asks()
    assert (ask.face.day, ask.face.came) == (None, False)
    desk.act(Confirm(), at="25 13:00")
    assert (card(desk).day, card(desk).came) == (None, False)


def test_what_is_exported_has_the_day_on_which_its_sign_came_true() -> None:
    desk = waiting()
    for act, came in (
        (KEPT, date(2026, 11, 24)),
        (SPENT, None),
        (KEPT, date(2026, 11, 24)),
        (Confirm(), None),
    ):
        desk.act(act, at="24 14:00")
        [line] = record(desk.round)
        assert (line.row["revisit_on"], line.row["sign_came_on"]) == (None, came)


def test_other_decisions_hear_nothing_of_budgets() -> None:
    desk = Desk()
    before = desk.state
    desk.act(KEPT, at="24 14:00")
    assert replace(desk.state, away=before.away) == before
    assert all(isinstance(each, Ask) for each in desk.asks())
    assert {BEN.id, CAI.id} & {each.to for each in desk.state.told} == set()
