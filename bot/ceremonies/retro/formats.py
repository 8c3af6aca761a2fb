"""The formats of a retro: what its columns ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.ceremonies.retro.state import COLUMN_TEXT, MOST_COLUMNS, Note, Settings
from bot.errors import BadInput

CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Column:
    """One of the questions. `key` names it in a note, and stays when its title is put otherwise."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is called, and what it asks."""

    title: str
    columns: tuple[Column, ...]


def _format(title: str, **columns: str) -> Format:
    return Format(title, tuple(Column(key, asks) for key, asks in columns.items()))


FORMATS: Mapping[str, Format] = {
    "start": _format("Start, stop, continue", start="Start", stop="Stop", go_on="Continue"),
    "mad": _format("Mad, sad, glad", mad="Mad", sad="Sad", glad="Glad"),
    "four": _format("4 Ls", liked="Liked", learned="Learned", lacked="Lacked", longed="Longed for"),
    "boat": _format(
        "Sailboat",
        wind="Wind: what drives us",
        anchor="Anchors: what holds us back",
        rocks="Rocks: what may go wrong",
        island="Island: where we want to be",
    ),
    "belief": _format(
        "Hypothesis",
        believed="What did we believe?",
        learned="What did we learn?",
        believe="What shall we believe next?",
    ),
}


def columns_of(settings: Settings) -> tuple[Column, ...]:
    """What a retro with these settings asks."""
    if settings.format in FORMATS:
        return FORMATS[settings.format].columns
    return tuple(Column(each.casefold(), each) for each in settings.columns)


def read_columns(typed: Sequence[str]) -> tuple[str, ...]:
    """Titles of one's own. Raises BadInput."""
    titles = tuple(" ".join(each.split()) for each in typed if each.strip())
    if not 1 <= len(titles) <= MOST_COLUMNS:
        raise BadInput(f"Name one to {MOST_COLUMNS} columns, one a line.", "columns")
    long = next((each for each in titles if len(each) > COLUMN_TEXT), None)
    if long:
        raise BadInput(f"A column's title has {COLUMN_TEXT} characters at most.", "columns")
    if len({each.casefold() for each in titles}) < len(titles):
        raise BadInput("Two columns have the same title.", "columns")
    return titles


def split(columns: Sequence[Column], typed: str) -> tuple[str, str]:
    """ "Stop: the long meeting" as its column and the note, which may be empty; without such a word it is of none."""
    word, colon, rest = typed.partition(":")
    said = word.strip().casefold()
    for each in columns if colon else ():
        if said in {each.title.casefold(), each.title.partition(":")[0].casefold()}:
            return each.key, rest.strip()
    return "", typed.strip()


def title_of(columns: Sequence[Column], key: str) -> str:
    """What a column is called; empty for none of these."""
    return next((each.title.partition(":")[0] for each in columns if each.key == key), "")


def by_column(columns: Sequence[Column], notes: Sequence[Note]) -> tuple[tuple[str, tuple[Note, ...]], ...]:
    """Titles and their notes, as the format goes; what is of no column comes last, under an empty title."""
    known = {each.key for each in columns}
    found = [(each.title, tuple(note for note in notes if note.column == each.key)) for each in columns]
    loose = tuple(note for note in notes if note.column not in known)
    return (*found, ("", loose)) if loose else tuple(found)
