"""Pictures of numbers: a PNG that any viewer reads, the same each time, and words for who cannot see it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Dot, ValueByEffort
from handlers.charts import alt, render

PNG = b"\x89PNG\r\n\x1a\n"
SMALL = ValueByEffort((Dot("#12", 5, 8), Dot("#13", 3, 5), Dot("#14", 3, 5)))


def test_a_picture_is_a_png_of_some_size() -> None:
    shown = render(SMALL)
    assert shown.startswith(PNG)
    width, height = (int.from_bytes(shown[at : at + 4]) for at in (16, 20))
    assert (width, height) == (960, 600)


def test_the_same_numbers_give_the_same_picture() -> None:
    assert render(SMALL) == render(SMALL)


def test_it_is_said_in_words_too() -> None:
    assert alt(SMALL) == (
        "Value against effort. #12: value 8, effort 5; #13: value 5, effort 3; #14: value 5, effort 3."
    )


def test_many_stories_are_said_as_far_as_there_is_room() -> None:
    many = ValueByEffort(tuple(Dot(f"#{number}", 1, 1) for number in range(100)))
    assert len(alt(many)) == 1000
    assert alt(many).endswith("…")


@pytest.mark.parametrize("dots", [(), (Dot("#1", 1, 1),), (Dot("#1", 1000, 1), Dot("#2", 1, 1000))])
def test_few_dots_and_wide_ones_can_be_drawn(dots: tuple[Dot, ...]) -> None:
    assert render(ValueByEffort(dots)).startswith(PNG)


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
            st.integers(1, 1000),
            st.integers(1, 1000),
        ),
        max_size=20,
    )
)
def test_whatever_stands_in_a_label_is_drawn(dots: list[tuple[str, int, int]]) -> None:
    drawn = ValueByEffort(tuple(Dot(label, x, y) for label, x, y in dots))
    assert render(drawn).startswith(PNG)
