"""Who is asked when whether an assumption holds: its owner on its morning, then the leads, nobody twice."""

from dataclasses import replace
from datetime import date

import pytest

from bot.ceremonies.assumption import Hold, Later
from bot.errors import BadInput, NotYours
from bot.model import Absence, Dm, Room, Tick
from tests.bot.ceremonies.assuming import ADA, BEN, CAI, LEA, Desk
from tests.factories import utc


def test_its_owner_is_asked_once_on_its_morning_and_the_lead_after_five_days() -> None:
    desk = Desk().to("2026-12-01 08:59")
    assert desk.told() == []
    assert desk.to("2026-12-01 09:00").told() == [("day", "UADA", utc("2026-12-01 09:00"))]
    assert desk.to("2026-12-08 08:59").told()[1:] == []
    assert desk.to("2027-03-01 12:00").told()[1:] == [("unanswered", "ULEA", utc("2026-12-08 09:00"))]
    assert {each.place for each in desk.asks()} == {Dm(ADA.id), Dm(LEA.id)}


def test_in_new_york_by_its_own_morning_and_who_is_away_is_asked_when_they_are_back() -> None:
    away = Absence(BEN.id, date(2026, 11, 30), date(2026, 12, 3))
    desk = Desk(BEN, absences=(away,)).to("2026-12-31 12:00")
    assert desk.told()[0] == ("day", "UBEN", utc("2026-12-04 14:00"))


def test_where_its_owner_has_left_the_leads_are_and_where_nobody_leads_the_channel() -> None:
    left = replace(ADA, active=False)
    desk = Desk().change(left).to("2026-12-02 12:00")
    assert [each[:2] for each in desk.told()] == [("gone", "ULEA")]
    with pytest.raises(NotYours):
        desk.act(Hold("Seen"), "Ben")
    desk = Desk().change(left, replace(LEA, active=False), replace(CAI, active=False)).to("2026-12-02 12:00")
    assert [each[:2] for each in desk.told()] == [("gone", "all")]
    assert [each.place for each in desk.asks()] == [Room()]
    desk.act(Hold("Seen"), "Ben")
    assert desk.state.standing == "held"


def test_without_a_day_nobody_is_asked_and_it_is_open_all_the_same() -> None:
    desk = Desk(day=None)
    assert (desk.round.wake_at, desk.round.over) == (None, False)


def test_the_clock_acting_twice_or_early_changes_nothing() -> None:
    desk = Desk()
    for at in ("2026-11-30 12:00", "2026-12-01 09:00", "2026-12-01 09:01"):
        desk.to(at)
        before = desk.round
        desk.act(Tick())
        assert desk.round == before


def test_not_known_yet_it_is_asked_again_on_the_next_day_and_not_before_the_leads() -> None:
    desk = Desk().to("2026-12-01 10:00")
    desk.act(Later(date(2027, 1, 12)))
    assert [each.moot for each in desk.asks()] == [True]
    desk.to("2027-01-11 12:00")
    assert len(desk.told()) == 1
    assert desk.to("2027-01-12 09:00").told()[1:] == [("day", "UADA", utc("2027-01-12 09:00"))]
    assert [each.moot for each in desk.asks()] == [True, False]
    desk.act(Later())
    assert len(desk.to("2027-06-01 12:00").told()) == 2
    assert (desk.state.day, desk.round.over) == (None, False)
    with pytest.raises(BadInput) as refused:
        desk.act(Later(date(2027, 6, 1)))
    assert refused.value.field == "day"
