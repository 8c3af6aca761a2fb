"""How long something may take, as people type it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates import say_duration
from bot.durations import Span, read_span
from bot.errors import BadInput

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("3 h", Span(3 * HOUR)),
        ("3", Span(3 * HOUR)),
        ("90 min", Span(1.5 * HOUR)),
        ("1h30m", Span(1.5 * HOUR)),
        ("1 hour and 30 minutes", Span(1.5 * HOUR)),
        ("1,5 h", Span(1.5 * HOUR)),
        ("2 Days", Span(0 * HOUR, 2)),
        ("1 day, 2 h", Span(2 * HOUR, 1)),
        ("0", Span(0 * HOUR)),
        ("0,125 days", Span(0 * HOUR, 0.125)),
        ("1.33333 h", Span(1.33333 * HOUR)),
    ],
)
def test_it_is_read_as_people_mean_it(typed: str, span: Span) -> None:
    assert read_span(typed) == span


@pytest.mark.parametrize("typed", ["", "soon", "3 weeks", "h", "-3 h", "3 h soon", "3 h " * 20, "٣ h x"])
def test_anything_else_is_asked_for_again(typed: str) -> None:
    with pytest.raises(BadInput, match="Say how long") as refused:
        read_span(typed, "box")
    assert refused.value.field == "box"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("9999999 h", "No box is as long"),
        ("3 h 3 h", "each unit once"),
        ("1 h 90 min 2 hours", "each unit once"),
        ("1,500 min", "1,500 may mean 1500 or 1.500. Write it without the comma."),
        ("2 h 1,500 min", "1,500 may mean 1500 or 1.500"),
        ("1,500", "1,500 may mean 1500 or 1.500"),
    ],
)
def test_what_cannot_be_meant_is_said_so(typed: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refused:
        read_span(typed, "box")
    assert refused.value.field == "box"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        span = read_span(typed)
    except BadInput:
        return
    assert span.of(8 * HOUR) >= timedelta(0)


@given(st.integers(0, 6000))
def test_what_is_said_is_read_as_the_same(minutes: int) -> None:
    time = timedelta(minutes=minutes)
    assert read_span(say_duration(time)) == Span(time)


def test_days_are_as_long_as_whoever_does_it_works() -> None:
    assert read_span("2 days").of(7.5 * HOUR) == 15 * HOUR
    assert read_span("1 day, 30 min").of(8 * HOUR) == 8.5 * HOUR
