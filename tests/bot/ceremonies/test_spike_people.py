"""Whose a spike is: who moves it, who is away or leaves, and who gets what is left."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.ceremonies.spike.notices import Over
from bot.ceremonies.spike.state import Extend, HandOver, Pause, Wait
from bot.errors import NotYours, Refused, Settled
from bot.model import Absence, MemberChanged
from tests.bot.ceremonies.boxed import ADA, BEN, HOUR, LEA, Desk
from tests.factories import utc


def test_only_owners_starters_and_leads_move_it() -> None:
    desk = Desk(owners="Ada")
    with pytest.raises(NotYours, match="Only Ada"):
        desk.act(Pause("Lunch"), "Ben")
    desk.act(Pause("Lunch"), "Lea")
    with pytest.raises(Settled, match="Lea has paused it already"):
        desk.act(Pause("Lunch"))


def test_its_owner_being_away_from_monday_the_lead_is_asked() -> None:
    desk = Desk()
    desk.away("Ada", date(2026, 11, 23), date(2026, 11, 25), "20 16:30")
    missing = desk.state.missing
    assert missing
    assert (missing.first, missing.back, missing.leads) == (date(2026, 11, 23), utc("26 09:00"), (LEA.id,))
    desk.act(Wait(), "Lea")
    assert desk.state.missing is None
    desk.to("26 11:00")
    assert desk.told()[-1] == ("up", utc("26 11:00"))


def test_handed_over_what_is_left_runs_by_the_others_clock() -> None:
    desk = Desk()
    desk.away("Ada", date(2026, 11, 23), date(2026, 11, 25), "20 16:30")
    desk.act(HandOver(BEN.id), "Lea", at="20 17:00")
    assert desk.state.owner == BEN
    desk.to("23 11:00")
    assert desk.told()[-1] == ("up", utc("23 11:00"))
    with pytest.raises(Settled):
        desk.act(HandOver(BEN.id), "Lea")


def test_an_absence_after_it_is_up_asks_nobody() -> None:
    desk = Desk()
    desk.away("Ada", date(2026, 11, 24), date(2026, 11, 25), "20 16:30")
    assert desk.state.missing is None


def test_an_absence_that_is_taken_back_asks_nobody_any_more() -> None:
    desk = Desk()
    desk.away("Ada", date(2026, 11, 23), date(2026, 11, 25), "20 16:30")
    desk.absences = ()
    desk.act(MemberChanged(ADA.id))
    assert desk.state.missing is None


def test_who_leaves_is_not_waited_for() -> None:
    desk = Desk()
    desk.members = (replace(ADA, active=False), BEN, LEA)
    desk.act(MemberChanged(ADA.id), at="20 16:30")
    assert desk.state.missing
    assert desk.state.missing.left
    with pytest.raises(Refused, match="no longer in the team"):
        desk.act(Wait(), "Lea")
    desk.act(HandOver(BEN.id), "Lea")
    assert desk.state.box.used == timedelta(minutes=30)


def test_who_leaves_when_time_is_up_leaves_the_decision_to_another() -> None:
    desk = Desk()
    desk.to("23 12:00")
    desk.members = (replace(ADA, active=False), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    assert desk.state.missing
    assert desk.state.missing.left
    desk.act(HandOver(BEN.id), "Lea")
    desk.to("24 09:00")
    assert desk.state.asked_of == (BEN.id,)


def test_who_gets_it_when_time_is_up_is_told_that_the_decision_is_theirs() -> None:
    desk = Desk()
    desk.to("25 12:00")
    assert desk.state.asked == 2
    desk.act(HandOver(BEN.id))
    mine = desk.yours("Ben")
    assert (mine.over, mine.standing, mine.alone) == (None, "up", True)
    assert desk.state.asked == 0, "they are asked as often as anybody"
    past = desk.shown()[f"up:{ADA.id}:0"]
    assert past.moot
    assert past == replace(past, over=Over(now="Ben"))  # type: ignore[call-arg] # a reminder has it
    assert ADA.id in desk.state.concerned
    desk.decide()
    after = desk.yours("Ben")
    assert after.over == Over("answered")


def test_extended_into_days_away_that_nobody_spoke_of_the_lead_is_asked() -> None:
    desk = Desk(HOUR)
    desk.absences = (Absence(ADA.id, date(2026, 11, 24), date(2026, 11, 25)),)
    desk.act(MemberChanged(ADA.id))
    desk.act(Extend(HOUR, "The export is slow"))
    assert desk.card.missing is None, "it is done before they go"
    desk.act(Extend(8 * HOUR, "It is not there"))
    assert [each.first for each in desk.state.missed] == [date(2026, 11, 24)]


def test_who_gets_it_back_when_time_is_up_is_told_again() -> None:
    desk = Desk()
    desk.to("23 12:00")
    desk.act(HandOver(BEN.id))
    desk.act(HandOver(ADA.id), by="Ben")
    mine = desk.yours("Ada", 2)
    assert (mine.over, mine.standing) == (None, "up")
    assert desk.yours("Ben").moot


def test_extended_on_a_day_away_that_was_known_from_the_start_the_lead_is_asked() -> None:
    away = Absence(ADA.id, date(2026, 11, 25), date(2026, 11, 27))
    desk = Desk(absences=(away,))
    assert desk.state.waited == (away,)
    desk.to("25 12:00")
    desk.act(Extend(8 * HOUR, "It is not there"), by="Lea")
    assert desk.card.missing is not None


def test_its_owner_being_away_when_time_is_up_the_lead_is_asked() -> None:
    desk = Desk()
    desk.to("23 12:00")
    desk.away("Ada", date(2026, 11, 24), date(2026, 11, 27), "23 12:30")
    [asked] = [each for name, each in desk.shown().items() if name.startswith("missing:")]
    assert not asked.moot
    desk.act(Wait(), by="Lea")
    assert all(each.moot for name, each in desk.shown().items() if name.startswith("missing:"))
    desk.to("30 09:00")
    assert desk.state.asked == 1, "on the morning when she is back"


def test_of_two_who_extend_or_hand_over_at_once_the_second_is_told() -> None:
    desk = Desk()
    desk.act(Extend(HOUR, "Slow", times=0))
    with pytest.raises(Settled, match="Ada has extended it meanwhile"):
        desk.act(Extend(HOUR, "Slow", times=0))
    desk.act(HandOver(BEN.id, was=ADA.id))
    with pytest.raises(Settled, match="Ben has it by now"):
        desk.act(HandOver(LEA.id, was=ADA.id))
    assert desk.state.owner.id == BEN.id


def test_whoever_gets_what_is_left_is_told_how_much_that_is() -> None:
    desk = Desk()
    desk.to("23 10:40")
    desk.act(HandOver(BEN.id))
    assert desk.yours("Ben").left == timedelta(minutes=20)


def test_who_has_left_the_team_is_told_so_and_not_named_to_themself() -> None:
    desk = Desk(owners="Ben")
    desk.members = (ADA, replace(BEN, active=False), LEA)
    desk.act(MemberChanged(BEN.id))
    assert desk.yours("Ben").over == Over(gone=True)
    with pytest.raises(NotYours, match="You are no longer in this team"):
        desk.decide(by="Ben")
