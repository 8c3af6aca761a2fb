"""A team's export as lines in files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

#: What a cell of an export holds, and a line of it by column.
Cell = str | int | float | bool | date | datetime | None
Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Record:
    """A line of a team's export. `table` names the file it stands in; `row` has what people were shown, and nothing
    that was sealed or anonymous."""

    table: str
    row: Mapping[str, Cell]
