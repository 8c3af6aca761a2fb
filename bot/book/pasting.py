"""Stories as people paste them: a line each, with a link or without, or rows of CSV below a line of names.

Nothing is lost silently: what cannot be taken is named by its line, and the rest goes on.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast, get_args
from urllib.parse import unquote, urlsplit

from bot.model import Stage, StoryKind

TITLE, TEXT, LINK, NAME = 150, 3_000, 2_000, 60
#: So many stories are taken at once.
MOST = 200
KINDS: tuple[StoryKind, ...] = get_args(StoryKind)
STAGES: tuple[Stage, ...] = get_args(Stage)

_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")
_COLUMNS = ("title", "text", "link", "epic", "asked by", "kind", "stage")
_ALSO = {"story": "title", "name": "title", "summary": "title", "description": "text", "url": "link"}
_ALSO |= {"asked_by": "asked by", "asked for by": "asked by", "requester": "asked by", "type": "kind"}
#: What spreadsheets take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@")
_TOO_MANY, _BROKEN = "too many", "broken"


@dataclass(frozen=True, slots=True)
class Draft:
    """A story before it has a number."""

    title: str
    text: str = ""
    link: str = ""
    epic: str = ""
    asked_by: str = ""
    kind: StoryKind = "feature"
    stage: Stage = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about a line, counted from 1. `refused`: it was not taken."""

    line: int
    words: str
    refused: bool = True


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was understood, and what is to be said about the rest."""

    drafts: tuple[Draft, ...]
    remarks: tuple[Remark, ...] = ()


def read(pasted: str) -> Pasted:
    """The stories in a text. Rows of CSV are known by their first line, which names a title."""
    columns, delimiter = _header(pasted)
    twice = next((each for each in columns if each in _COLUMNS and columns.count(each) > 1), "")
    if twice:
        return Pasted((), (Remark(1, f"names a column of {twice}s twice"),))
    rows = _rows(pasted, columns, delimiter) if columns else _lines(pasted)
    drafts: list[Draft] = []
    remarks = [
        Remark(1, f"the column “{each}” is not kept", refused=False)
        for each in columns
        if each not in _COLUMNS
    ]
    for number, cells in rows:
        if len(drafts) == MOST:
            remarks.append(Remark(number, f"only {MOST} stories are taken at once; add the rest after these"))
            break
        wrong = _wrong(cells)
        if wrong:
            remarks.append(Remark(number, wrong))
            continue
        drafts.append(_draft(cells))
        if any(each.startswith(_FORMULA) for each in cells.values()):
            remarks.append(Remark(number, "begins like a formula; it is kept as plain text", refused=False))
    if columns and not drafts and not any(each.refused for each in remarks):
        remarks.append(Remark(1, "names the columns, and no story stands below it"))
    return Pasted(tuple(drafts), tuple(remarks))


Cells = Mapping[str, str]


def read_line(typed: str) -> Draft:
    """A story in one line, with its link if it has one; however long it is."""
    cells = _of_line(typed.strip()) if typed.strip() else {"title": ""}
    return Draft(cells["title"], link=cells.get("link", ""))


def lines(typed: str) -> tuple[str, ...]:
    """The lines of a text, each without the bullet or number that it begins with; blank ones are left out."""
    found = (_unmarked(each) for each in typed.splitlines())
    return tuple(each for each in found if each)


def _unmarked(line: str) -> str:
    return " ".join(_BULLET.sub("", line).split())


def _lines(pasted: str) -> Iterator[tuple[int, Cells]]:
    for number, line in enumerate(pasted.splitlines(), start=1):
        said = _BULLET.sub("", line).strip()
        if said:
            yield number, _of_line(said)


def _of_line(said: str) -> Cells:
    """The first address is the link; a line that is nothing else gets its title from it."""
    found = _URL.search(said)
    if found is None or said.startswith("="):
        return {"title": said}
    link = found[0].rstrip(".,;:!?)]")
    title = " ".join((said[: found.start()] + said[found.start() + len(link) :]).split()).strip(
        " -–—:|()[]<>"
    )
    return {"title": title or titled(link), "link": link}


def titled(link: str) -> str:
    """A title for a bare address: the last part of its path, as DS-12 in …/browse/DS-12, or else its host."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return link[:TITLE]  # it is refused, by its line
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return " ".join(last.split())[:TITLE] or parts.netloc[:TITLE]


