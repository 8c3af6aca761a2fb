"""The order of a backlog."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.deck import DEFAULT
from bot.book.ranking import Ranked, rank, say, why
from bot.model import Estimate, Story, StoryId


def points(card: int, low: int = 0, high: int = 0) -> Estimate:
    return Estimate(card, low or card, high or card, 3)


def story(
    number: int, value: Estimate | None = None, effort: Estimate | None = None, *, unclear: bool = False
) -> Story:
    return Story(
        StoryId(f"S{number}"), number, f"Story {number}", value=value, effort=effort, unclear=unclear
    )


def order(*stories: Story) -> list[tuple[int, int | None]]:
    return [(each.story.number, each.rank) for each in rank(stories)]


def test_five_for_three_ranks_above_eight_for_five() -> None:
    ranked = rank([story(1, points(8), points(5)), story(2, points(5), points(3))])
    assert [(each.story.number, each.rank, say(each.ratio or Fraction(0))) for each in ranked] == [
        (2, 1, "1.67"),
        (1, 2, "1.6"),
    ]


def test_what_lacks_something_stands_below_and_says_what() -> None:
    ranked = rank(
        [
            story(1, None, points(1)),
            story(2),
            story(3, points(13), points(13), unclear=True),
            story(4, points(2), None),
            story(5, points(1), points(13)),
        ]
    )
    assert [(each.story.number, each.rank, why(each)) for each in ranked] == [
        (5, 1, "value 1 / effort 13 = 0.08"),
        (3, None, "needs a spike: its effort could not be estimated"),
        (4, None, "needs effort"),
        (1, None, "needs value"),
        (2, None, "needs value and effort"),
    ]


def test_equals_share_their_rank_and_the_next_keeps_its_place() -> None:
    stories = (
        story(1, points(2), points(2)),
        story(2, points(8), points(8)),
        story(3, points(3), points(3)),
        story(4, points(1), points(2)),
        story(5, points(2), points(1)),
    )
    assert order(*stories) == [(5, 1), (2, 2), (3, 2), (1, 2), (4, 5)]


def test_of_the_same_value_and_effort_the_older_comes_first() -> None:
    assert order(story(7, points(3), points(3)), story(2, points(3), points(3))) == [(2, 1), (7, 1)]


def test_the_band_is_what_the_votes_furthest_apart_would_give() -> None:
    [only] = rank([story(1, points(8, 5, 13), points(5, 3, 5))])
    assert (only.low, only.ratio, only.high) == (Fraction(1), Fraction(8, 5), Fraction(13, 3))
    assert why(only) == "value 8 / effort 5 = 1.6 (votes allow 1 to 4.33)"


def test_where_all_agree_there_is_no_band_to_speak_of() -> None:
    [only] = rank([story(1, points(8), points(5))])
    assert why(only) == "value 8 / effort 5 = 1.6"


@pytest.mark.parametrize(
    ("ratio", "said"),
    [(Fraction(2), "2"), (Fraction(8, 5), "1.6"), (Fraction(5, 3), "1.67"), (Fraction(100), "100")],
)
def test_a_ratio_is_said_in_two_digits_at_most(ratio: Fraction, said: str) -> None:
    assert say(ratio) == said


@st.composite
def estimates(draw: st.DrawFn) -> Estimate | None:
    votes = sorted(draw(st.lists(st.sampled_from(DEFAULT), max_size=5)))
    return Estimate(votes[len(votes) // 2], votes[0], votes[-1], len(votes)) if votes else None


@st.composite
def backlogs(draw: st.DrawFn) -> list[Story]:
    number = draw(st.integers(0, 12))
    return [
        story(each, draw(estimates()), draw(estimates()), unclear=draw(st.booleans()))
        for each in range(1, number + 1)
    ]


@given(backlogs(), st.randoms())
def test_the_order_is_a_function_of_the_stories(stories: list[Story], dice: object) -> None:
    mixed = list(stories)
    dice.shuffle(mixed)  # type: ignore[attr-defined] # hypothesis' own Random
    assert rank(mixed) == rank(stories)


@given(backlogs())
def test_more_value_for_the_effort_never_stands_below(stories: list[Story]) -> None:
    ranked = rank(stories)
    assert sorted(each.story.number for each in ranked) == [each.number for each in stories]
    known = [each for each in ranked if each.ratio is not None]
    assert list(ranked[: len(known)]) == known
    for above, below in pairwise(known):
        assert (above.ratio or 0) >= (below.ratio or 0)
        assert (above.rank == below.rank) == (above.ratio == below.ratio)
    assert all(_in_band(each) for each in known)


def _in_band(each: Ranked) -> bool:
    low, ratio, high = each.low, each.ratio, each.high
    return low is not None and ratio is not None and high is not None and low <= ratio <= high
