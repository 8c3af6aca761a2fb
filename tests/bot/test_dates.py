"""Days in a person's words."""

import subprocess
import sys
from datetime import date, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dates import read_days, say_day, say_days, say_duration, say_moment
from bot.errors import BadInput
from tests.factories import AUCKLAND, LONDON, utc

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-18", "2026-11-18"),
        (" Tomorrow ", "2026-11-19", "2026-11-19"),
        ("tomorrow - tomorrow", "2026-11-19", "2026-11-19"),
        ("friday", "2026-11-20", "2026-11-20"),
        ("wednesday", "2026-11-25", "2026-11-25"),
        ("next mon", "2026-11-23", "2026-11-23"),
        ("mon-fri", "2026-11-23", "2026-11-27"),
        ("this week", "2026-11-18", "2026-11-22"),
        ("next week", "2026-11-23", "2026-11-29"),
        ("from tomorrow until friday", "2026-11-19", "2026-11-20"),
        ("24 Dec", "2026-12-24", "2026-12-24"),
        ("24 Dec - 2 Jan", "2026-12-24", "2027-01-02"),
        ("24 Dec – 2 Jan", "2026-12-24", "2027-01-02"),
        ("24dec-2jan", "2026-12-24", "2027-01-02"),
        ("24-27 Dec", "2026-12-24", "2026-12-27"),
        ("24 - 27 Dec", "2026-12-24", "2026-12-27"),
        ("Dec 24-27", "2026-12-24", "2026-12-27"),
        ("24th-27th Dec", "2026-12-24", "2026-12-27"),
        ("24th - 27th Dec", "2026-12-24", "2026-12-27"),
        ("Dec 24th-27th", "2026-12-24", "2026-12-27"),
        ("the 24th to the 27th of December", "2026-12-24", "2026-12-27"),
        ("24 - 27 Dec 2027", "2027-12-24", "2027-12-27"),
        ("24.-27.12.", "2026-12-24", "2026-12-27"),
        ("24 - 27/12", "2026-12-24", "2026-12-27"),
        ("28 - 2 Jan", "2026-12-28", "2027-01-02"),
        ("16 - 20 Nov", "2026-11-16", "2026-11-20"),  # away since Monday
        ("16 - 17 Nov", "2027-11-16", "2027-11-17"),
        ("15th - 20th", "2026-11-15", "2026-11-20"),
        ("5th - Friday", "2026-12-05", "2026-12-11"),
        ("Thu 24 Dec", "2026-12-24", "2026-12-24"),
        ("24/12 (Thursday)", "2026-12-24", "2026-12-24"),
        ("Thursday, 24th December", "2026-12-24", "2026-12-24"),
        ("next Friday 27 Nov", "2026-11-27", "2026-11-27"),
        ("Monday the 23rd", "2026-11-23", "2026-11-23"),
        ("Mon 30", "2026-11-30", "2026-11-30"),
        ("Mon 16 Nov - Fri 20 Nov", "2026-11-16", "2026-11-20"),
        ("Mon 23 - Wed 25 Nov", "2026-11-23", "2026-11-25"),
        ("24 Dec 2027 - Wed 29 Dec", "2027-12-24", "2027-12-29"),
        ("until Fri 27 Nov", "2026-11-18", "2026-11-27"),
        ("24 December 26", "2026-12-24", "2026-12-24"),
        ("24/12/26 - 2/1/27", "2026-12-24", "2027-01-02"),
        ("Dec 24 - Jan 2", "2026-12-24", "2027-01-02"),
        ("24th of December", "2026-12-24", "2026-12-24"),
        ("24/12", "2026-12-24", "2026-12-24"),
        ("2026-12-24", "2026-12-24", "2026-12-24"),
        ("2026-12-24 - 2027-01-02", "2026-12-24", "2027-01-02"),
        ("2026-12-24..2027-01-02", "2026-12-24", "2027-01-02"),
        ("17 Nov", "2027-11-17", "2027-11-17"),
        ("16 Nov - 20 Nov", "2026-11-16", "2026-11-20"),  # away since Monday, said on Wednesday
        ("16 Nov 2027 - 20 Nov 2027", "2027-11-16", "2027-11-20"),
        ("2 Jan - 24 Dec", "2027-01-02", "2027-12-24"),
        ("18 Nov", "2026-11-18", "2026-11-18"),
        ("in 3 days", "2026-11-21", "2026-11-21"),
        ("in two weeks", "2026-12-02", "2026-12-02"),
        ("tomorrow - in 3 days", "2026-11-19", "2026-11-21"),
        ("the day after tomorrow", "2026-11-20", "2026-11-20"),
        ("this Friday", "2026-11-20", "2026-11-20"),
        ("until Friday", "2026-11-18", "2026-11-20"),
        ("Thursday through Monday", "2026-11-19", "2026-11-23"),
        ("all next week", "2026-11-23", "2026-11-29"),
        ("the rest of the week", "2026-11-18", "2026-11-22"),
        ("the 5th", "2026-12-05", "2026-12-05"),
        ("the 31st", "2026-12-31", "2026-12-31"),
        ("24.12.", "2026-12-24", "2026-12-24"),
        ("24.12.-2.1.", "2026-12-24", "2027-01-02"),
        ("24/12-2/1", "2026-12-24", "2027-01-02"),
        ("12/24", "2026-12-24", "2026-12-24"),
        ("1/1", "2027-01-01", "2027-01-01"),
        ("12/24 - 1/2", "2026-12-24", "2027-01-02"),
        ("24/12 - 2/1", "2026-12-24", "2027-01-02"),
        ("December 24, 2026", "2026-12-24", "2026-12-24"),
        ("29 Feb", "2028-02-29", "2028-02-29"),
        ("٢٤/١٢", "2026-12-24", "2026-12-24"),
    ],
)
def test_days_are_read_as_people_say_them(text: str, first: str, last: str) -> None:
    assert read_days(text, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "soon",
        "5",
        "dec",
        "10:30",
        "10pm",
        "1 - 2 - 3 Dec",
        "24 Dec - 2 Jan - 3 Jan",
        "31 Feb",
        "²",
        "on",
        "🎄",
        "٢٤ ديسمبر",
        "next month",
        "in 2 months",
        "tomorrow and Friday",
        "maybe tomorrow",
        "the 99th",
        "x" * 5000,
        "24 Dec " * 700,
        "<!channel>",
    ],
)
def test_what_names_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="Try `tomorrow`"):
        read_days(text, TODAY)


