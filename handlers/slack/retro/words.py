"""A retro's words: a theme's title, what an earlier one talked about, and an action: who does it by when."""

from bot.book.topics import Topic
from bot.ceremonies.retro.state import Earlier, Item
from bot.dates import say_day
from handlers.slack.blocks import Json
from handlers.slack.retro.figures import topic_words
from handlers.slack.text import clip, line, name, say, user_text

_TEXT, _WHY = 300, 150


def theme_title(title: str, hint: Topic | None) -> str:
    """What a theme is called: as people said, or as the team's own days suggest."""
    return line(title) or (topic_words(hint) if hint else "") or "–"


def earlier(last: Earlier) -> str:
    """ "on Fri 6 Nov: “Slow tests”"."""
    return f"on {say_day(last.day)}: “{clip(line(last.title), 100)}”"


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
