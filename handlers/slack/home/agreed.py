"""The actions of retros on a person's Home."""

from collections.abc import Sequence

from bot.ceremonies.action.state import LINK, TEXT
from bot.shell.actions import Yours
from handlers.slack.action.drawings import buttons
from handlers.slack.blocks import Json, actions, header, paragraph, rich
from handlers.slack.days import on
from handlers.slack.home.pieces import more
from handlers.slack.text import channel, clip, emoji, line, say, user_text

#: So many are shown.
MOST = 4


def agreed(every: Sequence[Yours], year: int) -> list[Json]:
    """What they agreed to do; days of another year are named with theirs."""
    if not every:
        return []
    blocks = [header("Your actions" if len(every) > 1 else "Your action")]
    for row, each in enumerate(every[:MOST]):
        text = say(clip(line(each.text), TEXT) or "–", bold=True)
        said = say(f"\n{channel(each.team)} · {_due(each, year)}")
        link = [*say("\n"), *user_text(each.link, LINK)] if each.link else []
        blocks += [rich(paragraph(emoji("dart"), text, said, link)), actions(*buttons(each.round, row))]
    return blocks + more(len(every) - MOST, "more. /retro actions shows them all")


def _due(each: Yours, year: int) -> str:
    day = on(each.due, year)
    return f"was due {day}" if each.overdue else f"due {day}"