@pytest.mark.parametrize(
    ("text", "meant"), [("tomorow", "tomorrow"), ("Wensday", "wednesday"), ("todya - friday", "today")]
)
def test_a_misspelt_day_gets_the_nearest(text: str, meant: str) -> None:
    with pytest.raises(BadInput, match=f"is not a day I understand. Did you mean `{meant}`"):
        read_days(text, TODAY)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("24 Dec 2025", "Wed 24 Dec 2025 is past already."),
        ("3 days ago", "Sun 15 Nov is past already."),
        ("24 Dec 2124", "Sun 24 Dec 2124 is too far ahead."),
        ("in 99999 days", "Sun 2 Sep 2300 is too far ahead."),
        ("24 December 25", "Wed 24 Dec 2025 is past already."),
        ("24.12.25", "Wed 24 Dec 2025 is past already."),
        ("17 Nov 26", "Yesterday is past already."),
        ("5 - 1 Jan 0001", "Mon 1 Jan 1 is past already."),
        ("Wednesday 24 Dec", "24 Dec is a Thursday, not a Wednesday."),
        ("24/12 (Wed)", "24 Dec is a Thursday, not a Wednesday."),
        ("24 Dec - Fri 2 Jan", "2 Jan 2027 is a Saturday, not a Friday."),
        ("Mon 24 - Wed 25 Nov", "24 Nov is a Tuesday, not a Monday."),
        ("Fri 13", "13 Dec is a Sunday, not a Friday."),
        ("24 Dec 2026 - 20 Dec 2026", "Sun 20 Dec is before Thu 24 Dec."),
        (
            "24 Dec 2026 - 24 Dec 2028",
            "That is longer than a year. Ask a lead to take you out of the plan instead.",
        ),
    ],
)
def test_days_that_cannot_be_meant_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_days(text, TODAY)
    assert refusal.value.sentence == sentence


