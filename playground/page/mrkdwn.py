"""Slack's mrkdwn as HTML: styles, code, quotes, links, mentions, dates and emoji."""

import re

from playground.markup import unescape
from playground.page import emoji
from playground.page.html import Html, join, safe, tag
from playground.page.reader import Reader, day

TOKEN = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<link>[^<>\n]+)>"
    r"|(?<![\w:]):(?P<emoji>[a-z0-9_+\-]+(?:::skin-tone-\d)?):"
    r"|(?<![\w*])\*(?P<strong>\S|\S[^*\n]*?\S)\*(?![\w*])"
    r"|(?<![\w_])_(?P<em>\S|\S[^\n]*?\S)_(?![\w_])"
    r"|(?<![\w~])~(?P<del>\S|\S[^~\n]*?\S)~(?![\w~])"
)
QUOTED = re.compile(r"^(?:&gt;|>) ?")
SAFE_LINKS = ("http://", "https://", "mailto:")
FORMATS = {
    "date_num": "%Y-%m-%d",
    "date_short": "%b %d, %Y",
    "date_short_pretty": "%b %d, %Y",
    "time": "%H:%M",
    "time_secs": "%H:%M:%S",
}


def draw(text: str, reader: Reader) -> Html:
    """Code blocks first, since nothing in them is markup; then quotes line by line; then the rest."""
    parts = re.split(r"```\n?(.+?)\n?```", text, flags=re.DOTALL)
    drawn = [
        tag("pre", unescape(part)) if place % 2 else _paragraphs(part, reader)
        for place, part in enumerate(parts)
    ]
    return join(*drawn)


def _paragraphs(text: str, reader: Reader) -> Html:
    drawn: list[Html] = []
    quote: list[str] = []
    plain: list[str] = []
    for line in text.split("\n"):
        if QUOTED.match(line):
            _flush(drawn, plain, None, reader)
            quote.append(QUOTED.sub("", line))
        else:
            _flush(drawn, quote, "blockquote", reader)
            plain.append(line)
    _flush(drawn, quote, "blockquote", reader)
    _flush(drawn, plain, None, reader)
    return join(*drawn)


def _flush(drawn: list[Html], lines: list[str], wrap: str | None, reader: Reader) -> None:
    if lines:
        inside = Html("<br>".join(inline(line, reader) for line in lines))
        drawn.append(inside if wrap is None else tag(wrap, inside))
        lines.clear()


def inline(text: str, reader: Reader) -> Html:
    drawn: list[Html] = []
    end = 0
    for found in TOKEN.finditer(text):
        drawn.append(safe(unescape(text[end : found.start()])))
        drawn.append(_token(found, reader))
        end = found.end()
    drawn.append(safe(unescape(text[end:])))
    return join(*drawn)


def _token(found: re.Match[str], reader: Reader) -> Html:
    kind, inside = found.lastgroup or "", found[found.lastgroup or 0]
    match kind:
        case "code":
            return tag("code", unescape(inside))
        case "link":
            return link(inside, reader)
        case "emoji":
            return safe(emoji.shown(inside))
    return tag(kind, inline(inside, reader))


def link(inside: str, reader: Reader) -> Html:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return mention(target[1:], reader)
    if target.startswith("#"):
        return tag("span", f"#{reader.channel_name(target[1:])}", class_="mention")
    if target.startswith("!date^"):
        return safe(_date(target, label, reader))
    if target.startswith("!"):
        return tag("span", f"@{target[1:].partition('^')[0]}", class_="mention me")
    if target.startswith(SAFE_LINKS):
        return anchor(unescape(target), unescape(label or target.removeprefix("mailto:")))
    return safe(f"<{unescape(inside)}>")


def mention(user: str, reader: Reader) -> Html:
    mine = " me" if user == reader.person.id else ""
    return tag("span", f"@{reader.name(user)}", class_=f"mention{mine}")


def anchor(target: str, label: object) -> Html:
    return tag("a", label, href=target, target="_blank", rel="noopener noreferrer")


def _date(target: str, fallback: str, reader: Reader) -> str:
    """`!date^1392734382^{date} at {time}` in the reader's zone."""
    parts = target.split("^")
    try:
        moment = reader.local(float(parts[1]))
        pattern = parts[2]
    except (IndexError, ValueError, OverflowError):
        return unescape(fallback)

    def worded(found: re.Match[str]) -> str:
        return f"{moment:{FORMATS[found[1]]}}" if found[1] in FORMATS else day(moment)

    return re.sub(r"\{(\w+)\}", worded, unescape(pattern))
