"""A checkpoint: who is asked when whether an experiment goes on, what came of it, and what the experiment hears."""

from dataclasses import replace
from datetime import date

import pytest

from bot.ceremonies.checkpoint import Answer, Judge, Later, Undo
from bot.ceremonies.checkpoint.shown import Ask, Card
from bot.ceremonies.checkpoint.state import MOST_LATER, REASON
from bot.ceremonies.experiment import CEREMONY as EXPERIMENT
from bot.ceremonies.experiment import Alter, Decide, HandOver, Reopen
from bot.errors import BadInput, NotYours, Refused, Settled
from bot.model import Absence, Dm, Room
from tests.bot.ceremonies.judging import ADA, BEN, CAI, CLOSES, DECIDED_BY_BEN, LEA, Desk
from tests.factories import utc

#: The worked example of the book.
WORKED = ((75.0, 10.0), (78.0, 8.0), (80.0, 5.0), (85.0, 20.0))
GO_ON, STOP = Judge("go on", "It still gains"), Judge("stop", "Costs more than it is worth")


def worked() -> Desk:
    return Desk(*WORKED).close()


def card(desk: Desk) -> Card:
    found = desk.shown()["card"]
    assert isinstance(found, Card)
    return found


def ask(desk: Desk, slot: str) -> Ask:
    found = desk.shown()[slot]
    assert isinstance(found, Ask)
    return found


def going(desk: Desk) -> list[str]:
    """What the experiment knows to be decided."""
    return [each.going for each in desk.experiment.judged]


# Which experiments are asked about.


def test_where_nothing_is_missing_the_question_stands_in_the_channel_at_once() -> None:
    desk = worked()
    shown = card(desk)
    assert (shown.place, shown.phase, shown.facts.key, shown.sprint) == (Room(), "open", "churn-1", 12)
    assert shown.facts.setup == DECIDED_BY_BEN
    assert shown.facts.advice is not None
    assert shown.facts.advice.outlook is not None
    assert shown.picture is not None
    assert [round(each.per_day, 3) for each in shown.facts.gains] == [round(15 / 43, 3)], "one sprint's"
    assert list(desk.shown()) == ["card"], "on a Friday night nobody is written to"


def test_an_experiment_that_ended_or_does_not_want_it_is_not_asked_about() -> None:
    ended = Desk(*WORKED)
    ended.act(Decide("proved", "Build it"), "Ada", on="churn-1")
    silent = Desk(*WORKED, setup=replace(DECIDED_BY_BEN, checkpoints=False))
    for desk in (ended, silent):
        assert list(desk.close().rounds) == ["churn-1"]


@pytest.mark.parametrize(("closes", "asked"), [("2026-11-10 09:59", False), ("2026-11-10 10:00", True)])
def test_one_that_was_registered_less_than_a_working_day_ago_is_not_asked_about(
    closes: str, asked: bool
) -> None:
    assert ("check-12" in Desk().close(at=closes).rounds) == asked


def test_one_registered_on_a_friday_evening_has_had_no_working_day_by_monday() -> None:
    desk = Desk()
    late = replace(desk.experiment, opened_at=utc("2026-11-20 17:30"))
    desk.rounds["churn-1"] = replace(desk.rounds["churn-1"], state=late)
    assert list(desk.close(at="2026-11-23 16:00").rounds) == ["churn-1"]


def test_what_was_to_stop_is_not_asked_about_again_until_something_comes_in() -> None:
    desk = worked().act(STOP, at="23 15:00")
    assert "check-13" not in desk.close(13, "2026-12-04 17:00", "2026-11-23 00:00").rounds
    desk.report(86, 4)
    assert "check-14" in desk.close(14, "2026-12-18 17:00", "2026-12-07 00:00").rounds


# What the owner is asked.


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


# Who decides.


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


# What happens elsewhere.


def test_a_verdict_closes_the_question() -> None:
    desk = worked().to("23 15:00").act(Decide("proved", "Build it"), "Ada", on="churn-1")
    ended = card(desk).ended
    assert ended
    assert (card(desk).phase, ended.verdict, desk.round().over) == ("ended", "proved", True)
    with pytest.raises(Settled, match="has its verdict"):
        desk.act(GO_ON)
    assert desk.to("2026-12-20 12:00").told() == ["decide Ben 23 14:00"]


def test_a_verdict_taken_back_opens_it_again() -> None:
    desk = worked().to("23 15:00").act(Decide("proved", "Build it"), "Ada", on="churn-1")
    desk.act(Reopen(), "Ada", on="churn-1")
    assert (card(desk).phase, desk.round().over) == ("open", False)
    desk.act(GO_ON)
    assert desk.experiment.judged[0].going == "go on"


def test_a_verdict_before_the_question_is_put_leaves_nothing_in_the_channel() -> None:
    desk = Desk().close().to("23 10:00").act(Decide("disproved", "No"), "Ada", on="churn-1")
    assert list(desk.shown()) == [f"report:{ADA.id}:1"]
    assert desk.round().over


def test_a_verdict_between_the_close_and_its_first_tick_is_heard() -> None:
    desk = worked()
    desk.act(Decide("proved", "Build it"), "Ada", on="churn-1")
    assert desk.state.ended is None, "nobody has told it yet"
    desk.to("23 15:00")
    assert card(desk).phase == "ended"
    assert desk.told() == []


def test_the_next_sprint_asks_in_its_place() -> None:
    desk = worked().to("23 15:00").close(13, "2026-11-26 17:00", "2026-11-23 00:00").to("2026-11-27 10:00")
    assert (card(desk).phase, desk.round().over) == ("outdated", True)
    assert desk.round(13).state.phase == "asked"
    with pytest.raises(Settled, match="newer question"):
        desk.act(GO_ON)
    desk.report(86, 3)
    assert (desk.state.facts.latest, desk.round(13).state.facts.latest) == (85, 86)


def test_others_may_be_named_while_it_is_open() -> None:
    desk = worked().to("23 15:00")
    desk.act(Alter(replace(DECIDED_BY_BEN, deciders=(CAI.id,))), "Ada", on="churn-1").to("23 16:00")
    assert desk.told() == ["decide Ben 23 14:00", "decide Cai 23 15:00"]
    desk.act(GO_ON, "Cai")


def test_a_result_while_it_is_open_stands_on_its_card() -> None:
    desk = worked().to("23 15:00").report(86, 3)
    assert card(desk).facts.latest == 86


# What is kept.


def test_judgements_are_exported_with_the_experiment() -> None:
    desk = worked().act(STOP)
    assert EXPERIMENT.record
    rows = [each.row for each in EXPERIMENT.record(desk.rounds["churn-1"]) if "judgement" in each.table]
    assert [(row["sprint"], row["going"], row["reason"], row["by_name"]) for row in rows] == [
        (12, "stop", "Costs more than it is worth", "Ben")
    ]


def test_acting_at_the_moment_of_its_close_twice_changes_nothing() -> None:
    desk = worked().to(CLOSES)
    before = dict(desk.rounds)
    assert desk.to(CLOSES).rounds == before
    assert desk.round().wake_at == utc("23 14:00")
