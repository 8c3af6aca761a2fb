"""Pictures of numbers, by matplotlib: labelled, and told apart without their colours."""

import io
import threading
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.model import Bar, BoxesUsed, BurnUp, EpicBars, Picture, Readings, Returns, Trend, ValueByEffort
from handlers import progress, readings, returns, trend
from handlers.ink import ALT, AROUND, BLUE, GREY, INK, LABEL, ROW, cut, drawable, labelled, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _HEIGHT, _DPI = 8.0, 5.0, 120
_RATIOS = (0.5, 1, 2)
_drawing = threading.Lock()  #: matplotlib keeps fonts and caches for all


def title(picture: Picture) -> str:
    """What it shows, in a few words."""
    match picture:
        case ValueByEffort():
            return "Value against effort"
        case BoxesUsed():
            return "Box against used time"
        case BurnUp():
            return progress.burn_up_title(picture)
        case EpicBars():
            return progress.epics_title(picture)
        case Trend():
            return trend.title(picture)
        case Returns() | Readings():
            return returns.title(picture) if isinstance(picture, Returns) else readings.title(picture)


def alt(picture: Picture) -> str:
    """The same in words, for who cannot see it."""
    match picture:
        case ValueByEffort():
            said = _value_said(picture)
        case BoxesUsed():
            said = _boxes_said(picture)
        case BurnUp():
            said = progress.burn_up_said(picture)
        case EpicBars():
            said = progress.epics_said(picture)
        case Trend():
            said = trend.said(picture)
        case Returns():
            said = returns.said(picture)
        case Readings():
            said = readings.said(picture)
    return cut(said, ALT)


def _value_said(picture: ValueByEffort) -> str:
    each = (f"{dot.label}: value {dot.y:g}, effort {dot.x:g}" for dot in picture.dots)
    return f"{title(picture)}. {'; '.join(each)}."


def _boxes_said(picture: BoxesUsed) -> str:
    bars = [(bar.label, _used(bar)) for bar in picture.bars]
    return labelled(f"{title(picture)}, in hours of working time.", bars)


def _used(bar: Bar) -> str:
    return f"{round(bar.used, 2):g} of {round(bar.box, 2):g}"


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
        _draw(figure.subplots(), picture)
        file = io.BytesIO()
        figure.savefig(file, format="png", metadata={"Software": None})
        return file.getvalue()


def _draw(axes: "Axes", picture: Picture) -> None:
    match picture:
        case ValueByEffort():
            _value_by_effort(axes, picture)
        case BoxesUsed():
            _boxes_used(axes, picture)
        case BurnUp():
            progress.burn_up(axes, picture)
        case EpicBars():
            progress.epic_bars(axes, picture)
        case Trend():
            trend.line(axes, picture)
        case Returns():
            returns.line(axes, picture)
        case Readings():
            readings.line(axes, picture)
    axes.spines[["top", "right"]].set_visible(False)


def _height(picture: Picture) -> float:
    rows = len(picture.bars) if isinstance(picture, BoxesUsed | EpicBars) else None
    return _HEIGHT if rows is None else AROUND + ROW * max(rows, 1)


def _value_by_effort(axes: "Axes", picture: ValueByEffort) -> None:
    most_x = max((dot.x for dot in picture.dots), default=1) * 1.25
    most_y = max((dot.y for dot in picture.dots), default=1) * 1.25
    for ratio in _RATIOS:
        end = min(most_x, most_y / ratio)
        axes.plot([0, end], [0, end * ratio], color=GREY, linewidth=0.8, linestyle=(0, (4, 4)), zorder=1)
        axes.annotate(
            f"{ratio:g}",
            (end, end * ratio),
            color=GREY,
            fontsize=9,
            ha="right",
            va="top",
        )
    together: dict[tuple[float, float], list[str]] = defaultdict(list)
    for dot in picture.dots:
        together[dot.x, dot.y].append(dot.label)
    for (x, y), labels in together.items():
        axes.scatter([x], [y], s=40 + 25 * len(labels), color=BLUE, edgecolor="white", zorder=2)
        axes.annotate(
            ", ".join(labels),
            (x, y),
            xytext=(8, 6),
            textcoords="offset points",
            color=INK,
            fontsize=10,
            parse_math=False,
            zorder=3,
        )
    axes.set_xlim(0, most_x)
    axes.set_ylim(0, most_y)
    axes.set_xlabel("effort, in points")
    axes.set_ylabel("value, in points")
    axes.set_title("Value against effort; dashed: value per effort", fontsize=11, loc="left")


def _boxes_used(axes: "Axes", picture: BoxesUsed) -> None:
    """A row for each: its label, and below it the box as an outline with what was used as a solid bar in it."""
    most = max((max(bar.box, bar.used) for bar in picture.bars), default=0) or 1
    for row, bar in enumerate(picture.bars):
        axes.barh(row, bar.box, height=0.44, color="#EEEEEE", zorder=1)
        axes.barh(row, bar.used, height=0.2, color=BLUE, zorder=2)
        axes.barh(row, bar.box, height=0.44, fill=False, edgecolor=INK, linewidth=1.2, zorder=3)
        write(axes, drawable(cut(bar.label, LABEL)), (0, row - 0.3), (3, 0), "bottom")
        write(axes, f"{_used(bar)} h", (max(bar.box, bar.used), row), (6, 0), "center")
    axes.set_xlim(0, most * 1.25)
    axes.set_ylim(max(len(picture.bars), 1) - 0.6, -0.75)  # the first on top
    axes.set_yticks([])
    axes.set_xlabel("hours of working time")
    axes.set_title(f"{title(picture)}; outline: the box, solid: used", fontsize=11, loc="left")