def _header(pasted: str) -> tuple[tuple[str, ...], str]:
    """The names of the columns, and the delimiter; none where the first line is a story like the others."""
    first = next((line for line in pasted.splitlines() if line.strip()), "")
    for delimiter in (",", ";", "\t"):
        names = tuple(_named(each) for each in first.split(delimiter))
        known = [each for each in names if each in _COLUMNS]
        if "title" in known and (len(known) == len(names) or len(known) > 1):
            return names, delimiter
    return (), ""


def _named(typed: str) -> str:
    name = typed.strip().strip('"').casefold()
    return _ALSO.get(name, name)


def _rows(pasted: str, columns: tuple[str, ...], delimiter: str) -> Iterator[tuple[int, Cells]]:
    reader = csv.reader(io.StringIO(pasted), delimiter=delimiter, strict=True, skipinitialspace=True)
    before, header = 0, True
    try:
        for row in reader:
            number, before = before + 1, reader.line_num  # a quoted cell may go over several lines
            if not any(each.strip() for each in row):
                continue
            if header:
                header = False
                continue
            named = zip(columns, (each.strip() for each in row), strict=False)
            cells = {name: cell for name, cell in named if name in _COLUMNS}
            yield number, cells | ({_TOO_MANY: "more"} if any(row[len(columns) :]) else {})
    except csv.Error:
        yield before + 1, {_BROKEN: "quotes"}


def _wrong(cells: Cells) -> str:
    """Why a line cannot be taken; empty where it can."""
    if _BROKEN in cells:
        return "its quotes do not end where a cell does; from here on nothing was read"
    if _TOO_MANY in cells:
        return "has more cells than the first line names; put a text that holds commas into quotes"
    link = cells.get("link", "")
    return (
        _wrong_title(cells.get("title", ""))
        or _too_long(cells)
        or ("" if not link or is_link(link) else "its link does not begin with http:// or https://")
        or _unknown(cells, "kind", KINDS)
        or _unknown(cells, "stage", STAGES)
    )


def _wrong_title(title: str) -> str:
    if not title:
        return "has no title"
    return "its title goes over several lines" if len(title.splitlines()) > 1 else ""


def _too_long(cells: Cells) -> str:
    for name, limit in (("title", TITLE), ("text", TEXT), ("link", LINK), ("epic", NAME), ("asked by", NAME)):
        if (number := units(cells.get(name, ""))) > limit:
            return f"its {name} has {number} characters; {limit} are the most"
    return ""


def units(text: str) -> int:
    """Length in UTF-16 units, as browsers count a field's max_length: most emoji are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_link(typed: str) -> bool:
    """Whether it is an address that can be opened."""
    try:
        parts = urlsplit(typed)
    except ValueError:
        return False
    return parts.scheme.casefold() in {"http", "https"} and bool(parts.netloc) and not re.search(r"\s", typed)


def _unknown(cells: Cells, name: str, known: Iterable[str]) -> str:
    typed = cells.get(name, "").casefold()
    if not typed or typed in known:
        return ""
    return f"its {name} is not one of {', '.join(filter(None, known))}"


def _draft(cells: Cells) -> Draft:
    return Draft(
        cells["title"],
        cells.get("text", ""),
        cells.get("link", ""),
        cells.get("epic", ""),
        cells.get("asked by", ""),
        cast(StoryKind, cells.get("kind", "").casefold() or "feature"),
        cast(Stage, cells.get("stage", "").casefold()),
    )
