"""Every day lies in one quarter, whatever month a team's year begins in, and a quarter is read as it is written."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.book.quarters import Quarter, parse, quarter_of
from bot.errors import BadInput

DAY = timedelta(days=1)
NOVEMBER = date(2026, 11, 24)
APRIL = 4

starts = st.integers(1, 12)
ten_years = st.dates(date(2024, 1, 1), date(2034, 12, 31))
quarters = st.builds(Quarter, st.integers(2000, 2099), st.integers(1, 4), starts)


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        (1, "2028-01-01", "2028-03-31"),
        (2, "2028-04-01", "2028-06-30"),
        (3, "2028-07-01", "2028-09-30"),
        (4, "2028-10-01", "2028-12-31"),
    ],
)
def test_the_quarters_of_a_calendar_year(number: int, first: str, last: str) -> None:
    quarter = Quarter(2028, number)
    assert (quarter.first, quarter.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert quarter.label == f"Q{number} 2028"


@pytest.mark.parametrize(
    ("day", "month", "label", "first", "last"),
    [
        ("2027-04-01", 4, "Q1 2027/28", "2027-04-01", "2027-06-30"),
        ("2027-03-31", 4, "Q4 2026/27", "2027-01-01", "2027-03-31"),
        ("2028-02-29", 12, "Q1 2027/28", "2027-12-01", "2028-02-29"),  # it ends on a leap day
        ("2027-02-28", 12, "Q1 2026/27", "2026-12-01", "2027-02-28"),
        ("2026-12-31", 11, "Q1 2026/27", "2026-11-01", "2027-01-31"),  # over New Year
        ("2027-01-31", 11, "Q1 2026/27", "2026-11-01", "2027-01-31"),
        ("2027-01-31", 2, "Q4 2026/27", "2026-11-01", "2027-01-31"),
        ("2099-10-01", 10, "Q1 2099/00", "2099-10-01", "2099-12-31"),
    ],
)
def test_the_quarter_of_a_day_in_years_that_begin_elsewhere(
    day: str, month: int, label: str, first: str, last: str
) -> None:
    quarter = quarter_of(date.fromisoformat(day), month)
    assert (quarter.label, quarter.first, quarter.last) == (
        label,
        date.fromisoformat(first),
        date.fromisoformat(last),
    )


@pytest.mark.parametrize(
    "text",
    [
        "2027 Q1",
        "2027q1",
        "2027-Q1",
        "27 q1",
        "Q1 27",
        "q1 2027",
        " Q1\t2027 ",
        "Q1/27",
        "Q1’27",
        "q 1, 2027",
    ],
)
def test_a_quarter_is_read_as_people_write_it(text: str) -> None:
    assert parse(text, NOVEMBER) == Quarter(2027, 1)


@pytest.mark.parametrize(
    "text", ["Q2 2027", "2027 Q2", "Q2 27", "Q2 2027/28", "2027/28 q2", "27/28 Q2", "Q2 2027/2028"]
)
def test_a_year_of_two_calendar_years_is_named_by_the_first(text: str) -> None:
    assert parse(text, NOVEMBER, APRIL) == Quarter(2027, 2, APRIL)


@pytest.mark.parametrize(
    ("text", "month", "label"),
    [
        ("q4", 1, "Q4 2026"),  # it runs
        ("q1", 1, "Q1 2027"),
        ("q3", 1, "Q3 2027"),
        ("q3", APRIL, "Q3 2026/27"),  # it runs, from October
        ("q4", APRIL, "Q4 2026/27"),
        ("q1", APRIL, "Q1 2027/28"),
        ("q1", 11, "Q1 2026/27"),  # it runs, from November
    ],
)
def test_without_a_year_it_is_the_one_that_runs_or_comes_next(text: str, month: int, label: str) -> None:
    assert parse(text, NOVEMBER, month).label == label


EXAMPLES = "Write a quarter as `2027 Q1`, `Q1 27` or just `Q1`."


@pytest.mark.parametrize(
    ("text", "month", "sentence"),
    [
        ("", 1, EXAMPLES),
        ("soon", 1, EXAMPLES),
        ("1", 1, EXAMPLES),
        ("q", 1, EXAMPLES),
        ("Q1 227", 1, EXAMPLES),
        ("Q127", 1, EXAMPLES),
        ("q12027", 1, EXAMPLES),
        ("Q1 and Q2", 1, EXAMPLES),
        ("Q١", 1, EXAMPLES),
        ("Q1" + " - " * 9**5 + "27", 1, EXAMPLES),
        ("Q0", 1, "A year has four quarters, Q1 to Q4."),
        ("2027 Q5", 1, "A year has four quarters, Q1 to Q4."),
        ("2027 Q1 2027", 1, f"Give the year once. {EXAMPLES}"),
        ("Q1 1999", 1, "Give a year from 2000 to 2099."),
        ("0000 Q1", 1, "Give a year from 2000 to 2099."),
        ("Q1 2100", 1, "Give a year from 2000 to 2099."),
        ("Q1 2027/28", 1, "Your years begin in January: write one year, such as 2027."),
        ("Q1 2027/29", APRIL, "The year after 2027 is 2028: write 2027/28."),
        ("Q1 2099/2001", APRIL, "The year after 2099 is 2100: write 2099/00."),
    ],
)
def test_what_is_no_quarter_is_refused_with_a_sentence(text: str, month: int, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse(text, NOVEMBER, month, "when")
    assert (refused.value.sentence, refused.value.field) == (sentence, "when")


MAKES: tuple[Callable[[int], Quarter], ...] = (
    lambda month: quarter_of(NOVEMBER, month),
    lambda month: parse("q1", NOVEMBER, month),
    lambda month: Quarter(2027, 1, month),
)


@pytest.mark.parametrize("month", [0, 13, -1])
@pytest.mark.parametrize("make", MAKES)
def test_a_year_begins_in_a_month(make: Callable[[int], Quarter], month: int) -> None:
    with pytest.raises(BadInput) as refused:
        make(month)
    assert (refused.value.field, refused.value.sentence) == (
        "starts",
        "A year begins in one of the months 1 to 12.",
    )


@pytest.mark.parametrize("number", [0, 5])
def test_a_year_has_four_quarters(number: int) -> None:
    with pytest.raises(BadInput) as refused:
        Quarter(2027, number)
    assert refused.value.field == "quarter"


@given(ten_years, starts)
@example(date(2028, 2, 29), 12)
@example(date(2026, 12, 31), 1)
def test_every_day_lies_in_one_quarter(day: date, month: int) -> None:
    quarter = quarter_of(day, month)
    assert day in quarter
    assert quarter_of(quarter.first, month) == quarter_of(quarter.last, month) == quarter
    assert quarter_of(quarter.last + DAY, month) == quarter.next()
    assert quarter_of(quarter.first - DAY, month).next() == quarter


@given(quarters)
def test_a_quarter_is_three_months_and_four_are_a_year(quarter: Quarter) -> None:
    assert (quarter.first.day, (quarter.last + DAY).day) == (1, 1)
    assert 89 <= (quarter.last - quarter.first).days + 1 <= 92
    assert quarter.next().first == quarter.last + DAY
    assert quarter.next() > quarter
    year_on = quarter.next().next().next().next()
    assert year_on == Quarter(quarter.year + 1, quarter.number, quarter.starts)
    assert Quarter(quarter.year, 1, quarter.starts).first == date(quarter.year, quarter.starts, 1)


@given(quarters, ten_years)
def test_what_it_says_is_what_it_reads(quarter: Quarter, today: date) -> None:
    assert parse(quarter.label, today, quarter.starts) == quarter
    assert parse(quarter.label.swapcase(), today, quarter.starts) == quarter


@given(st.integers(1, 4), ten_years, starts)
def test_without_a_year_it_is_never_past_and_never_a_year_ahead(number: int, today: date, month: int) -> None:
    quarter = parse(f"q{number}", today, month)
    assert quarter.number == number
    assert quarter.last >= today
    assert quarter_of(today, month) <= quarter < Quarter(quarter_of(today, month).year + 1, 4, month).next()
    assert Quarter(quarter.year - 1, number, month).last < today


@given(st.text(max_size=40) | st.text("qQ1234 /-,'’0", max_size=32), ten_years, starts)
@example("Q² 27", NOVEMBER, 1)
@example("q1" + "- " * 14, NOVEMBER, 1)
def test_whatever_is_typed_is_a_quarter_or_refused(text: str, today: date, month: int) -> None:
    with suppress(BadInput):
        quarter = parse(text, today, month)
        assert parse(quarter.label, today, month) == quarter
