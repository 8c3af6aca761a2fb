"""What an owner answers becomes a result each time, or is refused: nothing is lost, and nothing lands elsewhere."""

from dataclasses import replace

import pytest

from bot.ceremonies.checkpoint import Answer
from bot.ceremonies.experiment import Alter, TakeOut, TakeResult
from bot.ceremonies.experiment.state import MOST_RESULTS
from bot.errors import Refused, Settled
from bot.model import Measured, Report
from tests.bot.ceremonies.benched import SETUP
from tests.bot.ceremonies.judging import ADA, Desk, ask
from tests.factories import utc


def values(desk: Desk) -> list[tuple[float, float | None]]:
    return [(each.value, each.days) for each in desk.experiment.results]


def backfilled() -> Desk:
    """The newest result is of another sprint; the one of this sprint, measured before it, has no FTE-days."""
    desk = Desk()
    desk.at = utc("2026-11-20 12:00")
    for key, value, days, sprint, day in (("a", 75.0, 10.0, 11, 15), ("b", 70.0, None, 12, 14)):
        report = Report(key, (Measured("F1", value),), "churn-1", days, at=utc(f"2026-11-{day} 12:00"))
        desk.act(TakeResult(report, sprint), "", on="churn-1")
    return desk.close(since="2026-11-20 00:00").to("23 10:00")


def test_who_takes_an_answer_out_and_answers_again_is_heard_as_often_as_that() -> None:
    desk = Desk().close().to("23 10:00")
    lacks = []
    for value in (60.0, 70.0, 80.0):
        desk.act(Answer(value, 5.0), "Ada")
        assert values(desk) == [(value, 5)]
        lacks.append(desk.state.lack)
        desk.act(TakeOut(desk.experiment.results[-1].number), "Ada", on="churn-1")
        lacks.append(desk.state.lack)
    assert lacks == ["", "result"] * 3
    assert len({each.key for each in desk.experiment.gone}) == 3


def test_days_go_to_the_result_that_lacks_them_not_to_the_newest() -> None:
    desk = backfilled()
    assert desk.state.facts.latest == 75
    asked = ask(desk, f"report:{ADA.id}:1")
    assert asked.daysless
    assert (asked.lack, asked.daysless.number, asked.daysless.value) == ("days", 2, 70)
    desk.act(Answer(None, 3.0, asked.daysless.number), "Ada")
    assert values(desk) == [(70, 3), (75, 10)]
    assert (desk.state.lack, desk.state.daysless) == ("", None)


def test_days_said_of_a_result_that_is_no_longer_what_is_missing_go_nowhere() -> None:
    desk = Desk((75.0, None)).close().to("23 10:00").report(80, None)
    before = dict(desk.rounds)
    with pytest.raises(Settled, match="Open the form again"):
        desk.act(Answer(None, 3.0, 1), "Ada")
    assert desk.rounds == before
    desk.act(Answer(None, 3.0, 2), "Ada")
    assert values(desk) == [(75, None), (80, 3)]


def test_days_said_of_a_result_that_was_taken_out_are_not_of_nothing_new() -> None:
    desk = Desk((75.0, None)).close().to("23 10:00").act(TakeOut(1), "Ada", on="churn-1")
    with pytest.raises(Settled, match="Open the form again"):
        desk.act(Answer(None, 3.0, 1), "Ada")
    assert desk.experiment.results == ()


def test_a_stale_form_does_not_overwrite_what_a_machine_measured_meanwhile() -> None:
    desk = Desk().close().to("23 10:00").report(82.34, None)
    before = dict(desk.rounds)
    with pytest.raises(Settled, match=r"A result came in meanwhile: F1 is 82\.34\. Say only the FTE-days"):
        desk.act(Answer(80.0, 5.0), "Ada")
    assert desk.rounds == before
    desk.act(Answer(82.34, 5.0), "Ada")
    assert values(desk) == [(82.34, 5)]


@pytest.mark.parametrize("answer", [Answer(80.0, 5.0), Answer(None, 5.0)])
def test_an_answer_for_which_there_is_no_room_is_refused(answer: Answer) -> None:
    desk = Desk((75.0, 10.0))
    one = desk.experiment.results[0]
    many = tuple(replace(one, number=number, sprint=11) for number in range(1, MOST_RESULTS + 1))
    full = replace(desk.experiment, results=many, numbered=MOST_RESULTS)
    desk.rounds["churn-1"] = replace(desk.rounds["churn-1"], state=full)
    desk.close(since="2026-11-16 00:00").to("23 10:00")
    before = dict(desk.rounds)
    with pytest.raises(Refused, match=f"{MOST_RESULTS} results"):
        desk.act(answer, "Ada")
    assert desk.rounds == before
    desk.act(TakeOut(1), "Ada", on="churn-1").act(answer, "Ada")
    assert len(desk.experiment.results) == MOST_RESULTS


def test_not_worked_on_needs_no_room() -> None:
    desk = Desk((75.0, 10.0))
    many = tuple(replace(desk.experiment.results[0], number=each, sprint=11) for each in range(1, 501))
    full = replace(desk.experiment, results=many, numbered=MOST_RESULTS)
    desk.rounds["churn-1"] = replace(desk.rounds["churn-1"], state=full)
    desk.close(since="2026-11-16 00:00").to("23 10:00").act(Answer(None, None), "Ada")
    assert desk.state.lack == ""


def test_nothing_new_is_no_result_by_a_name_under_which_nothing_was_measured() -> None:
    desk = Desk((75.0, 10.0)).close(13, "2026-12-04 22:30", "2026-11-23 00:00")
    desk.to("2026-12-07 10:00")
    recall = replace(SETUP, metric=replace(SETUP.metric, name="recall"))
    desk.act(Alter(recall), "Ada", on="churn-1")
    facts = desk.round(13).state.facts
    assert (facts.latest, facts.called) == (75.0, "F1")
    desk.act(Answer(None, 5.0), "Ada", on="check-13")
    assert [each.value for each in desk.experiment.results] == [75.0]
    answered = desk.round(13).state.answered
    assert answered is not None
    assert (answered.how, answered.days) == ("nothing new", 5.0)
