"""Block Kit as HTML, for messages, modals and Home."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.blocks import plain
from playground.page import emoji, fields, mrkdwn, picture, rich
from playground.page.html import Html, join, tag
from playground.page.reader import Reader
from playground.shapes import Json
from playground.workspace import Typed


@dataclass(frozen=True)
class Surface:
    """Where blocks stand: `id` keeps the controls of different messages apart."""

    id: str
    reader: Reader
    typed: Typed
    #: What its headers are among the headings around it.
    header: str = "h3"

    def spot(self, block: Json, element: Json, *, live: bool = True) -> fields.Spot:
        return fields.Spot(block, element, self.typed, self.reader, self.id, live)


def blocks(given: list[Json], surface: Surface) -> Html:
    return join(*(tag("div", block(one, surface), class_=f"block {one['type']}") for one in given))


def block(given: Json, surface: Surface) -> Html:
    drawing = DRAWINGS.get(given["type"])
    return (
        drawing(given, surface) if drawing is not None else tag("p", f"({given['type']})", class_="unknown")
    )


def text(given: object, reader: Reader) -> Html:
    """A text object: mrkdwn, or plain text in which only emoji are replaced."""
    if isinstance(given, dict) and given.get("type") == "mrkdwn":
        return mrkdwn.draw(plain(given), reader)
    words = plain(given)
    marked = mrkdwn.TOKEN.sub(lambda found: _emoji_only(found.lastgroup, found[0]), words)
    return Html("<br>".join(join(line) for line in marked.split("\n")))


def _emoji_only(kind: str | None, whole: str) -> str:
    return emoji.shown(whole.strip(":")) if kind == "emoji" else whole


def _section(given: Json, surface: Surface) -> Html:
    words = tag("div", text(given["text"], surface.reader), class_="words") if given.get("text") else None
    columns = None
    if given.get("fields"):
        columns = tag(
            "div", *(tag("div", text(field, surface.reader)) for field in given["fields"]), class_="columns"
        )
    accessory = given.get("accessory")
    beside = tag("div", fields.draw(surface.spot(given, accessory)), class_="beside") if accessory else None
    return join(tag("div", words, columns, class_="section-text"), beside)


def _header(given: Json, surface: Surface) -> Html:
    return tag(surface.header, text(given.get("text"), surface.reader))


def _divider(_given: Json, _surface: Surface) -> Html:
    return tag("hr")


def _context(given: Json, surface: Surface) -> Html:
    return join(*(_small(element, surface) for element in given.get("elements", [])))


def _actions(given: Json, surface: Surface) -> Html:
    return join(*(fields.draw(surface.spot(given, element)) for element in given.get("elements", [])))


def _rich_text(given: Json, surface: Surface) -> Html:
    """Only its outline was checked when it came, so what is inside may be of any shape."""
    try:
        return rich.draw(given, surface.reader)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        return tag("p", "(rich_text that cannot be drawn)", class_="unknown")


def _markdown(given: Json, surface: Surface) -> Html:
    return tag("p", mrkdwn.draw(str(given.get("text", "")), surface.reader))


def _input(given: Json, surface: Surface) -> Html:
    live = bool(given.get("dispatch_action"))
    return fields.labelled(surface.spot(given, given["element"], live=live))


def _small(element: Json, surface: Surface) -> Html:
    if element.get("type") == "image":
        words = str(element.get("alt_text", ""))
        return tag("img", src=picture.source(element, surface.reader), alt=words, class_="tiny")
    return tag("span", text(element, surface.reader))


def _picture(given: Json, surface: Surface) -> Html:
    title = plain(given.get("title"))
    caption = tag("figcaption", title) if title else None
    source = picture.source(given, surface.reader)
    return tag("figure", caption, tag("img", src=source, alt=str(given.get("alt_text", ""))))


DRAWINGS: dict[str, Callable[[Json, Surface], Html]] = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "image": _picture,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
}
