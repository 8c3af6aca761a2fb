"""The experiments on a person's Home: those that run and are theirs, and those on which they are to decide."""

from collections.abc import Sequence

from bot.tried import Glance
from handlers.slack import tried as words
from handlers.slack.blocks import Json, actions, button, context, header, numbered, paragraph, rich
from handlers.slack.experiment.drawings import RESULT, SHOW
from handlers.slack.text import channel, clip, emoji, line, say

#: So many are shown.
MOST = 4
_TEXT = 300


def tried(every: Sequence[Glance], year: int) -> list[Json]:
    """The experiments, each with its latest result; days of another year are named with theirs."""
    if not every:
        return []
    blocks = [header("Your experiments" if len(every) > 1 else "Your experiment")]
    for row, each in enumerate(every[:MOST]):
        called = say(words.key(each), bold=True)
        text = say(f": {clip(line(each.hypothesis), _TEXT) or '–'}")
        whose = "" if each.mine or not each.asked else " · you are asked whether it goes on"
        said = say(f"\n{channel(each.team)} · {words.stands(each, year)}{whose}")
        blocks.append(rich(paragraph(emoji("test_tube"), called, text, said)))
        blocks.append(actions(*_buttons(each, row)))
    more = len(every) - MOST
    return blocks + ([context(f"And {more} more.")] if more > 0 else [])


def _buttons(each: Glance, row: int) -> list[Json]:
    """A result is for its owner to add; whoever decides looks at it."""
    add = [button("Add a result", numbered(RESULT, row), each.round)] if each.mine else []
    return [*add, button("Show", numbered(SHOW, row), each.round)]
