"""What all pictures are drawn and told with: colours, labels, and words for who cannot see them."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Okabe and Ito's blue, which all kinds of colour vision tell from grey: https://jfly.uni-koeln.de/color/
BLUE, GREY, INK, PALE = "#0072B2", "#767676", "#222222", "#EEEEEE"
ALT = 1000  #: characters of an upload's alternative text
#: Inches of a row of bars, and of what is around all of them.
ROW, AROUND = 0.5, 1.1
#: Characters of a bar's label: a line of the picture, and in words as many as all have room for.
LABEL, _SPOKEN_LABELS = 80, (80, 60, 40, 30, 20, 10)


def cut(text: str, room: int) -> str:
    """The text, cut at its end where it has no room."""
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def labelled(head: str, bars: Sequence[tuple[str, str]]) -> str:
    """Each label with its figures; labels are as long as may be, so that rather all numbers are said than all words."""
    said = ""
    for room in _SPOKEN_LABELS:
        said = f"{head} {'; '.join(f'{cut(label, room)}: {figures}' for label, figures in bars)}."
        if len(said) <= ALT:
            break
    return said


def short_day(day: date) -> str:
    """4 Jan, below an axis."""
    return f"{day.day} {day:%b}"


def drawable(text: str) -> str:
    """The text with a box for each character that the font does not have."""
    known = _glyphs()
    return "".join(each if ord(each) in known else "□" for each in text)


def write(
    axes: "Axes",
    text: str,
    where: tuple[float, float],
    beside: tuple[float, float],
    up: Literal["bottom", "center"],
) -> None:
    """Literally, and cut at the edge: a wide label shall not push the bars aside."""
    written = axes.annotate(
        text,
        where,
        xytext=beside,
        textcoords="offset points",
        color=INK,
        fontsize=9,
        va=up,
        parse_math=False,
        clip_on=True,
    )
    written.set_in_layout(False)


@cache
def _glyphs() -> Collection[int]:
    """The characters that the font can draw; for another, matplotlib warns and draws the box that we draw."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties())).get_charmap()
