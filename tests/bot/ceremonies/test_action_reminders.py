"""When an action's owner is reminded of it: midway, and on its day, at work, once."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.cadence import Cadence, Span
from bot.ceremonies import sprint
from bot.ceremonies.sprint.state import Hours, Sprint
from bot.model import Absence, Member, Round, RoundId, Tick
from tests.bot.ceremonies.agreed import ADA, AGREED, FRIDAY, Desk
from tests.factories import AUCKLAND, NEW_YORK, WORKSPACE, make_member, make_team, utc


def test_for_new_york_due_on_friday_it_is_told_there_on_friday_morning_once() -> None:
    desk = Desk(owner=make_member("Ada", NEW_YORK)).to("27 13:59")
    assert desk.reminders() == [("mid", utc("25 14:00"))]
    desk.to("27 14:00")
    assert desk.reminders() == [("mid", utc("25 14:00")), ("due", utc("27 14:00"))]
    desk.act(Tick())
    desk.to("2027-05-01 12:00")
    assert len(desk.told()) == 2, "after its day the next retro asks"
    assert desk.round.wake_at is None
    assert not desk.round.over


@pytest.mark.parametrize(
    ("due", "mid"),
    [
        (date(2026, 11, 26), None),  # Tuesday and Wednesday lie between
        (date(2026, 11, 27), "25 09:00"),
        (date(2026, 11, 30), "26 09:00"),
        (date(2026, 12, 5), "30 09:00"),  # halfway is a Sunday
        (date(2026, 12, 7), "30 09:00"),
    ],
)
def test_midway_where_three_working_days_lie_between(due: date, mid: str | None) -> None:
    desk = Desk(due).to("2026-12-04 23:00")
    assert [at for matter, at in desk.reminders() if matter == "mid"] == ([utc(mid)] if mid else [])


def test_days_away_are_no_working_days() -> None:
    away = Absence(ADA.id, date(2026, 11, 24), date(2026, 11, 25))
    assert Desk(absences=(away,)).to("27 12:00").reminders() == [("due", utc("27 09:00"))]


def the_sprint(first: date, weeks: int, phase: str = "running") -> Round[Any]:
    span = Span(4, first, first + timedelta(days=7 * weeks - 1))
    state = Sprint(
        "data", "Europe/London", span, Cadence(weeks, first), Hours(), ADA.id, "Ada", (0, 1, 2, 3, 4)
    )
    state = replace(state, phase=phase)  # type: ignore[arg-type]
    return Round(RoundId("s"), WORKSPACE, make_team().id, sprint.KIND, "4", utc(AGREED), state)


@pytest.mark.parametrize(
    ("first", "due", "phase", "mid"),
    [
        (date(2026, 11, 23), date(2026, 12, 18), "running", "30 09:00"),  # its middle is a Saturday
        (
            date(2026, 11, 16),
            date(2026, 12, 4),
            "running",
            "30 09:00",
        ),  # its middle is past: halfway to the day
        (date(2026, 11, 23), date(2026, 11, 27), "running", "25 09:00"),  # its middle comes after the day
        (date(2026, 11, 23), date(2026, 12, 18), "planning", "2026-12-07 09:00"),
    ],
)
def test_midway_of_the_sprint_that_is_under_way(first: date, due: date, phase: str, mid: str) -> None:
    desk = Desk(due, sprint=the_sprint(first, 2, phase)).to("2026-12-17 12:00")
    assert [at for matter, at in desk.reminders() if matter == "mid"] == [utc(mid)]


def test_who_wants_no_reminders_is_told_on_the_day_all_the_same() -> None:
    desk = Desk(owner=replace(ADA, reminders=False)).to("27 12:00")
    assert desk.reminders() == [("due", utc("27 09:00"))]


@pytest.mark.parametrize(
    ("owner", "absences", "at"),
    [
        (make_member("Ada", AUCKLAND), (), "26 20:00"),
        (ADA, (Absence(ADA.id, FRIDAY, date(2026, 12, 1)),), "2026-12-02 09:00"),
        (make_member("Ada", days=(0, 1, 2, 3)), (), "30 09:00"),
        (make_member("Ada", starts="22:00", ends="06:00"), (), "27 22:00"),
        (replace(ADA, quiet=(time(17), time(10, 30))), (), "27 10:30"),
        (replace(ADA, quiet=(time(9), time(17))), (), "27 09:00"),  # who is quiet all day is told nonetheless
        (make_member("Ada", NEW_YORK, region="US-NY"), (), "27 14:00"),
    ],
)
def test_on_the_day_or_the_next_on_which_they_are_at_work(
    owner: Member, absences: tuple[Absence, ...], at: str
) -> None:
    desk = Desk(owner=owner, absences=absences).to("2026-12-03 12:00")
    assert [moment for matter, moment in desk.reminders() if matter == "due"] == [utc(at)]


def test_a_bot_that_was_down_reminds_once_and_nobody_at_night() -> None:
    desk = Desk(date(2026, 12, 4))
    desk.act(Tick(), at="2026-12-05 23:00")
    assert desk.told() == []
    assert desk.round.wake_at is not None
    desk.round = replace(desk.round, wake_at=utc("2026-12-07 09:00"))
    desk.to("2026-12-09 12:00")
    assert desk.reminders() == [("due", utc("2026-12-07 09:00"))], "and what was to come midway is past"


def test_after_midnight_of_its_day_it_is_too_late_for_a_reminder_midway() -> None:
    """Their shift of the evening before goes on; the next begins at ten."""
    desk = Desk(owner=make_member("Ada", starts="22:00", ends="06:00"))
    desk.act(Tick(), at="27 02:00")
    assert desk.told() == []
    assert desk.to("27 23:00").reminders() == [("due", utc("27 22:00"))]


def test_agreed_on_its_own_day_after_the_morning_it_is_not_brought_up_again() -> None:
    assert Desk(date(2026, 11, 23)).to("2026-12-10 12:00").told() == []
    assert Desk(date(2026, 11, 23), at="23 08:00").to("24 12:00").reminders() == [("due", utc("23 09:00"))]


def test_a_claims_lease_changes_nothing() -> None:
    desk = Desk().to("24 09:00")
    desk.round = replace(desk.round, wake_at=utc("27 09:05"))
    desk.to("27 12:00")
    assert ("due", utc("27 09:05")) in desk.reminders()
