"""Who decides whether an experiment goes on, how it is put to them, and what comes of it."""

from dataclasses import replace

import pytest

from bot.ceremonies.checkpoint import Judge, Later, Undo
from bot.ceremonies.checkpoint.state import MOST_LATER, REASON
from bot.ceremonies.experiment import Decide
from bot.errors import BadInput, NotYours, Refused, Settled
from bot.model import Measured
from tests.bot.ceremonies.judging import (
    ADA,
    BEN,
    CAI,
    DECIDED_BY_BEN,
    GO_ON,
    LEA,
    STOP,
    WORKED,
    Desk,
    ask,
    card,
    going,
    worked,
)


def test_each_who_decides_is_asked_once_at_work_and_reminded_once() -> None:
    desk = worked().to("2026-11-27 12:00")
    assert desk.told() == ["decide Ben 23 14:00", "again Ben 24 21:00"]
    assert [type(each).__name__ for each in desk.shown().values()] == ["Card", "Ask", "Ask"]


def test_where_nobody_is_named_the_leads_are_asked() -> None:
    desk = Desk(*WORKED, setup=replace(DECIDED_BY_BEN, deciders=())).close().to("23 12:00")
    assert desk.told() == ["decide Lea 23 09:00"]


def test_a_reminder_is_for_those_who_want_reminders() -> None:
    desk = Desk(*WORKED, members=(ADA, replace(BEN, reminders=False), CAI, LEA)).close().to("26 12:00")
    assert desk.told() == ["decide Ben 23 14:00"]


def test_a_decider_who_leaves_leaves_it_to_the_leads() -> None:
    desk = worked().to("23 15:00").changed(replace(BEN, active=False)).to("23 16:00")
    assert desk.told() == ["decide Ben 23 14:00", "decide Lea 23 15:00"]
    assert ask(desk, f"decide:{BEN.id}:1").past == "not asked"
    with pytest.raises(NotYours):
        desk.act(GO_ON, "Ben")


def test_where_nobody_decides_the_question_closes_by_itself_and_its_card_says_so() -> None:
    desk = worked().to("2026-11-27 20:00")
    assert card(desk).phase == "open"
    desk.to("2026-11-30 12:00")
    assert (card(desk).phase, desk.round().over) == ("undecided", True)
    assert all(ask(desk, slot).past for slot in desk.shown() if slot != "card")
    with pytest.raises(Settled, match="nobody had decided"):
        desk.act(GO_ON)


def test_without_anybody_who_leads_the_channel_decides() -> None:
    nobody = replace(DECIDED_BY_BEN, deciders=())
    desk = Desk(*WORKED, setup=nobody, members=(ADA, BEN, CAI)).close().to("23 10:00")
    assert desk.told() == []
    desk.act(GO_ON, "Cai")
    assert card(desk).phase == "decided"


def test_go_on_stands_on_the_card_and_with_the_experiment() -> None:
    desk = worked().act(GO_ON, at="23 15:00")
    judged = card(desk).judgement
    assert judged
    assert (judged.going, judged.reason, judged.by_name) == ("go on", "It still gains", "Ben")
    assert desk.experiment.judged == (judged,)
    assert desk.to("2026-11-29 12:00").told() == []
    assert desk.to("2026-11-30 16:00").round().over


def test_only_who_decides_and_leads_may() -> None:
    desk = worked()
    for by in ("Ada", "Cai"):
        with pytest.raises(NotYours, match="Only Ben and the team's leads"):
            desk.act(GO_ON, by)
    desk.act(GO_ON, "Lea")


@pytest.mark.parametrize("reason", ["", " \n\t ", "x" * (REASON + 1)])
def test_a_reason_is_needed(reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        worked().act(Judge("stop", reason))
    assert refused.value.field == "reason"


def test_of_two_at_once_the_second_reads_what_the_first_decided() -> None:
    desk = worked().act(GO_ON)
    before = dict(desk.rounds)
    with pytest.raises(Settled, match="Ben has decided on churn-1: it goes on"):
        desk.act(STOP, "Lea")
    assert desk.rounds == before


def test_it_cannot_be_decided_before_it_is_put() -> None:
    with pytest.raises(Refused, match="not known yet"):
        Desk().close().to("23 10:00").act(GO_ON)


def test_stop_asks_the_owner_for_the_verdict_once() -> None:
    desk = worked().act(STOP, at="23 20:00").to("25 12:00")
    assert desk.told() == ["verdict Ada 24 09:00"]
    slot = f"verdict:{ADA.id}:1"
    assert (ask(desk, slot).past, ask(desk, slot).experiment) == ("", "churn-1")
    desk.act(Decide("disproved", "Drop it"), "Ada", on="churn-1")
    assert ask(desk, slot).past == "answered"
    assert card(desk).phase == "decided"
    assert card(desk).ended is not None


def test_a_decision_is_taken_back_for_a_week() -> None:
    desk = worked().act(STOP, at="23 15:00").to("24 12:00").act(Undo(), "Lea")
    assert card(desk).phase == "open"
    assert going(desk) == []
    assert ask(desk, f"verdict:{ADA.id}:1").past == "answered"
    desk.to("24 15:00").act(GO_ON)
    assert going(desk) == ["go on"]
    desk.to("2026-12-02 12:00")
    with pytest.raises(Settled, match="a week ago"):
        desk.act(Undo())


def test_another_stop_after_that_asks_for_the_verdict_anew() -> None:
    desk = worked().act(STOP, at="23 15:00").to("23 16:00").act(Undo()).act(STOP).to("23 17:00")
    assert [each.split()[0] for each in desk.told()] == ["verdict", "verdict"]
    assert [ask(desk, slot).past for slot in desk.shown() if slot != "card"] == ["answered", ""]


def test_what_was_decided_on_stays_as_it_was_and_is_read_anew_once_taken_back() -> None:
    desk = worked().act(GO_ON, at="23 15:00").report(86, 3)
    assert card(desk).facts.latest == 85
    desk.act(Undo())
    assert card(desk).facts.latest == 86


def test_later_asks_whoever_said_so_again_two_working_days_on() -> None:
    desk = worked().to("24 16:00").act(Later()).to("26 22:00")
    assert desk.told() == ["decide Ben 23 14:00", "again Ben 26 15:00"]
    assert card(desk).later == ("Ben",)


def test_later_moves_the_end_but_not_for_ever() -> None:
    desk = worked()
    for day in ("23", "26", "30"):
        desk.to(f"{day} 16:00").act(Later())
        with pytest.raises(Settled, match="just now"):
            desk.act(Later())
    desk.to("30 18:00")
    with pytest.raises(Refused, match=f"{MOST_LATER} times"):
        desk.act(Later())
    assert card(desk.to("2026-12-04 16:00")).phase == "open"
    assert card(desk.to("2026-12-08 16:00")).phase == "undecided"


def test_a_guardrail_that_is_broken_stands_beside_the_question_and_in_what_who_decides_is_asked() -> None:
    desk = Desk(*WORKED).report(85.0, 1.0, "", 12, Measured("recall", 55.0, subset="DE")).close()
    desk.to("23 15:00")
    [broken] = card(desk).facts.broken
    assert (broken.guardrail.metric, broken.value, broken.latest) == ("recall", 55.0, True)
    assert ask(desk, f"decide:{BEN.id}:1").facts.broken == (broken,)
    desk.report(86.0, 1.0, "", 12, Measured("recall", 61.0, subset="DE"))
    assert card(desk).facts.broken == ()
