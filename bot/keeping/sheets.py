"""Cells as CSV and as JSON: stable, and harmless to the spreadsheet that opens them."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from bot.model import Cell

#: Before the first line, so that spreadsheets read the rest as UTF-8.
BOM = "\ufeff"
#: What makes a cell a formula, also in full width; U+2212 is a minus to some.
_FORMULA = frozenset("=+-@\u2212")
_BREAKS = frozenset("\t\r\n")
#: Kinds of characters that nobody sees: spaces, controls, marks of direction.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_MARK = "'"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take it for a formula, whatever nobody sees stands before it; or for one that was
    defused already."""
    text = text.lstrip(_MARK)
    if text[:1] in _BREAKS and text[:1]:
        return True
    first = next((each for each in text if unicodedata.category(each) not in _UNSEEN), "")
    return bool(first) and unicodedata.normalize("NFKC", first)[:1] in _FORMULA


def defused(text: str) -> str:
    """The same as words: with an apostrophe before it, where it might be a formula."""
    return _MARK + text if is_formula(text) else text


def fused(cell: str) -> str:
    """What stood in a cell before it was defused."""
    return cell[1:] if cell.startswith(_MARK) and is_formula(cell[1:]) else cell


def plain(cell: Cell) -> str | int | float | bool | None:
    """As JSON has it: days and moments in ISO 8601, moments in UTC, which the Z says."""
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return cell.isoformat() if isinstance(cell, date) else cell


def _in_csv(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return defused(cell)
    said = plain(cell)
    return "" if said is None else str(said)


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    """RFC 4180. Numbers stay numbers; text that might be a formula is defused."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([_in_csv(each) for each in row] for row in rows)
    return out.getvalue()


def json_line(row: Mapping[str, Cell]) -> str:
    """A line of a table as a JSON object, its keys in their order."""
    return json.dumps({name: plain(cell) for name, cell in row.items()}, ensure_ascii=False)


def file_name(*words: str) -> str:
    """A name that every file system takes: small letters, digits and hyphens, not too long."""
    plain_ = unicodedata.normalize("NFKD", "-".join(words)).encode("ascii", "ignore").decode().lower()
    kept = "".join(each if each.isalnum() else "-" for each in plain_)
    return "-".join(filter(None, kept.split("-")))[:80].strip("-") or "export"
