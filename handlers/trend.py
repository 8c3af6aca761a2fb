"""A picture of how the answers to one question go, from sprint to sprint."""

from typing import TYPE_CHECKING

from bot.dates import say_day
from bot.model import Trend, TrendPoint
from handlers.ink import ALT, BLUE, GREY, INK, LABEL, cut, drawable, short_day, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TITLE = 60
#: So many points are drawn, the latest, and so many days are named below the axis.
_SHOWN, _NAMED = 26, 8
#: Each point says its figures where there are so few.
_SPELT = 10


def title(picture: Trend) -> str:
    """ "Trend of: How was this sprint?"."""
    return f"Trend of: {cut(' '.join(picture.label.split()), LABEL)}"


def said(picture: Trend) -> str:
    """Each point with its figures; where there is no room for all, the latest."""
    points = [f"{say_day(each.day)}: {_figures(each)}" for each in picture.points[-_SHOWN:]]
    head = f"{title(picture)}, from {picture.low:g} to {picture.high:g}."
    while len(whole := f"{head} {'; '.join(points)}.") > ALT and len(points) > 1:
        del points[0]
    return whole if points else f"{head} Nothing to show yet."


def _figures(point: TrendPoint) -> str:
    return f"{_value(point)} from {point.count} {'answer' if point.count == 1 else 'answers'}"


def _value(point: TrendPoint) -> str:
    return f"{point.value:.1f}"


def line(axes: "Axes", picture: Trend) -> None:
    """A dot for each point, larger where more people answered, and a line through them; the whole scale is shown, so
    that a small change looks small."""
    points = picture.points[-_SHOWN:]
    values = [each.value for each in points]
    low, high = min((picture.low, *values)), max((picture.high, *values))
    room = (high - low or 1) * 0.12
    axes.set_ylim(low - room, high + 1.5 * room)
    axes.set_xlim(-0.6, max(len(points) - 1, 0) + 0.6)
    axes.axhline((picture.low + picture.high) / 2, color=GREY, linewidth=0.8, linestyle=(0, (4, 4)), zorder=1)
    axes.plot(range(len(points)), values, color=BLUE, linewidth=2.2, zorder=2)
    most = max((each.count for each in points), default=1) or 1
    sizes = [40 + 110 * max(0, each.count) / most for each in points]
    axes.scatter(range(len(points)), values, s=sizes, color=BLUE, edgecolor="white", zorder=3)
    for at, each in enumerate(points):
        if len(points) <= _SPELT or at + 1 == len(points):
            write(axes, _value(each), (at, each.value), (-6, 9), "bottom")
    every = max(1, -(-len(points) // _NAMED))
    named = sorted(range(len(points) - 1, -1, -every))  # the latest is among them
    axes.set_xticks(named, [f"{short_day(points[at].day)}\n{points[at].count} answered" for at in named])
    axes.tick_params(axis="x", labelcolor=INK, labelsize=9)
    axes.set_title(
        f"{drawable(cut(title(picture), _TITLE))} (dashed: middle of the scale)",
        fontsize=11,
        loc="left",
        parse_math=False,
    )
