"""The KPIs of somebody's teams on their Home: a line for each of which there is something to say, and one for their own
that are well."""

from collections.abc import Sequence

from bot.ceremonies.kpi.glance import MANY, Glance
from bot.ceremonies.kpi.state import Setup
from bot.homes.viewed import Viewed
from handlers.slack.blocks import Json, bullets, context, header, rich
from handlers.slack.days import on
from handlers.slack.home.pieces import more
from handlers.slack.kpi import words
from handlers.slack.text import channel, clip, count, emoji, names, say

#: So many are told in a line of their own, and so much of those that share one.
MOST, _TOGETHER = 8, 60
#: Of a name: what is to be said of it stands beside it.
_NAME = 80


def viewed(every: Sequence[Viewed], year: int) -> list[Json]:
    """What is to be said comes first; days of another year are named with theirs."""
    if not every:
        return []
    loud = [each for each in every if each.stands.alarms]
    rows = [rich(bullets([_row(each, year) for each in loud[:MOST]]))] if loud else []
    return [
        header("KPIs"),
        *rows,
        *more(len(loud) - MOST, "more. /kpi shows them all"),
        *map(context, _own(every)),
    ]


def _row(each: Viewed, year: int) -> list[Json]:
    mark = emoji("warning") if each.stands.how == "spent" else []
    name = say(_name(each), bold=True)
    return [*mark, *name, *say(f"{_stands(each.stands, year)} · {channel(each.team)}")]


def _name(each: Viewed) -> str:
    return clip(words.named(each.name), _NAME)


def _stands(stands: Glance, year: int) -> str:
    """What follows its name."""
    setup = stands.setup or Setup("custom", 0)
    match stands.how:
        case "spent":
            return f": its error budget is spent{_often(stands.percent or 0)}"
        case "missed":
            budget = "" if stands.percent is None else f"; {_left(stands.percent)}"
            return f": the last reading misses its threshold, {words.threshold(setup)}{budget}"
        case "nearly":
            return f": {_left(stands.percent or 0)}"
        case _:
            last = f", the last on {on(stands.day, year)}" if stands.day else ""
            return f": no reading in {count(setup.days, 'day')}{last}"


def _often(percent: int) -> str:
    """3 times over, of 300 % to 399 %."""
    times = percent // 100
    if times <= 1:
        return ""
    return f" {times} times over{' or more' if percent >= MANY else ''}"


def _left(percent: int) -> str:
    """What is left of it, at most, where so many tens of percent are used."""
    if percent >= 100:  # noqa: PLR2004 — all of it
        return "nothing of its error budget is left"
    if percent <= 0:
        return "nearly all of its error budget is left"
    return f"{100 - percent} % of its error budget or less is left"


def _own(every: Sequence[Viewed]) -> list[str]:
    """Their own of which there is nothing to say, in one line."""
    well = [_name(each) for each in every if each.stands.how == "well"]
    unread = [_name(each) for each in every if each.stands.how == "unread"]
    parts = [f"Yours that do well: {names(well, _TOGETHER)}"] if well else []
    parts += [f"{'no' if parts else 'No'} reading yet: {names(unread, _TOGETHER)}"] if unread else []
    return ["; ".join(parts)] if parts else []
