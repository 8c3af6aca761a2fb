"""What goes into JSON comes out of it, but for what no database takes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticSerializationError

from storage import codec


@dataclass(frozen=True, slots=True)
class Line:
    """One of many."""

    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """All that states are made of."""

    lines: tuple[Line, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    day: date = date(2026, 1, 1)
    hour: time = time(9)
    seen: frozenset[int] = frozenset()


HOSTILE = st.text(st.characters(categories=None) | st.sampled_from("\0\ud800\udfff\\u0"))
MOMENTS = st.none() | st.datetimes(timezones=st.just(UTC))
PAGES = st.builds(
    Page,
    lines=st.lists(st.builds(Line, HOSTILE, MOMENTS)).map(tuple),
    named=st.dictionaries(st.text(), HOSTILE, max_size=3),  # keys are ours, never typed: no lone surrogates
    day=st.dates(),
    hour=st.times(),
    seen=st.frozensets(st.integers(-(2**60), 2**60), max_size=4),
)


def cleaned(page: Page) -> Page:
    return Page(
        tuple(Line(plain(line.text), line.at) for line in page.lines),
        {plain(key): plain(one) for key, one in page.named.items()},
        page.day,
        page.hour,
        page.seen,
    )


def plain(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text).replace("\0", "")


@settings(max_examples=200, deadline=None)
@given(PAGES)
def test_any_value_comes_back_with_its_text_made_harmless(page: Page) -> None:
    raw = codec.dump(Page, page)
    assert raw.encode("utf-8")
    assert codec.load(Page, raw) == cleaned(page)


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_clean_text_has_utf8_and_no_nul_and_stays_clean(text: str) -> None:
    done = codec.clean(text)
    assert b"\0" not in done.encode("utf-8")
    assert codec.clean(done) == done == plain(text)


@settings(max_examples=200, deadline=None)
@given(PAGES, PAGES, st.sets(st.sampled_from([each.name for each in fields(Page)])), st.data())
def test_what_is_written_piece_by_piece_is_what_is_written_at_once(
    first: Page, other: Page, changed: set[str], data: st.DataObject
) -> None:
    second = replace(first, **{name: getattr(other, name) for name in changed})
    second = replace(second, lines=tuple(data.draw(st.permutations(second.lines + first.lines))))
    last = codec.write(Page, first, {})
    again = codec.write(Page, second, last.pieces)
    assert (last.raw, again.raw) == (codec.dump(Page, first), codec.dump(Page, second))
    for page, written in ((first, last), (second, again)):
        assert not written.whole or codec.load(Page, written.raw) == page


def test_a_field_that_stayed_is_not_written_anew() -> None:
    page = Page(lines=(Line("a"), Line("b")), named={"a": "b"})
    last = codec.write(Page, page, {})
    again = codec.write(Page, replace(page, named={"a": "c"}), last.pieces)
    assert again.pieces["lines"] is last.pieces["lines"]
    assert again.pieces["named"] is not last.pieces["named"]
    longer = codec.write(Page, replace(page, lines=(Line("0"), *page.lines)), last.pieces)
    assert [id(each) for each in longer.pieces["lines"].parts[1:]] == list(
        map(id, last.pieces["lines"].parts)
    )


def test_a_value_of_another_type_is_refused_field_by_field_too() -> None:
    for wrong in (Line("a"), Page(lines=(Line(cast(Any, 5)),)), None):
        with pytest.raises(PydanticSerializationError):
            codec.write(Page, wrong, {})


def test_a_backslash_u0000_that_somebody_typed_stays() -> None:
    typed = Line("C:\\u0000")
    assert codec.load(Line, codec.dump(Line, typed)) == typed


def test_a_value_of_the_wrong_type_is_refused_when_written() -> None:
    with pytest.raises(PydanticSerializationError):
        codec.dump(Page, Page(lines=(Line(cast(Any, 5)),)))


def test_a_stored_value_that_does_not_fit_is_told_without_its_words() -> None:
    with pytest.raises(ValueError, match="lines") as refused:
        codec.load(Page, '{"lines": [{"text": 5, "at": "a secret"}]}')
    assert "secret" not in str(refused.value)


def test_a_new_field_takes_its_default_from_an_old_row() -> None:
    assert codec.load(Page, "{}") == Page()
