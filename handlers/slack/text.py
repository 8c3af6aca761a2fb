"""Words on their way to Slack: cleaned, cut between whole characters, and never read as markup.

Slack parses mentions and links out of mrkdwn and of a message's fallback text only. So what people wrote is put into
plain_text and rich_text, which it takes literally, and is escaped in the fallback.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import Any, Protocol

from bot.book.pasting import TITLE, units

#: A message's fallback: 4,000 characters is what Slack recommends (40,000 is where it cuts).
FALLBACK_LIMIT = 4_000
NAME_LIMIT = 60
_CUT = "…"

#: Dropped: NUL and other controls (newline and tab stay), bidi controls that could make a text read backwards,
#: characters without width that hide in words, and lone surrogates, which neither JSON nor PostgreSQL take.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_NEWLINE = re.compile("\r\n|[\r\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){3,}")
_BULLET = re.compile(r"^[-*•–]\s+")
_URL = re.compile(r"\bhttps?://[^\W_][^\s<>\"`|\\^{}…]*", re.IGNORECASE)
_LINK_LIMIT = 3_000  # of an address in Slack's buttons; what holds for a link's is not written down
_ZWJ = "\u200d"
_VIRAMA = 9  # the combining class of the sign that joins two Indic consonants


def clean(text: str) -> str:
    """The text without what cannot be seen or stored, and without long runs of blank lines."""
    text = _UNSEEN.sub("", _NEWLINE.sub("\n", text))
    return _BLANK_LINES.sub("\n\n\n", text).strip()


def line(text: str) -> str:
    """The text on one line: lines and bullets become a list with dots between."""
    lines = (_BULLET.sub("", " ".join(each.split())) for each in clean(text).split("\n"))
    return " · ".join(each for each in lines if each)


def name(text: str) -> str:
    """A person's name, as a name and never a mention."""
    return clip(line(text), NAME_LIMIT) or "Somebody"


def channel(text: str) -> str:
    """A channel's name with its sign."""
    return "#" + clip(line(text).removeprefix("#"), NAME_LIMIT)


def escape(text: str) -> str:
    """The text for mrkdwn and fallbacks, where these three characters begin all of Slack's control sequences."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_MARK = re.compile(r"<([@#!])?([^<>|\s]+)(?:\|([^<>]*))?>")
_NAMED = {"here": "@here", "channel": "@channel", "everyone": "@everyone"}


def unmarked(text: str) -> str:
    """What stands in a message of Slack's as a person reads it: mentions as names, links as where they lead."""
    return unescape(_MARK.sub(_read_mark, text))


def _read_mark(mark: re.Match[str]) -> str:
    kind, held, label = mark[1], mark[2], mark[3] or ""
    match kind:
        case "@":
            return f"@{label or 'somebody'}"
        case "#":
            return f"#{label or 'channel'}"
        case "!":
            return label or _NAMED.get(held, "")
        case _:
            return f"{label} ({held})" if label and label not in held else held


