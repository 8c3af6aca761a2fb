"""Numbers as people read them: no power of ten where anybody would write the number out."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.results import LARGEST
from bot.spelt import exact, rounded


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (12_345_678.25, "12,345,678.25"),
        (12_345_678, "12,345,678"),
        (-0.00001, "−0.00001"),
        (0.1, "0.1"),
        (0, "0"),
        (-0.0, "0"),
        (LARGEST, "1,000,000,000,000,000"),
    ],
)
def test_a_number_has_all_of_its_digits(value: float, said: str) -> None:
    assert exact(value) == said


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (12_345_678.25, 4, "12,345,678"),
        (-1_234.6, 4, "−1,235"),
        (0.000012345, 3, "0.0000123"),
        (999.99, 4, "1,000"),
        (0.375, 3, "0.375"),
        (100, 2, "100"),
        (-0.5, 3, "−0.5"),
    ],
)
def test_a_rounded_one_is_whole_from_a_thousand_on(value: float, digits: int, said: str) -> None:
    assert rounded(value, digits) == said


@given(st.floats(-LARGEST, LARGEST))
def test_what_is_said_exactly_is_the_number(value: float) -> None:
    assert float(exact(value).replace(",", "").replace("−", "-")) == value


@given(st.floats(1e-12, LARGEST))
def test_no_rounded_number_that_people_would_write_out_has_a_power_of_ten(value: float) -> None:
    said = rounded(value, 6)
    assert "e" not in said
    assert math.isclose(float(said.replace(",", "")), value, rel_tol=1e-3)
