"""What a quarter still lacks."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.book.lacks import Lack, lacks
from bot.book.quarters import Quarter
from bot.model import Epic, EpicId, Estimate, Story, StoryId

Q4 = Quarter(2026, 4)
CHURN = Epic(EpicId("E1"), "Churn model", year=2026, quarter=4)


def story(number: int, epic: str = "Churn model", points: int | None = None) -> Story:
    effort = Estimate(points, points, points, 2) if points else None
    return Story(StoryId(f"S{number}"), number, f"Story {number}", epic=epic, effort=effort)


def test_of_each_open_epic_of_the_quarter_what_is_left() -> None:
    stories = [story(1, points=5), story(2, "churn  MODEL", 3), story(3), story(4, "Another", 8)]
    assert lacks([CHURN], stories, Q4) == (Lack("Churn model", 3, 1, 8),)


def test_done_and_dropped_stories_are_not_left() -> None:
    stories = [replace(story(1, points=5), state="done"), replace(story(2), state="dropped")]
    assert lacks([CHURN], stories, Q4) == (Lack("Churn model", 0, 0, 0),)


def test_closed_epics_and_those_of_other_quarters_or_of_none_are_left_out() -> None:
    others = [
        replace(CHURN, closed=True),
        replace(CHURN, quarter=3),
        replace(CHURN, year=2025),
        replace(CHURN, year=None, quarter=None),
    ]
    assert lacks(others, [story(1)], Q4) == ()


def test_a_year_that_begins_in_april_has_its_own_quarters() -> None:
    epic = replace(CHURN, year=2026, quarter=3)
    assert lacks([epic], [], Quarter(2026, 3, starts=4)) == (Lack("Churn model", 0, 0, 0),)


@given(st.lists(st.one_of(st.none(), st.integers(1, 13)), max_size=20))
def test_every_story_is_counted_once(sizes: list[int | None]) -> None:
    stories = [story(number, points=size) for number, size in enumerate(sizes)]
    [lack] = lacks([CHURN], stories, Q4)
    assert lack.stories == len(sizes)
    assert lack.unestimated == sizes.count(None)
    assert lack.points == sum(size or 0 for size in sizes)
