"""A spike's box of time: when it is up, what its owner is told, and what may be asked of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.ceremonies.spike.state import Extend, Pause, Resume
from bot.errors import BadInput, NotYours, Refused, Settled
from bot.model import Absence, MemberChanged, Tick
from tests.bot.ceremonies.boxed import ADA, BEN, FRIDAY, HOUR, LEA, Desk
from tests.factories import make_member, utc


def test_three_hours_from_friday_at_four() -> None:
    desk = Desk()
    desk.to("23 12:00")
    assert desk.told() == [("half", utc("23 09:30")), ("near", utc("23 10:50")), ("up", utc("23 11:00"))]
    assert desk.state.box.used == 3 * HOUR


def test_paused_for_an_hour_it_is_up_an_hour_later() -> None:
    desk = Desk()
    desk.to("23 10:00")
    desk.act(Pause("A fire elsewhere"))
    desk.to("23 11:00")
    assert desk.told() == [("half", utc("23 09:30"))]
    desk.act(Resume())
    desk.to("23 13:00")
    assert desk.told()[-1] == ("up", utc("23 12:00"))


def test_a_public_holiday_is_left_out() -> None:
    ada = make_member("Ada", region="GB-ENG")
    desk = Desk(at="2026-05-01 15:00", members=(ada,))
    desk.to("2026-05-06 12:00")
    assert desk.told()[-1] == ("up", utc("2026-05-05 10:00"))


def test_a_box_of_more_than_a_day_is_nearly_up_when_a_tenth_is_left() -> None:
    desk = Desk(16 * HOUR, at="23 09:00")
    desk.to("25 12:00")
    assert desk.told() == [("half", utc("23 17:00")), ("near", utc("24 15:24")), ("up", utc("24 17:00"))]


@pytest.mark.parametrize("size", [timedelta(0), timedelta(minutes=29), 41 * HOUR, timedelta(days=100), -HOUR])
def test_a_box_of_nothing_or_of_a_hundred_days_is_refused(size: timedelta) -> None:
    with pytest.raises(BadInput, match="between 30 minutes and 5 working days") as refused:
        Desk(size)
    assert refused.value.field == "box"


def test_it_begins_at_a_time() -> None:
    desk = Desk(HOUR, at=FRIDAY, starts="24 14:00")
    desk.to("24 16:00")
    assert desk.told()[0] == ("half", utc("24 14:30"))
    with pytest.raises(BadInput, match="That is past"):
        Desk(starts="19 10:00")
    with pytest.raises(BadInput, match="within a month"):
        Desk(at="20 10:00", starts="2026-12-30 10:00")


def test_one_that_begins_later_says_so_until_it_does() -> None:
    desk = Desk(HOUR, at=FRIDAY, starts="24 14:00")
    assert (desk.card.phase, desk.state.standing) == ("ahead", "ahead")
    assert desk.turn.wake_at == utc("24 14:00")
    with pytest.raises(Settled, match="has yet to begin"):
        desk.act(Resume())
    desk.to("24 14:00")
    assert (desk.card.phase, desk.state.standing) == ("running", "runs")
    assert Desk(HOUR).card.phase == "running"


def test_a_bot_that_was_down_tells_each_stage_once() -> None:
    desk = Desk()
    desk.act(Tick(), at="24 15:00")
    assert [each for each, _ in desk.told()] == ["half", "near", "up"]
    assert desk.state.box.used == 3 * HOUR
    desk.act(Tick())
    assert len(desk.told()) == 3


def test_other_hours_inside_the_box_change_what_is_left_and_not_what_was_used() -> None:
    desk = Desk()
    desk.to("23 10:00")
    desk.members = (make_member("Ada", starts="13:00", ends="17:00"), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    desk.to("23 14:00")
    assert desk.told()[-1] == ("up", utc("23 14:00"))
    assert desk.state.box.used == 3 * HOUR


def test_a_pause_before_it_begins_changes_only_when() -> None:
    desk = Desk(HOUR, starts="24 14:00")
    desk.act(Pause("Not yet"))
    desk.to("24 15:00")
    assert desk.told() == []
    desk.act(Resume())
    desk.to("24 16:00")
    assert desk.told()[-1] == ("up", utc("24 16:00"))


def test_a_box_that_would_have_no_end_does_not_grow() -> None:
    desk = Desk(HOUR)
    desk.absences = (Absence(ADA.id, date(2026, 11, 24), date(2027, 11, 25)),)
    desk.act(MemberChanged(ADA.id))
    with pytest.raises(BadInput, match="not at work for so long") as refused:
        desk.act(Extend(16 * HOUR, "It is not there"))
    assert refused.value.field == "box"
    assert desk.state.box.size == HOUR


def test_what_cannot_be_done_is_said_to_whoever_asks() -> None:
    desk = Desk()
    desk.act(Pause("Lunch"))
    with pytest.raises(Settled, match="You have paused it already"):
        desk.act(Pause("Lunch"))
    with pytest.raises(Settled, match="Ada has paused it already"):
        desk.act(Pause("Lunch"), by="Lea")
    with pytest.raises(NotYours, match=r"^Only Ada and the team's leads"):
        desk.act(Resume(), by="Ben")
    desk.act(Resume())
    desk.to("24 12:00")
    with pytest.raises(Refused, match="time is up"):
        desk.act(Resume())


def test_a_box_in_days_is_told_in_days() -> None:
    assert Desk(40 * HOUR).card.days == 5
    assert Desk(8 * HOUR).card.days == 0
    assert Desk(20 * HOUR).card.days == 0


def test_one_from_before_its_beginning_was_noted_begins_when_it_does() -> None:
    desk = Desk(HOUR, at=FRIDAY, starts="24 14:00")
    desk.round = replace(desk.round, state=replace(desk.state, begun=True))
    desk.to("23 10:00")
    desk.act(Tick())
    assert desk.state.standing == "ahead"
