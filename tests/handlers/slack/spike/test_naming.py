"""A story's number among the words after `/spike`."""

import pytest

from handlers.slack.spike.naming import named


@pytest.mark.parametrize(
    ("typed", "number", "rest"),
    [
        ("", None, ""),
        ("#2", 2, ""),
        ("2", 2, ""),
        ("#2,", 2, ""),
        ("#2, waiting for data", 2, "waiting for data"),
        ("#12 Why did recall drop?", 12, "Why did recall drop?"),
        ("2 days of waiting", None, "2 days of waiting"),
        ("#2nd try", None, "#2nd try"),
        ("waiting for #2", None, "waiting for #2"),
        ("#1234567890", None, "#1234567890"),
        ("#٣", None, "#٣"),
    ],
)
def test_the_number_is_the_first_word(typed: str, number: int | None, rest: str) -> None:
    assert named(typed) == (number, rest)
