"""An item of a lookahead in words: what it is, whose, and by when."""

from datetime import date

from bot.ceremonies.lookahead import Item, ItemKind
from bot.dates import say_day
from bot.model import RoundId
from handlers.slack.blocks import Json
from handlers.slack.text import clip, line, name, say, user_text

KINDS: dict[ItemKind, str] = {
    "work": "Something to do",
    "hypothesis": "A hypothesis",
    "access": "A request for data access",
}
_SHORT: dict[ItemKind, str] = {"work": "", "hypothesis": "hypothesis", "access": "data access"}
_NAME = 40


def told(item: Item, today: date) -> str:
    """What is known of an item besides its text. `today`: days of its year are said without the year."""
    parts = [_SHORT[item.kind]]
    if item.standing:
        parts.append("it is there" if item.standing == "there" else "given up")
    elif item.not_now:
        parts.append("")
    else:
        parts.append(clip(name(item.owner_name), _NAME) if item.owner else "no owner yet")
        parts.append(asked(item.asked_on, item.day, today) if item.kind == "access" else _by(item.day, today))
    return " · ".join(each for each in parts if each)


def _by(day: date | None, today: date) -> str:
    return f"by {said_day(day, today)}" if day else "no date yet"


def asked(on: date | None, expected: date | None, today: date) -> str:
    """ "asked on Mon 23 Nov, expected Tue 8 Dec"."""
    first = f"asked on {said_day(on, today)}" if on else "not asked yet"
    return f"{first}, expected {said_day(expected, today)}" if expected else f"{first}, expected: not known"


def said_day(day: date, today: date) -> str:
    """ "Tue 8 Dec", with the year where it is another."""
    return say_day(day) + (f" {day.year}" if day.year != today.year else "")


def run(item: Item, limit: int, today: date) -> list[Json]:
    """An item on one line."""
    more = told(item, today)
    return [
        *say(f"{item.number}. "),
        *(user_text(line(item.text), limit) or say("–")),
        *say(f" · {more}" if more else ""),
    ]


def spoken_item(item: Item, today: date) -> str:
    """The same for ears."""
    more = told(item, today)
    return f"{line(item.text)} ({more})" if more else line(item.text)


def place_of(round_: RoundId, number: int) -> str:
    """What a button about one item carries."""
    return f"{round_}/{number}"


def read_place(value: str) -> tuple[RoundId, int]:
    """Which lookahead and item it is: 0, which none has, for what is no such value."""
    round_, _, number = value.partition("/")
    return RoundId(round_), int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0  # noqa: PLR2004 — more digits than items
