"""A retro's words: a theme's title, what an earlier one talked about, and an action: who does it by when."""

from datetime import datetime

from bot.book.topics import Topic
from bot.ceremonies.retro.notices import Ends
from bot.ceremonies.retro.state import Earlier, Item
from bot.dates import say_at, say_day
from handlers.slack.blocks import Json, confirmation
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


def until(moment: datetime | None, zone: str, words: str) -> str:
    """ "until Fri 27 Nov at 14:00 London time"; nothing where there is no moment."""
    return f"{words} {say_at(moment, zone)}" if moment else ""


def ends_words(ends: Ends | None) -> str:
    """When a phase ends."""
    if ends is None:
        return ""
    return f"{'ends by itself' if ends.by_hand else 'until'} {say_at(ends.at, ends.zone)}"


def facilitated(by: str) -> str:
    """Who does, where somebody is named."""
    return f"{name(by)} facilitates" if by else ""


def joined(*parts: str) -> str:
    """On one line, without what is empty."""
    return " · ".join(filter(None, parts))


def sure(title: str, text: str) -> Json:
    """The question before a step that all see."""
    return confirmation(title, text, "Go on", "Not yet")


def note_run(text: str, by: str, limit: int = 5_000) -> list[Json]:
    """A note on one line, with its writer's name where the team wants names."""
    signed = say(f" · {name(by)}", italic=True) if by else []
    return [*(user_text(text, limit) or say("–")), *signed]


def spoken_note(text: str, by: str) -> str:
    """The same for ears."""
    return f"{line(text)} ({name(by)})" if by else line(text)
