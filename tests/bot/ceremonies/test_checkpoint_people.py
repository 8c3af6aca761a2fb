"""Whom a checkpoint asks again, and who is asked where an owner has left; what nobody wants to be asked any more."""

from dataclasses import replace
from datetime import date

import pytest

from bot.ceremonies.checkpoint import CEREMONY, Judge, Later, Undo
from bot.ceremonies.erased import SOMEBODY
from bot.ceremonies.experiment import CEREMONY as EXPERIMENT
from bot.ceremonies.experiment import Alter, Decide, Reopen
from bot.ceremonies.experiment.shown import Card as ItsCard
from bot.errors import NotYours, Settled
from bot.model import Absence, Member
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
    worked,
)

QUIET_BEN, QUIET_LEA = replace(BEN, reminders=False), replace(LEA, reminders=False)
SILENT = Alter(replace(DECIDED_BY_BEN, checkpoints=False))


def judged_on_its_card(desk: Desk) -> object:
    found = EXPERIMENT.show(desk.rounds["churn-1"])["card"]
    assert isinstance(found, ItsCard)
    return found.judged


# Who put it off.


def test_whoever_put_it_off_is_asked_again_though_they_want_no_reminders() -> None:
    desk = Desk(*WORKED, members=(ADA, QUIET_BEN, CAI, LEA)).close().to("23 15:00")
    desk.act(Later()).to("27 12:00")
    assert desk.told() == ["decide Ben 23 14:00", "again Ben 25 14:00"]
    desk.act(Later(), at="27 15:00").to("2026-12-04 12:00")
    assert desk.told()[2:] == ["again Ben 01 14:00"], "each time that they were promised it"


def test_nobody_is_reminded_against_their_wish_because_it_is_open_again() -> None:
    desk = (
        Desk(*WORKED, members=(ADA, QUIET_BEN, CAI, LEA)).close().to("23 15:00").act(Later()).to("25 15:00")
    )
    desk.act(GO_ON, at="25 16:00").act(Undo()).to("2026-12-01 12:00")
    assert desk.told() == ["decide Ben 23 14:00", "again Ben 25 14:00"]


@pytest.mark.parametrize("lea", [LEA, QUIET_LEA])
def test_a_lead_who_is_not_named_and_puts_it_off_is_asked_again(lea: Member) -> None:
    desk = Desk(*WORKED, members=(ADA, QUIET_BEN, CAI, lea)).close().to("23 15:00")
    desk.act(Later(), "Lea").to("27 09:00")
    assert desk.told() == ["decide Ben 23 14:00", "again Lea 25 14:00"]
    assert ask(desk, f"again:{LEA.id}:2").past == ""
    assert ask(desk, f"again:{LEA.id}:2").who == lea
    desk.act(GO_ON, "Lea")
    assert ask(desk, f"again:{LEA.id}:2").past == "answered"


def test_who_leads_no_more_is_not_asked_what_they_may_not_decide() -> None:
    desk = Desk(*WORKED, members=(ADA, QUIET_BEN, CAI, LEA)).close().to("23 15:00").act(Later(), "Lea")
    desk.changed(replace(LEA, roles=("developer",))).to("27 09:00")
    assert desk.told() == ["decide Ben 23 14:00"]
    with pytest.raises(NotYours):
        desk.act(GO_ON, "Lea")


def test_a_lead_who_put_it_off_is_asked_when_they_are_back() -> None:
    away = (Absence(LEA.id, date(2026, 11, 24), date(2026, 11, 26)),)
    desk = Desk(*WORKED, members=(ADA, QUIET_BEN, CAI, LEA), absences=away).close().to("23 15:00")
    desk.act(Later(), "Lea").to("30 18:00")
    assert desk.told() == ["decide Ben 23 14:00", "again Lea 30 14:00"]


def test_where_nobody_leads_whoever_put_it_off_is_asked_again() -> None:
    nobody = replace(DECIDED_BY_BEN, deciders=())
    desk = Desk(*WORKED, setup=nobody, members=(ADA, BEN, CAI)).close().to("23 10:00").act(Later(), "Cai")
    assert desk.to("26 12:00").told() == ["again Cai 25 09:00"]


def test_put_off_before_the_message_went_out_there_is_one_and_not_two() -> None:
    desk = worked().to("23 08:00").act(Later())
    assert desk.to("27 12:00").told() == ["again Ben 24 21:00"]


# An owner who has left.