def test_long_texts_are_refused_at_once_and_short_ones_in_no_time() -> None:
    read_days("24 Dec", TODAY)  # the library is there
    begun = perf_counter()
    for text in ("x" * 5000, "24 Dec " * 700, "1 " * 2500, "1 " * 30, "tomorrow in 3 days 24 Dec"):
        with pytest.raises(BadInput):
            read_days(text, TODAY)
    assert perf_counter() - begun < 1


def test_the_library_is_not_loaded_before_somebody_says_when() -> None:
    loaded = "import sys, bot.dates; print('dateparser' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout
    assert said == "False\n"


WORDS = "in 3 days weeks the 5th 24.12. and "
WORDS += "24th 27th wed thursday next (fri) 25 26 0001 9999 "
WORDS += "24 2 31 dec jan feb fri mon next this week today tomorrow - – .. to until / . : 2026 2026-12-24 th of on 0"
words = st.sampled_from(WORDS.split())


@settings(deadline=None)  # the library's first call takes its time
@given(
    st.text(max_size=30)
    | st.lists(words, max_size=6).map(" ".join)
    | st.lists(words, max_size=6).map("".join)
)
def test_any_text_is_a_range_from_today_on_or_refused(text: str) -> None:
    try:
        first, last = read_days(text, TODAY)
    except BadInput:
        return
    assert first <= last >= TODAY
    assert (last - first).days <= 366


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-17", "yesterday"),
        ("2026-11-18", "today"),
        ("2026-11-19", "tomorrow"),
        ("2026-11-20", "Fri 20 Nov"),
        ("2027-01-02", "Sat 2 Jan 2027"),
    ],
)
def test_a_day_is_said_by_how_near_it_is(day: str, said: str) -> None:
    assert say_day(date.fromisoformat(day), TODAY) == said


def test_a_day_by_itself_is_said_whole() -> None:
    assert say_day(TODAY) == "Wed 18 Nov"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((0, 1, 2, 3, 4), "weekdays"),
        ((0, 1, 2, 3, 4, 5, 6), "every day"),
        ((2,), "Wed"),
        ((0, 4), "Mon and Fri"),
        ((0, 2, 4), "Mon, Wed and Fri"),
    ],
)
def test_weekdays_are_said_in_few_words(days: tuple[int, ...], said: str) -> None:
    assert say_days(days) == said


def test_a_moment_is_said_where_its_reader_is() -> None:
    moment, now = utc("23 20:30"), utc("23 12:00")
    assert say_moment(moment, LONDON, now) == "today 20:30"
    assert say_moment(moment, AUCKLAND, now) == "today 09:30"  # there it is Tuesday already
    assert say_moment(moment, AUCKLAND, utc("23 10:00")) == "tomorrow 09:30"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 min"),
        (0.9, "0 min"),
        (45, "45 min"),
        (180, "3 h"),
        (150, "2 h 30 min"),
        (150.99, "2 h 30 min"),
        (60 * 40, "40 h"),
        (60 * 40 + 1, "40 h 1 min"),
    ],
)
def test_working_time_is_said_in_hours_and_minutes_and_never_in_days(minutes: float, said: str) -> None:
    assert say_duration(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("text", "says"),
    [("1/2", "1 Feb or 2 Jan"), ("12/11", "12 Nov or 11 Dec"), ("5/6 - 7/6", "5 Jun or 6 May")],
)
def test_a_date_that_can_be_read_two_ways_is_not_guessed(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=f"can be {says}. Write the month as a word."):
        read_days(text, date(2026, 11, 23))
