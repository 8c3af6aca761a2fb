"""What the owner of an experiment is asked at a checkpoint, and what their answer comes to."""

from dataclasses import replace
from datetime import date

import pytest

from bot.ceremonies.checkpoint import Answer
from bot.ceremonies.experiment import HandOver
from bot.errors import BadInput, NotYours, Settled
from bot.model import Absence, Dm
from tests.bot.ceremonies.judging import ADA, CAI, DECIDED_BY_BEN, Desk, ask, card


def test_the_owner_is_asked_at_their_next_working_hour_what_it_came_to() -> None:
    desk = Desk().close().to("23 09:00")
    assert desk.told() == ["report Ada 23 09:00"]
    [slot] = desk.shown()
    assert (ask(desk, slot).place, ask(desk, slot).lack, ask(desk, slot).past) == (Dm(ADA.id), "result", "")
    assert "card" not in desk.shown()


def test_their_answer_is_a_result_and_the_question_follows_at_once() -> None:
    desk = Desk().close().to("23 10:00").act(Answer(75.0, 10.0), "Ada")
    [result] = desk.experiment.results
    assert (result.value, result.days, result.sprint, result.by_name) == (75, 10, 12, "Ada")
    assert card(desk).facts.latest == 75
    assert ask(desk, f"report:{ADA.id}:1").past == "answered"


def test_nothing_new_is_the_last_value_once_more() -> None:
    desk = Desk((75.0, 10.0))
    desk.rounds["churn-1"] = replace(
        desk.rounds["churn-1"],
        state=replace(
            desk.experiment, results=tuple(replace(each, sprint=11) for each in desk.experiment.results)
        ),
    )
    desk.close().to("23 10:00").act(Answer(None, 4.0), "Ada")
    last = desk.experiment.results[-1]
    assert (last.value, last.days, last.note) == (75, 4, "Nothing new")
    assert card(desk).answered is not None


def test_nothing_new_where_nothing_was_ever_measured_is_only_said() -> None:
    setup = replace(DECIDED_BY_BEN, metric=replace(DECIDED_BY_BEN.metric, baseline=None))
    desk = Desk(setup=setup).close().to("23 10:00").act(Answer(None, 4.0), "Ada")
    assert desk.experiment.results == ()
    answered = card(desk).answered
    assert answered
    assert (answered.how, answered.days, card(desk).lack) == ("nothing new", 4, "")


def test_not_worked_on_is_said_on_the_card() -> None:
    desk = Desk().close().to("23 10:00").act(Answer(None, None), "Ada")
    answered = card(desk).answered
    assert answered
    assert (answered.how, desk.experiment.results) == ("not worked on", ())


def test_a_result_without_its_days_asks_for_the_days_alone() -> None:
    desk = Desk((75.0, None)).close().to("23 10:00")
    assert ask(desk, f"report:{ADA.id}:1").lack == "days"
    with pytest.raises(BadInput, match="FTE-days") as refused:
        desk.act(Answer(None, None), "Ada")
    assert refused.value.field == "days"
    desk.act(Answer(None, 10.0), "Ada")
    assert [(each.value, each.days) for each in desk.experiment.results] == [(75, 10)]


def test_a_report_that_arrives_meanwhile_answers_it() -> None:
    desk = Desk().close().to("23 10:00").report(75, 10)
    assert card(desk).facts.latest == 75
    assert ask(desk, f"report:{ADA.id}:1").past == "answered"
    with pytest.raises(Settled, match="came in"):
        desk.act(Answer(76.0, 1.0), "Ada")
    assert len(desk.experiment.results) == 1


def test_a_report_at_night_brings_the_question_in_the_morning() -> None:
    desk = Desk().close().to("23 22:00").report(75, 10)
    assert "card" not in desk.shown()
    assert "card" not in desk.to("24 08:59").shown()
    assert "card" in desk.to("24 09:00").shown()


def test_a_report_without_days_leaves_that_question_open() -> None:
    desk = Desk().close().to("23 10:00").report(75, None)
    assert ask(desk, f"report:{ADA.id}:1").lack == "days"
    assert "card" not in desk.shown()


def test_without_an_answer_it_goes_on_after_two_working_days() -> None:
    desk = Desk().close().to("24 15:59")
    assert "card" not in desk.shown()
    desk.to("24 16:30")
    assert (card(desk).lack, card(desk).phase) == ("result", "open")
    desk.act(Answer(75.0, 10.0), "Ada")
    assert (card(desk).lack, card(desk).facts.latest) == ("", 75)


def test_an_owner_who_is_away_for_weeks_holds_nothing_up() -> None:
    away = (Absence(ADA.id, date(2026, 11, 20), date(2027, 1, 10)),)
    desk = Desk(absences=away).close().to("30 10:00")
    assert desk.told() == []
    assert card(desk).lack == "result"


def test_an_owner_who_leaves_is_not_waited_for() -> None:
    desk = Desk().close().to("23 10:00").changed(replace(ADA, active=False))
    assert card(desk).lack == "result"
    assert ask(desk, f"report:{ADA.id}:1").past == "not asked"


def test_whoever_takes_it_over_is_asked_too() -> None:
    desk = Desk().close().to("23 10:00").act(HandOver(CAI.id), "Ada", on="churn-1").to("23 11:00")
    assert desk.told() == ["report Ada 23 09:00", "report Cai 23 10:00"]
    assert [ask(desk, slot).past for slot in desk.shown()] == ["not asked", ""]


def test_others_do_not_answer_and_leads_may() -> None:
    desk = Desk().close().to("23 10:00")
    with pytest.raises(NotYours, match="Ada"):
        desk.act(Answer(75.0, 10.0), "Cai")
    desk.act(Answer(75.0, 10.0), "Lea")
    assert desk.experiment.results[-1].by_name == "Lea"


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer(101.0, 1.0), "value"),
        (Answer(float("nan"), 1.0), "value"),
        (Answer(75.0, None), "days"),
        (Answer(75.0, 0.0), "days"),
        (Answer(None, -1.0), "days"),
        (Answer(None, float("inf")), "days"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_changes(answer: Answer, field: str) -> None:
    desk = Desk().close().to("23 10:00")
    before = dict(desk.rounds)
    with pytest.raises(BadInput) as refused:
        desk.act(answer, "Ada")
    assert refused.value.field == field
    assert desk.rounds == before
