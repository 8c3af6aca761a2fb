"""What a verified body says, and what is none."""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.payload import parse, sound

FORM, JSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.dictionaries(TEXT, TEXT, min_size=1, max_size=20).filter(lambda form: "payload" not in form))
def test_a_form_is_read_as_it_was_written(form: dict[str, str]) -> None:
    assert parse(urlencode(form).encode(), FORM) == form


@given(st.dictionaries(TEXT, TEXT | st.integers() | st.lists(TEXT)))
def test_json_is_read_alone_and_within_a_form(body: dict[str, object]) -> None:
    text = json.dumps(body)
    assert parse(text.encode(), JSON) == parse(urlencode({"payload": text}).encode(), FORM) == body


def test_of_a_field_that_comes_twice_the_first_counts() -> None:
    assert parse(b"a=1&a=2&b", FORM) == {"a": "1", "b": ""}


@pytest.mark.parametrize(
    "text", ['"a\\u0000b"', '"a\\ud800b"', '"a\\uDFFFb"', '["a\\u0000b"]', '{"a\\u0000b": 1}']
)
def test_what_nobody_types_and_nobody_can_keep_is_left_out(text: str) -> None:
    assert str(parse(text.encode(), JSON)).strip("[]{}': 1") == "ab"
    assert parse(b"a=a%00b", FORM) == {"a": "ab"}


def test_a_character_in_two_halves_is_one() -> None:
    assert parse(rb'"\ud83d\ude00 \\u0000"', JSON) == "😀 \\u0000"
    assert sound({"a": ["😀\0", 1, None]}) == {"a": ["😀", 1, None]}


STRANGE = ["", "NaN", "[Infinity]", "[" * 9999, "9" * 5000, "\0", "'a'", "[1", "[0" + ",0" * 40_000 + "]"]


@pytest.mark.parametrize("text", STRANGE)
def test_what_slack_never_sends_is_nothing(text: str) -> None:
    assert parse(text.encode(), JSON) is None
    assert parse(urlencode({"payload": text}).encode(), FORM) is None
