"""A picture of how a metric goes with the effort put in, and where one more sprint likely takes it."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.model import Ahead, Result, Returns
from bot.spelt import rounded as rounded_to
from handlers.ink import ALT, BLUE, GREY, INK, LABEL, PALE, cut, drawable, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TITLE, _UNIT, _JUMP = 60, 20, 24
#: So many results are drawn, the latest; each says its figures where there are so few.
_SHOWN, _SPELT = 26, 8
#: Points that a character of these figures is wide, and a row high.
_CHARACTER, _ROW = 5.5, 12
#: From here on a number is written whole, below it with so many digits.
_WHOLE = 1000


def title(picture: Returns) -> str:
    """ "churn-1: F1"."""
    return cut(" ".join(picture.label.split()), LABEL)


def said(picture: Returns) -> str:
    """Each result with what a day has gained; where there is no room for all, the latest. What is ahead always."""
    points = [f"after {number(each.effort)}: {_figures(each)}" for each in picture.results[-_SHOWN:]]
    unit = f", in {_unit(picture)}" if picture.unit.strip() else ""
    head = f"{title(picture)}{unit}, by FTE-days; {picture.better} is better."
    if picture.baseline is not None:
        head += f" Baseline: {number(picture.baseline)}."
    if picture.target is not None:
        head += f" Target: {number(picture.target)}."
    if not points:
        return f"{head} No result yet."
    tail = _ahead_said(picture)
    while len(whole := f"{head} {_begun('; '.join(points))}.{tail}") > ALT and len(points) > 1:
        del points[0]
    return whole


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ahead_said(picture: Returns) -> str:
    if not picture.ahead:
        return ""
    end = picture.ahead[-1]
    return (
        f" Likely after {number(end.effort)}: {near(end.middle, end)},"
        f" four times of five {near(end.low, end)} to {near(end.high, end)}."
    )


def _figures(result: Result) -> str:
    said = number(result.value)
    if result.low is not None and result.high is not None:
        said += f" ({number(result.low)} to {number(result.high)})"
    if result.per_day is not None:
        said += f", {gained(result.per_day)}"
    return f"{said}, {_jump(result)}" if result.jump else said


def gained(per_day: float) -> str:
    return f"{'−' if per_day < 0 else '+'}{number(abs(per_day))} a day"


def _jump(result: Result) -> str:
    return f"changed: {cut(' '.join(result.jump.split()), _JUMP)}"


def _unit(picture: Returns) -> str:
    return cut(" ".join(picture.unit.split()), _UNIT)


def number(value: float) -> str:
    """1,234,567 or 0.375, with the sign that people read: never with an exponent where a person would not write one."""
    return rounded_to(value, 3 if abs(value) < 1 else 4)


def near(value: float, end: Ahead) -> str:
    """With as many digits as the band's width has a use for: 86.9 of 85.4 to 87.8."""
    wide = end.high - end.low
    digits, kept = _digits(wide), rounded(value, wide)
    if not digits or abs(kept) >= _WHOLE:
        return number(kept)
    return f"{kept:.{digits}f}".replace("-", "−", 1)


def rounded(value: float, wide: float) -> float:
    """With as many digits as an interval that is so wide has a use for; as it is where that has no width."""
    return round(value, _digits(wide)) + 0.0 if wide > 0 else value


def _digits(wide: float) -> int:
    return max(0, min(12, 1 - math.floor(math.log10(wide)))) if wide > 0 else 0


def line(axes: "Axes", picture: Returns) -> None:
    """A dot for each result, hollow where something else changed, its interval as a bar, and beyond the last the band
    in which the next likely lies."""
    results = picture.results[-_SHOWN:]
    efforts, values = [each.effort for each in results], [each.value for each in results]
    if picture.baseline is not None and len(results) == len(picture.results):
        efforts, values = [0.0, *efforts], [picture.baseline, *values]
        axes.scatter([0], [picture.baseline], s=40, color=GREY, marker="D", zorder=4)
        beside = (8, -2 if picture.better == "lower" else -18)  # where the curve does not go
        write(axes, f"baseline {number(picture.baseline)}", (0, picture.baseline), beside, "bottom")
    _limit(axes, picture, efforts, values)
    axes.plot(efforts, values, color=BLUE, linewidth=2.2, zorder=3)
    spelt = _spelt(axes, results)
    for at, each in enumerate(results):
        _dot(axes, each, picture, spelt=at in spelt)
    if picture.ahead and results:
        _band(axes, picture)
    axes.set_xlabel("FTE-days spent")
    axes.set_ylabel(drawable(_unit(picture)), parse_math=False)
    hatched = ". Hatched: likely, with one more sprint" if picture.ahead else ""
    axes.set_title(
        f"{drawable(cut(title(picture), _TITLE))}{hatched}",
        fontsize=11,
        loc="left",
        parse_math=False,
    )


