"""Pictures of numbers, by matplotlib: labelled, and told apart without their colours."""

import io
import threading
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.model import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Okabe and Ito's blue, which all kinds of colour vision tell from grey: https://jfly.uni-koeln.de/color/
_BLUE, _GREY, _INK = "#0072B2", "#767676", "#222222"
_WIDTH, _HEIGHT, _DPI = 8.0, 5.0, 120
_RATIOS = (0.5, 1, 2)
_ALT = 1000  #: characters of an upload's alternative text
_drawing = threading.Lock()  #: matplotlib keeps fonts and caches for all


def alt(picture: Picture) -> str:
    """The same in words, for who cannot see it."""
    each = (f"{dot.label}: value {dot.y:g}, effort {dot.x:g}" for dot in picture.dots)
    said = f"Value against effort. {'; '.join(each)}."
    return said if len(said) <= _ALT else f"{said[: _ALT - 1]}…"


def load() -> None:
    """Load the library, which takes a second, or many where the machine is busy; then pictures are there in time."""
    with _drawing:
        import matplotlib.backends.backend_agg
        import matplotlib.figure  # noqa: F401 — for whoever draws first


def render(picture: Picture) -> bytes:
    """The picture as a PNG. Takes a second the first time, as the library is loaded then."""
    with _drawing:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(_WIDTH, _HEIGHT), dpi=_DPI, layout="constrained")
        _value_by_effort(figure.subplots(), picture)
        file = io.BytesIO()
        figure.savefig(file, format="png", metadata={"Software": None})
        return file.getvalue()


def _value_by_effort(axes: "Axes", picture: Picture) -> None:
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
