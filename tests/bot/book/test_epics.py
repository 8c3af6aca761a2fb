"""Epics in figures: done, left, not estimated, and on which side of its quarter's end the forecast ends."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.epics import Course, Figures, crossed, figures, key
from bot.book.reach import Dates, Reach, history, reach
from bot.model import Epic, EpicId, Story
from tests.backlogs import MONDAY, make_story, sprints
from tests.factories import LONDON, utc

CHURN = Epic(EpicId("E1"), "Churn", year=2026, quarter=4)
DONE_AT = utc("20 12:00")
PAST = history(sprints(20, 20, 20, 20, 20), (), MONDAY, LONDON)


def far(points: float = 400) -> Reach:
    found = reach(PAST, MONDAY, points)
    assert found
    return found


FAR = far()


def of(*stories: Story, epic: Epic = CHURN, there: Reach | None = FAR, today: date = MONDAY) -> Figures:
    [found] = figures([epic], stories, there, today)
    return found


def test_an_epic_without_stories_has_nothing_to_forecast() -> None:
    assert of(make_story(1, 5, epic="Data")) == Figures(CHURN, (), 0, 0, 0, ends=date(2026, 12, 31))


def test_stories_name_it_in_any_case_and_with_any_spaces() -> None:
    epic = replace(CHURN, name="Churn by Region")
    found = of(make_story(1, 5, epic=" churn  by REGION "), make_story(2, 5, epic="Churn"), epic=epic)
    assert [each.number for each in found.stories] == [1]
    assert key("Straße") == key("STRASSE")


def test_points_are_done_or_left_and_what_has_none_is_counted() -> None:
    stories = (
        make_story(1, 3, epic="Churn", done_at=DONE_AT),
        make_story(2, 5, epic="Churn"),
        make_story(3, epic="Churn"),
        make_story(4, 8, epic="Churn", unclear=True),
        make_story(5, epic="Churn", done_at=DONE_AT),
        make_story(6, 8, epic="Churn", state="dropped"),
    )
    found = of(*stories)
    assert (found.done, found.left, found.unestimated) == (3, 5, 2)
    assert [each.number for each in found.stories] == [2, 4, 3, 1, 5]


def test_it_is_done_when_the_last_of_its_stories_is_in_the_backlogs_order() -> None:
    first, other, last = make_story(1, 2, 13, "Churn"), make_story(2, 30, 89), make_story(3, 20, 5, "Churn")
    below = make_story(4, 100, 1)
    found = of(below, last, other, first)
    assert (found.left, found.ahead) == (22, 30)
    assert found.dates == FAR.when(52)
    assert of(below, other, first).dates == FAR.when(2)


def test_without_a_forecast_there_are_no_dates_but_a_quarter_that_is_over_is_over() -> None:
    story = make_story(1, 5, epic="Churn")
    assert (of(story, there=None).dates, of(story, there=None).course) == (None, "")
    assert of(story, there=None, today=date(2027, 1, 1)).course == "late"
    assert of(make_story(1, epic="Churn"), today=date(2027, 1, 1)).course == "late"


def test_without_a_quarter_there_are_dates_and_no_course() -> None:
    found = of(make_story(1, 5, epic="Churn"), epic=replace(CHURN, year=None, quarter=None))
    assert (found.ends, found.course, found.late) == (None, "", False)
    assert found.dates is not None


def test_when_all_is_done_it_is_done_however_late_it_is() -> None:
    found = of(make_story(1, 5, epic="Churn", done_at=DONE_AT), today=date(2027, 5, 1))
    assert (found.course, found.late, found.over) == ("done", False, True)
    bare = of(make_story(1, 5, epic="Churn", done_at=DONE_AT), make_story(2, epic="Churn"))
    assert (bare.course, bare.over, bare.dates) == ("", False, None)


@pytest.mark.parametrize("effort", range(1, 200, 7))
def test_the_course_is_read_off_the_two_dates(effort: int) -> None:
    found = of(make_story(1, effort, epic="Churn"))
    dates, ends = found.dates, found.ends
    assert dates
    assert ends
    half, sure = dates.half or dates.horizon + timedelta(1), dates.sure or dates.horizon + timedelta(1)
    assert found.course == ("on" if sure <= ends else "risk" if half <= ends else "late")
    assert found.late == (sure > ends)


def test_from_small_to_large_it_is_on_course_then_at_risk_then_late() -> None:
    courses = [of(make_story(1, effort, epic="Churn")).course for effort in range(1, 150)]
    assert list(dict.fromkeys(courses)) == ["on", "risk", "late"]


NOW = Figures(CHURN, (), 0, 0, 0)


def test_a_crossing_is_told_in_either_direction_and_a_silence_is_none() -> None:
    found = {
        course: (crossed(False, replace(NOW, course=course)), crossed(True, replace(NOW, course=course)))
        for course in get_args(Course)
    }
    assert found == {
        "": ("", ""),
        "done": ("", "back"),
        "on": ("", "back"),
        "risk": ("late", ""),
        "late": ("late", ""),
    }


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("Churn", "churn ", "Data", "")),
            st.none() | st.integers(1, 20),
            st.sampled_from(("open", "done", "dropped")),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_every_story_is_counted_once(given_: list[tuple[str, int | None, str, bool]]) -> None:
    stories = [
        make_story(n, effort, epic=epic, state=state, unclear=unclear)
        for n, (epic, effort, state, unclear) in enumerate(given_, start=1)
    ]
    ours = [each for each in stories if key(each.epic) == "churn" and each.state != "dropped"]
    found = of(*stories)
    assert sorted(each.number for each in found.stories) == sorted(each.number for each in ours)
    assert found.done + found.left + sum(
        each.effort.points for each in ours if each.effort and each.unclear and each.state == "open"
    ) == sum(each.effort.points for each in ours if each.effort)
    assert (found.dates is None) == (found.left == 0)
    assert found.dates is None or isinstance(found.dates, Dates)
    assert found.ahead >= 0
