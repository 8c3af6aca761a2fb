"""What somebody meant who mistyped a command: the nearest that there is, with a button where it may be done at once."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from handlers.slack.blocks import Json, actions, button, section
from handlers.slack.desk import Reply
from handlers.slack.help import DO
from handlers.slack.text import clip, line

TYPED = 60
DAYS = 200  # what a button repeats
#: The words after `/standup`, and the button that does it; none for what others would notice.
WORDS: Mapping[str, str] = {
    "answer": "Answer",
    "setup": "Set up",
    "edit": "Edit standup",
    "pause": "",
    "resume": "",
    "skip": "",
    "away": "Note days away",
    "report": "Show report",
    "help": "Show help",
}
#: Said otherwise.
_ALSO = {
    "vacation": "away",
    "holiday": "away",
    "off": "away",
    "start": "setup",
    "stop": "pause",
    "change": "edit",
}
_ALSO |= {
    "delete": "edit",
    "end": "edit",
    "history": "report",
    "commands": "help",
    "new": "setup",
    "unpause": "resume",
}


def nearest(typed: str, known: Iterable[str], alike: float = 0.6) -> str:
    """The known word that was most likely meant, or none. `alike`: from 0, anything, to 1, the word itself."""
    near = get_close_matches(typed[:TYPED], [*known], n=1, cutoff=alike)
    return near[0] if near else ""


def standup_word(typed: str) -> str:
    """The word after `/standup` that was most likely meant, or none."""
    return _ALSO.get(typed) or nearest(typed, WORDS)


def did_you_mean(command: str, word: str, rest: str) -> Reply:
    """The question, and a button that is the answer. `command`: as it would be typed."""
    label = WORDS[word]
    typed = quoted(" ".join(filter(None, (command, "" if word == "answer" else word, rest))))
    if not label:
        return Reply(f"Did you mean {typed}? Nothing was done.")
    text = f"Did you mean {typed}?"
    return Reply(text, [section(text), actions(do(word, rest))])


def do(word: str, rest: str) -> Json:
    """The button that does what the words would."""
    label = "Show days away" if word == "away" and not rest else WORDS[word]
    return button(label, f"{DO}.{word}", clip(line(rest), DAYS) or word, "primary")


def quoted(typed: str) -> str:
    """What was typed, or is to be, as code."""
    return f"`{clip(line(typed), TYPED).replace('`', chr(39))}`"
