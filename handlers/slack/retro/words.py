"""An action in a retro's words: who does it by when, and how it stands."""

from bot.ceremonies.retro.state import Item
from bot.dates import say_day
from handlers.slack.blocks import Json
from handlers.slack.text import clip, line, name, say, user_text

_TEXT, _WHY = 300, 150


def item_run(item: Item) -> list[Json]:
    """An action on one line; what is over is struck out."""
    over = item.standing != "open"
    text = clip(line(item.text), _TEXT)
    link = [*say(" "), *user_text(item.link, 500)] if item.link else []
    return [*(user_text(text, 4 * _TEXT, strike=over) or say("–")), *say(f" · {_told(item)}"), *link]


def spoken_item(item: Item) -> str:
    """The same for ears."""
    return f"{clip(line(item.text), _TEXT) or '–'} ({_told(item)})"


def _told(item: Item) -> str:
    why = f": {clip(line(item.why), _WHY)}" if item.why else ""
    match item.standing:
        case "done":
            return f"done, {name(item.owner_name)}"
        case "dropped":
            return f"dropped{why}"
        case _:
            return f"{name(item.owner_name)}, by {say_day(item.due)}{why}"
