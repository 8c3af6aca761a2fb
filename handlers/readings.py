"""A picture of what a team keeps in view: its readings, against the threshold that each should keep."""

from typing import TYPE_CHECKING

from bot.book.budget import keeps
from bot.dates import say_day
from bot.model import ReadingPoint, Readings
from bot.spelt import rounded
from handlers.ink import ALT, BLUE, GREY, INK, LABEL, cut, drawable, short_day, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TITLE, _UNIT = 60, 20
#: So many days are named below the axis.
_NAMED = 8


def title(picture: Readings) -> str:
    """ "Readings of: availability"."""
    return f"Readings of: {cut(' '.join(picture.label.split()), LABEL)}"


def said(picture: Readings) -> str:
    """The worst reading of each day; where there is no room for all, the latest."""
    points = [f"{say_day(each.day)}: {_figure(picture, each)}" for each in picture.points]
    unit = f", in {_unit(picture)}" if picture.unit.strip() else ""
    head = f"{title(picture)}{unit}, the worst of each day; {picture.better} is better,"
    head += f" the threshold is {rounded(picture.threshold, 6)}."
    if not points:
        return f"{head} No reading yet."
    missed = sum(_misses(picture, each) for each in picture.points)
    head += f" {missed} of {len(points)} days miss it."
    while len(whole := f"{head} {'; '.join(points)}.") > ALT and len(points) > 1:
        del points[0]
    return whole


def _figure(picture: Readings, point: ReadingPoint) -> str:
    return f"{rounded(point.value, 6)}{' (missed)' if _misses(picture, point) else ''}"


def _misses(picture: Readings, point: ReadingPoint) -> bool:
    return not keeps(point.value, picture.threshold, picture.better)


def _unit(picture: Readings) -> str:
    return cut(" ".join(picture.unit.split()), _UNIT)


def line(axes: "Axes", picture: Readings) -> None:
    """A dot for the worst reading of each day, a hollow square for one that misses the threshold, and that as a dashed
    line."""
    points = picture.points
    values = [each.value for each in points]
    low, high = min((picture.threshold, *values)), max((picture.threshold, *values))
    room = (high - low or abs(high) or 1.0) * 0.14
    axes.set_ylim(low - room, high + 1.5 * room)
    axes.set_xlim(-0.6, max(len(points) - 1, 0) + 1.2)
    axes.axhline(picture.threshold, color=INK, linewidth=1.2, linestyle=(0, (4, 4)), zorder=1)
    axes.plot(range(len(points)), values, color=GREY, linewidth=1.2, zorder=2)
    for missing, marker, face in ((False, "o", BLUE), (True, "s", "white")):
        at = [place for place, each in enumerate(points) if _misses(picture, each) is missing]
        axes.scatter(
            at, [values[each] for each in at], s=40, marker=marker, facecolor=face, edgecolor=BLUE, zorder=3
        )
    if points:
        write(axes, rounded(values[-1], 6), (len(points) - 1, values[-1]), (-24, 8), "bottom")
    every = max(1, -(-len(points) // _NAMED))
    named = sorted(range(len(points) - 1, -1, -every))  # the latest is among them
    axes.set_xticks(named, [short_day(points[at].day) for at in named])
    axes.ticklabel_format(axis="y", useOffset=False)
    axes.set_ylabel(drawable(_unit(picture)), parse_math=False)
    axes.set_title(
        f"{drawable(cut(title(picture), _TITLE))}; dashed: threshold {rounded(picture.threshold, 6)}, squares miss it",
        fontsize=11,
        loc="left",
        parse_math=False,
    )
