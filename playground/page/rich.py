"""rich_text blocks as HTML: sections, lists, quotes and preformatted text."""

from collections.abc import Callable

from playground.page import emoji
from playground.page.html import Html, join, safe, tag
from playground.page.mrkdwn import SAFE_LINKS, anchor, mention
from playground.page.reader import Reader
from playground.shapes import Json

STYLES = {"bold": "strong", "italic": "em", "strike": "del", "code": "code"}


def draw(block: Json, reader: Reader) -> Html:
    return tag("div", *(_part(part, reader) for part in block.get("elements", [])), class_="rich")


def _part(part: Json, reader: Reader) -> Html:
    inside = part.get("elements", [])
    match part.get("type"):
        case "rich_text_list":
            items = [tag("li", _words(item.get("elements", []), reader)) for item in inside]
            name = "ol" if part.get("style") == "ordered" else "ul"
            return tag(name, *items, class_=f"indent-{part.get('indent', 0)}")
        case "rich_text_quote":
            return tag("blockquote", _words(inside, reader))
        case "rich_text_preformatted":
            return tag("pre", _words(inside, reader))
    return tag("div", _words(inside, reader), class_="words")


def _words(elements: list[Json], reader: Reader) -> Html:
    return join(*(_word(element, reader) for element in elements))


def _word(element: Json, reader: Reader) -> Html:
    drawn = _content(element, reader)
    for style, name in STYLES.items():
        if element.get("style", {}).get(style):
            drawn = tag(name, drawn)
    return drawn


def _content(element: Json, reader: Reader) -> Html:
    drawing = CONTENTS.get(str(element.get("type")))
    if drawing is not None:
        return drawing(element, reader)
    return Html(safe(element.get("text", "")).replace("\n", "<br>"))


def _link(element: Json, _reader: Reader) -> Html:
    url = str(element.get("url", ""))
    words = element.get("text") or url
    return anchor(url, words) if url.startswith(SAFE_LINKS) else safe(words)


def _user(element: Json, reader: Reader) -> Html:
    return mention(str(element.get("user_id")), reader)


def _channel(element: Json, reader: Reader) -> Html:
    return tag("span", f"#{reader.channel_name(str(element.get('channel_id')))}", class_="mention")


def _broadcast(element: Json, _reader: Reader) -> Html:
    return tag("span", f"@{element.get('range')}", class_="mention me")


def _emoji(element: Json, _reader: Reader) -> Html:
    return safe(emoji.shown(str(element.get("name"))))


def _date(element: Json, reader: Reader) -> Html:
    moment = reader.local(float(element.get("timestamp", 0)))
    return safe(f"{moment:%a} {moment.day} {moment:%b %H:%M}")


CONTENTS: dict[str, Callable[[Json, Reader], Html]] = {
    "broadcast": _broadcast,
    "channel": _channel,
    "date": _date,
    "emoji": _emoji,
    "link": _link,
    "user": _user,
}
