"""Cells: whatever people typed, a spreadsheet opens words, and what was typed can be read back."""

import csv
import io
import json
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.keeping.sheets import csv_lines, defused, file_name, fused, is_formula, json_line
from bot.model import Cell

#: What begins a formula for one spreadsheet or another, and what nobody sees before it.
SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"]
UNSEEN = [
    "",
    " ",
    "   ",
    "\u00a0",
    "\u3000",
    "\ufeff",
    "\u200b",
    "\u200e",
    "\u202e",
    "\x00",
    "\x0b",
    "'",
    "''",
    "' '",
]
#: Mostly what makes trouble.
hostile = st.text(st.sampled_from([*"=+-@'\"\t\r\n ,;|\0\u200b\ufeff＝－a1"])) | st.text()


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", UNSEEN)
def test_no_cell_begins_a_formula(sign: str, before: str) -> None:
    [[cell]] = read(csv_lines([[f"{before}{sign}HYPERLINK(1)"]]))
    assert cell.startswith("'")


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx", "\r=1", "\t"])
def test_what_begins_with_a_break_is_words(text: str) -> None:
    assert read(csv_lines([[text, "y"]])) == [[f"'{text}", "y"]]


@pytest.mark.parametrize("text", ["", "words", "1 = 2", "don't", "'tis", "a=b", "#12", "a-b", "…", "'"])
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


@given(hostile)
def test_what_was_typed_can_be_read_back(text: str) -> None:
    assert fused(defused(text)) == text


@given(st.lists(st.lists(hostile, min_size=2, max_size=4), min_size=1, max_size=4))
def test_rows_of_hostile_cells_are_read_back_as_they_were(rows: list[list[str]]) -> None:
    assert [[fused(cell) for cell in row] for row in read(csv_lines(rows))] == rows
    for row in read(csv_lines(rows)):
        for cell in row:
            assert not is_formula(cell) or cell.startswith("'")
            assert cell[:1] not in {*SIGNS, "\t", "\r", "\n"} or cell == ""


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_stay_numbers(number: float) -> None:
    [[cell, _]] = read(csv_lines([[number, ""]]))
    assert type(number)(cell) == number


def test_days_moments_and_truth() -> None:
    noon = datetime(2026, 11, 24, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    row: dict[str, Cell] = {"a": date(2026, 11, 24), "b": noon, "c": True, "d": False, "e": None, "f": -1}
    assert csv_lines([list(row.values())]) == "2026-11-24,2026-11-24T10:30:00Z,true,false,,-1\r\n"
    assert json.loads(json_line(row)) == {
        "a": "2026-11-24",
        "b": "2026-11-24T10:30:00Z",
        "c": True,
        "d": False,
        "e": None,
        "f": -1,
    }
    assert list(json.loads(json_line(row))) == list(row)


def test_rfc_4180() -> None:
    assert (
        csv_lines([['say "yes"', "a,b"], ["two\nlines", "x"]]) == '"say ""yes""","a,b"\r\n"two\nlines",x\r\n'
    )


@given(st.lists(st.text(), max_size=3))
def test_file_names_are_taken_everywhere(words: list[str]) -> None:
    name = file_name(*words)
    assert 0 < len(name) <= 80
    assert name.strip("-") == name
    assert all(each.isascii() and (each.isalnum() or each == "-") and not each.isupper() for each in name)


def test_file_names_lead_nowhere_else() -> None:
    assert file_name("../../etc/passwd", "C0DATA") == "etc-passwd-c0data"
    assert file_name("データ") == "export"
