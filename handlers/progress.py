"""Pictures of how far work is: a burn-up by day, and epics as bars."""

from typing import TYPE_CHECKING

from bot.dates import say_day
from bot.model import BurnUp, EpicBar, EpicBars
from handlers.ink import ALT, BLUE, GREY, INK, LABEL, PALE, cut, drawable, labelled, short_day, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: So many days are named below the axis.
_NAMED = 7
_TITLE = 50


def burn_up_title(picture: BurnUp) -> str:
    """ "Burn-up of Sprint 4"."""
    return f"Burn-up of {cut(picture.label, LABEL)}"


def burn_up_said(picture: BurnUp) -> str:
    """Each day on which something changed, and the last; where there is no room for all, the latest."""
    days = [
        f"{say_day(day)}: {done:g} of {scope:g}"
        for at, (day, done, scope) in enumerate(zip(picture.days, picture.done, picture.scope, strict=False))
        if at + 1 == len(picture.done) or at == 0 or _moved(picture, at)
    ]
    head = f"{burn_up_title(picture)}, in points done of all there are."
    if picture.days:
        head += f" {say_day(picture.days[0])} to {say_day(picture.days[-1])}."
    while len(said := f"{head} {'; '.join(days)}.") > ALT and len(days) > 1:
        del days[0]
    return said if days else f"{head} No day is over yet."


def _moved(picture: BurnUp, at: int) -> bool:
    return (picture.done[at], picture.scope[at]) != (picture.done[at - 1], picture.scope[at - 1])


def burn_up(axes: "Axes", picture: BurnUp) -> None:
    """Done as a solid line with a dot a day, scope dashed above it, and an even pace to the last day dotted."""
    over = min(len(picture.done), len(picture.scope), len(picture.days))
    done, scope, last = picture.done[:over], picture.scope[:over], max(len(picture.days) - 1, 1)
    most = max((*done, *scope, 1))
    axes.set_xlim(-0.4, last + 0.9)
    axes.set_ylim(0, most * 1.15)
    if scope:
        axes.plot([0, last], [0, scope[-1]], color=GREY, linewidth=1, linestyle=(0, (1, 3)), zorder=1)
        axes.step(range(over), scope, where="post", color=INK, linewidth=1.4, linestyle=(0, (5, 3)), zorder=2)
        axes.plot(range(over), done, color=BLUE, linewidth=2.4, marker="o", markersize=5, zorder=3)
        write(axes, f"scope {scope[-1]:g}", (over - 1, scope[-1]), (6, 4), "bottom")
        if done[-1] < scope[-1] * 0.97:
            write(axes, f"done {done[-1]:g}", (over - 1, done[-1]), (8, 0), "center")
    named = list(range(0, len(picture.days), max(1, -(-len(picture.days) // _NAMED))))
    axes.set_xticks(named, [short_day(picture.days[at]) for at in named])
    axes.set_ylabel("points")
    axes.set_title(
        f"{drawable(cut(burn_up_title(picture), _TITLE))}; dashed: scope, solid: done, dotted: an even pace",
        fontsize=11,
        loc="left",
        parse_math=False,
    )


def epics_title(picture: EpicBars) -> str:
    """Which epics' picture it is."""
    return f"Epics by {picture.of} done and left"


def epics_said(picture: EpicBars) -> str:
    """Each epic with its figures."""
    return labelled(f"{epics_title(picture)}.", [(bar.label, _figures(bar, picture)) for bar in picture.bars])


def _figures(bar: EpicBar, picture: EpicBars) -> str:
    lacks = "not estimated" if picture.of == "points" else "without a value"
    more = f", {bar.unestimated} {lacks}" if bar.unestimated else ""
    return f"{bar.done:g} of {bar.done + bar.left:g}{more}"


def epic_bars(axes: "Axes", picture: EpicBars) -> None:
    """A row for each: its label, and below it what is done as a solid bar, with what is left hatched beside it."""
    most = max((bar.done + bar.left for bar in picture.bars), default=0) or 1
    for row, bar in enumerate(picture.bars):
        whole = bar.done + bar.left
        axes.barh(
            row, bar.left, left=bar.done, height=0.36, color=PALE, hatch="///", edgecolor=GREY, zorder=1
        )
        axes.barh(row, bar.done, height=0.36, color=BLUE, zorder=2)
        axes.barh(row, whole, height=0.36, fill=False, edgecolor=INK, linewidth=1.2, zorder=3)
        write(axes, drawable(cut(bar.label, LABEL)), (0, row - 0.26), (3, 0), "bottom")
        write(axes, _figures(bar, picture), (whole, row), (6, 0), "center")
    axes.set_xlim(0, most * 1.35)
    axes.set_ylim(max(len(picture.bars), 1) - 0.6, -0.75)  # the first on top
    axes.set_yticks([])
    axes.set_xlabel(picture.of)
    axes.set_title("Epics; solid: done, hatched: left", fontsize=11, loc="left")
