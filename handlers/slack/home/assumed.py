"""The assumptions on a person's Home that are theirs to check, and what is left to do of those that broke."""

from collections.abc import Sequence

from bot.homes.assumed import Broken, Due
from handlers.slack.assumption.drawings import BROKEN, HELD, LATER
from handlers.slack.blocks import Json, actions, bullets, button, header, numbered, paragraph, rich
from handlers.slack.days import on
from handlers.slack.home.pieces import more
from handlers.slack.text import channel, clip, emoji, line, say

#: So many of each are shown, and so many stories of one.
MOST, _STORIES = 3, 5
_TEXT = 300


def to_check(every: Sequence[Due], year: int) -> list[Json]:
    """Those to be checked, for them to say whether they held; days of another year are named with theirs."""
    if not every:
        return []
    blocks = [header("Assumptions to check" if len(every) > 1 else "An assumption to check")]
    for row, each in enumerate(every[:MOST]):
        said = f"\n{channel(each.team)} · to be checked as of {on(each.day, year)}"
        buttons = [
            button("Held", numbered(HELD, row), each.round),
            button("Broken", numbered(BROKEN, row), each.round),
            button("Not known yet", numbered(LATER, row), each.round),
        ]
        text = say(_called(each.number, each.text), bold=True)
        blocks += [rich(paragraph(emoji("mag"), text, say(said))), actions(*buttons)]
    return blocks + _others(len(every))


def broken(every: Sequence[Broken]) -> list[Json]:
    """The stories that broken ones wrote and that are not done."""
    if not every:
        return []
    rows = [
        say(f"{_called(each.number, each.text)}: {_left(each)} · {channel(each.team)}")
        for each in every[:MOST]
    ]
    return [header("Still to do, as assumptions broke"), rich(bullets(rows)), *_others(len(every))]


def _called(number: int, text: str) -> str:
    return clip(f"#{number} {line(text)}", _TEXT)


def _left(each: Broken) -> str:
    rest = len(each.stories) - _STORIES
    said = ", ".join(f"#{number}" for number in each.stories[:_STORIES])
    return said + (f" and {rest} more" if rest > 0 else "")


def _others(there: int) -> list[Json]:
    return more(there - MOST, "more. /assumption shows them all")
