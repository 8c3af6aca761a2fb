"""A number that may be one of two is refused wherever people type one; and what Piton prints is read as it is meant."""

import math
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.book.results import LARGEST
from bot.ceremonies.experiment import Worth
from bot.ceremonies.kpi.state import USUAL
from bot.durations import read_span
from bot.errors import BadInput
from handlers.returns import number
from handlers.slack import figures
from handlers.slack.experiment import spelling
from handlers.slack.kpi import forms
from handlers.slack.sprint import plan_form
from tests.handlers.slack.experiment.untouched import slip


def _worth(typed: str) -> float | None:
    found = spelling.read_worth(f"{typed} EUR", "x")
    return found.per_unit if found else None


#: Each place in which people type a number, and what it makes of one.
PLACES: dict[str, Callable[[str], float | None]] = {
    "a figure": lambda typed: figures.read(typed, "x"),
    "one that may be left out": lambda typed: figures.read_optional(typed, "x"),
    "a threshold": lambda typed: forms.read_value(typed, USUAL["custom"], "x"),
    "a ratio": lambda typed: figures.read_share(typed, "x"),
    "a budget in percent": lambda typed: figures.read_percent(typed, "x") * 100,
    "a range": lambda typed: spelling.read_range(f"{typed} to", "x")[0],
    "a guardrail": lambda typed: spelling.read_guardrail(f"recall >= {typed}", "x").limit,
    "working days": plan_form.read_days,
    "hours": lambda typed: read_span(typed, "x").time.total_seconds() / 3600,
}
MONEY: dict[str, Callable[[str], float | None]] = {
    "a cost": lambda typed: spelling.read_cost(typed, "", "x"),
    "a worth": _worth,
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("typed", "whole", "part"), [("1,234", "1234", "1.234"), ("500,000", "500000", "500.000")]
)
def test_what_may_be_one_of_two_numbers_is_refused_wherever_it_is_typed(
    place: str, typed: str, whole: str, part: str
) -> None:
    with pytest.raises(BadInput) as refused:
        PLACES[place](typed)
    assert refused.value.sentence == (f"{typed} may mean {whole} or {part}. Write it without the comma.")
    assert refused.value.field


@pytest.mark.parametrize("typed", ["-1,234", "−1,234", "+12,345", "1,234 %", " 1,234 ", "1,234e3"])
def test_nor_does_a_sign_or_a_power_of_ten_tell_which(typed: str) -> None:
    with pytest.raises(BadInput, match="may mean"):
        figures.read(typed, "x")


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("1.234", 1.234),
        ("0,805", 0.805),
        ("-0,805", -0.805),
        ("1234,567", 1234.567),
        ("1,23", 1.23),
        ("1,2345", 1.2345),
        ("12,345,678", 12_345_678),
        ("1,234.5", 1234.5),
        ("1.234,567", 1234.567),
        ("1 234", 1234),
        ("1 234,567", 1234.567),
    ],
)
def test_what_can_be_only_one_is_read(typed: str, means: float) -> None:
    assert figures.read(typed, "x") == means


@pytest.mark.parametrize("place", MONEY)
def test_of_money_a_comma_before_three_digits_stands_between_thousands(place: str) -> None:
    assert MONEY[place]("500,000") == 500_000


@pytest.mark.parametrize("place", MONEY)
def test_of_money_a_dot_before_three_digits_may_be_either(place: str) -> None:
    with pytest.raises(BadInput) as refused:
        MONEY[place]("1.000")
    assert refused.value.sentence == "1.000 may mean 1000 or 1.00. Write one of these."


@pytest.mark.parametrize("typed", ["1,234k EUR", "1,234m", "1,234 TND", "kwd 1,234"])
def test_of_thousands_millions_and_dinars_a_third_digit_is_usual(typed: str) -> None:
    with pytest.raises(BadInput, match=r"1,234 may mean 1234 or 1\.234"):
        spelling.read_worth(typed, "x")


@given(st.floats(0, LARGEST))
@example(1.234)
@example(999.999)
def test_an_amount_is_read_back_to_its_last_digit(amount: float) -> None:
    assert spelling.read_cost(figures.amount(amount), "EUR", "x") == amount
    assert spelling.read_worth(spelling.worth(Worth(amount, "EUR")), "x") == Worth(amount, "EUR")


@given(st.floats(-LARGEST, LARGEST) | st.integers(-10_000_000, 10_000_000).map(lambda each: each / 1000))
@example(1234.0)
@example(-1234.0)
@example(1.234)
@example(12_345_678.0)
def test_what_piton_prints_is_read_as_the_same_or_refused(value: float) -> None:
    printed = number(value)
    means = float(printed.replace(",", "").replace("−", "-"))
    for place, read in (PLACES | MONEY).items():
        if slip(partial(read, printed)):
            continue
        found = read(printed)
        assert found is not None
        # to the microsecond; what is next to nothing has fewer digits
        near = {"abs_tol": 1e-9} if place == "hours" else {"rel_tol": 1e-12, "abs_tol": 1e-300}
        assert math.isclose(found, means, **near), (place, printed)


def test_minus_nothing_is_nothing() -> None:
    assert {str(figures.read(each, "f")) for each in ("-0", "−0", "-0,0", "-0 %")} == {"0.0"}
    assert str(figures.read_percent("-0", "f")) == "0.0"
