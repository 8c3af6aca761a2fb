"""The weeks of a team without sprints, as the forecast reads them."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.book.sprints import Sprint
from bot.book.weeks import MOST, weeks
from bot.model import Story
from tests.backlogs import make_story
from tests.factories import utc

SUNDAY = date(2026, 11, 29)


def done(at: datetime, effort: int | None = 3, number: int = 1) -> Story:
    return make_story(number, effort, done_at=at)


def test_a_week_is_the_seven_days_up_to_the_last_one() -> None:
    found = weeks([done(utc("23 00:00")), done(utc("22 23:59"), 5), done(utc("29 23:59"), 1)], SUNDAY)
    assert found == (
        Sprint(date(2026, 11, 16), 7, 4.5, 5),
        Sprint(date(2026, 11, 23), 7, 4.5, 4),
    )


def test_a_day_is_the_teams_own() -> None:
    late = done(utc("22 23:30"))
    assert [each.start for each in weeks([late], SUNDAY, "Europe/Berlin")] == [date(2026, 11, 23)]
    assert [each.start for each in weeks([late], SUNDAY)] == [date(2026, 11, 16), date(2026, 11, 23)]


def test_a_week_in_which_nothing_was_finished_counts_too() -> None:
    found = weeks([done(utc("02 12:00"), 8), done(utc("24 12:00"), 4)], SUNDAY)
    assert [(each.completed, each.held) for each in found] == [(8, True), (0, True), (0, True), (4, True)]


def test_only_what_is_done_and_was_estimated_counts_and_nothing_from_long_ago() -> None:
    old = utc("29 12:00") - timedelta(weeks=MOST)
    after = utc("30 12:00")
    assert weeks([make_story(1, 3), done(utc("24 12:00"), None), done(old), done(after)], SUNDAY) == ()


@given(st.lists(st.tuples(st.integers(-10, 300), st.integers(1, 100))))
def test_no_point_of_half_a_year_is_lost(stories: list[tuple[int, int]]) -> None:
    every = [done(utc("29 12:00") - timedelta(days=ago), effort) for ago, effort in stories]
    found = weeks(every, SUNDAY)
    assert sum(each.completed for each in found) == sum(
        effort for ago, effort in stories if 0 <= ago < 7 * MOST
    )
    assert len(found) <= MOST
    assert not found or found[0].completed
