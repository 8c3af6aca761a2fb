"""A checkpoint: which experiments are asked about, and what happens elsewhere while it is open."""

from dataclasses import replace

import pytest

from bot.ceremonies.experiment import CEREMONY as EXPERIMENT
from bot.ceremonies.experiment import Alter, Decide, Reopen
from bot.errors import Settled
from bot.model import Room
from tests.bot.ceremonies.judging import (
    ADA,
    CAI,
    CLOSES,
    DECIDED_BY_BEN,
    GO_ON,
    STOP,
    WORKED,
    Desk,
    card,
    worked,
)
from tests.factories import utc

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
