"""An experiment in a line of somebody else's."""

from collections.abc import Mapping, Sequence

from bot.book.trials import Outcome
from bot.ceremonies.experiment import Brief
from bot.homes.tried import Glance
from bot.model import StoryId
from handlers.returns import number
from handlers.slack.days import on
from handlers.slack.text import clip, level, line, weight

_KEY, _METRIC, _UNIT = 40, 60, 20
#: Characters of all such lines on one card together: with the longest titles and links it still fits into a message.
ROOM = 1_800
_OUTCOMES: Mapping[Outcome, str] = {
    "proved": "proved",
    "disproved": "disproved",
    "inconclusive": "inconclusive",
    "dropped": "given up",
}


def key(it: Glance | Brief) -> str:
    """How it is called."""
    return clip(line(it.key), _KEY)


def stands(it: Glance | Brief, year: int | None = None) -> str:
    """ "F1 at 85 points on Fri 27 Nov", or that there is no result yet; what it came to comes first. Days of another
    year than this are named with theirs."""
    outcome = f"{_OUTCOMES[it.outcome]}, " if it.outcome else ""
    if it.value is None or it.day is None:
        return f"{outcome}without a result" if outcome else "no result yet"
    metric, unit = clip(line(it.metric), _METRIC), clip(line(it.unit), _UNIT)
    return f"{outcome}{metric} at {number(it.value)} {unit}".rstrip() + f" on {on(it.day, year)}"


def told(it: Glance | Brief, year: int | None = None) -> str:
    """ "churn-1: F1 at 85 points on Fri 27 Nov"."""
    return f"{key(it)}: {stands(it, year)}"


def beside(every: Sequence[Brief], year: int) -> Mapping[StoryId, str]:
    """The same for the stories of a card. Where they are too much for it, the longest are cut."""
    lines = {each.story: told(each, year) for each in every if each.story}
    most = level([weight(each) for each in lines.values()], ROOM)
    return {story: clip(each, most) for story, each in lines.items()}
