"""Pictures of numbers, by matplotlib: labelled, and told apart without their colours."""

import io
import threading
from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

from bot.model import Bar, BoxesUsed, Picture, ValueByEffort

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Okabe and Ito's blue, which all kinds of colour vision tell from grey: https://jfly.uni-koeln.de/color/
_BLUE, _GREY, _INK = "#0072B2", "#767676", "#222222"
_WIDTH, _HEIGHT, _DPI = 8.0, 5.0, 120
_RATIOS = (0.5, 1, 2)
_ALT = 1000  #: characters of an upload's alternative text
#: Inches of a row of bars, and of what is around all of them.
_ROW, _AROUND = 0.5, 1.1
#: Characters of a bar's label: a line of the picture, and in words as many as all have room for.
_LABEL, _SPOKEN_LABELS = 80, (80, 60, 40, 30, 20, 10)
_drawing = threading.Lock()  #: matplotlib keeps fonts and caches for all


def title(picture: Picture) -> str:
    """What it shows, in a few words."""
    return "Value against effort" if isinstance(picture, ValueByEffort) else "Box against used time"


def alt(picture: Picture) -> str:
    """The same in words, for who cannot see it."""
    said = _value_said(picture) if isinstance(picture, ValueByEffort) else _boxes_said(picture)
    return _cut(said, _ALT)


def _value_said(picture: ValueByEffort) -> str:
    each = (f"{dot.label}: value {dot.y:g}, effort {dot.x:g}" for dot in picture.dots)
    return f"{title(picture)}. {'; '.join(each)}."


def _boxes_said(picture: BoxesUsed) -> str:
    """With labels as long as may be, so that rather all numbers are said than all words."""
    said = ""
    for room in _SPOKEN_LABELS:
        each = (f"{_cut(bar.label, room)}: {_used(bar)}" for bar in picture.bars)
        said = f"{title(picture)}, in hours of working time. {'; '.join(each)}."
        if len(said) <= _ALT:
            break
    return said


def _used(bar: Bar) -> str:
    return f"{round(bar.used, 2):g} of {round(bar.box, 2):g}"


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def load() -> None:
    """Load the library, which takes a second, or many where the machine is busy; then pictures are there in time."""
    with _drawing:
        import matplotlib.backends.backend_agg
        import matplotlib.figure  # noqa: F401 — for whoever draws first


def render(picture: Picture) -> bytes:
    """The picture as a PNG. Takes a second the first time, as the library is loaded then."""
    with _drawing:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(_WIDTH, _height(picture)), dpi=_DPI, layout="constrained")
        if isinstance(picture, ValueByEffort):
            _value_by_effort(figure.subplots(), picture)
        else:
            _boxes_used(figure.subplots(), picture)
        file = io.BytesIO()
        figure.savefig(file, format="png", metadata={"Software": None})
        return file.getvalue()


def _height(picture: Picture) -> float:
    return _HEIGHT if isinstance(picture, ValueByEffort) else _AROUND + _ROW * max(len(picture.bars), 1)


def _value_by_effort(axes: "Axes", picture: ValueByEffort) -> None:
    most_x = max((dot.x for dot in picture.dots), default=1) * 1.25
    most_y = max((dot.y for dot in picture.dots), default=1) * 1.25
    for ratio in _RATIOS:
        end = min(most_x, most_y / ratio)
        axes.plot([0, end], [0, end * ratio], color=_GREY, linewidth=0.8, linestyle=(0, (4, 4)), zorder=1)
        axes.annotate(
            f"{ratio:g}",
            (end, end * ratio),
            color=_GREY,
            fontsize=9,
            ha="right",
            va="top",
        )
    together: dict[tuple[float, float], list[str]] = defaultdict(list)
    for dot in picture.dots:
        together[dot.x, dot.y].append(dot.label)
    for (x, y), labels in together.items():
        axes.scatter([x], [y], s=40 + 25 * len(labels), color=_BLUE, edgecolor="white", zorder=2)
        axes.annotate(
            ", ".join(labels),
            (x, y),
            xytext=(8, 6),
            textcoords="offset points",
            color=_INK,
            fontsize=10,
            parse_math=False,
            zorder=3,
        )
    axes.set_xlim(0, most_x)
    axes.set_ylim(0, most_y)
    axes.set_xlabel("effort, in points")
    axes.set_ylabel("value, in points")
    axes.set_title("Value against effort; dashed: value per effort", fontsize=11, loc="left")
    axes.spines[["top", "right"]].set_visible(False)


def _boxes_used(axes: "Axes", picture: BoxesUsed) -> None:
    """A row for each: its label, and below it the box as an outline with what was used as a solid bar in it."""
    most = max((max(bar.box, bar.used) for bar in picture.bars), default=0) or 1
    known = _glyphs()
    for row, bar in enumerate(picture.bars):
        axes.barh(row, bar.box, height=0.44, color="#EEEEEE", zorder=1)
        axes.barh(row, bar.used, height=0.2, color=_BLUE, zorder=2)
        axes.barh(row, bar.box, height=0.44, fill=False, edgecolor=_INK, linewidth=1.2, zorder=3)
        label = "".join(each if ord(each) in known else "□" for each in _cut(bar.label, _LABEL))
        _write(axes, label, (0, row - 0.3), (3, 0), "bottom")
        _write(axes, f"{_used(bar)} h", (max(bar.box, bar.used), row), (6, 0), "center")
    axes.set_xlim(0, most * 1.25)
    axes.set_ylim(max(len(picture.bars), 1) - 0.6, -0.75)  # the first on top
    axes.set_yticks([])
    axes.set_xlabel("hours of working time")
    axes.set_title(f"{title(picture)}; outline: the box, solid: used", fontsize=11, loc="left")
    axes.spines[["top", "right"]].set_visible(False)


def _write(
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
        color=_INK,
        fontsize=9,
        va=up,
        parse_math=False,
        clip_on=True,
    )
    written.set_in_layout(False)


def _glyphs() -> Collection[int]:
    """The characters that the font can draw; for another, matplotlib warns and draws the box that we draw."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties())).get_charmap()