def test_where_the_owner_has_left_the_leads_are_asked_for_the_verdict() -> None:
    desk = worked().to("23 15:00").changed(replace(ADA, active=False)).act(STOP).to("2026-12-15 12:00")
    assert desk.told() == ["decide Ben 23 14:00", "verdict Lea 23 15:00"]
    found = ask(desk, f"verdict:{LEA.id}:2")
    assert (found.past, found.who) == ("", LEA)
    desk.act(Decide("disproved", "Drop it"), "Lea", on="churn-1")
    assert ask(desk, f"verdict:{LEA.id}:2").past == "answered"


def test_an_owner_who_leaves_after_they_were_asked_leaves_it_to_the_leads() -> None:
    desk = worked().act(STOP, at="23 15:00").to("24 12:00").changed(replace(ADA, active=False)).to("25 12:00")
    assert desk.told() == ["verdict Ada 23 15:00", "verdict Lea 24 12:00"]
    assert ask(desk, f"verdict:{ADA.id}:1").past == "not asked"


def test_a_lead_who_is_away_is_asked_for_the_verdict_once_they_are_back() -> None:
    away = (Absence(LEA.id, date(2026, 11, 23), date(2026, 11, 24)),)
    desk = Desk(*WORKED, absences=away).close().to("23 15:00")
    desk.changed(replace(ADA, active=False)).act(STOP).to("27 12:00")
    assert desk.told()[1:] == ["verdict Lea 25 09:00"]


# What was decided before a verdict.


def test_reopened_after_its_verdict_it_is_asked_about_again() -> None:
    desk = worked().act(STOP, at="23 15:00")
    assert judged_on_its_card(desk)
    desk.act(Decide("inconclusive", "Leave it"), "Ada", on="churn-1")
    desk.act(Reopen(), "Ada", "25 12:00", on="churn-1")
    assert judged_on_its_card(desk) is None
    desk.close(13, "2026-12-04 17:00", "2026-11-23 00:00")
    assert "check-13" in desk.rounds


def test_what_is_decided_after_it_was_reopened_counts() -> None:
    desk = worked().to("23 15:00").act(Decide("proved", "Build it"), "Ada", on="churn-1")
    desk.act(Reopen(), "Ada", "23 15:05", on="churn-1").act(STOP, at="23 15:10")
    assert judged_on_its_card(desk) == desk.experiment.judged[-1]
    assert "check-13" not in desk.close(13, "2026-12-04 17:00", "2026-11-23 00:00").rounds


# What nobody wants to be asked any more.


def test_an_open_question_closes_where_nobody_wants_to_be_asked_any_more() -> None:
    desk = worked().to("23 15:00").act(SILENT, "Ada", on="churn-1")
    assert (card(desk).phase, card(desk).moot, desk.round().over) == ("unwanted", True, True)
    assert ask(desk, f"decide:{BEN.id}:1").past == "answered"
    assert desk.to("2026-12-20 12:00").told() == ["decide Ben 23 14:00"]
    for act in (GO_ON, Later()):
        with pytest.raises(Settled, match="not asked about"):
            desk.act(act)


def test_the_owner_is_not_asked_for_a_result_of_it_either() -> None:
    desk = Desk().close().to("23 10:00").act(SILENT, "Ada", on="churn-1").to("2026-12-20 12:00")
    assert list(desk.shown()) == [f"report:{ADA.id}:1"]
    assert ask(desk, f"report:{ADA.id}:1").past == "answered"


def test_asked_for_again_it_is_open_as_it_was() -> None:
    desk = worked().to("23 15:00").act(SILENT, "Ada", on="churn-1")
    desk.act(Alter(DECIDED_BY_BEN), "Ada", on="churn-1")
    assert (card(desk).phase, desk.round().over) == ("open", False)
    assert desk.to("25 12:00").told() == ["decide Ben 23 14:00", "again Ben 24 21:00"]


def test_what_was_decided_stays_and_is_not_taken_back_into_nothing() -> None:
    desk = worked().to("23 15:00").act(GO_ON).act(SILENT, "Ada", on="churn-1")
    assert (card(desk).phase, card(desk).undoable) == ("decided", False)
    with pytest.raises(Settled, match="not asked about"):
        desk.act(Undo())


# Who had their data erased.


def test_days_away_and_names_go_when_somebody_is_erased() -> None:
    away = tuple(Absence(each.id, date(2026, 11, 25), date(2026, 11, 27)) for each in (BEN, LEA))
    desk = Desk(*WORKED, absences=away).close().to("23 15:00").act(Later()).act(Judge("stop", "So"))
    assert CEREMONY.erase
    left = CEREMONY.erase(desk.state, BEN.id)
    assert [each.member for each in left.away] == [LEA.id]
    assert "Ben" not in repr(left)
    assert [each.by_name for each in left.later] == [SOMEBODY]
