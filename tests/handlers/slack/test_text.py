"""Words on their way to Slack."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.pasting import units
from handlers.slack.text import (
    clean,
    clip,
    clusters,
    escape,
    level,
    line,
    long_day,
    name,
    names,
    spoken,
    user_text,
    weight,
)
from tests.handlers.slack.hostile import texts

FAMILY, SCOTLAND, GERMANY, THUMB = "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇩🇪", "👍🏽"


@pytest.mark.parametrize(
    "whole", ["e\u0301", FAMILY, SCOTLAND, GERMANY, THUMB, "1\ufe0f\u20e3", "क्षि", "각", "กำ", "❤️"]
)
def test_what_people_see_as_one_character_is_never_cut(whole: str) -> None:
    assert list(clusters(f"a{whole}{whole}b")) == ["a", whole, whole, "b"]


def test_flags_are_cut_between_pairs() -> None:
    assert list(clusters("🇩🇪🇫🇷🇬")) == ["🇩🇪", "🇫🇷", "🇬"]


@given(texts, st.integers(1, 200))
def test_a_clipped_text_fits_and_begins_like_the_whole(text: str, limit: int) -> None:
    whole = clean(text)
    short = clip(whole, limit)
    assert weight(short) <= limit
    assert short == whole or (short.endswith("…") and whole.startswith(short[:-1]))


@given(texts, st.integers(2, 60))
def test_no_mark_is_left_alone_by_a_cut(text: str, limit: int) -> None:
    whole = clean(text)
    short = clip(whole, limit)
    if short != whole:
        rest = whole[len(short) - 1 :].lstrip()
        assert (
            not rest or unicodedata.category(rest[0]) not in {"Mn", "Me"} or whole[len(short) - 1].isspace()
        )


@given(texts)
def test_clean_text_has_no_controls_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == clean(cleaned)
    assert all(char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"} for char in cleaned)
    assert "\n\n\n\n" not in cleaned
    cleaned.encode()


def test_clean_text_keeps_what_people_mean() -> None:
    assert clean(" a\r\nb\tc\n\n\n\n\n\nd ") == "a\nb\tc\n\n\nd"
    assert clean(f"{FAMILY}{SCOTLAND} می‌خواهم") == f"{FAMILY}{SCOTLAND} می‌خواهم"
    assert clean("abc\u202ecod.exe\u2069\x00\ud800") == "abccod.exe"


def test_several_lines_become_one() -> None:
    assert line("- train\n\n* test   it\n") == "train · test it"


def test_fallbacks_are_escaped_and_clipped() -> None:
    assert escape("<!channel> & co") == "&lt;!channel&gt; &amp; co"
    assert spoken("a  <b>.", "", "c\nd") == "a &lt;b&gt;. c d"
    assert len(spoken("&" * 9000)) <= 4000


def test_addresses_become_links_to_what_they_show() -> None:
    assert user_text("see (https://a.example/b_(c)), https://ex.org.", 200) == [
        {"type": "text", "text": "see ("},
        {"type": "link", "url": "https://a.example/b_(c)"},
        {"type": "text", "text": "), "},
        {"type": "link", "url": "https://ex.org"},
        {"type": "text", "text": "."},
    ]


@pytest.mark.parametrize(
    "text",
    ["<!channel>", "<@U1>", "javascript:alert(1)", "ftp://x.example", "http://", "xhttp://a.example", "*b*"],
)
def test_all_else_is_plain_text(text: str) -> None:
    assert user_text(text, 100) == [{"type": "text", "text": text}]


def test_an_address_hidden_behind_another_text_shows_itself() -> None:
    assert user_text("<https://evil.example|Bank>", 100) == [
        {"type": "text", "text": "<"},
        {"type": "link", "url": "https://evil.example"},
        {"type": "text", "text": "|Bank>"},
    ]


def test_an_address_that_was_cut_is_no_link() -> None:
    assert user_text("https://a.example/long", 12) == [{"type": "text", "text": "https://a.e…"}]


@given(texts, st.integers(1, 400))
def test_user_text_shows_the_clipped_text(text: str, limit: int) -> None:
    shown = "".join(each.get("text") or each["url"] for each in user_text(text, limit))
    assert shown == clip(clean(text), limit)


@given(st.lists(st.integers(0, 5000), max_size=12), st.integers(0, 12000))
def test_a_level_lets_all_fit_and_wastes_nothing(sizes: list[int], room: int) -> None:
    most = level(sizes, room)
    assert sum(min(size, most) for size in sizes) <= room
    if any(size > most for size in sizes):
        assert sum(min(size, most + 1) for size in sizes) > room


def test_a_name_is_never_empty_and_never_long() -> None:
    assert name("\u200b ") == "Somebody"
    assert name("<@U1>\nAna") == "<@U1> · Ana"
    assert units(name("x" * 500)) == 60


def test_names_are_listed_as_far_as_they_fit() -> None:
    assert names(["Ana", "Ben", "Cy"], 100) == "Ana, Ben, Cy"
    assert names(["Ana", "Ben", "Cy"], 10) == "Ana, Ben and 1 more"
    assert names(["Ana", "Ben"], 1) == "Ana and 1 more"


def test_days_are_said_in_full() -> None:
    assert long_day(date(2026, 11, 24)) == "Tuesday 24 November"
