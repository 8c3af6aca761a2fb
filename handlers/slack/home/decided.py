"""The decisions on a person's Home that are theirs to revisit within a week."""

from collections.abc import Sequence

from bot.shell.decisions import ToRevisit
from handlers.slack.blocks import Json, actions, button, header, numbered, paragraph, rich
from handlers.slack.days import on
from handlers.slack.decision.drawings import REVISIT, STANDS
from handlers.slack.home.pieces import more
from handlers.slack.text import channel, clip, emoji, line, say

#: So many are shown.
MOST = 3
_TEXT = 600


def decided(every: Sequence[ToRevisit], year: int) -> list[Json]:
    """What they decided, for them to say whether it still stands; days of another year are named with theirs."""
    if not every:
        return []
    blocks = [header("Decisions to revisit" if len(every) > 1 else "A decision to revisit")]
    for row, each in enumerate(every[:MOST]):
        text = say(clip(f"#{each.number} {line(each.text)}", _TEXT), bold=True)
        when = "its sign came true on" if each.sign else "its day was" if each.overdue else "on"
        said = f"\n{channel(each.team)} · {when} {on(each.day, year)}"
        buttons = [
            button("Still stands", numbered(STANDS, row), each.round),
            button("Revisit", numbered(REVISIT, row), each.round),
        ]
        blocks += [rich(paragraph(emoji("scales"), text, say(said))), actions(*buttons)]
    return blocks + more(len(every) - MOST, "more. /decision list shows them all")
