"""Who is asked when whether a decision stands: whoever decided, on the morning of its day, then the leads."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import worktime
from bot.ceremonies.decision import Confirm
from bot.model import Absence, Dm, Member, Room, Tick
from tests.bot.ceremonies.deciding import ADA, BEN, CAI, DAY, LEA, RECORDED, Desk
from tests.factories import AUCKLAND, LONDON, LOS_ANGELES, NEW_YORK, utc


def test_whoever_decided_is_asked_once_on_the_morning_of_the_day_where_they_are() -> None:
    desk = Desk(ADA, BEN).to("2026-12-01 08:59")
    assert desk.told() == []
    desk.to("2026-12-01 13:59")
    assert desk.told() == [("day", "UADA", utc("2026-12-01 09:00"))]
    desk.act(Tick())
    desk.to("2026-12-01 23:00")
    assert desk.told()[1:] == [("day", "UBEN", utc("2026-12-01 14:00"))]
    assert not desk.round.over, "it waits for an answer"


def test_without_a_day_nobody_is_ever_asked() -> None:
    desk = Desk(day=None)
    assert (desk.round.over, desk.round.wake_at) == (True, None)
    desk.act(Tick(), at="2027-12-01 09:00")
    assert desk.told() == []


@pytest.mark.parametrize(
    ("member", "day", "at"),
    [
        (ADA, date(2026, 12, 5), "2026-12-07 09:00"),  # a Saturday
        (replace(ADA, quiet=(time(18), time(11))), DAY, "2026-12-01 11:00"),
        (replace(ADA, zone=AUCKLAND), DAY, "2026-11-30 20:00"),
        (replace(ADA, days=(3,)), DAY, "2026-12-03 09:00"),
        (replace(ADA, starts=time(22), ends=time(6)), DAY, "2026-12-01 22:00"),
    ],
)
def test_nobody_is_asked_who_is_not_at_work(member: Member, day: date, at: str) -> None:
    desk = Desk(member, day=day, members=(member, CAI, LEA)).to("2026-12-07 10:00")
    assert desk.told()[0] == ("day", "UADA", utc(at))


def test_days_away_are_waited_for() -> None:
    away = Absence(ADA.id, DAY, date(2026, 12, 3))
    assert Desk(absences=(away,)).to("2026-12-05 12:00").told() == [("day", "UADA", utc("2026-12-04 09:00"))]
    desk = Desk().to("30 12:00").change(absences=(away,))
    assert desk.to("2026-12-05 12:00").told() == [("day", "UADA", utc("2026-12-04 09:00"))]


def test_where_nobody_answers_the_leads_are_asked_once_after_five_working_days_and_then_nobody() -> None:
    desk = Desk().to("2026-12-08 08:59")
    assert len(desk.told()) == 1
    desk.to("2026-12-08 09:00")
    assert desk.told()[1:] == [("unanswered", "ULEA", utc("2026-12-08 09:00"))]
    desk.to("2027-12-01 12:00")
    assert len(desk.told()) == 2
    assert desk.round.wake_at is None


@pytest.mark.parametrize(
    ("asked", "at"),
    [
        ("2026-12-01 09:00:07", "2026-12-08 09:00"),
        ("2026-12-01 14:00", "2026-12-09 09:00"),
        ("2026-12-04 16:59", "2026-12-14 09:00"),
    ],
)
def test_five_working_days_are_whole_ones_but_for_a_moment(asked: str, at: str) -> None:
    desk = Desk()
    desk.act(Tick(), at=asked)
    assert [each[:2] for each in desk.told()] == [("day", "UADA")]
    assert desk.to("2026-12-20 12:00").told()[1:] == [("unanswered", "ULEA", utc(at))]


def test_a_lead_who_decided_it_is_not_asked_again() -> None:
    assert [who for _, who, _ in Desk(ADA, LEA).to("2027-12-01 12:00").told()] == ["UADA", "ULEA"]


def test_a_bot_that_was_down_asks_nobody_twice() -> None:
    desk = Desk(ADA, LEA, absences=(Absence(LEA.id, DAY, date(2026, 12, 2)),)).to("2026-12-01 12:00")
    assert len(desk.told()) == 1
    desk.act(Tick(), at="2026-12-16 12:00")
    assert [who for _, who, _ in desk.told()] == ["UADA", "ULEA"]
    desk.to("2027-12-01 12:00")
    assert len(desk.told()) == 2


def test_where_whoever_decided_has_left_the_leads_are_asked_on_the_day() -> None:
    desk = Desk().change(replace(ADA, active=False)).to("2027-01-30 12:00")
    assert desk.told() == [("gone", "ULEA", utc("2026-12-01 09:00"))]


def test_where_one_of_them_is_still_there_that_one_is_asked() -> None:
    desk = Desk(ADA, BEN).change(replace(ADA, active=False)).to("2026-12-02 12:00")
    assert desk.told() == [("day", "UBEN", utc("2026-12-01 14:00"))]


def test_where_they_are_away_for_months_the_leads_are_asked() -> None:
    away = Absence(ADA.id, date(2026, 11, 30), date(2027, 8, 1))
    assert [each[:2] for each in Desk(absences=(away,)).to("2027-09-01 12:00").told()] == [("gone", "ULEA")]


def test_where_nobody_leads_the_channel_is_asked_and_anybody_may_answer() -> None:
    desk = Desk(members=(ADA, BEN, CAI)).change(replace(ADA, active=False), replace(CAI, active=False))
    desk.to("2027-01-30 12:00")
    assert desk.told() == [("gone", "all", utc("2026-12-01 09:00"))]
    assert [each.place for each in desk.asks()] == [Room()]
    desk.act(Confirm(), "Ben")
    assert desk.asks()[0].moot


def test_who_leads_from_then_on_is_not_asked_for_what_another_lead_was() -> None:
    desk = Desk().to("2026-12-08 09:00")
    desk.change(replace(BEN, roles=("developer", "lead"))).to("2027-06-01 12:00")
    assert [who for _, who, _ in desk.told()] == ["UADA", "ULEA"]


def test_a_question_that_could_not_be_sent_waits_until_they_are_at_work() -> None:
    [ask] = Desk().to("2026-12-01 09:00").asks()
    assert ask.place == Dm(ADA.id)
    assert ask.goes(utc("2026-12-01 10:00")) == utc("2026-12-01 10:00")
    assert ask.goes(utc("2026-12-01 17:30")) == utc("2026-12-02 09:00")


_MEMBERS = st.builds(
    replace,
    st.sampled_from((ADA, BEN, LEA)),
    zone=st.sampled_from((LONDON, NEW_YORK, AUCKLAND, LOS_ANGELES)),
    days=st.sampled_from((None, (0,), (1, 3), (0, 1, 2, 3, 4, 5, 6))),
    quiet=st.sampled_from((None, (time(18), time(9)), (time(7), time(12)))),
    active=st.booleans(),
)


@settings(max_examples=60)
@given(
    st.lists(_MEMBERS, min_size=1, max_size=3, unique_by=lambda each: each.id),
    st.integers(1, 40),
    st.lists(st.tuples(st.sampled_from((ADA, BEN, LEA)), st.integers(0, 50), st.integers(0, 20)), max_size=3),
    st.lists(st.integers(0, 2000), max_size=6),
)
def test_whoever_they_are_nobody_is_asked_twice_out_of_hours_or_before_the_day(
    members: list[Member], ahead: int, away: list[tuple[Member, int, int]], ticks: list[int]
) -> None:
    start = date(2026, 11, 23)
    absences = tuple(
        Absence(each.id, start + timedelta(days=first), start + timedelta(days=first + length))
        for each, first, length in away
    )
    day = start + timedelta(days=ahead)
    desk = Desk(ADA, BEN, day=day, members=(ADA, BEN, CAI, LEA), absences=absences)
    desk.change(*members, absences=absences)
    for hours in sorted(ticks):
        desk.to(max(desk.at, utc(RECORDED) + timedelta(hours=hours)))
        desk.act(Tick())
    desk.to(utc("2027-06-01 12:00"))
    known = {each.id: each for each in desk.members}
    who = [each.to for each in desk.state.told]
    assert len(set(who)) == len(who)
    for each in desk.state.told:
        if each.to:
            one = known[each.to]
            assert worktime.at_work(one, each.at, [gone for gone in absences if gone.member == one.id])
            assert each.at.astimezone(utc(RECORDED).tzinfo) >= utc("2026-11-23 00:00")
            assert (each.at + timedelta(hours=14)).date() >= day
    assert who, "somebody is asked"
    before = desk.round
    desk.act(Tick())
    assert desk.round == before