def _spelt(axes: "Axes", results: Sequence[Result]) -> set[int]:
    """Which results say their figures: of few all, but of two whose figures would lie over each other the later; of
    many the last. To be asked once the axes have their limits."""
    found: set[int] = set()
    taken: list[tuple[float, float, float, float]] = []
    for at in reversed(range(len(results))):
        each = results[at]
        lines = _beside(each).split("\n")
        x, y = axes.transData.transform((each.effort, each.value)) * (72 / axes.figure.dpi)
        wide, high = _CHARACTER * max(map(len, lines)), _ROW * len(lines)
        free = all(
            abs(x - left) >= (wide if x < left else other) or abs(y - bottom) >= max(high, tall)
            for left, bottom, other, tall in taken
        )
        if free and (len(results) <= _SPELT or not found):
            found.add(at)
            taken.append((x, y, wide, high))
    return found


def _beside(result: Result) -> str:
    """Its value and, below, what a day has gained."""
    rate = f"\n{gained(result.per_day)}" if result.per_day is not None else ""
    return f"{number(result.value)}{rate}"


def _dot(axes: "Axes", result: Result, picture: Returns, *, spelt: bool) -> None:
    if result.low is not None and result.high is not None:
        axes.plot([result.effort] * 2, [result.low, result.high], color=GREY, linewidth=1.2, zorder=2)
    face = "white" if result.jump else BLUE
    axes.scatter(
        [result.effort], [result.value], s=60, facecolor=face, edgecolor=BLUE, linewidth=1.5, zorder=4
    )
    if not spelt:
        return
    text = _beside(result)
    rows = 1 + text.count("\n")
    under, over = (5, -12 * rows - 8), (5, 9)
    where, other = (
        (under, over) if picture.better == "higher" else (over, under)
    )  # where the curve does not go
    write(axes, text, (result.effort, result.value), where, "bottom")
    if result.jump:
        beside = (other[0] - 8, other[1] if other is over else -24)
        write(axes, drawable(_jump(result)), (result.effort, result.value), beside, "bottom")


def _band(axes: "Axes", picture: Returns) -> None:
    last, end = picture.results[-1], picture.ahead[-1]
    efforts = [last.effort, *(each.effort for each in picture.ahead)]
    lows = [last.value, *(each.low for each in picture.ahead)]
    highs = [last.value, *(each.high for each in picture.ahead)]
    middles = [last.value, *(each.middle for each in picture.ahead)]
    axes.fill_between(
        efforts, lows, highs, facecolor=PALE, edgecolor=GREY, hatch="///", linewidth=0.8, zorder=1
    )
    axes.plot(efforts, middles, color=INK, linewidth=1.6, linestyle=(0, (5, 3)), zorder=2)
    for value in (end.low, end.middle, end.high):
        write(axes, near(value, end), (end.effort, value), (5, 0), "center")


def _limit(axes: "Axes", picture: Returns, efforts: list[float], values: list[float]) -> None:
    """All that is drawn has room, and the words beside it too."""
    seen = [
        *values,
        *(
            each
            for result in picture.results[-_SHOWN:]
            for each in (result.low, result.high)
            if each is not None
        ),
    ]
    seen += [each for end in picture.ahead for each in (end.low, end.high)]
    if picture.target is not None:
        seen.append(picture.target)
        axes.axhline(picture.target, color=INK, linewidth=1.2, linestyle=(0, (1, 2)), zorder=1)
        write(axes, f"target {number(picture.target)}", (0, picture.target), (4, 3), "bottom")
    low, high = (min(seen), max(seen)) if seen else (0.0, 1.0)
    room = (high - low or abs(high) or 1.0) * 0.14
    axes.set_ylim(low - 1.3 * room, high + room)
    first = min(0.0, *efforts) if efforts and len(picture.results) <= _SHOWN else min(efforts, default=0.0)
    end = max([*efforts, *(each.effort for each in picture.ahead)], default=1.0)
    wide = end - first or 1.0
    axes.set_xlim(first - 0.02 * wide, end + 0.14 * wide)
