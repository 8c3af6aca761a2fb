"""The gallery: messages, modals and Homes that it is given, in light and dark, and what Slack would refuse in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from aiohttp import web

from playground import views
from playground.blocks import MESSAGE, accept
from playground.page import assets, draw, modal
from playground.page.html import Html, join, tag
from playground.page.reader import Reader
from playground.page.sidebar import avatar
from playground.page.standing import THEMES, stand, theme
from playground.shapes import BOT_USER, Json, SlackError
from playground.slack import Slack
from playground.workspace import Workspace

Kind = Literal["message", "modal", "home"]
TITLES: dict[Kind, str] = {"message": "Messages", "modal": "Modals", "home": "Home"}
NO_TEXT = "It has no text, so phones and screen readers would say nothing."


@dataclass(frozen=True)
class Piece:
    """A message's blocks with its plain text, or a modal's or Home's whole view."""

    name: str
    kind: Kind
    view_or_blocks: Json | list[Json]
    text: str = ""


Pieces = Callable[[], Sequence[Piece]]


class Gallery:
    def __init__(self, slack: Slack, pieces: Callable[[], Pieces | None]) -> None:
        self._slack = slack
        self._pieces = pieces

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/gallery", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        given = self._pieces()
        reader = stand(self._slack, request.query).reader
        forced = theme(request.query)
        themes = (forced,) if forced else THEMES
        body = _body(given() if given else (), reader, themes)
        styles = ("page.css", "gallery.css")
        page = assets.document("Gallery · Piton playground", body, styles=styles, script=None, theme=forced)
        return assets.respond(page)


def complaint(piece: Piece, workspace: Workspace) -> str:
    """What Slack would say against it, or nothing."""
    try:
        if piece.kind == "message":
            accept(piece.view_or_blocks, MESSAGE)
        else:
            views.build(workspace, piece.view_or_blocks, kind=piece.kind)
    except SlackError as refused:
        sentences = refused.more.get("errors")
        return ": ".join([refused.error, *(sentences if isinstance(sentences, list) else ())])
    return NO_TEXT if piece.kind == "message" and not piece.text.strip() else ""


def _body(pieces: Sequence[Piece], reader: Reader, themes: Sequence[str]) -> Html:
    order = list(TITLES)
    sorted_pieces = sorted(enumerate(pieces), key=lambda entry: (order.index(entry[1].kind), entry[0]))
    groups = [(kind, list(some)) for kind, some in groupby(sorted_pieces, key=lambda entry: entry[1].kind)]
    drawn = [_group(kind, some, reader, themes) for kind, some in groups]
    nothing = tag("p", "Nobody has given this gallery a piece yet.", class_="quiet") if not pieces else None
    head = tag(
        "header",
        tag("h1", "Gallery"),
        tag("p", f"{len(pieces)} pieces, as {reader.person.real_name} would see them."),
        tag("nav", *_ways(), aria_label="Views"),
        class_="gallery-head",
    )
    contents = tag("nav", *(_contents(kind, some) for kind, some in groups), aria_label="Contents")
    return tag("body", head, contents, tag("main", nothing, *drawn), class_="gallery")


def _ways() -> list[Html]:
    ways = {
        "Light and dark": "/gallery",
        "Light": "/gallery?theme=light",
        "Dark": "/gallery?theme=dark",
        "Back to the playground": "/",
    }
    return [tag("a", words, href=address) for words, address in ways.items()]


def _contents(kind: Kind, some: list[tuple[int, Piece]]) -> Html:
    rows = [tag("li", tag("a", piece.name, href=f"#{_anchor(place)}")) for place, piece in some]
    return join(tag("h2", TITLES[kind]), tag("ul", *rows))


def _anchor(place: int) -> str:
    return f"piece-{place + 1}"


def _group(kind: Kind, some: list[tuple[int, Piece]], reader: Reader, themes: Sequence[str]) -> Html:
    drawn = [_piece(place, piece, reader, themes) for place, piece in some]
    return tag("section", tag("h2", TITLES[kind]), *drawn, aria_label=TITLES[kind])


def _piece(place: int, piece: Piece, reader: Reader, themes: Sequence[str]) -> Html:
    wrong = complaint(piece, reader.slack.workspace)
    columns = [
        tag(
            "div",
            _drawn(piece, f"p{place}{name}", reader),
            class_=f"column holds-{piece.kind}",
            data_theme=name,
        )
        for name in themes
    ]
    spoken = tag("p", tag("small", "As plain text"), piece.text, class_="spoken") if piece.text else None
    return tag(
        "article",
        tag("h3", tag("a", piece.name, href=f"#{_anchor(place)}")),
        tag("p", wrong, class_="refused") if wrong else None,
        tag("div", *columns, class_="columns-of-piece"),
        spoken,
        id=_anchor(place),
        class_="piece",
    )


def _drawn(piece: Piece, place: str, reader: Reader) -> Html:
    """The same drawing as in the page. What Slack refuses may be of any shape, so it may not be drawable."""
    surface = draw.Surface(place, reader, {})
    workspace = reader.slack.workspace
    try:
        if piece.kind == "message":
            return _message(accept(piece.view_or_blocks, MESSAGE), surface)
        view = views.build(workspace, piece.view_or_blocks, kind=piece.kind)
    except SlackError:
        return tag("p", "Slack would refuse it, so it is not drawn.", class_="quiet")
    if piece.kind == "home":
        return tag("div", draw.blocks(view["blocks"], surface), class_="home")
    return tag("div", *modal.frame(view, surface, leave="Cancel"), class_="modal framed")


def _message(blocks: list[Json], surface: draw.Surface) -> Html:
    bot = surface.reader.slack.workspace.people[BOT_USER]
    author = tag("p", tag("strong", bot.real_name), tag("span", "APP", class_="app"), class_="author")
    body = tag("div", author, draw.blocks(blocks, surface), class_="body")
    return tag("div", avatar(bot), body, class_="message")
