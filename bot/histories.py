"""Histories of sprints, as a CSV file has them: one row a sprint, of any number of boards."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from bot.book.sprints import Sprint
from bot.errors import BadInput

NEEDED = ("board", "sprint", "start", "days", "committed", "completed")
#: What may be empty or missing, for the forecast does without.
SPARE = ("added", "removed")
#: No sprint has more points, or days.
MOST = 1e9


def read(path: Path) -> dict[str, list[Sprint]]:
    """Each board's sprints, in the order of the file.

    The first line names the columns, in any order and case; others are passed over. Dates are ISO, a time of day after
    them is left away; a start may be empty, and then the board's rows count as they stand. Days may be empty: not
    known. BadInput, in one line that says where, for a file that cannot be read so.
    """
    found: dict[str, list[Sprint]] = {}
    for line, row in _rows(path):
        try:
            found.setdefault(row["board"], []).append(_sprint(row))
        except ValueError as error:
            raise BadInput(f"{path}, line {line}: {error}") from None
    if not found:
        raise BadInput(f"{path} has no sprints. Write one row for each, below the names of the columns.")
    return found


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The cells by their column, with the number of the line; lines with nothing in them are passed over."""
    text = _text(path)
    head, _, _ = text.partition("\n")
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in head and "," not in head else ","
    )
    try:
        columns = [each.strip().casefold() for each in next(lines, [])]
        _check(path, columns)
        for cells in lines:
            row = dict(zip(columns, map(str.strip, cells), strict=False))
            if any(row.values()):
                yield lines.line_num, row
    except csv.Error as error:
        raise BadInput(f"{path}, line {lines.line_num}: this is not CSV ({error}). Export it anew.") from None


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8. Save it as CSV in UTF-8.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"{path} cannot be read: {why}. Name a CSV file.") from None
    if not text.strip():
        raise BadInput(f"{path} is empty. Its first line names the columns: {', '.join(NEEDED)}.")
    return text


def _check(path: Path, columns: Sequence[str]) -> None:
    missing = [each for each in NEEDED if each not in columns]
    if missing:
        raise BadInput(
            f"{path} lacks {', '.join(missing)}. Its first line names the columns: {', '.join(NEEDED)}."
        )
    twice = [each for each in (*NEEDED, *SPARE) if columns.count(each) > 1]
    if twice:
        raise BadInput(f"{path} has {', '.join(twice)} twice. Name each column once.")


def _sprint(row: Mapping[str, str]) -> Sprint:
    return Sprint(
        _start(row.get("start", "")),
        _number(row, "days", empty=True),
        _number(row, "committed"),
        _number(row, "completed"),
        _number(row, "added", empty=True),
        _number(row, "removed", empty=True),
        row.get("sprint", ""),
    )


def _start(text: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise ValueError(f"start is {text!r}. Write it as 2024-05-31.") from None


def _number(row: Mapping[str, str], column: str, *, empty: bool = False) -> float:
    text = row.get(column, "")
    if not text:
        if empty:
            return 0.0
        raise ValueError(f"{column} is empty. Write 0 where there was nothing.")
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not abs(number) <= MOST:
        raise ValueError(f"{column} is {text!r}. Write a number of reasonable size, such as 13 or 2.5.")
    if number < 0:
        raise ValueError(f"{column} is {text}. Write a number from 0 up.")
    return number