def unescape(text: str) -> str:
    """The text that `escape` made safe."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def weight(text: str) -> int:
    """Length as stored by Slack, which escapes: the longest that any of its limits may see."""
    return units(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def clip(text: str, limit: int, size: Callable[[str], int] = weight) -> str:
    """The text, cut where needed between two characters as people see them, and then ending in "…"."""
    if size(text) <= limit:
        return text
    kept: list[str] = []
    room = limit - size(_CUT)
    for each in clusters(text[: limit + 1]):  # more never fits, and a text may be long
        room -= size(each)
        if room < 0:
            break
        kept.append(each)
    return ("".join(kept).rstrip() + _CUT) if limit > 0 else ""


def clusters(text: str) -> Iterator[str]:
    """The characters of a text as people see them: letters with their marks, joined emoji, flags.

    What Unicode's annex 29 asks, but for rare prefixed signs: enough never to cut where it would show.
    """
    start = 0
    flags = 0  # regional indicators so far; two make a flag
    for place in range(1, len(text)):
        before, char = text[place - 1], text[place]
        flags = flags + 1 if _is_flag_half(before) else 0
        if _joined(before, char) or (flags % 2 and _is_flag_half(char)):
            continue
        yield text[start:place]
        start = place
    if text:
        yield text[start:]


def _joined(before: str, char: str) -> bool:
    if char < "\u0300":
        return before == "\r" and char == "\n"
    if _ZWJ in {before, char} or unicodedata.category(char) in {"Mn", "Mc", "Me"}:
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f" or char in "\u200cำຳﾞﾟ":
        return True  # skin tones, the letters in a region's flag, a few marks that count as letters
    return unicodedata.combining(before) == _VIRAMA or _is_hangul_tail(before, char)


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_hangul_tail(before: str, char: str) -> bool:
    """Whether `char` is a vowel or final that belongs to the syllable that `before` began."""
    return "\u1160" <= char <= "\u11ff" and ("\u1100" <= before <= "\u11ff" or "가" <= before <= "힣")


def fitting(sizes: Iterable[int], room: int) -> int:
    """How many of the first fit."""
    return sum(total <= room for total in accumulate(sizes))


def level(sizes: Sequence[int], room: int) -> int:
    """The most that each of several texts may have so that together they fit: short ones leave theirs to the others."""
    left = len(sizes)
    for size in sorted(sizes):
        if size * left > room:
            return room // left
        room -= size
        left -= 1
    return max(sizes, default=0)


# Rich text: the elements of a line.


def say(text: str, *, bold: bool = False, italic: bool = False, strike: bool = False) -> list[dict[str, Any]]:
    """Words as rich text, taken literally; nothing for an empty text, which Slack refuses."""
    marks = (("bold", bold), ("italic", italic), ("strike", strike))
    style = {mark: True for mark, on in marks if on}
    return [{"type": "text", "text": text} | ({"style": style} if style else {})] if text else []


def user_text(text: str, limit: int, *, strike: bool = False) -> list[dict[str, Any]]:
    """What somebody wrote, as rich text: literal, but for bare addresses, which link to what they show."""
    shown = clip(clean(text), limit)
    style = {"style": {"strike": True}} if strike else {}
    parts: list[dict[str, Any]] = []
    end = 0
    for start, stop in _addresses(shown):
        parts += say(shown[end:start], strike=strike)
        parts.append({"type": "link", "url": shown[start:stop]} | style)
        end = stop
    return parts + say(shown[end:], strike=strike)


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses begin and end, without the punctuation of the sentence around them; none that was cut."""
    for found in _URL.finditer(text):
        if text.startswith(_CUT, found.end()):
            continue
        address = found[0].rstrip(".,;:!?'*_~’”»]")
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(".,;:!?'*_~’”»]")
        if weight(address) <= _LINK_LIMIT:
            yield found.start(), found.start() + len(address)


def emoji(short_name: str) -> list[dict[str, Any]]:
    """An emoji by Slack's short name, and a space after it."""
    return [{"type": "emoji", "name": short_name}, *say(" ")]


# The fallback, dates and lists as people say them.


def spoken(*sentences: str) -> str:
    """The plain text of a message, for notifications and screen readers: escaped, and never too long."""
    whole = " ".join(" ".join(clean(each).split()) for each in sentences if each)
    return escape(clip(whole, FALLBACK_LIMIT))


def sentence(text: str) -> str:
    """The text with a stop at its end, where it has none."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def long_day(day: date) -> str:
    """Tuesday 24 November."""
    return f"{day:%A} {day.day} {day:%B}"


def count(number: int, noun: str, many: str = "") -> str:
    """1 blocker, 2 blockers; 3 stories, where `many` says so."""
    return f"{number} {noun}" if number == 1 else f"{number} {many or noun + 's'}"


class Numbered(Protocol):
    """A story, or what is voted on of one."""

    @property
    def number(self) -> int: ...

    @property
    def title(self) -> str: ...


def titled(story: Numbered, limit: int = TITLE) -> str:
    """A story as people call it: #12 Churn by region."""
    return f"#{story.number} {clip(line(story.title), limit)}"


def names(people: Iterable[str], limit: int) -> str:
    """Ana, Ben and 12 more: as many as fit, and at least one."""
    said: list[str] = []
    listed = [name(each) for each in people]
    for each in listed:
        limit -= weight(each) + 2
        if said and limit < 0:
            return f"{', '.join(said)} and {len(listed) - len(said)} more"
        said.append(each)
    return ", ".join(said)
